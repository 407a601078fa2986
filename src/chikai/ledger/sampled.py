"""What the values of a column look like, without any value: for who reviews a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sampled:
    """One column and the forms its values take, the most frequent first: a digit stands as `9`,
    a letter as `a` or `A`, kana as `あ` or `ア`, a Chinese character as `漢`."""

    table: str
    column: str
    filled: int
    forms: tuple[tuple[str, int], ...]


_LONGEST: Final = 24
"""Characters of a form; what is longer is cut off."""


def form(value: str) -> str:
    """A value as its form."""
    shown = "".join(_kind(c) for c in value[:_LONGEST])
    return f"{shown}…" if len(value) > _LONGEST else shown


def _kind(c: str) -> str:
    for first, last, kind in _KINDS:
        if first <= c <= last:
            return kind
    return "字" if c.isalnum() and c not in "ーｰ々" else c


_KINDS = (
    ("0", "9", "9"),
    ("０", "９", "９"),
    ("a", "z", "a"),
    ("A", "Z", "A"),
    ("ａ", "ｚ", "ａ"),
    ("Ａ", "Ｚ", "Ａ"),
    ("ぁ", "ゖ", "あ"),
    ("ァ", "ヺ", "ア"),
    ("ｦ", "ﾟ", "ｱ"),
    ("一", "鿿", "漢"),
    ("㐀", "䶿", "漢"),
    ("豈", "﫿", "漢"),
)
