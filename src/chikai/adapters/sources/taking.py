"""What a plan does with the files its cells name: looked at, deleted, verified, put back.

They go after the rows have gone for good: a row can be rolled back, a deleted file cannot. Deleting
one that is gone changes nothing, so that a deed that was cut short is simply done again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any, Final, TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources.folder import spool
from chikai.adapters.sources.holding import chunked, clause
from chikai.adapters.sources.objects import (
    ByHand,
    Files,
    Looked,
    Outside,
    framed,
    reaching,
    unframed,
)
from chikai.adapters.sources.stored import commitment
from chikai.adapters.sources.streamed import StreamReader
from chikai.ledger import named
from chikai.ledger.contents import Rows
from chikai.ledger.model import Column, FileAt, SourceMapping, Table
from chikai.ledger.named import NamedFile, Seen
from chikai.ledger.plan import FilesGo, Note, SourceChange
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Label
from chikai.ports.changes import Moved, Remains, Verified

Naming: TypeAlias = Callable[[Table, Column, Sequence[Any]], Iterable[Mapping[str, Any]]]
"""The rows of a table whose cell in this column is one of these, or a list that holds one."""
BY_HAND: Final = "plan.note.file"
_TEXTS: Final = 50
"""So many parts of lists are looked for at once."""


def with_files(
    files: Files,
    mapping: SourceMapping,
    change: SourceChange,
    rows: Sequence[Rows],
    naming: Naming,
) -> tuple[SourceChange, tuple[Rows, ...], list[Problem]]:
    """The plan with the files as they are now. A file that a row names which stays, of this
    person or another, is a question."""
    if not any(each.files for each in rows):
        return change, tuple(rows), []
    problems: list[Problem] = []
    seen: list[Rows] = []
    notes: list[Note] = []
    goes: list[FilesGo] = []
    for each in rows:
        table = mapping.table(each.table)
        looked: list[NamedFile] = []
        for column in {one.column: table.column(one.column) for one in each.files}.values():
            mine = [one for one in each.files if one.column == column.name]
            at = _at(column)
            found, outside, by_hand = _looked(files, at, mine)
            looked += found
            field = f"tables.{table.name}.columns.{column.name}"
            args: dict[str, str | int] = {"table": table.name, "name": column.name}
            if outside:
                problems.append(Problem("plan.file_outside", field, {**args, "count": outside}))
            if by_hand:
                notes.append(Note(BY_HAND, table.name, column.name, by_hand))
            if found:
                goes.append(_goes(table, column, found))
        seen.append(replace(each, files=tuple(looked)))
    problems += _shared(mapping, seen, naming)
    tables = tuple(
        replace(t, commitment=commitment(r)) for t, r in zip(change.tables, seen, strict=True)
    )
    whole = replace(change, tables=tables, files=tuple(goes), notes=(*change.notes, *notes))
    return whole, tuple(seen), problems


def by_hand(changes: Iterable[SourceChange]) -> Iterator[SourceChange]:
    """Sources with files that no program gets at: whoever deletes those signs for it."""
    return (each for each in changes if any(note.code == BY_HAND for note in each.notes))


def _looked(
    files: Files, at: FileAt, mine: Sequence[NamedFile]
) -> tuple[list[NamedFile], int, int]:
    """The files as they are now, and how many lie outside their root or where no program gets."""
    found, outside, by_hand = [], 0, 0
    for one in mine:
        look = files.look(at, one.place)
        match look.seen:
            case Seen.OUTSIDE:
                outside += 1
            case Seen.BY_HAND:
                by_hand += 1
            case Seen.HERE:
                digest = files.hash(at, one.place)
                found.append(replace(one, version=look.version, size=look.size, sha256=digest))
            case _:
                found.append(one)
    return found, outside, by_hand


def _goes(table: Table, column: Column, found: Sequence[NamedFile]) -> FilesGo:
    here = [one for one in found if one.version is not None]
    label = column.label or Label(column.name, column.name)
    return FilesGo(
        table.name, column.name, label, len(here), sum(o.size for o in here), len(found) - len(here)
    )


def _shared(mapping: SourceMapping, rows: Sequence[Rows], naming: Naming) -> Iterator[Problem]:
    """A recording of two people belongs to both: whoever is left must not lose it unasked."""
    going = {one.place for each in rows for one in each.files}
    cells = dict.fromkeys(
        row[each.columns.index(name)]
        for each in rows
        for name in {one.column for one in each.files} & set(each.columns)
        for row in each.before
    )
    texts = [cell for cell in cells if cell is not None]
    keys = {each.table: (each.key, set(each.keys)) for each in rows if each.files}
    for table in mapping.tables:
        for column in table.columns:
            if column.file is None or not table.identity:
                continue
            key, mine = keys.get(table.name, (table.identity, set()))
            others = set()
            for row in naming(table, column, texts):
                who = tuple(row.get(name) for name in key)
                cell = row.get(column.name)
                theirs = named.places(column.file.location, column.file.separator, cell, row)
                if who not in mine and going & set(theirs):
                    others.add(who)
            if others:
                field = f"tables.{table.name}.columns.{column.name}"
                args: dict[str, str | int] = {
                    "table": table.name, "name": column.name, "count": len(others),
                }  # fmt: skip
                yield Problem("plan.file_shared", field, args)


def in_database(connection: sa.Connection) -> Naming:
    """`Naming` by one look at a table."""

    def naming(table: Table, column: Column, cells: Sequence[Any]) -> Iterator[dict[str, Any]]:
        at = _at(column)
        names = tuple(dict.fromkeys([*table.identity, column.name, *named.fields(at.location)]))
        here = clause(table, names)
        cell = here.c[column.name]
        lists = [each for each in cells if named.parts(each, at.separator) != [str(each)]]
        ways: list[sa.ColumnElement[bool]] = [cell.in_(part) for part in chunked(cells)]
        if at.separator or lists:
            text = sa.cast(cell, sa.String)
            texts = {part for each in cells for part in named.parts(each, at.separator)}
            holds = [text.contains(part, autoescape=True) for part in sorted(texts)]
            ways += [sa.or_(*some) for some in chunked(holds, _TEXTS)]
        for way in ways:
            statement = sa.select(*(here.c[name] for name in names)).where(way)
            for row in connection.execute(statement):
                yield dict(zip(names, row, strict=True))

    return naming


def in_files(reader: StreamReader) -> Naming:
    """`Naming` by going through the rows."""
    return lambda table, column, cells: reader.every(table)


# --- doing it -----------------------------------------------------------------------------------


def guard(files: Files, mapping: SourceMapping, rows: Sequence[Rows], *, done: bool) -> None:
    """Every file is the one that was approved; where the rows are `done`, it may be gone already.
    Before that one that is gone has been moved, or its disk is not there. Raises `Moved`."""
    for table, at, one in _each(mapping, rows):
        look = files.look(at, one.place)
        there = look.seen is Seen.HERE and look.version != one.version
        lost = look.seen is Seen.MISSING and one.version is not None and not done
        if (there and files.hash(at, one.place) != one.sha256) or look.seen is Seen.OUTSIDE or lost:
            raise Moved(mapping.source, table.name)


def erase(files: Files, mapping: SourceMapping, rows: Sequence[Rows]) -> None:
    """Raises `Moved` for a file that is no longer the one that was approved."""
    guard(files, mapping, rows, done=True)
    for _, at, one in _each(mapping, rows):
        files.erase(at, one.place)


def remains(files: Files, mapping: SourceMapping, rows: Sequence[Rows]) -> Verified:
    """Which files, or older versions of them, are still there."""
    differing: dict[str, int] = {}
    versions: dict[str, int] = {}
    for table, at, one in _each(mapping, rows):
        try:
            there = files.look(at, one.place).seen is Seen.HERE
            left = files.left(at, one.place)
        except (Outside, ByHand):
            there, left = True, 0
        if there:
            differing[table.name] = differing.get(table.name, 0) + 1
        elif left:
            versions[table.name] = versions.get(table.name, 0) + left
    source = mapping.source
    return Verified(
        tuple(Remains(source, "plan.file_there", table, n) for table, n in differing.items()),
        tuple(Remains(source, "plan.left.file_versions", t, n) for t, n in versions.items()),
        (Remains(source, "plan.left.file_copies"),) if any(each.files for each in rows) else (),
    )


def _each(
    mapping: SourceMapping, rows: Sequence[Rows]
) -> Iterator[tuple[Table, FileAt, NamedFile]]:
    for each in rows:
        table = mapping.table(each.table)
        for one in each.files:
            yield table, _at(table.column(one.column)), one


def _at(column: Column) -> FileAt:
    assert column.file is not None, "a named file has its place in the mapping"
    return column.file


# --- putting it back ----------------------------------------------------------------------------


def prior(files: Files, mapping: SourceMapping, rows: Sequence[Rows]) -> Iterator[bytes]:
    """What would be taken away, as a stream to seal. Raises `Unavailable`."""
    for _, at, one in _each(mapping, rows):
        if one.version is None:
            continue
        look = files.look(at, one.place)
        head = {"place": one.place, "size": one.size, "sha256": one.sha256}
        head |= {"type": look.type, "mode": look.mode}
        yield from framed(head, files.read(at, one.place))


def restore(
    files: Files, every: Iterable[tuple[SourceMapping, Sequence[Rows]]], kept: Iterator[bytes]
) -> None:
    """Put back what is in the stream, where these rows named it."""
    where = {one.place: at for mapping, rows in every for _, at, one in _each(mapping, rows)}
    for head, read in unframed(kept):
        if head["place"] in where:
            with spool() as content, reaching():
                _poured(read, content)
                like = Looked(Seen.HERE, head["size"], head["type"], mode=head.get("mode"))
                files.put(where[head["place"]], head["place"], content, like)


def _poured(read: Callable[[int], bytes], content: IO[bytes]) -> None:
    while block := read(io.DEFAULT_BUFFER_SIZE * 128):
        content.write(block)
    content.seek(0)
