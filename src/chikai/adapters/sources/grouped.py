"""Rows that nothing tells apart: a person's rows of a table without a key, changed together.

Rows that say the same of whose they are belong to the same person, so all of them are the plan's.
They are counted, not told apart: what they were is deleted, and what they become is inserted.
Nothing can refer to a row without a key, so no reference notices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from chikai.adapters.sources.holding import among, chunked, clause, room
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.model import Table


def counted(rows: Sequence[Sequence[Any]]) -> Counter[Any]:
    """How many rows hold these cells."""
    return Counter(tuple(repr(c) if type(c).__hash__ is None else c for c in row) for row in rows)


def there(connection: sa.Connection, table: Table, rows: Rows) -> Counter[Any]:
    """The rows of the person as they are now."""
    here = clause(table, (*rows.key, *rows.columns))
    columns = [here.c[name] for name in rows.columns]
    found: Counter[Any] = Counter()
    for keys in _keys(connection, rows):
        these = sa.select(*columns).where(among(here, rows.key, keys, connection.dialect.name))
        found += counted([tuple(row) for row in connection.execute(these)])
    return found


def differing(connection: sa.Connection, table: Table, rows: Rows) -> int:
    """How many rows are not as planned."""
    now, planned = there(connection, table, rows), counted(rows.after)
    return max((now - planned).total(), (planned - now).total())


def taken(connection: sa.Connection, table: Table, rows: Rows) -> int:
    """Delete them; how many there were."""
    here = clause(table, rows.key)
    return sum(
        connection.execute(
            sa.delete(here).where(among(here, rows.key, keys, connection.dialect.name))
        ).rowcount
        for keys in _keys(connection, rows)
    )


def _keys(connection: sa.Connection, rows: Rows) -> Sequence[Sequence[Raw]]:
    most = room(connection.dialect.name) // len(rows.key)
    return list(chunked(list(dict.fromkeys(rows.keys)), most))
