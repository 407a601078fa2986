"""Sentences by their words or their heading."""

from __future__ import annotations

import re
from typing import TypeAlias

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Node

Pair: TypeAlias = "tuple[str, Node | None]"


def _lines(book: Notebook, words: str, *under: str, never: tuple[str, ...] = ()) -> list[Sentence]:
    pattern = re.compile(words, re.I)
    return [
        s
        for s in book.page.body
        if (pattern.search(s.text) or (under and has_topic(s, *under)))
        and not (never and has_topic(s, *never))
    ]
