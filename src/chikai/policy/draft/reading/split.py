"""Where a sentence ends, in Japanese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chikai.policy.draft.page import Lang

_OPEN, _CLOSE = "「『（(【〔［[", "」』）)】〕］]"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|No|Art|Mr|Ms|Mrs|Dr|Dept|Bldg|Fl|St|Jr|vs|etc|e\.g|i\.e|[A-Z]))\.$"
)
_END_EN = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")


def sentences(text: str, lang: Lang) -> Iterator[str]:
    """The sentences of one block, none of them empty."""
    parts = _japanese(text) if lang == "ja" else _english(text)
    for part in parts:
        if part := part.strip():
            yield part


def _japanese(text: str) -> Iterator[str]:
    """At a full stop that stands outside of brackets and quotes."""
    begin = depth = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in "。！？" and (depth == 0 or index - begin > 600):
            yield text[begin : index + 1]
            begin, depth = index + 1, 0
    yield text[begin:]


def _english(text: str) -> Iterator[str]:
    begin = 0
    for found in _END_EN.finditer(text):
        if _ABBREVIATION.search(text[begin : found.start() + 1]):
            continue
        yield text[begin : found.end()]
        begin = found.end()
    yield text[begin:]
