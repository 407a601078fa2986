"""Correcting what the desk noted wrongly: a paper, a name, an address. Nothing is rewritten: the
journal says that it was corrected, by whom and when; what it was and why lies sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from chikai.app import cases
from chikai.app.cases import Actor, once
from chikai.app.intake import check_lengths
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.law.kinds import Paper, Whose
from chikai.people import limits
from chikai.people.age import is_minor
from chikai.people.model import Address, Name, Person
from chikai.ports import BadData, Home, Missing, Purpose


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Particulars:
    """What is right. None leaves what there is. Former names and addresses, telephone and member
    numbers and e-mail addresses are added as leads; the others take the place of the old."""

    name: str | None = None
    kana: str | None = None
    birth_date: date | None = None
    address: Address | None = None
    former_names: tuple[str, ...] = ()
    former_addresses: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    member_numbers: tuple[str, ...] = ()
    reply_name: str | None = None
    reply_address: Address | None = None
    reply_email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRight:
    """What a paper says, where it was noted wrongly. None leaves what there is."""

    type: Paper | None = None
    whose: Whose | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    domicile_shown: bool | None = None
    number_shown: bool | None = None


@once
def particulars(
    home: Home,
    case_id: str,
    right: Particulars,
    why: str,
    *,
    by: Actor,
    on: date | None = None,
) -> Case | Defect:
    """Correct or add particulars of one case; letters from now on use them. Comparing and
    searching are then done anew. Raises `BadData` without a reason, when nothing is given, and
    for what is too long."""
    _needs(why, any(getattr(right, f.name) for f in fields(right)))
    check_lengths(_given(right))
    case = cases.load(home, case_id)
    before = cases.unseal(home, case.sealed)
    person = _person(Person.from_dict(before["person"]), right)
    born = person.birth_date
    if born is not None and born > case.basis.arrived_on:
        raise BadData("intake.born_after_arrival", field="birth_date")
    after = {**before, "person": person.to_dict(), "reply_to": dict(before["reply_to"])}
    reply = after["reply_to"]
    if right.reply_name is not None:
        reply["name"] = right.reply_name
    if right.reply_address is not None:
        reply["address"] = right.reply_address.text
        reply["postal_code"] = right.reply_address.postal_code
    if right.reply_email is not None:
        reply["email"] = right.reply_email
    now = cases.seal(home, case_id, Purpose.RECORD, after)
    then = cases.seal(home, case_id, Purpose.RECORD, {"why": why, "before": before})
    corrected = ev.ParticularsCorrected(
        minor=is_minor(born, case.basis.arrived_on) if born else case.minor,
        sealed=now.sealed,
        commitment=now.commitment,
        why=then.sealed,
        why_commitment=then.commitment,
        readdressed=reply != before["reply_to"],
    )
    return cases.act(home, case_id, cmd.Note(happened=corrected), by=by, on=on)


@once
def paper(
    home: Home,
    case_id: str,
    paper_id: str,
    right: PaperRight,
    why: str,
    *,
    by: Actor,
    on: date | None = None,
) -> Case | Defect:
    """Correct what was noted of a paper. Raises `BadData` as `particulars` does, and for a paper
    whose scan is stored and would show what must be covered; `Missing` for one not here."""
    given = {f.name: v for f in fields(right) if (v := getattr(right, f.name)) is not None}
    _needs(why, bool(given))
    case = cases.load(home, case_id)
    held = next((p for p in case.papers if p.id == paper_id), None)
    if held is None:
        raise Missing(paper_id)
    changed = replace(held, **given)
    if held.sealed is not None and case.to_cover(changed):
        raise BadData("steps.scan_shows_it", field="paper")
    s = cases.seal(home, case_id, Purpose.RECORD, {"why": why})
    corrected = ev.PaperCorrected(
        paper=paper_id,
        type_=changed.type,
        whose=changed.whose,
        issued_on=changed.issued_on,
        expires_on=changed.expires_on,
        domicile_shown=changed.domicile_shown,
        number_shown=changed.number_shown,
        sealed=s.sealed,
        commitment=s.commitment,
    )
    return cases.act(home, case_id, cmd.Note(happened=corrected), by=by, on=on)


def _needs(why: str, given: bool) -> None:
    if not why.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    if not given:
        raise BadData("steps.nothing_corrected", field="case")


def _given(right: Particulars) -> Iterator[limits.Given]:
    """What was given, by the names of the fields."""
    yield "right.name", right.name
    yield "right.kana", right.kana
    yield from limits.of_address("right", right.address)
    for name in right.former_names:
        yield "right.former_name", name
    for former in right.former_addresses:
        yield "right.former_address", former.text
    for field, texts in (
        ("phone", right.phones),
        ("email", right.emails),
        ("member_number", right.member_numbers),
    ):
        for text in texts:
            yield f"right.{field}", text
    yield "reply.name", right.reply_name
    yield from limits.of_address("reply", right.reply_address)
    yield "reply.email", right.reply_email


def _person(person: Person, right: Particulars) -> Person:
    first, *others = person.names
    kana = first.kana if right.kana is None else right.kana
    name = Name(right.name or first.full, kana)
    addresses = person.addresses
    if right.address is not None:
        addresses = (right.address, *person.addresses[1:])
    return replace(
        person,
        names=(name, *others, *(Name(each) for each in right.former_names)),
        addresses=(*addresses, *right.former_addresses),
        birth_date=right.birth_date or person.birth_date,
        phones=(*person.phones, *right.phones),
        emails=(*person.emails, *right.emails),
        member_numbers=(*person.member_numbers, *right.member_numbers),
    )
