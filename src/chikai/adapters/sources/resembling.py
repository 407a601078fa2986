"""What the values of a column look like, where its name says nothing. Only the kind goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from chikai.kernel.characters import narrow

_MOST: Final = 0.6
"""So many of the filled cells make a column one kind of thing."""
_LONGEST: Final = 500
"""So much of a long text is looked at."""
_KANJI: Final = "一-鿿々ヶ"


def kind_of(values: Sequence[str]) -> str:
    """A kind of `names.toml`; `?kind` where only some of the values look so; '' for neither."""
    said = [narrow(each[:_LONGEST]).strip() for each in values if each and each.strip()]
    if not said:
        return ""
    for kind, known in _KINDS:
        if sum(map(known, said)) >= _MOST * len(said):
            return kind
    for kind, known in _PLAIN:
        if any(map(known, said)):
            return f"?{kind}"
    return ""


def _like(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.search(value) is not None


_EMAIL: Final = _like(r"^[^@\s<>\"']+@[^@\s.]+(\.[^@\s.]+)+$")
_PHONE: Final = _like(r"^(\+81|0)[-(). ]*\d{1,4}[-(). ]+\d{1,4}[-). ]+\d{3,4}$|^0[5789]0\d{8}$")
_ADDRESS: Final = _like(rf"^[{_KANJI}]{{1,3}}[都道府県][{_KANJI}ぁ-んァ-ヶ]+[市区町村郡]")
_NAME: Final = _like(rf"^[{_KANJI}]{{1,4}}[  　][{_KANJI}ぁ-んァ-ヶー]{{1,5}}$")
_KANA: Final = _like(r"^[ァ-ヶー]{2,8}[ 　][ァ-ヶー]{2,8}$")
_IP: Final = _like(r"^(\d{1,3}\.){3}\d{1,3}$|^([0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}$")
_POST: Final = _like(r"^〒? ?\d{3}-\d{4}$")

_PLAIN: Final = (
    ("email", _like(r"[^@\s<>\"':]+@[\w-]+(\.[\w-]+)+")),
    ("phone", _PHONE),
    ("address", _ADDRESS),
    ("name", _NAME),
)
"""What is told from chance even in a single cell, or inside a longer text."""
_KINDS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("email", _EMAIL),
    ("phone", _PHONE),
    ("postal_code", _POST),
    ("address", _ADDRESS),
    ("name", _NAME),
    ("kana", _KANA),
    ("network", _IP),
)
