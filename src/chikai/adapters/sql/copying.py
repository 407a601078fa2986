"""Copies of a store. A copy is always one SQLite file, also of a store in PostgreSQL, so that
either can be restored into either."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, delete, event, insert, select

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.database import Database, begin_sqlite, reaching
from chikai.adapters.sql.schema import migrate
from chikai.adapters.sql.shelf import SqlShelf
from chikai.adapters.sql.tables import metadata
from chikai.adapters.vault import files
from chikai.adapters.vault.backup import FileKeyBackup
from chikai.adapters.vault.masters import Masters

_PAGE = 100


class SqlArchive:
    """Implements `chikai.ports.Archive`."""

    def __init__(
        self,
        database: Database,
        *,
        masters: Masters,
        keys_backup: FileKeyBackup | None = None,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self._database, self._masters = database, masters
        self._keys_backup, self._failpoint = keys_backup, failpoint

    def copy_data(self, target: Path) -> None:
        """Under a name of its own until it is whole and on the disk. Nobody waits for it:
        writers go on, and the copy shows the moment it began."""
        unfinished = target.with_name(target.name + ".new")
        with files.reaching_disk():
            for leftover in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
                leftover.unlink(missing_ok=True)
        with copy_file(unfinished) as copy:
            migrate(copy)
            with self._database.reading() as source, copy.writing() as connection:
                copy_tables(source, connection)
                self._failpoint("backup.data.before_commit")
        self._failpoint("backup.data.before_rename")
        with files.reaching_disk():
            os.replace(unfinished, target)
            files.sync_folder(target.parent)
        self._failpoint("backup.data.after_rename")

    def copy_keys(self) -> Path | None:
        if self._keys_backup is None:
            return None
        with files.reaching_disk():
            self._keys_backup.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._failpoint("backup.keys.before_renew")
        with self._database.writing() as connection:  # no destruction in between
            self._keys_backup.renew(SqlShelf(connection), self._masters)
        self._failpoint("backup.keys.after_renew")
        return self._keys_backup.path


@contextmanager
def copy_file(path: Path) -> Iterator[Database]:
    """A store file opened so that nothing but this one file is left behind."""
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", begin_sqlite)
    database = Database(engine)
    try:
        with reaching():
            yield database
    finally:
        database.close()


def copy_tables(source: Connection, target: Connection) -> None:
    """Every row, table by table. Row numbers are given anew, in the same order."""
    for table in metadata.sorted_tables:
        target.execute(delete(table))
        if table.info.get("passing"):
            continue  # nobody is signed in to a copy
        columns = [column for column in table.columns if column.name != "n"]
        query = select(*columns).order_by(*table.primary_key.columns)
        rows = source.execution_options(yield_per=_PAGE).execute(query).mappings()
        for page in rows.partitions():
            target.execute(insert(table), [dict(row) for row in page])


def _set_up(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
