"""What changing needs of one source that is no SQL database. `files` and `systems` implement it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from chikai.adapters.sources import taking
from chikai.adapters.sources.finding import bad_data
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.reader import Given, Reader, StoredKeys
from chikai.adapters.sources.stored import planned_to_keep
from chikai.adapters.sources.streamed import StreamReader
from chikai.ledger.check import against
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.held import Cells, Held, counts
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import Plan, SourceChange, Wanted
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Standing, Verified

Planned = tuple[SourceChange, tuple[Rows, ...], list[Problem]]


class Part(Protocol):
    """One source, for one deed."""

    def plan(self, roots: StoredKeys, wanted: Wanted, salt: Callable[[], str]) -> Planned:
        """What becomes of the person's rows, and what stands against it."""
        ...

    def standing(self, plan: Plan, rows: Sequence[Rows]) -> Standing:
        """Whether the rows are as before, or as planned; what a crash left half done is finished
        first, or taken back."""
        ...

    def prepare(
        self, plan: Plan, rows: Sequence[Rows], roots: StoredKeys, wanted: Wanted | None
    ) -> None:
        """See that all is as the plan says, and make ready; nothing is changed yet. For erasure
        and cessation (`wanted` given) a row that came since counts. Raises `Moved`, `Refused`."""
        ...

    def commit(self) -> None:
        """Do what was prepared, all of it or nothing. Raises `Moved`, `Refused`."""
        ...

    def verify(self, plan: Plan, rows: Sequence[Rows]) -> Verified:
        """Read every planned cell again, and look for what is left."""
        ...

    def undo(self, plan: Plan, rows: Sequence[Rows]) -> None:
        """Put everything back. Raises `Moved` unless all is as the plan left it."""
        ...


class Parts(Protocol):
    """The sources of a company that are no SQL databases."""

    def read(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Reader]: ...

    def part(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Part]:
        """`given` is what the person states; empty after a plan was made."""
        ...


def planned_over(
    mapping: SourceMapping,
    reader: StreamReader,
    roots: StoredKeys,
    wanted: Wanted,
    *,
    cells: Cells,
    files: Files,
    salt: Callable[[], str],
) -> Planned:
    """The plan of a source whose rows can only be read through. Raises `BadData` when it is no
    longer what its mapping says."""
    drift = next(against(mapping, reader.structure()), None)
    if drift is not None:
        raise bad_data(drift, mapping.file or mapping.source)
    held = [each for each in holding(mapping, reader, roots) if each.rows]
    change, rows, wrong = planned_to_keep(mapping, held, wanted, cells=cells, salt=salt)
    naming = taking.in_files(reader)
    change, rows, shared = taking.with_files(files, mapping, change, rows, naming)
    return change, rows, [*wrong, *_twice(mapping, reader, rows), *shared]


def holding(mapping: SourceMapping, reader: StreamReader, roots: StoredKeys) -> list[Held]:
    """The person's rows in every table that is no secret, as they are stored."""
    own = {name: tuple(keys) for name, keys in roots.items()}
    return [
        Held(table, _raw(table, reader, own)) for table in mapping.tables if table.existence is None
    ]


def _raw(table: Table, reader: StreamReader, own: Any) -> list[Raw]:
    names = [column.name for column in table.columns]
    return [tuple(row.get(name) for name in names) for row in reader.raw(table, own)]


def _twice(mapping: SourceMapping, reader: StreamReader, rows: Sequence[Rows]) -> list[Problem]:
    """No program sees to it that a key stands in a file once only."""
    found = []
    for each in rows:
        table = mapping.table(each.table)
        here = sum(len(cells) for cells in keyed(reader, table, each, each.columns).values())
        if here != len(each.keys) or len(set(each.keys)) != len(each.keys):
            args: dict[str, str | int] = {"table": table.name, "name": ", ".join(each.key)}
            found.append(Problem("plan.key_twice", f"tables.{table.name}", args))
    return found


def keyed(
    reader: StreamReader, table: Table, rows: Rows, names: Sequence[str]
) -> dict[Raw, list[Raw]]:
    """The cells of the rows that have the keys of `rows` now, by key."""
    wanted = set(rows.keys)
    found: dict[Raw, list[Raw]] = {}
    for row in reader.every(table):
        key = tuple(row.get(name) for name in rows.key)
        if key in wanted:
            found.setdefault(key, []).append(tuple(row.get(name) for name in names))
    return found


def stands(mapping: SourceMapping, reader: StreamReader, rows: Sequence[Rows]) -> Standing:
    """Whether the rows are still as before, or already as planned."""
    before = after = True
    for each in rows:
        now = keyed(reader, mapping.table(each.table), each, each.columns)
        was = {key: [cells] for key, cells in zip(each.keys, each.before, strict=True)}
        wanted = {} if each.deletes else dict(zip(each.keys, each.after, strict=True))
        before = before and now == was
        after = after and now == {key: [cells] for key, cells in wanted.items()}
    if after:
        return Standing.DONE
    return Standing.UNTOUCHED if before else Standing.MIXED


def differing(
    mapping: SourceMapping, reader: StreamReader, rows: Sequence[Rows]
) -> list[tuple[str, int]]:
    """By table, how many rows are not as planned."""
    found = []
    for each in rows:
        now = keyed(reader, mapping.table(each.table), each, each.columns)
        if each.deletes:
            wrong = sum(map(len, now.values()))
        else:
            pairs = zip(each.keys, each.after, strict=True)
            wrong = sum(now.get(key) != [cells] for key, cells in pairs)
        if wrong:
            found.append((each.table, wrong))
    return found


def guard(
    mapping: SourceMapping,
    reader: StreamReader,
    change: SourceChange,
    rows: Sequence[Rows],
    roots: StoredKeys,
    wanted: Wanted | None,
) -> None:
    """As `as_planned.guard`, for rows that can only be read through. Raises `Moved`."""
    planned_rows = {each.table: each for each in rows}
    kept = {k.table: k.rows for k in change.kept}
    for held in holding(mapping, reader, roots):
        table, mine = held.table, planned_rows.get(held.table.name)
        if mine is not None:
            keys = zip(*(held.cells(name) for name in mine.key), strict=True)
            cells = zip(*(held.cells(name) for name in mine.columns), strict=True)
            now = dict(zip(keys, cells, strict=True))
            was = dict(zip(mine.keys, mine.before, strict=True))
            stay = sum(k.rows for k in change.kept if k.table == table.name and k.column is None)
            if len(now) != len(was) + stay or not was.items() <= now.items():
                raise Moved(mapping.source, table.name)
            once = keyed(reader, table, mine, ())
            if sum(map(len, once.values())) != len(mine.keys):
                raise Moved(mapping.source, table.name)
        elif (
            wanted is not None
            and counts(table, wanted)
            and len(held.rows) != kept.get(table.name, 0)
        ):
            raise Moved(mapping.source, table.name)


def backwards(rows: Sequence[Rows]) -> tuple[Rows, ...]:
    """What undoing writes: what was there, in place of what is there. Rows that went come back
    with `before` empty."""
    return tuple(Rows(r.table, r.key, r.columns, r.keys, r.after, r.before, r.salt) for r in rows)
