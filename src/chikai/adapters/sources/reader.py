"""What finding needs of one open source. `sql`, `files`, `webhook` and `memory` implement it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

from chikai.ledger.check import Structure
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.terms import Identifier

Row: TypeAlias = Mapping[str, str | None]
"""One row: column name to value, as `values` writes it."""

Cells: TypeAlias = tuple[str | None, ...]
"""One row as the values of `Table.columns`, in their order."""

Given: TypeAlias = Mapping[Identifier, tuple[str, ...]]
"""What the request says of the person; several values where a former one is proven too."""

Key: TypeAlias = tuple[str | None, ...]
"""What tells a row from the others of its table: the values of `identity`."""

Owned: TypeAlias = Mapping[str, tuple[Key, ...]]
"""The keys of the rows recognised as the person's own, by table."""

StoredKeys: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]
"""The same keys in the types the source stores them in."""

MOST_CANDIDATES = 5_000
MOST_IN_CIRCLES = 20_000
"""How many rows of one person a circle of references may lead to."""
CHUNK = 2_000
"""Rows in memory at a time."""
MANY = "\x1f"
"""Between values where other tables say several of one row."""


def identity(table: Table) -> tuple[str, ...]:
    """The columns that tell rows apart. Where nothing does, rows that say the same of the person
    are the same person's."""
    return table.identity or table.telling


def telling_columns(table: Table) -> tuple[str, ...]:
    """The key, identifying and following columns."""
    return tuple(dict.fromkeys([*identity(table), *table.telling]))


def key_of(table: Table, row: Row) -> Key:
    return tuple(row[name] for name in identity(table))


def listed(value: str) -> tuple[str, ...]:
    """The values of an array, which is told as a document; any other text is one value."""
    if not value.startswith("["):
        return (value,)
    try:
        found = json.loads(value)
    except ValueError:
        return (value,)
    texts = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return tuple(filter(None, found)) if texts else (value,)


class TooMany(Exception):
    """What was given narrows a table down to more rows than anyone should read through."""


class Reader(Protocol):
    """One source, open for reading within one transaction."""

    def structure(self) -> Structure: ...

    def candidates(self, table: Table, given: Given, *, silent: bool = True) -> Sequence[Row]:
        """The key, identifying and following columns of every row that may agree with all that
        is given, or with something of it that tells more than a name, in the order of the key.
        Without `silent`, rows that say nothing of it beside the name are left out. It may return
        too many rows, never too few. Raises `TooMany`."""
        ...

    def adrift(self, table: Table, rows: Sequence[Row]) -> frozenset[Key]:
        """The keys of those of these rows that point at no row that is somebody's."""
        ...

    def closed(self, own: Owned) -> Owned:
        """`own`, and the keys of the rows that only a circle of references leads to. Raises
        `TooMany`."""
        ...

    def owned(self, table: Table, own: Owned) -> Iterator[Sequence[Cells]]:
        """The rows that are the person's, recognised themselves or following one that is, in
        the order of the key, `CHUNK` rows at a time."""
        ...

    def owns_any(self, table: Table, own: Owned) -> bool:
        """Whether there are such rows, without reading them."""
        ...

    def stored(self, own: Owned) -> StoredKeys:
        """The keys as the source stores them."""
        ...


class Opener(Protocol):
    def __call__(self, mapping: SourceMapping) -> AbstractContextManager[Reader]: ...
