"""Acknowledgement of an objection to a change of the policy: what was recorded, and what stays."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import bullets, contact, heading, letter, paragraph
from chikai.kernel.message import Message, say


def objection_received(f: Facts) -> Letter:
    """In time or late, it is recorded; silence is never taken for consent (Arts. 17(2), 18)."""
    told = f.objection
    if told is None:
        raise MissingFacts(LetterKind.OBJECTION_RECEIVED, "objection")
    stays: tuple[Message, ...] = (say("letters.objection.kept", version=told.before),)
    if told.standing == "late":
        stays = (say("letters.objection.held_back"), say("letters.objection.rest", on=told.after))
    blocks = [
        paragraph(
            "letters.objection.opening",
            arrived_on=f.arrived_on,
            noticed_on=told.noticed_on,
            after=told.after,
            cases=f.cases,
        ),
        paragraph(f"letters.objection.standing.{told.standing}", until=told.until or told.after),
        heading("letters.objection.what_stays"),
        bullets((*stays, say("letters.objection.silence"))),
        *contact(f),
    ]
    return letter(LetterKind.OBJECTION_RECEIVED, f, blocks)
