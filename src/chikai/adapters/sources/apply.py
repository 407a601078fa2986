"""A plan carried out in one database, within one transaction: guard, change, count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import add
from typing import Any, TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources import grouped
from chikai.adapters.sources.facts import ColumnFact, Facts
from chikai.adapters.sources.holding import CHUNK, Holding, among, chunked, clause, keyed
from chikai.adapters.sources.ordering import Order, ordered
from chikai.ledger.held import counts
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import Raw, Rows, SourceChange, Wanted, Why
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Standing

_MANY_VALUES = 8
"""So many different new values are written by a statement each; more of them together."""
_ROWS_OF_MANY = 500
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
    kept = {k.table: k.rows for k in change.kept}
    shared = {k.table: k.rows for k in change.kept if k.why is Why.SHARED}
    for table in mapping.tables:
        if table.existence is not None:
            continue
        mine = planned.get(table.name)
        if mine is not None:
            more = shared.get(table.name, 0) + sum(len(each.keys) for each in mine)
            if not all(_as_planned(holding, table, each, more - len(each.keys)) for each in mine):
                raise Moved(mapping.source, table.name)
        elif (
            wanted is not None
            and counts(table, wanted)
            and holding.count(table) != kept.get(table.name, 0)
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


def write(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], facts: Facts
) -> None:
    """Change what the plan names. Raises `Moved` when the database counts other rows."""
    order = ordered(mapping, rows, facts)
    for n in order.updates:
        each = rows[n]
        table = mapping.table(each.table)
        known = facts.columns[table.place]
        if table.grouped:
            done = grouped.taken(connection, table, each)
            _insert(connection, table, each.columns, each.after, known)
        else:
            done = _update(connection, table, each, each.after, known)
        _counted(mapping, table, done, len(each.keys))
    _loosen(connection, mapping, rows, order)
    for n in order.deletes:
        each = rows[n]
        table = mapping.table(each.table)
        here, done, brand = clause(table, each.key), 0, connection.dialect.name
        for chunk in chunked(each.keys, CHUNK // len(each.key)):
            found = connection.execute(sa.delete(here).where(among(here, each.key, chunk, brand)))
            done += found.rowcount
        _counted(mapping, table, done, len(each.keys))


def settle(connection: sa.Connection) -> None:
    """Let the database look now at what it would look at when it commits: a deferred constraint
    or trigger refuses before anything is kept anywhere."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


def _counted(mapping: SourceMapping, table: Table, done: int, planned: int) -> None:
    if done != planned:
        raise Moved(mapping.source, table.name)


def _loosen(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], order: Order
) -> None:
    for n, columns in order.loosen:
        each = rows[n]
        here = clause(mapping.table(each.table), (*each.key, *columns))
        for chunk in chunked(each.keys, CHUNK // len(each.key)):
            emptied: dict[str, Any] = dict.fromkeys(columns)
            brand = connection.dialect.name
            these = among(here, each.key, chunk, brand)
            connection.execute(sa.update(here).where(these).values(emptied))


def _update(
    connection: sa.Connection,
    table: Table,
    rows: Rows,
    after: Sequence[Raw],
    known: Any,
) -> int:
    """Rows that become the same are changed by one statement; so are many that do not."""
    here = clause(table, (*rows.key, *rows.columns))
    done, brand = 0, connection.dialect.name
    alike = _alike(rows.keys, after)
    if len(alike) <= _MANY_VALUES:
        for cells, keys in alike:
            values = {
                name: _bound(value, known[name])
                for name, value in zip(rows.columns, cells, strict=True)
            }
            for chunk in chunked(keys, CHUNK // len(rows.key)):
                these = among(here, rows.key, chunk, brand)
                statement = sa.update(here).where(these).values(values)
                done += connection.execute(statement).rowcount
        return done
    pairs = list(zip(rows.keys, after, strict=True))
    for part in chunked(pairs, _ROWS_OF_MANY):
        keys = [key for key, _ in part]
        values = {
            name: _by_key(here, rows.key, keys, [cells[at] for _, cells in part], known[name])
            for at, name in enumerate(rows.columns)
        }
        these = among(here, rows.key, keys, brand)
        done += connection.execute(sa.update(here).where(these).values(values)).rowcount
    return done


def _alike(keys: Sequence[Raw], after: Sequence[Raw]) -> list[tuple[Raw, Sequence[Raw]]]:
    """What rows become, each once, with the keys of the rows that become so."""
    if after and _one_for_all(after):
        return [(after[0], keys)]
    cells_of: dict[Any, Raw] = {}
    keys_of: dict[Any, list[Raw]] = defaultdict(list)
    for key, cells in zip(keys, after, strict=True):
        same = _same(cells)
        cells_of[same] = cells
        keys_of[same].append(key)
    return [(cells_of[same], theirs) for same, theirs in keys_of.items()]


def _one_for_all(after: Sequence[Raw]) -> bool:
    return all(map(after[0].__eq__, after))


def _same(cells: Raw) -> Any:
    return tuple(repr(c) if isinstance(c, dict | list) else c for c in cells)


def _by_key(
    here: sa.TableClause,
    key: tuple[str, ...],
    keys: Sequence[Raw],
    values: Sequence[Any],
    fact: ColumnFact,
) -> Any:
    """`CASE` over the rows; all in one where they become the same."""
    if all(value == values[0] for value in values):
        return _bound(values[0], fact)
    ways = [
        (among(here, key, [one]), _cast(value, fact))
        for one, value in zip(keys, values, strict=True)
    ]
    return sa.case(*ways)


def _bound(value: Any, fact: ColumnFact) -> Any:
    """A value without a type of its own: the database takes the column's."""
    if isinstance(value, dict | list) and isinstance(fact.type, sa.JSON):
        return sa.bindparam(None, value, type_=fact.type)
    if isinstance(value, str):
        return sa.bindparam(None, value, type_=sa.types.NullType())
    return value


def _cast(value: Any, fact: ColumnFact) -> Any:
    if isinstance(value, str) and isinstance(fact.type, sa.Enum):
        return sa.cast(value, fact.type)
    if isinstance(value, dict | list):
        return sa.bindparam(None, value, type_=fact.type)
    return value


# --- after a crash, and backwards ---------------------------------------------------------------


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
    parts = [(n, part) for n in plain for part in chunked(rows[n].keys, CHUNK // len(rows[n].key))]
    counts: Counter[int] = Counter()
    for some in _together(parts, rows):
        asked = (_as_they_are(connection, mapping, rows[n], part) for n, part in some)
        told = connection.execute(sa.select(*asked)).one()
        for (n, _), count in zip(some, told, strict=True):
            counts[n] += count
    wanted = {n: 0 if rows[n].deletes else len(rows[n].keys) for n in plain}
    return frozenset(n for n, many in wanted.items() if counts[n] == many)


def _together(parts: Sequence[_Part], rows: Sequence[Rows]) -> Iterator[list[_Part]]:
    """As many as one statement takes."""
    some: list[_Part] = []
    room = _CELLS_AT_ONCE
    for n, part in parts:
        cost = len(part) * len(rows[n].key) + len(rows[n].columns)
        if some and cost > room:
            yield some
            some, room = [], _CELLS_AT_ONCE
        some.append((n, part))
        room -= cost
    if some:
        yield some


def _one_plain(after: Sequence[Raw]) -> bool:
    """Whether all rows become the same, and a database can compare it exactly."""
    plain = all(not isinstance(v, dict | list | float) for cells in after[:1] for v in cells)
    return plain and (not after or _one_for_all(after))


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


def restore(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], facts: Facts
) -> None:
    """Put back what a plan took away. Raises `Moved` unless all is as the plan left it."""
    if standing(connection, mapping, rows) is not Standing.DONE:
        raise Moved(mapping.source, rows[0].table)
    order = ordered(mapping, rows, facts)
    loose = dict(order.loosen)
    for n in reversed(order.deletes):
        each, table = rows[n], mapping.table(rows[n].table)
        known = facts.columns[table.place]
        _insert(connection, table, each.columns, each.before, known, empty=loose.get(n, ()))
    for n, columns in order.loosen:
        each, table = rows[n], mapping.table(rows[n].table)
        at = [each.columns.index(name) for name in columns]
        back = [tuple(row[i] for i in at) for row in each.before]
        known = facts.columns[table.place]
        only = Rows(each.table, each.key, columns, each.keys, back, back)
        _update(connection, table, only, back, known)
    for n in order.updates:
        each, table = rows[n], mapping.table(rows[n].table)
        known = facts.columns[table.place]
        if table.grouped:
            grouped.taken(connection, table, each)
            _insert(connection, table, each.columns, each.before, known)
        else:
            _update(connection, table, each, each.before, known)


def _insert(
    connection: sa.Connection,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Raw],
    known: Mapping[str, ColumnFact],
    *,
    empty: Sequence[str] = (),
) -> None:
    """Put whole rows there; cells of `empty` columns are filled later."""
    here = clause(table, names)
    for part in chunked(rows, max(1, CHUNK // len(names))):
        put = [
            {
                name: None if name in empty else _bound(value, known[name])
                for name, value in zip(names, row, strict=True)
            }
            for row in part
        ]
        with _numbered(connection, [known[name] for name in names]):
            connection.execute(sa.insert(here).values(put))


@contextmanager
def _numbered(connection: sa.Connection, columns: Sequence[ColumnFact]) -> Iterator[None]:
    """PostgreSQL counts some keys itself (`GENERATED ALWAYS AS IDENTITY`) and takes no others
    unless it is told to."""
    if connection.dialect.name != "postgresql" or not any(each.derived for each in columns):
        yield
        return

    def told(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        return statement.replace(") VALUES ", ") OVERRIDING SYSTEM VALUE VALUES ", 1), parameters

    sa.event.listen(connection, "before_cursor_execute", told, retval=True)
    try:
        yield
    finally:
        sa.event.remove(connection, "before_cursor_execute", told)


def unordered(mapping: SourceMapping, rows: Sequence[Rows], facts: Facts) -> tuple[Problem, ...]:
    """Circles of references that nothing opens."""
    return ordered(mapping, rows, facts).problems
