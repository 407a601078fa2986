"""CHECK constraints, asked beforehand: the database evaluates each one over the rows as they will
be, within a SELECT. Nothing is written and no trigger runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources.holding import CHUNK, among, chunked, one
from chikai.adapters.sources.reflecting import place_of
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.model import Table
from chikai.ledger.problem import Problem

Checks = Mapping[str, tuple[tuple[str, str], ...]]
"""By `Table.place`: the name of each constraint and its condition."""

_POSTGRESQL: Final = """
SELECT c.relname, k.conname, pg_get_expr(k.conbin, k.conrelid) FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'c' AND n.nspname = coalesce(:schema, current_schema())
UNION ALL
SELECT c.relname, k.conname, regexp_replace(
  pg_get_expr(k.conbin, 0), '\\mVALUE\\M', quote_ident(a.attname), 'g')
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_attribute a ON a.atttypid = k.contypid AND NOT a.attisdropped
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'c' AND k.contypid <> 0 AND n.nspname = coalesce(:schema, current_schema())
"""
_MARIADB: Final = """
SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = coalesce(:schema, database())
"""
_MYSQL: Final = """
SELECT t.table_name, k.constraint_name, k.check_clause FROM information_schema.check_constraints k
JOIN information_schema.table_constraints t ON t.constraint_schema = k.constraint_schema
 AND t.constraint_name = k.constraint_name AND t.enforced = 'YES'
WHERE k.constraint_schema = coalesce(:schema, database())
"""
_SQLITE: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"


def checks(connection: sa.Connection, schema: str | None) -> Checks:
    """Those of every table in the schema; none where a brand does not tell."""
    found: dict[str, list[tuple[str, str]]] = {}
    match connection.dialect.name:
        case "sqlite":
            rows = connection.exec_driver_sql(_SQLITE).all()
            return {name: tuple(_written(sql)) for name, sql in rows if "CHECK" in sql.upper()}
        case "postgresql":
            query = _POSTGRESQL
        case "mysql" | "mariadb":
            query = _MARIADB if getattr(connection.dialect, "is_mariadb", False) else _MYSQL
        case _:
            return {}
    for table, name, condition in connection.execute(sa.text(query), {"schema": schema}):
        found.setdefault(place_of(schema, table), []).append((name, condition))
    return {place: tuple(each) for place, each in found.items()}


_PIECES: Final = re.compile(
    r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|[()]|\w+", re.DOTALL
)


def _written(sql: str) -> Iterator[tuple[str, str]]:
    """The conditions in the text that made a table of SQLite, and their names."""
    name, last, start, depth = "", "", -1, 0
    for piece in _PIECES.finditer(sql):
        said = piece.group()
        word = said.upper()
        if start >= 0:
            depth += (said == "(") - (said == ")")
            if depth == 0:
                condition = sql[start + 1 : piece.start()].strip()
                yield name or condition, condition
                name, start = "", -1
        elif last == "CONSTRAINT":
            name = said.strip("\"`[]'")
        elif last == "CHECK" and said == "(":
            start, depth = piece.start(), 1
        elif word in ("UNIQUE", "PRIMARY", "NOT", "FOREIGN", "REFERENCES"):
            name = ""
        last = word


_ROWS: Final = 200
"""So many rows of different new values are asked about at once."""


def broken(
    connection: sa.Connection,
    table: Table,
    rows: Rows,
    known: Sequence[tuple[str, str]],
    columns: Mapping[str, Any],
) -> Iterator[Problem]:
    """The constraints that rows would break. What cannot be evaluated here is left to the
    database, which refuses it when it is carried out, and then nothing is changed."""
    for name, condition in known:
        if not any(_speaks_of(condition, column) for column in rows.columns):
            continue
        try:
            with connection.begin_nested():
                many = _breaking(connection, table, rows, condition, columns)
        except sa.exc.DBAPIError as error:
            if error.connection_invalidated:
                raise
            continue
        if many:
            args: dict[str, str | int] = {"table": table.name, "name": name, "count": many}
            yield Problem("plan.check_fails", f"tables.{table.name}", args)


def _speaks_of(condition: str, column: str) -> bool:
    return column.casefold() in condition.casefold()


def _breaking(
    connection: sa.Connection,
    table: Table,
    rows: Rows,
    condition: str,
    columns: Mapping[str, Any],
) -> int:
    stored: list[sa.ColumnClause[Any]] = [sa.column(each) for each in columns]
    here = sa.table(table.stored, *stored, schema=table.schema)
    alike = all(after == rows.after[0] for after in rows.after)
    pairs = list(zip(rows.keys, rows.after, strict=True))
    total, brand = 0, connection.dialect.name
    for part in chunked(pairs, CHUNK // len(rows.key) if alike else _ROWS):
        keys = [key for key, _ in part]
        mine = among(here, rows.key, keys, brand)
        new = sa.select(*(
            _new(here, rows, name, part, alike, columns[name], brand).label(name)
            if name in rows.columns
            else here.c[name]
            for name in columns
        )).where(mine)  # fmt: skip
        wrong: Any = sa.not_(sa.literal_column(f"({condition})"))
        found = sa.select(sa.func.count()).select_from(new.subquery("rows_as_they_will_be"))
        total += connection.execute(found.where(wrong)).scalar_one()
    return total


def _new(
    here: sa.TableClause,
    rows: Rows,
    name: str,
    part: Sequence[tuple[Raw, Raw]],
    alike: bool,
    fact: Any,
    brand: str,
) -> sa.ColumnElement[Any]:
    """The new value, in the type of the column."""
    n = rows.columns.index(name)
    if alike:
        always = sa.literal_column("1") == sa.literal_column("1")
        return sa.case((always, _bound(part[0][1][n], fact)), else_=here.c[name])
    ways = [(one(here, rows.key, key, brand), _bound(after[n], fact)) for key, after in part]
    return sa.case(*ways, else_=here.c[name])


def _bound(value: Any, fact: Any) -> Any:
    typed = fact.type if isinstance(value, dict | list) else sa.types.NullType()
    return sa.bindparam(None, value, type_=typed)
