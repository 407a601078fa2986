"""The rows of the tray in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from chikai.adapters.sql.database import Database
from chikai.adapters.sql.shelf import from_number, to_number
from chikai.adapters.sql.tables import tray
from chikai.adapters.vault.tray import TrayRows


class SqlTrayRows:
    """Implements `chikai.adapters.vault.tray.TrayRows`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> tuple[bytes, datetime | None] | None:
        row = self._connection.execute(select(tray).where(tray.c.name == name)).first()
        if row is None:
            return None
        return row.sealed, None if row.until is None else from_number(row.until)

    def put(self, name: str, sealed: bytes, until: datetime | None) -> None:
        self.drop(name)
        number = None if until is None else to_number(until)
        self._connection.execute(insert(tray).values(name=name, sealed=sealed, until=number))

    def drop(self, name: str) -> None:
        self._connection.execute(delete(tray).where(tray.c.name == name))

    def drop_before(self, moment: datetime) -> int:
        return self._connection.execute(
            delete(tray).where(tray.c.until <= to_number(moment))
        ).rowcount


class SqlTrayShelf:
    """Implements `chikai.adapters.vault.tray.TrayShelf`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[TrayRows]:
        with self._database.glancing() as connection:
            yield SqlTrayRows(connection)

    @contextmanager
    def writing(self) -> Iterator[TrayRows]:
        with self._database.writing() as connection:
            yield SqlTrayRows(connection)
