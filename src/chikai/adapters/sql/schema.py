"""Bringing the tables of a store to the version this program knows, at every opening."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.database import Database
from chikai.ports import BadData

HEAD: Final = "0005"
"""The newest revision under `migrations/versions`."""


def migrate(database: Database, *, failpoint: Failpoint = no_failpoint) -> None:
    """Run what migrations are missing, in one transaction and by one process at a time.

    Raises `BadData` for a store that a newer program has written.
    """
    with database.reading() as connection:
        if _revision(connection) == HEAD:
            return
    with database.writing() as connection:
        found = _revision(connection)
        if found is not None and found > HEAD:
            raise BadData("store.newer")
        if found != HEAD:
            _upgrade(connection)
        failpoint("store.migrate.before_commit")
    failpoint("store.migrate.after_commit")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command  # slow to import, and hardly ever needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
