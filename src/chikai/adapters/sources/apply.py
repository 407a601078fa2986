"""A plan carried out in one database, within one transaction, and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from chikai.adapters.sources import grouped
from chikai.adapters.sources.as_planned import done_otherwise, one_for_all, standing
from chikai.adapters.sources.facts import ColumnFact, Facts
from chikai.adapters.sources.holding import among, chunked, clause, one, room
from chikai.adapters.sources.ordering import Order, ordered
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.model import SourceMapping, Table
from chikai.ports.changes import Moved, Refused, Standing

_MANY_VALUES = 8
"""So many different new values are written by a statement each; more of them together."""
_ROWS_OF_MANY = 500
"""Rows of one such statement."""
_ROWS_IN_LIST = 1_000
"""Rows that SQL Server takes in one INSERT."""


def write(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], facts: Facts
) -> None:
    """Change what the plan names. Raises `Refused` when the database counts other rows."""
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
        _counted(table, done, len(each.keys))
    _loosen(connection, mapping, rows, order)
    for n in order.deletes:
        each = rows[n]
        table = mapping.table(each.table)
        here, done, brand = clause(table, each.key), 0, connection.dialect.name
        for chunk in chunked(each.keys, room(brand) // len(each.key)):
            found = connection.execute(sa.delete(here).where(among(here, each.key, chunk, brand)))
            done += found.rowcount
        _counted(table, done, len(each.keys))


def settle(connection: sa.Connection) -> None:
    """Let the database look now at what it would look at when it commits: a deferred constraint
    or trigger refuses before anything is kept anywhere."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


def _counted(table: Table, done: int, planned: int) -> None:
    """They were as planned a moment ago, in this transaction: what changes fewer of them now is
    the database itself, by a trigger or a rule (a row is marked deleted in place of going). Raises
    `Refused`."""
    if done != planned:
        raise Refused((done_otherwise(table, planned, done),))


def _loosen(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], order: Order
) -> None:
    """Empty the references that hold rows in a circle, so that one of them can go first."""
    for n, columns in order.loosen:
        each = rows[n]
        here = clause(mapping.table(each.table), (*each.key, *columns))
        brand = connection.dialect.name
        for chunk in chunked(each.keys, room(brand) // len(each.key)):
            emptied: dict[str, Any] = dict.fromkeys(columns)
            these = among(here, each.key, chunk, brand)
            connection.execute(sa.update(here).where(these).values(emptied))


def _update(
    connection: sa.Connection,
    table: Table,
    rows: Rows,
    after: Sequence[Raw],
    known: Mapping[str, ColumnFact],
) -> int:
    """Rows that become the same are changed by one statement; so are many that do not."""
    still = [name for name in known if name not in rows.columns and _stays(table, known[name])]
    here = clause(table, (*rows.key, *rows.columns, *still))
    same = {name: here.c[name] for name in still}
    done, brand = 0, connection.dialect.name
    alike = _alike(rows.keys, after)
    if len(alike) <= _MANY_VALUES:
        for cells, keys in alike:
            values = {
                name: _bound(value, known[name])
                for name, value in zip(rows.columns, cells, strict=True)
            }
            for chunk in chunked(keys, max(1, room(brand) // len(rows.key))):
                these = among(here, rows.key, chunk, brand)
                statement = sa.update(here).where(these).values(values | same)
                done += connection.execute(statement).rowcount
        return done
    pairs = list(zip(rows.keys, after, strict=True))
    wide = (len(rows.key) + 1) * len(rows.columns) + len(rows.key)  # values a row takes
    for part in chunked(pairs, min(_ROWS_OF_MANY, max(1, room(brand, 30_000) // wide))):
        keys = [key for key, _ in part]
        values = {
            name: _by_key(
                here, rows.key, keys, [cells[at] for _, cells in part], known[name], brand
            )
            for at, name in enumerate(rows.columns)
        }
        these = among(here, rows.key, keys, brand)
        done += connection.execute(sa.update(here).where(these).values(values | same)).rowcount
    return done


def _stays(table: Table, fact: ColumnFact) -> bool:
    """Whether it is a moment of the person's own (when they last came) that the server would write
    over. When the row was changed it may note: whoever takes changes over goes by it."""
    return fact.stamp and table.column(fact.name).personal


def _alike(keys: Sequence[Raw], after: Sequence[Raw]) -> list[tuple[Raw, Sequence[Raw]]]:
    """What rows become, each once, with the keys of the rows that become so."""
    if after and one_for_all(after):
        return [(after[0], keys)]
    cells_of: dict[Any, Raw] = {}
    keys_of: dict[Any, list[Raw]] = defaultdict(list)
    for key, cells in zip(keys, after, strict=True):
        same = _same(cells)
        cells_of[same] = cells
        keys_of[same].append(key)
    return [(cells_of[same], theirs) for same, theirs in keys_of.items()]


def _same(cells: Raw) -> Any:
    return tuple(repr(c) if type(c).__hash__ is None else c for c in cells)


def _by_key(
    here: sa.TableClause,
    key: tuple[str, ...],
    keys: Sequence[Raw],
    values: Sequence[Any],
    fact: ColumnFact,
    brand: str,
) -> Any:
    """`CASE` over the rows; all in one where they become the same."""
    if all(value == values[0] for value in values):
        return _bound(values[0], fact)
    ways = [
        (one(here, key, each, brand), _cast(value, fact))
        for each, value in zip(keys, values, strict=True)
    ]
    return sa.case(*ways)


def _bound(value: Any, fact: ColumnFact) -> Any:
    """A value without a type of its own: the database takes the column's."""
    if isinstance(fact.type, sa.JSON) and (isinstance(value, list) or _read(value, fact)):
        return sa.bindparam(None, value, type_=fact.type)
    if isinstance(value, list) and isinstance(fact.type, sa.ARRAY):
        kinds = {type(each) for each in value if each is not None}
        if len(kinds) > 1:  # days, and one without end
            cells = ("NULL" if each is None else f'"{each}"' for each in value)
            return sa.bindparam(None, f"{{{','.join(cells)}}}", type_=sa.types.NullType())
        return sa.bindparam(None, value, type_=fact.type)
    if isinstance(value, str):
        return sa.bindparam(None, value, type_=sa.types.NullType())
    return value


def _read(value: Any, fact: ColumnFact) -> bool:
    """Whether JSON came as what it says, as PostgreSQL's driver gives even a bare text."""
    ours = type(fact.type).__module__.startswith("sqlalchemy.dialects.postgresql")
    return isinstance(value, dict) or (ours and value is not None)


def _cast(value: Any, fact: ColumnFact) -> Any:
    if isinstance(value, str) and isinstance(fact.type, sa.Enum):
        return sa.cast(value, fact.type)
    if isinstance(value, dict | list):
        return sa.bindparam(None, value, type_=fact.type)
    return value


# --- backwards ------------------------------------------------------------------------------------


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
    for part in chunked(rows, _rows_at_once(connection.dialect, len(names))):
        put = [
            {
                name: None if name in empty else _bound(value, known[name])
                for name, value in zip(names, row, strict=True)
            }
            for row in part
        ]
        with _numbered(connection, [known[name] for name in names]):
            several = connection.dialect.supports_multivalues_insert
            connection.execute(sa.insert(here).values(put if several else put[0]))


def _rows_at_once(dialect: sa.Dialect, wide: int) -> int:
    """Oracle takes no list of rows."""
    if not dialect.supports_multivalues_insert:
        return 1
    most = max(1, room(dialect.name) // wide)
    return min(most, _ROWS_IN_LIST) if dialect.name == "mssql" else most


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
