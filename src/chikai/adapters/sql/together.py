"""Statements as the driver takes them: those of every deed, which SQLAlchemy would build, name and
look up anew each time, and several rows by one statement, which `executemany` sends one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, CursorResult

_MOST: Final = 500
"""Rows in one statement: their values are few enough for SQLite and PostgreSQL alike."""


def said(connection: Connection, written: str, *values: object) -> CursorResult[Any]:
    """The statement with a value for every `?`."""
    if connection.dialect.name != "sqlite":
        written = written.replace("?", "%s")
    return connection.exec_driver_sql(written, values)


def places(many: int) -> str:
    """`?, ?, ?`: no statement is without one."""
    return ", ".join("?" * many) or "NULL"


def insert_all(
    connection: Connection,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    over: Sequence[str] = (),
) -> None:
    """Insert the rows, which all have the same columns; a row with the same `over`, which is a
    key, is replaced."""
    names = tuple(rows[0]) if rows else ()
    place = f"({places(len(names))})"
    put = ", ".join(f"{name} = excluded.{name}" for name in names if name not in over)
    instead = f" ON CONFLICT ({', '.join(over)}) DO UPDATE SET {put}" if over else ""
    for at in range(0, len(rows), _MOST):
        some = rows[at : at + _MOST]
        every = ", ".join([place] * len(some))
        values = (row[name] for row in some for name in names)
        said(
            connection, f"INSERT INTO {table} ({', '.join(names)}) VALUES {every}{instead}", *values
        )
