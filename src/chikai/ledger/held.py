"""One person's rows, and what becomes of them, while a plan is thought out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from chikai.ledger.belonging import Follow
from chikai.ledger.contents import Raw
from chikai.ledger.model import Column, Table
from chikai.ledger.plan import ColumnChange, Deed, Kept, Wanted
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Label

PROVISION_TERM = Label("個人情報保護法第29条第2項・第30条第4項", "APPI Arts. 29(2) and 30(4)")
"""The duty to keep records of provision for their own term."""


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """One person's rows in one table: the cells of `Table.columns`, in their order. `shared` are
    the numbers of those that are another person's as well."""

    table: Table
    rows: Sequence[Raw]
    shared: tuple[int, ...] = ()

    def only(self, numbers: Iterable[int]) -> Held:
        """Some of the rows, by their numbers."""
        return Held(self.table, [self.rows[n] for n in numbers])

    def cells(self, column: str) -> list[Any]:
        at = [each.name for each in self.table.columns].index(column)
        return [row[at] for row in self.rows]


def said(cell: Any) -> str:
    """What a cell says as a key; some databases fill it up with blanks."""
    return str(cell).casefold() if isinstance(cell, bool) else str(cell).strip()


def pointing(held: Held, follow: Follow) -> list[bool]:
    """Of each row, whether it points there at all (`Follow.where`)."""
    told = [True] * len(held.rows)
    for name, values in follow.where:
        known = {said(value) for value in values}
        cells = zip(told, held.cells(name), strict=True)
        told = [so_far and said(cell) in known for so_far, cell in cells]
    return told


class Cells(Protocol):
    """What only the database's side knows of a cell."""

    def told(self, table: Table, column: Column, value: Any) -> str | None:
        """The cell as the person reads it."""
        ...

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        """The value in the type the column stores. Raises `ValueError` where it is none."""
        ...


@dataclass(slots=True, repr=False)
class Draft:
    """What becomes of one table, while it is thought out: the new cells by column."""

    held: Held
    cells: dict[str, list[Any]] = field(default_factory=dict)
    columns: list[ColumnChange] = field(default_factory=list)
    deletes: bool = False

    def change(self, column: Column, deed: Deed, after: list[Any]) -> None:
        before = self.held.cells(column.name)
        filled = sum(a != b for a, b in zip(before, after, strict=True))
        label = column.label or Label(column.name, column.name)
        self.cells[column.name] = after
        self.columns.append(ColumnChange(column.name, label, deed, filled, column.item))


Step: TypeAlias = Draft | Kept | Problem


def about_someone(column: Column) -> bool:
    """Whether the column, or a place in it, holds something about the person."""
    return any(
        face.personal or any(place.personal for place in face.inside) for face in column.faces
    )


def counts(table: Table, wanted: Wanted) -> bool:
    """Whether rows of a table that no plan names still matter to one."""
    authority = not wanted.categories or table.category in wanted.categories
    return authority and not table.view and any(map(about_someone, table.columns))
