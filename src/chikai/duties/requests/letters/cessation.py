"""Cessation of use or erasure (Art. 35(1), (2), (5), (6)), told under Art. 35(7)."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Cell, Facts, MissingFacts
from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    bullets,
    complaints,
    done_on,
    heading,
    letter,
    opening,
    paragraph,
    refusal_table,
    suit,
    words,
)
from chikai.duties.requests.letters.refusal import refused
from chikai.law.kinds import APPI

TOLD = APPI(35, 7)


def ceased(f: Facts) -> Letter:
    """The use has been stopped."""
    return _done(LetterKind.CEASED, f, "letters.cessation.ceased")


def erased(f: Facts) -> Letter:
    """The data has been erased."""
    return _done(LetterKind.ERASED, f, "letters.cessation.erased")


def substitute_measure(f: Facts) -> Letter:
    """Another measure that protects the person, because the one asked for is costly or
    otherwise difficult (provisos of Art. 35(2), (4), (6)); why, under Art. 36."""
    if not f.measures:
        raise MissingFacts("substitute_measure", "measures")
    blocks = [
        opening(f),
        paragraph("letters.cessation.substitute", cite=TOLD),
        *([refusal_table(f.refusal)] if f.refusal else []),
        *listed("letters.cessation.scope", f.scope),
        *listed("letters.cessation.instead", f.measures),
        *done_on(f),
        *suit(f),
        *complaints(f),
    ]
    return letter(LetterKind.SUBSTITUTE_MEASURE, f, blocks)


def not_ceased(f: Facts) -> Letter:
    """Neither ceased nor erased, and why."""
    return refused(LetterKind.NOT_CEASED, f, "letters.cessation.not_done", TOLD)


def listed(id: str, cells: tuple[Cell, ...]) -> list[Block]:
    """A headed list, if there is anything to list."""
    return [heading(id), bullets(words(cell) for cell in cells)] if cells else []


def _done(kind: LetterKind, f: Facts, told: str) -> Letter:
    blocks = [
        opening(f),
        paragraph(told, cite=TOLD),
        *done_on(f),
        *listed("letters.cessation.scope", f.scope),
        *listed("letters.cessation.measures", f.measures),
        *listed("letters.cessation.stays", f.staying),
        *complaints(f),
    ]
    return letter(kind, f, blocks)
