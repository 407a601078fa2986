"""The letters of the request desk, from one decision record.

`compose(kind, facts)` writes one letter as message ids and data; `chikai.words` and a press turn
it into Japanese or English. A protective flag is no field of `Facts`: it can change no wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chikai.duties.requests.letters import disclosure
from chikai.duties.requests.letters.facts import Facts, MissingFacts, OpenItem, said, sender_of
from chikai.duties.requests.letters.model import Letter, LetterKind

__all__ = ["Facts", "MissingFacts", "OpenItem", "compose", "said", "sender_of"]

LETTERS: Mapping[LetterKind, Callable[[Facts], Letter]] = {
    LetterKind.DISCLOSURE: disclosure.disclosure,
    LetterKind.METHOD_DIFFICULT: disclosure.method_difficult,
    LetterKind.NONE_HELD: disclosure.none_held,
}


def compose(kind: LetterKind, facts: Facts) -> Letter:
    """The letter of this kind. Raises `MissingFacts` when a fact it needs is not given."""
    return LETTERS[kind](facts)
