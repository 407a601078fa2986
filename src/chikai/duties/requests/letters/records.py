"""Records of provision to third parties (Art. 33(5)): disclosed or not."""

from __future__ import annotations

from chikai.duties.requests.letters.disclosure import (
    annex,
    documents,
    enclosures,
    left_out,
    manner,
)
from chikai.duties.requests.letters.facts import Facts, MissingFacts
from chikai.duties.requests.letters.model import Letter, LetterKind
from chikai.duties.requests.letters.parts import complaints, letter, opening, paragraph
from chikai.duties.requests.letters.refusal import refused
from chikai.law.kinds import APPI


def records_given(f: Facts) -> Letter:
    """The statutory items of each record, in the annex."""
    if not f.tables:
        raise MissingFacts("records_given", "tables")
    blocks = [opening(f), paragraph("letters.records.given", cite=APPI(33, 5)), *manner(f)]
    blocks += [*documents(f), *left_out(f, "letters.withheld.intro_records"), *complaints(f)]
    kind = LetterKind.RECORDS_GIVEN
    return letter(kind, f, blocks, enclosures=enclosures(f), annex=annex(f))


def records_not_given(f: Facts) -> Letter:
    """Refused, told under Art. 33(3) as applied by 33(5)."""
    return refused(LetterKind.RECORDS_NOT_GIVEN, f, "letters.records.not_given", APPI(33, 5))
