"""The fee (Art. 38): asked, asked again, returned."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, FeeAsked, FeeReceived, MissingFacts
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    contact,
    heading,
    kinds,
    letter,
    opening,
    paragraph,
    table,
)
from chikai.kernel.message import say
from chikai.law.kinds import APPI, Means
from chikai.policy.phrases import any_of, means_words


def fee_asked(f: Facts) -> Letter:
    """Amount, means and day; what follows if it is not paid; free kinds go on meanwhile."""
    blocks = [
        opening(f),
        *fee_section(f, headed=False),
        paragraph("letters.arrival_kept", arrived_on=f.arrived_on),
        *contact(f),
    ]
    return letter(LetterKind.FEE_ASKED, f, blocks)


def fee_reminder(f: Facts) -> Letter:
    """The same, a second time."""
    blocks = [
        opening(f),
        paragraph("letters.fee.reminded"),
        *fee_section(f, headed=False),
        *contact(f),
    ]
    return letter(LetterKind.FEE_REMINDER, f, blocks)


def fee_returned(f: Facts) -> Letter:
    """A fee goes back by recorded mail at our cost, with serial, face and date booked."""
    if not f.received:
        raise MissingFacts("fee_returned", "received")
    if f.fee_return is None:
        raise MissingFacts("fee_returned", "fee_return")
    over = sum(each.back or 0 for each in f.received)
    blocks = [
        opening(f),
        _going_back(over),
        received_table(f.received),
        paragraph(f"letters.fee_returned.why.{f.fee_return}"),
        paragraph("letters.fee_returned.how"),
    ]
    if f.done_on:
        blocks.append(paragraph("letters.fee_returned.sent_on", on=f.done_on))
    papers = tuple(
        say("letters.fee_returned.enclosed", means=say(f"means.{each.means.value}"))
        for each in f.received
        if each.back is None and each.means in (Means.MONEY_ORDER, Means.STAMPS)
    )
    return letter(LetterKind.FEE_RETURNED, f, [*blocks, *contact(f)], enclosures=papers)


def _going_back(over: int) -> Block:
    """All of it; or, in yen, the part that was too much."""
    if over:
        return paragraph("letters.fee_returned.part", amount=over)
    return paragraph("letters.fee_returned.returned")


def fee_section(f: Facts, *, headed: bool = True) -> list[Block]:
    """The fee as part of a letter. Raises `MissingFacts` when there is no fee or no means: the
    owner of the policy must name one before anybody is asked to pay."""
    if f.fee is None:
        raise MissingFacts("fee_asked", "fee")
    if not f.fee.means:
        raise MissingFacts("fee_asked", "fee.means")
    blocks = [heading("letters.fee.heading")] if headed else []
    blocks += [paragraph("letters.fee.asked", cite=APPI(38, 1)), _fee_table(f, f.fee)]
    blocks += [paragraph(f"letters.fee.{id}") for id in _notes(f, f.fee)]
    if f.received:
        blocks += [paragraph("letters.fee.received"), received_table(f.received)]
    if f.free_kinds:
        blocks.append(paragraph("letters.fee.free_go_on", kinds=kinds(f.free_kinds)))
    return blocks


def received_table(received: tuple[FeeReceived, ...]) -> Block:
    head = (say(f"letters.fee_paper.{each}") for each in ("means", "serial", "face", "issued"))
    return table(
        head,
        (
            (
                say(f"means.{each.means.value}"),
                each.serial or say("common.none"),
                say("common.yen", amount=each.face),
                say("common.on", on=each.issued) if each.issued else say("common.none"),
            )
            for each in received
        ),
    )


def _fee_table(f: Facts, fee: FeeAsked) -> Block:
    means = any_of(means_words(fee.means, f.policy.requests.fee))
    due = say("common.on", on=fee.due) if fee.due else say("letters.fee.no_due")
    rows = (
        (say("letters.fee.kinds"), say("common.listed", parts=kinds(fee.kinds))),
        (say("letters.fee.amount"), say("common.yen", amount=fee.amount)),
        (say("letters.fee.means"), means),
        (say("letters.fee.due"), due),
    )
    return table((say("letters.item"), say("letters.content")), rows)


def _notes(f: Facts, fee: FeeAsked) -> list[str]:
    """What must be said beside the table: whose period it is, what non-payment means."""
    clause = f.policy.requests.fee
    if clause is None:
        return []
    notes: list[str] = []
    if clause.includes_registered_mail:
        notes.append("registered_included")
    if fee.due:
        notes += ["due_is_ours"] if clause.period_assumption else []
        notes.append(f"unpaid_{clause.unpaid}")
    return notes
