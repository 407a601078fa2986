"""Several rows by one statement: what `executemany` sends one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

_MOST: Final = 500
"""Rows in one statement: their values are few enough for SQLite and PostgreSQL alike."""


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
    sign = "?" if connection.dialect.name == "sqlite" else "%s"
    place = f"({', '.join([sign] * len(names))})"
    put = ", ".join(f"{name} = excluded.{name}" for name in names if name not in over)
    instead = f" ON CONFLICT ({', '.join(over)}) DO UPDATE SET {put}" if over else ""
    for at in range(0, len(rows), _MOST):
        some = rows[at : at + _MOST]
        places = ", ".join([place] * len(some))
        values = tuple(row[name] for row in some for name in names)
        written = f"INSERT INTO {table} ({', '.join(names)}) VALUES {places}{instead}"
        connection.exec_driver_sql(written, values)
