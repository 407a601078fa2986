"""What a column or a table probably holds, by its name and its comment: a guess to be reviewed."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from chikai.kernel.characters import narrow
from chikai.ledger.model import Identifier, Label


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name stands for. `because` is the word that it was recognised by."""

    kind: str
    label: Label
    items: tuple[str, ...]
    because: str
    withhold: Label | None = None

    @property
    def identifier(self) -> Identifier | None:
        kinds = {"family_name": "name", "given_name": "name", "postal_code": ""}
        kinds |= {"family_kana": "kana", "given_kana": "kana"}
        kind = kinds.get(self.kind, self.kind)
        return Identifier(kind) if kind in list(Identifier) else None


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    label: Label
    items: tuple[str, ...]
    whole: frozenset[str]
    parts: frozenset[str]
    withhold: Label | None


@functools.cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            each["kind"],
            Label(**each["label"]),
            tuple(each.get("items", ())),
            frozenset(each.get("whole", ())),
            frozenset(each.get("parts", ())),
            Label(**each["withhold"]) if "withhold" in each else None,
        )
        for each in _file()["column"]
    )


@functools.cache
def _file() -> dict[str, Any]:
    text = resources.files("chikai.adapters.sources").joinpath("names.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


def of_column(name: str, comment: str | None = None) -> Guess | None:
    """The guess with the longest word, in the name or else in the comment."""
    for text in (name, comment or ""):
        found = max(
            (
                (len(word), -n, word)
                for n, each in enumerate(_entries())
                if (word := _word(text, each))
            ),
            default=None,
        )
        if found is not None:
            entry = _entries()[-found[1]]
            return Guess(entry.kind, entry.label, entry.items, found[2], entry.withhold)
    return None


def of_persons(table: str, comment: str | None = None) -> int:
    """Whether the rows of a table are persons: 2 for those outside, 1 for staff, 0 for none."""
    words = _file()["persons"]
    for text in (table, comment or ""):
        for found, key in ((1, "staff"), (2, "parts")):
            if any(_holds(text, word) for word in words[key]):
                return found
    return 0


def _word(text: str, entry: _Entry) -> str | None:
    if plain(text) in entry.whole:
        return plain(text)
    return max((word for word in entry.parts if _holds(text, word)), key=len, default=None)


def _holds(text: str, word: str) -> bool:
    here = plain(text)
    return f"_{word}_" in f"_{here}_" if word.isascii() else word in here


def plain(name: str) -> str:
    """`customerName`, `CUSTOMER-NAME` and `customer name` as `customer_name`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", narrow(name))
    return re.sub(r"[^\w]+|_+", "_", apart).strip("_").casefold()
