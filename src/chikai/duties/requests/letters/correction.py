"""Correction, addition or deletion of content (Art. 34)."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    complaints,
    done_on,
    letter,
    opening,
    paragraph,
    table,
)
from chikai.duties.requests.letters.refusal import refused
from chikai.kernel.message import say
from chikai.law.kinds import APPI


def corrected(f: Facts) -> Letter:
    """Done, with its content: what each item said and what it says now (Art. 34(3))."""
    if not f.corrected:
        raise MissingFacts("corrected", "corrected")
    blocks = [
        opening(f),
        paragraph("letters.correction.done", cite=APPI(34, 3)),
        table(
            (say(f"letters.correction.{each}") for each in ("item", "before", "after")),
            ((each.item, each.before, each.after) for each in f.corrected),
        ),
        *done_on(f),
        *complaints(f),
    ]
    return letter(LetterKind.CORRECTED, f, blocks)


def not_corrected(f: Facts) -> Letter:
    """Not done, and why (Arts. 34(3), 36)."""
    return refused(LetterKind.NOT_CORRECTED, f, "letters.correction.not_done", APPI(34, 3))
