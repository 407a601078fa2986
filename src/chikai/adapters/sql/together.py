"""Several rows by one statement: what `executemany` sends one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

_MOST: Final = 500
"""Rows in one statement: their values are few enough for SQLite and PostgreSQL alike, and the
statement is read once for all that are as long."""


def insert_all(
    connection: Connection,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    over: Sequence[str] = (),
) -> None:
    """Insert the rows, which all have the same columns; a row with the same `over`, which is a
    key, is replaced."""
    if not rows:
        return
    names = tuple(rows[0])
    for at in range(0, len(rows), _MOST):
        some = rows[at : at + _MOST]
        values = {f"{name}_{n}": row[name] for n, row in enumerate(some) for name in names}
        connection.execute(_insert(table, names, len(some), tuple(over)), values)


@lru_cache(maxsize=64)
def _insert(table: str, names: tuple[str, ...], many: int, over: tuple[str, ...]) -> TextClause:
    places = ", ".join(f"({', '.join(f':{name}_{n}' for name in names)})" for n in range(many))
    put = ", ".join(f"{name} = excluded.{name}" for name in names if name not in over)
    instead = f" ON CONFLICT ({', '.join(over)}) DO UPDATE SET {put}" if over else ""
    return text(f"INSERT INTO {table} ({', '.join(names)}) VALUES {places}{instead}")
