"""Whether a reason gives away what it is the reason for withholding.

A reason must say where, on which ground and why (Art. 36), and not what. What the secret is known
by (values, names, labels) is compared with the reason, in one form of writing: another form of a
character (髙 for 高) is the same secret under another name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from chikai.kernel.keys import name_key

SHORTEST: Final = 2
"""Shorter than this, a match is chance; numbers need four digits."""


def telltale(reason: str, secrets: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The labels of those secrets `(label, value)` whose value stands in the reason, each once."""
    said, named = _plain(reason), name_key(reason).key
    return tuple(
        dict.fromkeys(
            label
            for label, value in secrets
            if _tells(said, _plain(value)) or _tells(named, name_key(value).key)
        )
    )


def _tells(said: str, value: str) -> bool:
    least = 4 if value.isdigit() else SHORTEST
    return len(value) >= least and value in said


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    kana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in folded)
    return re.sub(r"[\s\-‐‑–—−・,、.。:：/()（）「」]", "", kana)
