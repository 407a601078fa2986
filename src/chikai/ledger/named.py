"""Files that lie elsewhere and are named by a cell: recordings, video, scans. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Any

from chikai.ledger.terms import Media


class Seen(StrEnum):
    """How a file stands that a cell names. `outside`: the name leads out of the place the mapping
    allows, or through a link, so that it was not opened; `by_hand`: no program gets at it."""

    UNSEEN = "unseen"
    HERE = "here"
    MISSING = "missing"
    OUTSIDE = "outside"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the person, named in row `row` and heading `column` of a found table (from 0),
    by the column `name` of its mapping. `place` is how it is found again; `size` in bytes; `type`
    a media type. Personal data."""

    row: int
    column: int
    name: str
    place: str
    media: Media
    seen: Seen = Seen.UNSEEN
    size: int = 0
    type: str = ""

    def __repr__(self) -> str:
        return f"FoundFile({self.media}, {self.seen}, <sealed>)"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that goes with a cell. `version` changes with the content; None: there is no such
    file. `sha256` is hex. Personal data: sealed, never logged."""

    column: str
    place: str
    version: str | None = None
    size: int = 0
    sha256: str = ""

    def __repr__(self) -> str:
        return f"NamedFile({self.column}, <sealed>)"


def fields(location: str) -> tuple[str, ...]:
    """The columns whose values the address is put together from, besides the cell itself."""
    names = (name for _, name, _, _ in Formatter().parse(location) if name and name != "value")
    return tuple(dict.fromkeys(names))


def start(location: str) -> str | None:
    """The part of an address before its first place, up to a slash: nothing may lead out of it.
    None where it begins with a place."""
    before = location.partition("{")[0]
    return before[: before.rindex("/") + 1] if "/" in before else None


def places(
    location: str, separator: str | None, value: Any, others: Mapping[str, Any]
) -> Iterator[str]:
    """The addresses a cell names: one, or several where it holds a JSON list or parts between
    separators. An address lacks what an empty column would say, and then names nothing."""
    needed = [name for name in fields(location) if others.get(name) is None]
    if value is None or needed:
        return
    told = {name: str(others[name]) for name in fields(location)}
    for each in parts(value, separator):
        yield location.format(value=each, **told)


def parts(value: Any, separator: str | None) -> Sequence[str]:
    """What a cell names, one after the other."""
    text = str(value)
    if isinstance(value, str) and text.lstrip().startswith("["):
        try:
            value = json.loads(text)
        except ValueError:
            value = text
    if isinstance(value, list):
        found = [each for each in value if isinstance(each, str)]
    else:
        found = text.split(separator) if separator else [text]
    return list(dict.fromkeys(part for each in found if (part := each.strip())))
