"""Whether a database holds what a plan says: before it is carried out, after it, after a crash."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import add
from typing import TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources import grouped
from chikai.adapters.sources.holding import Holding, among, chunked, clause, keyed, room
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.held import counts
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import SourceChange, Wanted
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Refused, Standing

_CELLS_AT_ONCE = 30_000
"""Values in one statement; SQLite takes 32,766."""
_Part: TypeAlias = tuple[int, Sequence[Raw]]
"""Some keys of a table, which is named by its place among the plan's."""


def guard(
    holding: Holding,
    mapping: SourceMapping,
    change: SourceChange,
    rows: Sequence[Rows],
    wanted: Wanted | None,
) -> None:
    """The person's rows are those of the plan, and hold what they held. Raises `Moved`.

    For erasure and cessation (`wanted` given) a row that came since, in whatever table, counts.
    """
    planned: dict[str, list[Rows]] = defaultdict(list)
    for each in rows:
        planned[each.table].append(each)
    stay = Counter[str]()  # rows that stay as a whole
    partly = dict.fromkeys((k.table for k in change.kept), 0)
    for kept in change.kept:
        if kept.column is None:
            stay[kept.table] += kept.rows
        else:
            partly[kept.table] = max(partly[kept.table], kept.rows)
    for table in mapping.tables:
        if table.existence is not None:
            continue
        mine = planned.get(table.name)
        if mine is not None:
            more = stay[table.name] + sum(len(each.keys) for each in mine)
            if not all(_as_planned(holding, table, each, more - len(each.keys)) for each in mine):
                raise Moved(mapping.source, table.name)
        elif (
            wanted is not None
            and counts(table, wanted)
            and holding.count(table) != (stay[table.name] or partly.get(table.name, 0))
        ):
            raise Moved(mapping.source, table.name)


def _as_planned(holding: Holding, table: Table, rows: Rows, beside: int) -> bool:
    """`beside`: so many more rows are the person's, and shared with another."""
    names = tuple(dict.fromkeys((*rows.key, *rows.columns)))
    if table.grouped:
        now = grouped.counted(holding.rows(table, rows.columns))
        return now == grouped.counted(rows.before)
    found = holding.rows(table, names)
    if len(names) == len(rows.key) + len(rows.columns) and found == list(
        map(add, rows.keys, rows.before)
    ):
        return True  # in the same order too, as they nearly always are
    at = {name: n for n, name in enumerate(names)}
    held = {
        tuple(row[at[k]] for k in rows.key): tuple(row[at[c]] for c in rows.columns)
        for row in found
    }
    as_they_were = dict(zip(rows.keys, rows.before, strict=True))
    if beside:
        mine = {key: cells for key, cells in held.items() if key in as_they_were}
        return len(held) == len(rows.keys) + beside and mine == as_they_were
    return held == as_they_were


def as_meant(
    connection: sa.Connection, mapping: SourceMapping, change: SourceChange, rows: Sequence[Rows]
) -> None:
    """Where triggers run, what they have made of it is looked at before it is kept. Raises
    `Refused`."""
    if all(note.code != "plan.note.trigger" for note in change.notes):
        return
    for name, wrong in differing(connection, mapping, rows):
        planned = sum(len(each.keys) for each in rows if each.table == name)
        raise Refused((done_otherwise(mapping.table(name), planned, planned - wrong),))


def done_otherwise(table: Table, planned: int, done: int) -> Problem:
    """The database changed other rows than were planned, by a rule of its own."""
    args: dict[str, str | int] = {"table": table.name, "count": planned, "done": done}
    return Problem("plan.done_otherwise", f"tables.{table.name}", args)


def standing(connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]) -> Standing:
    """Whether the rows are still as before, or already as planned."""
    before = after = True
    for each in rows:
        table = mapping.table(each.table)
        if table.grouped:
            now = grouped.there(connection, table, each)
            before = before and now == grouped.counted(each.before)
            after = after and now == grouped.counted(each.after)
            continue
        found = keyed(connection, table, each.key, each.columns, each.keys)
        before = before and found == dict(zip(each.keys, each.before, strict=True))
        wanted = {} if each.deletes else dict(zip(each.keys, each.after, strict=True))
        after = after and found == wanted
    if after:
        return Standing.DONE
    return Standing.UNTOUCHED if before else Standing.MIXED


def differing(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> tuple[tuple[str, int], ...]:
    """By table, how many rows are not as planned; every planned cell is read again."""
    found = []
    alike = _all_alike(connection, mapping, rows)
    for each in (each for n, each in enumerate(rows) if n not in alike):
        table = mapping.table(each.table)
        if table.grouped:
            wrong = grouped.differing(connection, table, each)
            found += [(each.table, wrong)] if wrong else []
            continue
        now = keyed(connection, table, each.key, each.columns, each.keys)
        if each.deletes:
            wrong = len(now)
        else:
            wrong = sum(now.get(k) != a for k, a in zip(each.keys, each.after, strict=True))
        if wrong:
            found.append((each.table, wrong))
    return tuple(found)


def _all_alike(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> frozenset[int]:
    """The tables of which the database says that every row has become the same, or is gone. It
    reads every cell, and sends none; one statement asks for all that it takes at once."""
    apart = [not mapping.table(each.table).grouped for each in rows]
    plain = [n for n, each in enumerate(rows) if apart[n] and _one_plain(each.after)]
    brand = connection.dialect.name
    parts = [
        (n, part) for n in plain for part in chunked(rows[n].keys, room(brand) // len(rows[n].key))
    ]
    met: Counter[int] = Counter()
    for some in _together(parts, rows, room(brand, _CELLS_AT_ONCE)):
        asked = (_as_they_are(connection, mapping, rows[n], part) for n, part in some)
        told = connection.execute(sa.select(*asked)).one()
        for (n, _), count in zip(some, told, strict=True):
            met[n] += count
    wanted = {n: 0 if rows[n].deletes else len(rows[n].keys) for n in plain}
    return frozenset(n for n, many in wanted.items() if met[n] == many)


def _together(parts: Sequence[_Part], rows: Sequence[Rows], most: int) -> Iterator[list[_Part]]:
    """As many as one statement takes, which names at most so many values."""
    some: list[_Part] = []
    left = most
    for n, part in parts:
        cost = len(part) * len(rows[n].key) + len(rows[n].columns)
        if some and cost > left:
            yield some
            some, left = [], most
        some.append((n, part))
        left -= cost
    if some:
        yield some


def _one_plain(after: Sequence[Raw]) -> bool:
    """Whether all rows become the same, and a database can compare it exactly."""
    plain = all(not isinstance(v, dict | list | float) for cells in after[:1] for v in cells)
    return plain and (not after or one_for_all(after))


def _as_they_are(
    connection: sa.Connection, mapping: SourceMapping, rows: Rows, keys: Sequence[Raw]
) -> sa.ScalarSelect[int]:
    """How many rows with these keys are as the first of the plan is to be, in every cell."""
    here = clause(mapping.table(rows.table), (*rows.key, *rows.columns))
    planned = [
        here.c[name].is_(None)
        if value is None
        else here.c[name] == sa.bindparam(None, value, type_=sa.types.NullType())
        for cells in rows.after[:1]
        for name, value in zip(rows.columns, cells, strict=True)
    ]
    these = among(here, rows.key, keys, connection.dialect.name)
    found = sa.select(sa.func.count()).select_from(here).where(these, *planned)
    return found.scalar_subquery()


def one_for_all(after: Sequence[Raw]) -> bool:
    """Whether all rows become the same."""
    return all(map(after[0].__eq__, after))
