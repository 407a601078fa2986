"""Measures for a third party in a foreign country (Art. 28(3), Rule 18(3)-(5))."""

from __future__ import annotations

from dataclasses import fields

from chikai.duties.requests.letters.facts import Facts, ForeignMeasures, MissingFacts
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    complaints,
    heading,
    letter,
    opening,
    paragraph,
    table,
    words,
)
from chikai.duties.requests.letters.refusal import refused
from chikai.kernel.message import say
from chikai.law.kinds import APPI, RULES

SEVEN = tuple(each.name for each in fields(ForeignMeasures) if each.name != "recipient")
"""The seven items in the order of Rule 18(3)."""


def foreign_measures(f: Facts) -> Letter:
    """The seven items for every recipient concerned."""
    if not f.foreign:
        raise MissingFacts("foreign_measures", "foreign")
    blocks = [opening(f), paragraph("letters.foreign.given", cite=APPI(28, 3))]
    for each in f.foreign:
        blocks += _recipient(each)
    return letter(LetterKind.FOREIGN_MEASURES, f, [*blocks, *complaints(f)])


def foreign_measures_refused(f: Facts) -> Letter:
    """Refused for serious hindrance, told under Rule 18(4) with the reason under 18(5)."""
    cite = RULES(18, 4)
    return refused(LetterKind.FOREIGN_MEASURES_REFUSED, f, "letters.foreign.not_given", cite)


def _recipient(each: ForeignMeasures) -> list[Block]:
    rows = ((say(f"letters.foreign.{name}"), getattr(each, name)) for name in SEVEN)
    return [
        heading("letters.foreign.recipient", name=words(each.recipient)),
        table((say("letters.item"), say("letters.content")), rows),
    ]
