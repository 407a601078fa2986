"""The values of a plan: what it takes away and puts in their place. Personal data, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from chikai.ledger.named import NamedFile

Raw: TypeAlias = tuple[Any, ...]
"""Cells of one row as the driver gives them."""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The rows of one `TableChange`: their keys, their cells now, and as they will be (`after`
    is empty where the rows go). `files` lie elsewhere and go with the cells. Personal data:
    sealed, never logged."""

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    keys: Sequence[Raw]
    before: Sequence[Raw]
    after: Sequence[Raw] = ()
    salt: str = ""
    files: tuple[NamedFile, ...] = ()

    @property
    def deletes(self) -> bool:
        return not self.after

    @property
    def changes(self) -> bool:
        """Whether anything is other afterwards than it was."""
        return self.deletes or self.before != self.after or bool(self.files)


@dataclass(frozen=True, slots=True, repr=False)
class Contents:
    """What a plan takes away and puts there, by source, in the order of the plan's tables; and
    by which rows the person was recognised (`roots`: table and keys)."""

    rows: tuple[tuple[str, tuple[Rows, ...]], ...] = ()
    roots: tuple[tuple[str, tuple[tuple[str, tuple[Raw, ...]], ...]], ...] = ()

    def of(self, source: str) -> tuple[Rows, ...]:
        return dict(self.rows).get(source, ())

    def root(self, source: str) -> dict[str, list[Raw]]:
        return {table: list(keys) for table, keys in dict(self.roots).get(source, ())}
