"""A company's request form: what to ask, who asks, what to enclose, the proxy, the label.

Everything on it comes from the policy of the day, so that a form never asks for more than the
desk does (Art. 37(4)). Nothing is asked that the answer does not need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.kernel.message import Message, say
from chikai.kernel.sheet_code import form_sheet
from chikai.law.kinds import Asker, Manner, Paper, RequestKind
from chikai.people.model import Person
from chikai.policy.model import Contact, Form, Policy
from chikai.policy.phrases import means_words, papers_in
from chikai.policy.publish.document import (
    Blank,
    Blanks,
    Block,
    Box,
    Bullets,
    Checklist,
    Document,
    Label,
    Line,
    Paragraph,
    Section,
)
from chikai.policy.publish.voice import Voice

CHOICE_OF_MANNER: Final = (RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE)
"""Kinds for which the person chooses the manner of the answer (Arts. 33(1), (5))."""

_CORRECTION: Final = ("now", "correct", "why")
_CESSATION: Final = (RequestKind.CESSATION_VIOLATION, RequestKind.CESSATION_NEED_ENDED)


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """What is filled in before printing. Personal data: never in a log or a repr."""

    person: Person | None = None
    representative: Person | None = None
    reply_to: tuple[str, ...] = ()
    statement: str = ""
    manner: Manner | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What the desk will want in the envelope beside the form, and the fee in yen."""

    papers: tuple[tuple[Message, tuple[Message, ...]], ...]
    fee: int


def request_form(
    policy: Policy,
    kind: RequestKind,
    *,
    asker: Asker,
    enclosed: Enclosed,
    lang: str,
    on: date,
    filled: Filled | None = None,
    cases: tuple[str, ...] = (),
) -> Document:
    """The form for one kind of request and one asker, blank or filled in. What is printed for
    `cases` that are there already says so in its code; else it says which form it is."""
    voice, given = Voice(policy, lang, on), filled or Filled()
    own = own_form(policy, kind)
    title = voice.text(own.title) if own else voice.tell("form.letter")
    desk = policy.contact(_desk(policy, kind))
    sections = [
        _request(voice, kind, given),
        _person(voice, own, asker, given),
        *([_representative(voice, asker, given)] if asker is not Asker.PERSON else []),
        _reply(voice, asker, given),
        _enclose(voice, kind, asker, own, enclosed),
        *_proxy(voice, kind, asker, given),
        _label(voice, desk),
    ]
    return Document(
        kind="form",
        name=f"form-{kind.value}-{asker.value}",
        lang=lang,
        title=title,
        company=voice.text(policy.about.name),
        dated=voice.day(policy.effective_from),
        lead=(
            Paragraph(voice.tell("form.date")),
            Paragraph(voice.tell("form.to", name=_addressee(voice, desk))),
            *_use(voice),
        ),
        sections=tuple(sections),
        foot=(
            voice.text(policy.about.name),
            voice.tell("version", on=policy.effective_from),
        ),
        sheet=form_sheet(policy.company, kind, asker, policy.version),
        cases=cases,
    )


def own_form(policy: Policy, kind: RequestKind) -> Form | None:
    """The company's form for this kind of request, or None when any letter will do."""
    return next((form for form in policy.requests.forms if kind in form.kinds), None)


def _desk(policy: Policy, kind: RequestKind) -> str:
    complaint = kind is RequestKind.COMPLAINT
    return policy.complaints.desk if complaint else policy.requests.intake.desk


def _addressee(voice: Voice, desk: Contact) -> str:
    return voice.text(desk.place.addressee if desk.place else voice.policy.about.name)


def _request(voice: Voice, kind: RequestKind, given: Filled) -> Section:
    """What is asked. Of a correction and a cessation the law wants to know more (Arts. 34, 35)."""
    chosen = voice.names("kind", [kind.value])
    rows = [Blank(voice.tell("form.kind"), boxes=tuple(Box(name, True) for name in chosen))]
    if kind is RequestKind.CORRECTION:
        rows += [Blank(voice.tell(f"form.{each}"), tall=True) for each in _CORRECTION]
    elif kind in _CESSATION:
        boxes = ["stop_use", "erase"]
        boxes += ["stop_provision"] if kind is RequestKind.CESSATION_NEED_ENDED else []
        rows.append(
            Blank(
                voice.tell("form.wanted"), boxes=tuple(Box(voice.tell(f"form.{b}")) for b in boxes)
            )
        )
        rows.append(Blank(voice.tell("form.why"), tall=True))
    about = "form.complaint" if kind is RequestKind.COMPLAINT else "form.about"
    rows.append(Blank(voice.tell(about), given.statement, tall=True))
    if kind in CHOICE_OF_MANNER:
        names = zip(Manner, voice.names("manner", Manner), strict=True)
        manners = tuple(Box(name, given.manner is each) for each, name in names)
        rows.append(Blank(voice.tell("form.manner"), boxes=manners))
    return Section("sec-request", voice.tell("form.request"), (Blanks("", tuple(rows)),))


def _person(voice: Voice, own: Form | None, asker: Asker, given: Filled) -> Section:
    sealed = own is not None and own.registered_seal
    sealed = sealed and own is not None and (not own.seal_askers or asker in own.seal_askers)
    seal = voice.tell("form.seal") if sealed else ""
    rows = [*_particulars(voice, given.person, seal=seal)]
    if voice.policy.requests.match.required:
        former = given.person.addresses[1:] if given.person else ()
        rows.append(Blank(voice.tell("form.former"), _first(a.text for a in former)))
    person = given.person
    born = voice.day(person.birth_date) if person and person.birth_date else ""
    rows.append(Blank(voice.tell("form.birth_date"), born))
    rows += _reached(voice, person, email=asker is Asker.PERSON)
    if any(item.id == "member_number" for item in voice.policy.items):
        numbers = person.member_numbers if person else ()
        rows.append(Blank(voice.tell("form.member_number"), _first(numbers)))
    heading = voice.tell("form.person")
    return Section("sec-person", heading, (Blanks("", tuple(rows)),))


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def _particulars(voice: Voice, person: Person | None, *, seal: str = "") -> Iterator[Blank]:
    """Reading, name and address, as everybody is asked for them."""
    name = person.names[0] if person else None
    place = person.addresses[0] if person and person.addresses else None
    code = f"〒{place.postal_code} " if place and place.postal_code else ""
    if voice.lang == "ja":
        yield Blank(voice.tell("form.kana"), (name.kana or "") if name else "")
    yield Blank(voice.tell("form.name"), name.full if name else "", mark=seal)
    yield Blank(voice.tell("form.address"), code + place.text if place else "〒")


def _reached(voice: Voice, person: Person | None, *, email: bool = True) -> Iterator[Blank]:
    """Telephone and, of whoever gets the answer, e-mail: electronic data need it."""
    yield Blank(voice.tell("form.phone"), _first(person.phones if person else ()))
    if email:
        yield Blank(voice.tell("form.email"), _first(person.emails if person else ()))


def _representative(voice: Voice, asker: Asker, given: Filled) -> Section:
    role = Blank(
        voice.tell("form.role"),
        boxes=tuple(Box(name, True) for name in voice.names("asker", [asker.value])),
    )
    rows = (
        role,
        *_particulars(voice, given.representative),
        *_reached(voice, given.representative),
    )
    heading = voice.tell("form.representative")
    return Section("sec-representative", heading, (Blanks("", rows),))


def _reply(voice: Voice, asker: Asker, given: Filled) -> Section:
    heading = voice.tell("form.reply")
    to = voice.policy.requests.answer.to
    place = Blank(voice.tell("form.reply_address"), "、".join(given.reply_to) or "〒", tall=False)
    note = Paragraph(voice.tell(f"to.{to}"))
    return Section("sec-reply", heading, (Blanks("", (place,)), note))


def _use(voice: Voice) -> Iterator[Paragraph]:
    """What the form's own data are used for and how long they are kept (Arts. 17, 21(2))."""
    requests = voice.policy.requests
    for clause in (requests.purpose_of_request_data, requests.papers):
        yield Paragraph(voice.text(clause.say), note=True)


def _enclose(
    voice: Voice, kind: RequestKind, asker: Asker, own: Form | None, enclosed: Enclosed
) -> Section:
    requests = voice.policy.requests
    title = voice.text(own.title) if own else voice.tell("form.letter")
    lines: list[tuple[str, tuple[str, ...]]] = [(title, ())]
    lines += [(voice.render(m), tuple(map(voice.render, ways))) for m, ways in enclosed.papers]
    if enclosed.fee:
        amount = voice.render(say("common.yen", amount=enclosed.fee))
        fee = requests.fee
        means = tuple(voice.render(each) for each in means_words(fee.means, fee)) if fee else ()
        lines.append((voice.tell("form.fee", amount=amount), means))
    blocks: list[Block] = [Checklist(tuple(lines))]
    if not enclosed.fee:
        blocks.append(Paragraph(voice.tell("form.free")))
    if requests.blackout and enclosed.papers:
        blocks.append(Paragraph(voice.text(requests.blackout.say), note=True))
    return Section("sec-enclose", voice.tell("form.enclose"), tuple(blocks), new_page=True)


_PROXIES: Final = (Paper.COMPANY_LETTER_OF_PROXY, Paper.POWER_OF_ATTORNEY)


def _proxy(voice: Voice, kind: RequestKind, asker: Asker, given: Filled) -> Iterator[Section]:
    """The letter of proxy, where a power of attorney or the company's own form proves the power."""
    clause = next((a for a in voice.policy.requests.authority if asker in a.askers), None)
    wanted = papers_in((*clause.accept, *clause.also_accept)) if clause else ()
    paper = next((p for p in _PROXIES if p in wanted), None)
    if asker is Asker.PERSON or paper is None:
        return
    own = next((f for f in voice.policy.requests.proxy_forms if f.paper is paper), None)
    heading = voice.text(own.title) if own else voice.tell("form.power_of_attorney")
    with_paper = (
        [papers_in([way]) for way in (*clause.accept, *clause.also_accept)] if clause else []
    )
    sealed = any(Paper.SEAL_CERTIFICATE in each for each in with_paper if paper in each)
    seal = voice.tell("form.seal") if sealed else ""
    powers = (*voice.names("kind", [kind.value]), voice.tell("form.receive_answer"))
    yield Section(
        "sec-proxy",
        heading,
        (
            Paragraph(voice.tell("form.proxy_date")),
            Paragraph(voice.tell("form.grants", company=voice.text(voice.policy.about.name))),
            Blanks(
                voice.tell("form.mandatary"), tuple(_particulars(voice, given.representative))[-2:]
            ),
            Blanks(
                "",
                (
                    Blank(
                        voice.tell("form.powers"), boxes=tuple(Box(each, True) for each in powers)
                    ),
                ),
            ),
            Blanks(
                voice.tell("form.mandator"),
                tuple(_particulars(voice, given.person, seal=seal))[-2:],
            ),
        ),
        new_page=True,
    )


def _label(voice: Voice, desk: Contact) -> Section:
    """The address for the envelope, in Japanese for the post; a desk without one says so."""
    blocks: list[Block] = []
    if place := desk.place:
        code = (f"〒{place.postal_code}",) if place.postal_code else ()
        lines = (*code, place.address.ja, place.addressee.ja)
        inside = Voice(voice.policy, "ja", voice.on).tell("form.inside")
        blocks = [Paragraph(voice.tell("form.label_help")), Label(lines, inside)]
    else:
        facts = [Line(f"{f.term}: {value}") for f in voice.contact(desk) for value in f.values]
        blocks = [Bullets(tuple(facts))]
    return Section("sec-label", voice.tell("form.label"), tuple(blocks), new_page=False)
