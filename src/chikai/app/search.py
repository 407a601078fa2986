"""Comparing and finding: the form with the identity paper, both with the file, then the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from chikai.app import cases, doubt, found_file, held_files, out_of_reach
from chikai.app.cases import Actor, once, once_on
from chikai.app.found_file import found_tables as found_tables
from chikai.app.found_file import withheld_columns
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.open_search import REST, rest_is_not_theirs
from chikai.duties.requests.questions import authority_over
from chikai.kernel.message import Both, say
from chikai.kernel.text import Comparison, compare_addresses
from chikai.law.kinds import APPI, Manner, RequestKind
from chikai.ledger.found import Candidate, Found, FoundTable, Outcome, Undecided
from chikai.ledger.terms import ExistenceGround, Identifier, Role
from chikai.people.matching import match as compare
from chikai.people.model import Address, Person
from chikai.policy.model import Policy
from chikai.ports import Home, Purpose

_NO_SEARCH = frozenset({RequestKind.FOREIGN_MEASURES_INFO})
TO_GO = frozenset({RequestKind.CESSATION_VIOLATION, RequestKind.CESSATION_NEED_ENDED})
"""What may have to be erased is not copied into our own record of the case: no rows are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """What the clerk reads off the papers: the person on the identity paper, former names and
    addresses on a paper that links them, and every address that proves where to reply."""

    person: Person | None = None
    former: Person | None = None
    addresses: tuple[Address, ...] = ()

    def __repr__(self) -> str:
        return "PaperReading(<sealed>)"


@once
def match(home: Home, case_id: str, reading: PaperReading, *, by: Actor) -> Case | Defect:
    """Compare form, paper and file, and record the result with its explanation sealed."""
    case = cases.load(home, case_id)
    file = cases.unseal(home, case.sealed)
    form = _with_former(Person.from_dict(file["person"]), reading.former)
    with_paper = compare(form, reading.person) if reading.person else None
    with out_of_reach.told(home, case):
        found = home.sources.find(form)
    reply = file["reply_to"]["address"]
    proven = _agrees(reply, reading) or _on_file(reply, form, found)
    explanation: dict[str, Any] = {
        "paper": list(with_paper.reasons) if with_paper else [],
        "fields": [_compared(each) for each in with_paper.comparisons] if with_paper else [],
        "candidates": [doubt.masked(c) for c in found.candidates],
        "more": found.more,
        "ask": [i.value for i in found.ask],
        "former": reading.former.to_dict() if reading.former else None,
    }
    sealed = cases.seal(home, case_id, Purpose.RECORD, explanation)
    recorded = ev.MatchRecorded(
        form_and_paper=_with_paper(with_paper.verdict if with_paper else None),
        form_and_file=_with_file(found),
        address_proven=proven,
        candidates=found.matched if found.matched > 1 else 0,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
        paper_unread=reading.person is None,
    )
    notes = [cmd.Note(happened=recorded)]
    if _support_measures(found) and not case.protected:
        why = cases.seal(home, case_id, Purpose.RECORD, {"why": "support_measures_on_file"})
        flag = ev.FlagSet(sealed=why.sealed, commitment=why.commitment)
        notes.append(cmd.Note(happened=flag))
    return cases.act(home, case_id, *notes, by=by)


def _compared(field: Comparison) -> dict[str, Any]:
    """One field of form and paper; the characters read as one belong to a name: seal it."""
    return {
        "field": field.field,
        "verdict": field.verdict,
        "why": list(field.explanation),
        "characters": [list(pair) for pair in field.characters],
    }


def _with_file(found: Found) -> ev.Matched:
    """Too little to tell is a question to the requester, not a "no"."""
    if found.outcome is Outcome.TOO_LITTLE:
        return ev.Matched.UNKNOWN
    return ev.Matched.YES if found.outcome is Outcome.ONE else ev.Matched.NO


def _support_measures(found: Found) -> bool:
    """The file says that support measures protect this person (Cabinet Order Art. 5(i))."""
    hidden = any(h.ground is ExistenceGround.HARM_TO_PERSON for h in found.hidden)
    return hidden or any(c.protected for c in found.candidates)


def _with_paper(verdict: str | None) -> ev.Matched:
    return ev.Matched.UNKNOWN if verdict is None else ev.Matched(verdict)


def _with_former(form: Person, former: Person | None) -> Person:
    """The form's person, with the former names and addresses a linking paper proves."""
    if former is None:
        return form
    return Person(
        names=(*form.names, *former.names),
        addresses=(*form.addresses, *former.addresses),
        birth_date=form.birth_date,
        phones=form.phones,
        emails=form.emails,
        member_numbers=form.member_numbers,
    )


def _agrees(reply: str, reading: PaperReading) -> bool:
    on_paper = [*reading.addresses, *(reading.person.addresses if reading.person else ())]
    return any(compare_addresses(reply, each.text).agrees for each in on_paper)


def _on_file(reply: str, form: Person, found: Found) -> bool:
    """The reply address is the form's, and the file holds the same one."""
    if Identifier.ADDRESS not in found.agreed:
        return False
    return any(compare_addresses(reply, each.text).agrees for each in form.addresses)


@once_on
def search(home: Home, case: Case, /, *, by: Actor) -> Case | Defect:
    """Read the person's data from the company's databases and seal what was found.

    Only retained personal data (Art. 16(4)) are taken up: tables whose category is outside the
    company's authority, and tables of Cabinet Order Art. 5, leave no trace in the journal.
    """
    policy = cases.policy_of(home, case)
    if case.kind in _NO_SEARCH:
        sealed = cases.seal_stream(home, case.id, Purpose.ANSWER, found_file.write(()))
        command = cmd.RecordSearch(result=ev.Searched.FOUND, sealing=sealed)
        return cases.act(home, case, command, by=by)
    with out_of_reach.told(home, case, by=by):
        found = home.sources.find(person_of(home, case))
    unknown = (*_left_in_doubt(case, found), *_authority_unknown(case, policy, found))
    if unknown:
        if unknown[0].key == REST and case.in_doubt is None:
            cases.act(home, case, cmd.Note(happened=doubt.noted(home, case, found)), by=by)
        return Defect(unknown)
    if case.kind not in TO_GO:
        with out_of_reach.told(home, case, by=by):
            found = home.sources.looked(found)
    tables = [t for t in found.tables if _retained(case, policy, t) and _asked(case, t)]
    if case.kind in TO_GO:
        tables = [replace(t, rows=(), files=()) for t in tables]
    files, seen = held_files.keep(home, case.id, tables)
    content = found_file.write(
        tables,
        hidden={t.ground.value for t in found.hidden},
        outside_authority={t.category for t in found.tables if not _retained(case, policy, t)},
        files=files,
        recipients=found_file.recorded_in(
            t for t in found.tables if t.role is Role.PROVISION_RECORDS
        ),
    )
    if found.matched > 1:
        result = ev.Searched.MANY
    else:
        result = ev.Searched.FOUND if tables else ev.Searched.NONE
    plain = [found_file.table_to_dict(t) for t in tables]
    withheld = tuple(w["id"] for w in withheld_columns(case, plain))
    noted = [cmd.Note(happened=seen)] if seen else []
    with _kept_at_once(home, tables, content) as pieces:
        sealed = cases.seal_stream(home, case.id, Purpose.ANSWER, pieces)
        by_hand = tuple(each.source for each in found.tasks)
        command = cmd.RecordSearch(
            result=result, sealing=sealed, withheld=withheld, by_hand=by_hand
        )
        return cases.act(home, case, *noted, command, by=by)


_FEW_ROWS: Final = 2_000


@contextmanager
def _kept_at_once(
    home: Home, tables: Sequence[FoundTable], content: Iterable[bytes]
) -> Iterator[Iterable[bytes]]:
    """What was found and the event of it in one transaction, where that is short: other writers
    wait until its end. Much is sealed part by part, before the event."""
    if sum(len(t.rows) for t in tables) > _FEW_ROWS:
        yield content
        return
    ready = list(content)
    with home.together():
        yield ready


def person_of(home: Home, case: Case) -> Person:
    """The person as the form names it, with what later proofs added."""
    sealed = [case.sealed, *([case.match.sealed] if case.match else [])]
    file, *matched = cases.unseal_all(home, *sealed)
    former = matched[0].get("former") if matched else None
    form = Person.from_dict(file["person"])
    return _with_former(form, Person.from_dict(former) if former else None)


def _asked(case: Case, table: FoundTable) -> bool:
    records = table.role is Role.PROVISION_RECORDS
    return records == (case.kind is RequestKind.RECORD_DISCLOSURE)


def _authority(policy: Policy, category: str) -> str:
    return next((c.authority for c in policy.categories if c.id == category), "unknown")


def _retained(case: Case, policy: Policy, table: FoundTable) -> bool:
    return _has_authority(case, policy, table.category)


def _has_authority(case: Case, policy: Policy, category: str) -> bool:
    authority = _authority(policy, category)
    if authority == "unknown":
        fact = case.facts.get(authority_over(category))
        return fact is not None and fact.value
    return authority == "yes"


def retained_categories(case: Case, policy: Policy) -> tuple[str, ...]:
    """The categories whose data are retained personal data (Art. 16(4)) as far as is known."""
    return tuple(c.id for c in policy.categories if _has_authority(case, policy, c.id))


def _left_in_doubt(case: Case, found: Found) -> tuple[OpenItem, ...]:
    """Rows beside the person's own that may be theirs: a named person says that they are not,
    or asks for one more identifier, before the answer is called complete."""
    settled = case.facts.get("rest_is_not_theirs")
    if found.outcome is not Outcome.ONE or not found.in_doubt or (settled and settled.value):
        return ()
    return (rest_is_not_theirs(),)


def doubts(result: Case | Defect) -> bool:
    """Whether a search stopped at rows of which nobody knows whose they are."""
    return isinstance(result, Defect) and any(each.key == REST for each in result.items)


@dataclass(frozen=True, slots=True, repr=False)
class InDoubt:
    """Whose rows may be meant: people on file, masked, `more` others who are not shown, and tables
    that name nobody for certain; `ask` are the identifiers any one of which would settle it."""

    candidates: tuple[Candidate, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    ask: tuple[Identifier, ...] = ()
    more: int = 0


def candidates(home: Home, case_id: str, *, actor: str) -> InDoubt:
    """Who may be meant, masked, read anew from the databases. The look is logged. Empty where
    nothing is in doubt. Raises `Unavailable`, `Missing`, `Destroyed`."""
    case = cases.load(home, case_id)
    home.views.log(actor_id=actor, case=case_id, what="candidates", at=home.clock.now())
    if not case.is_open or case.kind in _NO_SEARCH:
        return InDoubt()
    found = home.sources.find(person_of(home, case))
    return InDoubt(found.candidates, found.undecided, found.ask, found.more)


def _authority_unknown(case: Case, policy: Policy, found: Found) -> tuple[OpenItem, ...]:
    """Whether the company has power over all six acts is unknown: a named person must say."""
    categories = {c.id: c for c in policy.categories}
    open_ = []
    for id in sorted({t.category for t in found.tables}):
        if _authority(policy, id) != "unknown" or authority_over(id) in case.facts:
            continue
        label = Both(categories[id].say.ja, categories[id].say.en) if id in categories else id
        message = say("open.authority_over", category=label)
        open_.append(
            OpenItem(authority_over(id), "desk", message, (), (APPI(16, 4),), judgment=True)
        )
    return tuple(open_)


def manner_of(case: Case, policy: Policy) -> Manner:
    """The manner the person chose; paper when none was named (Guidelines 3-8-2). Where answers
    are promised in writing, the choice is for what is disclosed alone (Art. 33(1), (5))."""
    chosen = case.manner or Manner.PAPER
    disclosed = case.kind in CHOICE_OF_MANNER and isinstance(case.outcome, ev.Granted)
    return chosen if disclosed or not policy.requests.answer.written else Manner.PAPER
