"""Pieces that many letters share: openings, tables, and where to turn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from chikai.duties.requests.letters.facts import Cell, Facts, Refusal, said
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.kernel.message import Arg, Message, say
from chikai.law.kinds import APPI, RequestKind
from chikai.policy.model import Contact

SUIT_KINDS = frozenset(
    {
        RequestKind.DISCLOSURE,
        RequestKind.RECORD_DISCLOSURE,
        RequestKind.CORRECTION,
        RequestKind.CESSATION_VIOLATION,
        RequestKind.PROVISION_STOP_VIOLATION,
        RequestKind.CESSATION_NEED_ENDED,
    }
)
"""The kinds under Arts. 33, 34 and 35, to which Art. 39 applies."""


def heading(id: str, **args: Arg) -> Block:
    return Block("heading", (say(id, **args),))


def paragraph(id: str, **args: Arg) -> Block:
    return Block("paragraph", (say(id, **args),))


def bullets(messages: Iterable[Message]) -> Block:
    return Block("bullets", tuple(messages))


def table(head: Iterable[Cell], rows: Iterable[Iterable[Cell]]) -> Block:
    return Block("table", rows=(tuple(head), *(tuple(row) for row in rows)))


def words(cell: Cell) -> Message:
    """A cell as a message, so that it can stand in a list or a heading."""
    return say("common.text", text=cell) if isinstance(cell, str) else cell


def kinds(of: Iterable[RequestKind]) -> tuple[Message, ...]:
    return tuple(say(f"kind.{kind.value}") for kind in of)


def letter(
    kind: LetterKind,
    f: Facts,
    blocks: Iterable[Block],
    *,
    enclosures: tuple[Message, ...] = (),
    annex: Iterable[Block] = (),
) -> Letter:
    """The letter of this kind around its body."""
    return Letter(
        kind=kind,
        id=f.letter_id,
        cases=f.cases,
        dated=f.today,
        to=f.to,
        sender=f.sender,
        subject=say(f"letter.{kind.value}"),
        blocks=tuple(blocks),
        enclosures=enclosures,
        annex=tuple(annex),
        delivery=f.delivery or f.policy.requests.answer.delivery_free,
    )


def opening(f: Facts) -> Block:
    """Which request, arrived when, under which numbers."""
    return paragraph(
        "letters.opening", arrived_on=f.arrived_on, kinds=kinds(f.kinds), cases=f.cases
    )


def refusal_table(r: Refusal) -> Block:
    """Ground, article and reason (Art. 36)."""
    return table(
        (say("letters.item"), say("letters.content")),
        (
            (say("letters.refusal.ground"), r.ground),
            (say("letters.refusal.article"), say("common.cited", cite=r.cites)),
            (say("letters.refusal.reason"), r.reason or say("letters.reason_is_the_ground")),
        ),
    )


def done_on(f: Facts) -> list[Block]:
    """The day it was done, if it is known."""
    return [paragraph("letters.done_on", on=f.done_on)] if f.done_on else []


def fee_fate(f: Facts) -> list[Block]:
    """What becomes of a fee already received, when that is asked at all."""
    return [paragraph(f"letters.fee_fate.{f.fee_fate}")] if f.fee_fate else []


def contact(f: Facts, headed: str = "letters.contact.heading") -> list[Block]:
    """The request desk: where to ask, or where to send things."""
    desk = f.policy.contact(f.policy.requests.intake.desk)
    return [heading(headed), bullets([_desk(desk)])]


def elsewhere(f: Facts) -> list[Block]:
    """A recipient that holds a copy of its own, named for that copy only: ours is answered."""
    if f.window is None or not f.we_answer_our_part:
        return []
    return [
        paragraph("letters.wrong_window.recipient"),
        bullets([words(each) for each in f.recipients] or [said(f.window)]),
        paragraph("letters.wrong_window.its_copy"),
        paragraph("letters.wrong_window.our_part"),
    ]


def complaints(f: Facts) -> list[Block]:
    """Who else holds a copy, and where to complain: the desk, the accredited organisation, the
    PPC, in no forced order (Arts. 40, 53): complaining to the company first is no condition."""
    desks = [_desk(f.policy.contact(f.policy.complaints.desk))]
    if organisation := f.policy.complaints.organisation:
        desks.append(
            say(
                "letters.complaints.organisation",
                name=said(organisation.name),
                address=said(organisation.place.address),
                phones=organisation.phones,
            )
        )
    desks.append(say("letters.complaints.commission"))
    return [
        *elsewhere(f),
        heading("letters.complaints.heading"),
        paragraph("letters.complaints.any_order"),
        bullets(desks),
    ]


def suit(f: Facts) -> list[Block]:
    """After a refusal: Art. 39, for the kinds it covers and no other."""
    if not SUIT_KINDS & set(f.kinds):
        return []
    return [paragraph("letters.suit", cite=APPI(39, 1))]


def _desk(desk: Contact) -> Message:
    parts: list[Message] = [said(desk.place.addressee if desk.place else desk.say)]
    if desk.place:
        parts.append(said(desk.place.address))
    if desk.phone:
        parts.append(say("frame.phone", number=desk.phone))
    if desk.fax:
        parts.append(say("common.fax", number=desk.fax))
    if desk.email:
        parts.append(say("frame.email", address=desk.email))
    if desk.hours:
        parts.append(
            say(f"common.hours.{desk.hours.days}", opens=desk.hours.opens, closes=desk.hours.closes)
        )
    return reduce(lambda left, right: say("common.beside", left=left, right=right), parts)
