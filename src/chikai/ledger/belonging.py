"""Whose a row is: what it says of the person itself, and the rows it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chikai.ledger.terms import Identifier


@dataclass(frozen=True, slots=True)
class Follow:
    """A row belongs to whom the row it points at belongs to: `columns` hold the `targets` of
    `table`, an entry of this mapping. `circle` says that a person has looked: the chain leads
    back to its own table and stays with one person. `where` names columns of the row and the
    values under which it points there at all (`imageable_type: User`)."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    circle: bool = False
    where: tuple[tuple[str, tuple[str | int, ...]], ...] = ()

    @property
    def field(self) -> str:
        return ",".join(self.columns)

    @property
    def telling(self) -> tuple[str, ...]:
        """The columns of the row that say where it points."""
        return (*self.columns, *(name for name, _ in self.where))

    def leads(self, row: Mapping[str, str | None]) -> bool:
        """Whether a row, as text, points there. Nothing but zeros stands for nobody, as where a
        column may not be empty (a guest's order with `customer_id` 0)."""
        return all((row[name] or "").strip("0 ") for name in self.columns) and all(
            (row[name] or "").strip() in {str(value) for value in values}
            for name, values in self.where
        )


@dataclass(frozen=True, slots=True)
class Recognise:
    """The columns that hold one identifier; several are read joined, as 姓 and 名 are. `normal`
    is a column beside them that holds its normal form (`chikai sources index` writes it).

    They are columns of `table`, an entry of this mapping whose rows follow the row that is to be
    recognised, at once or over others; None is the table itself. Several such rows say several
    values. `where` names columns of those rows and the values under which they count at all."""

    identifier: Identifier
    columns: tuple[str, ...]
    normal: str | None = None
    table: str | None = None
    where: tuple[tuple[str, tuple[str | int, ...]], ...] = ()

    @property
    def beside(self) -> str:
        """Under which name a row bears what rows of another table say."""
        return f"{self.table}.{self.identifier.value}"
