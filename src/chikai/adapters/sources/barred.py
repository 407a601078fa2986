"""What an account may not see or change, asked of the database before anybody relies on it.

Row security hides rows without a word: a search would find nothing and call it an answer. What is
merely forbidden the database refuses, but it is said sooner here, table by table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from chikai.adapters.sources import hindered
from chikai.adapters.sources.catalog import Catalog
from chikai.adapters.sources.holding import clause
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.problem import Problem
from chikai.ports import Hindered, Hindrance


def hidden(mapping: SourceMapping, there: Catalog) -> Iterator[Problem]:
    """Mapped tables whose rows row security may hide from this account."""
    for table in mapping.tables:
        shape = there.tables.get(table.place)
        if shape is not None and shape.hides:
            yield _at(mapping, "sources.rows_hidden", table, {"table": table.name})


def unreadable(connection: sa.Connection, mapping: SourceMapping) -> Iterator[Problem]:
    """Mapped tables, or columns of them, that this account may not read."""
    for table in mapping.tables:
        here = clause(table, [column.name for column in table.columns])
        asked = sa.select(*here.columns).where(sa.literal_column("1 = 0"))
        if _forbidden(connection, asked):
            yield _at(mapping, "sources.not_allowed", table, {"table": table.name})


def unwritable(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], *, back: bool
) -> Iterator[Problem]:
    """Planned tables that this account may not change so, or not put `back`. Nothing is done: the
    database says what it may, or how it would do it."""
    asked = [(each, what) for each in rows for what in _needs(mapping, each, back=back)]
    if connection.dialect.name == "postgresql" and asked:
        place = connection.dialect.identifier_preparer.format_table
        told = connection.execute(
            sa.select(*(
                _may(place(clause(mapping.table(each.table), ())), each, what)
                for each, what in asked
            ))
        ).one()  # fmt: skip
        barred = [one for one, may in zip(asked, told, strict=True) if not may]
    elif connection.dialect.name in ("mysql", "mariadb"):
        barred = [
            one for one in asked if _forbidden(connection, _trial(mapping, *one), before="EXPLAIN ")
        ]
    else:
        barred = []
    for each, what in barred:
        table = mapping.table(each.table)
        yield _at(mapping, "plan.not_allowed", table, {"table": table.name, "name": what})


def _needs(mapping: SourceMapping, rows: Rows, *, back: bool) -> Iterator[str]:
    grouped = mapping.table(rows.table).grouped
    yield "DELETE" if rows.deletes or grouped else "UPDATE"
    if grouped or (rows.deletes and back):
        yield "INSERT"


def _may(place: str, rows: Rows, what: str) -> Any:
    if what == "DELETE":
        return sa.func.has_table_privilege(place, what)
    return sa.and_(*(sa.func.has_column_privilege(place, name, what) for name in rows.columns))


def _trial(mapping: SourceMapping, rows: Rows, what: str) -> Any:
    """The change itself, of no row."""
    here = clause(mapping.table(rows.table), (*rows.key, *rows.columns))
    none: sa.ColumnElement[bool] = sa.literal_column("1 = 0")
    match what:
        case "DELETE":
            return sa.delete(here).where(none)
        case "UPDATE":
            same = {name: here.c[name] for name in rows.columns}
            return sa.update(here).where(none).values(same)
    cells = sa.select(*(here.c[name] for name in rows.columns)).where(none)
    return sa.insert(here).from_select(list(rows.columns), cells)


def _forbidden(connection: sa.Connection, asked: Any, *, before: str = "") -> bool:
    """Whether the account may not. Whatever else stands against it, others tell."""
    written = f"{before}{asked.compile(dialect=connection.dialect)}"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(written).close()
    except sa.exc.DBAPIError as error:
        found = hindered.unavailable("", error)
        if isinstance(found, Hindered) and found.why is Hindrance.NOT_ALLOWED:
            return True
        if error.connection_invalidated or isinstance(found, Hindered):
            raise
    return False


def _at(mapping: SourceMapping, code: str, table: Table, args: dict[str, str | int]) -> Problem:
    field = f"tables.{table.name}"
    return Problem(code, field, args, mapping.line(field))
