"""What finding needs of one open database. `sql` and `memory` implement it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from chikai.ledger.check import Structure
from chikai.ledger.model import Identifier, SourceMapping, Table

Row: TypeAlias = Mapping[str, str | None]
"""One row: column name to value, as `values.as_text` writes it."""

Given: TypeAlias = Mapping[Identifier, tuple[str, ...]]
"""What the request says of the person; several values where a former one is proven too."""

Key: TypeAlias = tuple[str | None, ...]
"""What tells a row from the others of its table: the values of `identity`."""

Owned: TypeAlias = Mapping[str, tuple[Key, ...]]
"""The keys of the rows recognised as the person's own, by table."""

MOST_CANDIDATES = 5_000


def identity(table: Table) -> tuple[str, ...]:
    """The columns that tell rows apart; all of them where the table has no key."""
    return table.identity or tuple(column.name for column in table.columns)


def key_of(table: Table, row: Row) -> Key:
    return tuple(row[name] for name in identity(table))


class TooMany(Exception):
    """What was given narrows a table down to more rows than anyone should read through."""


class Reader(Protocol):
    """One database, open for reading within one transaction."""

    def structure(self) -> Structure: ...

    def candidates(self, table: Table, given: Given) -> Sequence[Row]:
        """The key, identifying and following columns of every row that may agree with all that
        is given, or with something of it that tells more than a name, in the order of the key.
        It may return too many rows, never too few. Raises `TooMany`."""
        ...

    def owned(self, table: Table, own: Owned) -> Sequence[Row]:
        """The rows that are the person's: recognised themselves, or following one that is."""
        ...

    def owns_any(self, table: Table, own: Owned) -> bool:
        """Whether there are such rows, without reading them."""
        ...


class Opener(Protocol):
    def __call__(self, mapping: SourceMapping) -> AbstractContextManager[Reader]: ...
