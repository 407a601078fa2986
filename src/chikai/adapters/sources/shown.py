"""From the rows of a table to what a person is shown of it, a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chikai.adapters.sources import documents
from chikai.adapters.sources.reader import Cells
from chikai.adapters.sources.values import writer
from chikai.ledger import named
from chikai.ledger.found import FoundColumn, FoundTable
from chikai.ledger.found import WithheldColumn as Withheld
from chikai.ledger.held import said
from chikai.ledger.model import Column, Inside, Table
from chikai.ledger.named import FoundFile
from chikai.ledger.packed import Packed
from chikai.ledger.terms import Label


@dataclass(frozen=True, slots=True)
class _Under:
    """That a cell counts under one key only, or under none of those known (`key` None). `index`
    is that of the column which says the key; `write` reads the cell as the key asks."""

    index: int
    key: str | None
    known: frozenset[str]
    write: Callable[[str | None], str | None]

    def value(self, stored: str | None, cells: Cells) -> str | None:
        key = said(cells[self.index])
        return self.write(stored) if (key if key in self.known else None) == self.key else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """One heading: a column, or places of the document in it. `index` is the column's."""

    index: int
    column: FoundColumn
    inside: Inside | None = None
    rest_of: tuple[str, ...] = ()
    under: _Under | None = None

    def value(self, cells: Cells) -> str | None:
        stored = cells[self.index]
        if self.under is not None:
            stored = self.under.value(stored, cells)
        if stored is None or (self.inside is None and not self.rest_of):
            return stored
        whole = documents.document(stored)
        if self.inside is None:
            return documents.written(documents.without(whole, self.rest_of))
        found = [documents.written(each) for each in documents.at(whole, self.inside.path)]
        return "、".join(each for each in found if each is not None) or None


def found_table(source: str, table: Table, chunks: Iterator[Sequence[Cells]]) -> FoundTable | None:
    """The table as it is found; None when there is no row."""
    headings = list(_headings(table))
    plain = not any(each.inside or each.rest_of or each.under for each in headings)
    at = [each.index for each in headings]
    hidden = list(_withheld(table))
    naming = [(n, h.index, c) for n, h, c in _naming(table, headings)]
    names = [column.name for column in table.columns]
    files: list[FoundFile] = []
    holds = dict.fromkeys(range(len(hidden)), False)
    rows = Packed()
    for chunk in chunks:
        for n, index, column in naming:
            files += _named(column, n, index, names, len(rows), chunk)
        if plain:
            rows.extend([tuple([cells[n] for n in at]) for cells in chunk])
        else:
            rows.extend([tuple([each.value(cells) for each in headings]) for cells in chunk])
        for n, (index, path, under, _) in enumerate(hidden):
            holds[n] = holds[n] or any(_holds(cells, index, path, under) for cells in chunk)
    if not len(rows):
        return None
    return FoundTable(
        source=source,
        table=table.name,
        category=table.category,
        label=table.label,
        role=table.role,
        columns=tuple(each.column for each in headings),
        rows=rows.small(),
        withheld=tuple(each for n, (*_, each) in enumerate(hidden) if holds[n]),
        files=tuple(sorted(files, key=lambda file: (file.row, file.column))),
    )


def _naming(table: Table, headings: Sequence[_Shown]) -> Iterator[tuple[int, _Shown, Column]]:
    for n, heading in enumerate(headings):
        column = table.columns[heading.index]
        if column.file is not None and heading.inside is None:
            yield n, heading, column


def _named(
    column: Column, n: int, index: int, names: Sequence[str], first: int, chunk: Sequence[Cells]
) -> Iterator[FoundFile]:
    """The files a column names, not yet looked at."""
    at = column.file
    assert at is not None
    for row, cells in enumerate(chunk, start=first):
        others = dict(zip(names, cells, strict=True))
        for place in named.places(at.location, at.separator, cells[index], others):
            yield FoundFile(row, n, column.name, place, at.media)


def _headings(table: Table) -> Iterator[_Shown]:
    for index, column, under in _faces(table):
        if not column.shown:
            continue
        for inside in column.inside:
            if inside.shown:
                yield _Shown(index, _heading(inside), inside, (), under)
        rest = tuple(each.path for each in column.inside)
        yield _Shown(index, _heading(column), None, rest, under)


def _faces(table: Table) -> Iterator[tuple[int, Column, _Under | None]]:
    """The columns, and each of those whose cells a key explains once for every key."""
    names = [column.name for column in table.columns]
    for index, column in enumerate(table.columns):
        if column.by is None:
            yield index, column, None
            continue
        at, known = names.index(column.by), frozenset(key for key, _ in column.keys)
        for key, face in (*column.keys, (None, column)):
            yield index, face, _Under(at, key, known, writer(face))


def _heading(of: Column | Inside) -> FoundColumn:
    if isinstance(of, Inside):
        return FoundColumn(of.item, _label(of), of.format)
    return FoundColumn(of.item, _label(of), of.format, of.values, of.record)


def _label(of: Column | Inside) -> Label:
    assert of.label is not None, "ledger.check lets no such column through"
    return of.label


def _withheld(table: Table) -> Iterator[tuple[int, str | None, _Under | None, Withheld]]:
    for index, column, under in _faces(table):
        if column.withheld is not None:
            yield index, None, under, Withheld(_label(column), column.withheld)
        for each in column.inside if column.shown else ():
            if each.withheld is not None:
                yield index, each.path, under, Withheld(_label(each), each.withheld)


def _holds(cells: Cells, index: int, path: str | None, under: _Under | None) -> bool:
    stored = cells[index] if under is None else under.value(cells[index], cells)
    if stored is None or path is None:
        return stored is not None
    return any(each is not None for each in documents.at(documents.document(stored), path))
