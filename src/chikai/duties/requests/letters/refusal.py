"""Refusals: ground, article, reason, what is given all the same, where to complain (Art. 36)."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import (
    bullets,
    complaints,
    fee_fate,
    heading,
    letter,
    opening,
    paragraph,
    refusal_table,
    suit,
)
from chikai.kernel.citation import Citation


def refusal(f: Facts) -> Letter:
    """A request is refused, in whole or, with `remains`, in part."""
    told = "letters.refusal.told_in_part" if f.remains else "letters.refusal.told"
    return refused(LetterKind.REFUSAL, f, told, None)


def refused(kind: LetterKind, f: Facts, told: str, cite: Citation | None) -> Letter:
    """A letter that says no. `told` is its sentence; `cite` the duty to tell, if it is cited."""
    if f.refusal is None:
        raise MissingFacts(kind.value, "refusal")
    blocks = [
        opening(f),
        paragraph(told, **({"cite": cite} if cite else {})),
        refusal_table(f.refusal),
    ]
    if f.remains:
        blocks += [
            heading("letters.refusal.remains"),
            paragraph("letters.refusal.remains_intro"),
            bullets(f.remains),
        ]
    return letter(kind, f, [*blocks, *fee_fate(f), *suit(f), *complaints(f)])
