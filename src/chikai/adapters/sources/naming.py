"""What a column or a table probably holds, by its name and its comment: a guess to be reviewed."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from chikai.kernel.characters import narrow
from chikai.ledger.terms import Identifier, Label

_MANY: Final = 100_000
"""Names of columns: a large schema says the same ones in many tables."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name stands for. `because` is the word that it was recognised by, `by` where the
    word stands. A `faint` one says little where nothing else in the table is about a person."""

    kind: str
    label: Label
    items: tuple[str, ...]
    because: str
    withhold: Label | None = None
    faint: bool = False
    by: str = "name"

    @property
    def identifier(self) -> Identifier | None:
        return _IDENTIFIERS.get(self.kind)


_IDENTIFIERS: Final = {each.value: each for each in Identifier} | {
    "family_name": Identifier.NAME,
    "given_name": Identifier.NAME,
    "family_kana": Identifier.KANA,
    "given_kana": Identifier.KANA,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    label: Label
    items: tuple[str, ...]
    whole: frozenset[str]
    parts: frozenset[str]
    faint: frozenset[str]
    withhold: Label | None


@functools.cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            each["kind"],
            Label(**each["label"]),
            tuple(each.get("items", ())),
            frozenset((*each.get("whole", ()), *each.get("faint", ()))),
            frozenset(each.get("parts", ())),
            frozenset(each.get("faint", ())),
            Label(**each["withhold"]) if "withhold" in each else None,
        )
        for each in _file()["column"]
    )


@functools.cache
def _file() -> dict[str, Any]:
    text = resources.files("chikai.adapters.sources").joinpath("names.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


@functools.lru_cache(maxsize=_MANY)
def of_column(name: str, comment: str | None = None) -> Guess | None:
    """The guess by the word that ends the name, or else by the longest one; in the name, or
    else in the comment."""
    for by, text in (("name", name), ("comment", comment or "")):
        if plain(text).startswith(("has_", "is_")):
            continue
        found = [(_word(text, each), each) for each in _entries()]
        known = [(word, each) for word, each in found if word[0]]
        if known:
            (word, *_), entry = max(known, key=lambda each: each[0][1:])
            return _guess(entry, word, by)
    return None


def of_kind(kind: str, because: str) -> Guess:
    """The guess of a kind that was told by something else than a name."""
    return _guess(next(each for each in _entries() if each.kind == kind), because, "values")


def _guess(entry: _Entry, word: str, by: str) -> Guess:
    faint = by != "values" and bool({word, "*"} & entry.faint)
    return Guess(entry.kind, entry.label, entry.items, word, entry.withhold, faint, by)


def of_persons(table: str, comment: str | None = None) -> int:
    """Whether the rows of a table are persons: 2 for those outside, 1 for staff, 0 for none."""
    words = _file()["persons"]
    for text in (table, comment or ""):
        for found, key in ((1, "staff"), (2, "parts")):
            if any(_holds(plain(text), word) for word in words[key]):
                return found
    return 0


def of_workers(column: str) -> bool:
    """Whether a reference says who worked on a row."""
    return any(_holds(plain(column), word) for word in _file()["persons"]["workers"])


def _word(text: str, entry: _Entry) -> tuple[str, bool, int]:
    """The word a name is recognised by, whether the name ends with it, and how long it is."""
    found = [("", False, 0)]
    for here in dict.fromkeys((plain(text), unnumbered(text))):
        if here in entry.whole:
            found.append((here, True, len(here)))
        for word in entry.parts:
            if _holds(here, word) and not _about(here, word):
                found.append((word, here.endswith(word.casefold()), len(word)))
            elif "_" not in here and here == word.replace("_", ""):  # CARDNUMBER, unquoted
                found.append((here, True, len(here)))
    return max(found, key=lambda each: each[1:])


def _holds(here: str, word: str) -> bool:
    word = word.casefold()
    if not word.isascii():
        return word in here
    return _alone(word).search(here) is not None


@functools.cache
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")


def _about(here: str, word: str) -> bool:
    """Whether the name ends in something about what the word names: `email_verified`."""
    rest = here[here.rindex(word.casefold()) + len(word) :].strip("_")
    return bool(rest) and any(
        rest.rpartition("_")[2] == tail if tail.isascii() else rest.endswith(tail)
        for tail in map(str.casefold, _file()["tails"])
    )


@functools.lru_cache(maxsize=_MANY)
def plain(name: str) -> str:
    """`customerName`, `CUSTOMER-NAME` and `customer name` as `customer_name`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", narrow(name))
    return re.sub(r"[^\w]+|_+", "_", apart).strip("_").casefold()


def unnumbered(name: str) -> str:
    """`name01` and `name_1` as `name`."""
    return re.sub(r"_*\d+(?=_|$)", "", plain(name)).strip("_")
