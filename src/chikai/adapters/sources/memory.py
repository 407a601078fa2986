"""A source in memory, for tests: the same finding over rows that are simply there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from chikai.adapters.sources.finding import find
from chikai.adapters.sources.given import going_by
from chikai.adapters.sources.reader import Cells, Given, Owned, Reader, Row, key_of
from chikai.ledger.check import Structure
from chikai.ledger.model import Found, SourceMapping, Table
from chikai.people.model import Person
from chikai.ports import Missing, Unavailable

Rows = Mapping[str, Sequence[Row]]
"""Table name to rows. A row holds every column of its table."""


class MemorySources:
    """`ports.Sources` over rows in memory: source name to its rows, or None when it is down."""

    def __init__(self, mappings: Sequence[SourceMapping], rows: Mapping[str, Rows | None]) -> None:
        self._mappings = tuple(mappings)
        self._rows = rows

    def names(self) -> tuple[str, ...]:
        return tuple(each.source for each in self._mappings)

    def mapping(self, name: str) -> SourceMapping:
        for each in self._mappings:
            if each.source == name:
                return each
        raise Missing(name)

    def find(self, person: Person, *, by: Sequence[str] = ()) -> Found:
        return find(going_by(person, by), self._mappings, self._open)

    @contextmanager
    def _open(self, mapping: SourceMapping) -> Iterator[Reader]:
        rows = self._rows[mapping.source]
        if rows is None:
            raise Unavailable(f"sources/{mapping.source}")
        yield _MemoryReader(mapping, rows)


class _MemoryReader:
    def __init__(self, mapping: SourceMapping, rows: Rows) -> None:
        self._mapping = mapping
        self._rows = rows

    def structure(self) -> Structure:
        """An empty table has the columns its mapping gives it."""
        return {
            name: frozenset(rows[0]) if rows else self._written(name)
            for name, rows in self._rows.items()
        }

    def _written(self, name: str) -> frozenset[str]:
        tables = (table for table in self._mapping.tables if table.name == name)
        return frozenset(column.name for table in tables for column in table.columns)

    def candidates(self, table: Table, given: Given) -> Sequence[Row]:
        return self._sorted(table)

    def closed(self, own: Owned) -> Owned:
        return own

    def owned(self, table: Table, own: Owned) -> Iterator[Sequence[Cells]]:
        mine = self._owned(own)[table.name]
        if mine:
            names = [column.name for column in table.columns]
            yield [tuple(row[name] for name in names) for row in mine]

    def owns_any(self, table: Table, own: Owned) -> bool:
        return bool(self._owned(own)[table.name])

    def _sorted(self, table: Table) -> Sequence[Row]:
        rows = self._rows.get(table.name, ())
        return tuple(sorted(rows, key=lambda row: str(key_of(table, row))))

    def _owned(self, own: Owned) -> Mapping[str, Sequence[Row]]:
        """The person's rows of every table: those recognised, then what leads to one of them,
        until nothing more does."""
        tables = self._mapping.tables
        mine: dict[str, list[Row]] = {
            t.name: [r for r in self._sorted(t) if key_of(t, r) in own.get(t.name, ())]
            for t in tables
        }
        grown = True
        while grown:
            grown = False
            for table in tables:
                for follow in table.follows:
                    theirs = {tuple(r[c] for c in follow.targets) for r in mine[follow.table]}
                    for row in self._sorted(table):
                        here = tuple(row[c] for c in follow.columns)
                        if None not in here and here in theirs and row not in mine[table.name]:
                            mine[table.name].append(row)
                            grown = True
        return {t.name: [r for r in self._sorted(t) if r in mine[t.name]] for t in tables}
