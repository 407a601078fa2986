"""A short explanation in plain words (やさしい日本語), behind letters that ask or answer.

It goes along at the wish of the person and takes the place of nothing: the letter says what holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from chikai.duties.requests.letters.model import Block, Letter, LetterKind
from chikai.kernel.message import say

L = LetterKind
TOPICS: Final[dict[str, frozenset[LetterKind]]] = {
    "ask": frozenset({L.DEFECTS, L.FORMS_SENT, L.NO_MATCH}),
    "fee": frozenset({L.FEE_ASKED, L.FEE_REMINDER}),
    "given": frozenset({L.DISCLOSURE, L.RECORDS_GIVEN, L.PURPOSE_NOTICE, L.FOREIGN_MEASURES}),
    "none": frozenset({L.NONE_HELD}),
    "refused": frozenset(
        {
            *(L.REFUSAL, L.RECORDS_NOT_GIVEN, L.PURPOSE_NOT_NOTIFIED, L.NOT_CORRECTED),
            *(L.NOT_CEASED, L.PROVISION_NOT_STOPPED, L.FOREIGN_MEASURES_REFUSED),
        }
    ),
    "done": frozenset({L.CORRECTED, L.CEASED, L.ERASED, L.PROVISION_STOPPED, L.OPT_OUT_STOPPED}),
    "instead": frozenset({L.SUBSTITUTE_MEASURE}),
}
"""What a letter comes to, for whoever reads it."""


def explained(letter: Letter) -> Letter:
    """The letter with its explanation before everything else that lies behind it; the letter as
    it is where it neither asks nor answers."""
    topic = next((name for name, kinds in TOPICS.items() if letter.kind in kinds), None)
    if topic is None:
        return letter
    sentences = (
        say(f"letters.plain.what.{topic}"),
        say(f"letters.plain.do.{topic}"),
        say("letters.plain.ask_us"),
        say("letters.plain.letter_holds"),
    )
    sheet = (
        Block("heading", (say("letters.plain.heading"),)),
        Block("bullets", sentences),
    )
    return replace(letter, annex=(*sheet, *letter.annex))
