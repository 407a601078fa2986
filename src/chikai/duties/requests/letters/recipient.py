"""A notice to somebody who holds the data too: what was done, and what we ask of them."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Cell, Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import contact, letter, paragraph, table
from chikai.kernel.message import say
from chikai.law.kinds import APPI


def recipient_notice(f: Facts) -> Letter:
    """No more about the person than they need to find the data, and nothing about why."""
    told = f.told_other
    if told is None:
        raise MissingFacts("recipient_notice", "told_other")
    rows: list[tuple[Cell, Cell]] = [
        (say("letters.recipient.person"), told.person),
        (say("letters.recipient.measure"), say(f"letters.recipient.did.{told.action}")),
        (say("letters.recipient.data"), told.data),
    ]
    if f.done_on:
        rows.insert(2, (say("letters.recipient.on"), say("common.on", on=f.done_on)))
    cites = {"entrusted": APPI(25), "joint_user": APPI(27, 5, "iii"), "recipient": APPI(27, 1)}
    blocks = [
        paragraph("letters.recipient.told"),
        table((say("letters.item"), say("letters.content")), rows),
        paragraph(f"letters.recipient.ask.{told.holder}", cite=cites[told.holder]),
        paragraph("letters.recipient.only_for_this"),
        *contact(f),
    ]
    return letter(LetterKind.RECIPIENT_NOTICE, f, blocks)
