"""Notice of the purpose of use (Art. 32(2), (3))."""

from __future__ import annotations

from chikai.duties.requests.letters.facts import Facts, MissingFacts, said
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import bullets, complaints, letter, opening, paragraph
from chikai.duties.requests.letters.refusal import refused
from chikai.law.kinds import APPI


def purpose_notice(f: Facts) -> Letter:
    """Every purpose of the person's retained personal data."""
    if not f.purposes:
        raise MissingFacts("purpose_notice", "purposes")
    blocks = [
        opening(f),
        paragraph("letters.purpose.given", cite=APPI(32, 2)),
        bullets(said(purpose) for purpose in f.purposes),
        *complaints(f),
    ]
    return letter(LetterKind.PURPOSE_NOTICE, f, blocks)


def purpose_not_notified(f: Facts) -> Letter:
    """The decision not to notify, told without delay (Art. 32(3))."""
    return refused(LetterKind.PURPOSE_NOT_NOTIFIED, f, "letters.purpose.not_given", APPI(32, 3))
