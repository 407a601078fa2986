"""A source in memory, for tests: the same finding over rows that are simply there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from chikai.adapters.sources.finding import find
from chikai.adapters.sources.given import going_by
from chikai.adapters.sources.reader import Given, Reader, Row, key_of
from chikai.adapters.sources.streamed import StreamReader
from chikai.ledger.found import Found
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.named import FoundFile
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

    def looked(self, found: Found) -> Found:
        """See `ports.Sources.looked`. Files lie elsewhere."""
        return found

    def read_file(self, source: str, table: str, file: FoundFile) -> Iterator[bytes]:
        """See `ports.Sources.read_file`. Raises `Unavailable`."""
        raise Unavailable("files")

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


class _MemoryReader(StreamReader):
    """It narrows nothing down: every row is a candidate, so that tests see what others miss."""

    def __init__(self, mapping: SourceMapping, rows: Rows) -> None:
        super().__init__(
            mapping, lambda table: iter(rows.get(table.name, ())), dict(_structure(mapping, rows))
        )

    def candidates(self, table: Table, given: Given, *, silent: bool = True) -> Sequence[Row]:
        return tuple(sorted(self._stating(table), key=lambda row: str(key_of(table, row))))


def _structure(mapping: SourceMapping, rows: Rows) -> Iterator[tuple[str, frozenset[str]]]:
    """An empty table has the columns its mapping gives it."""
    written = {t.name: frozenset(c.name for c in t.columns) for t in mapping.tables}
    for name, here in rows.items():
        yield name, frozenset(here[0]) if here else written.get(name, frozenset())
