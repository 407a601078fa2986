"""Engines that may write: one transaction, strict about values, short about locks."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from chikai.adapters.sources.engines import address_of, at_first, file_url, patience
from chikai.ports import Unavailable

_MYSQL = (
    "SET time_zone = '+00:00'",
    # '0000-00-00' is put back where it stood, and a CHAR is read as it is compared.
    "SET SESSION sql_mode = REPLACE(REPLACE(REPLACE(REPLACE(CONCAT(@@SESSION.sql_mode,"
    " ',STRICT_ALL_TABLES'), 'TRADITIONAL', ''), 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', ''),"
    " 'PAD_CHAR_TO_FULL_LENGTH', '')",
    "SET SESSION innodb_lock_wait_timeout = 10",
    "SET SESSION lock_wait_timeout = 10",
)
_SETTINGS = {
    "postgresql": (
        "SET SESSION lock_timeout = '10s'",
        # One moment for the whole transaction: what another program changes after it, the
        # database does not let us write over (SQLSTATE 40001), so no row need be locked first.
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    ),
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "sqlite": (
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA busy_timeout = 10000",
    ),
}


def open_writer(url: str) -> sa.Engine:
    """An engine for changes. SQLite overwrites what it deletes and keeps foreign keys; MySQL
    refuses what does not fit instead of cutting it. Raises `Unavailable`."""
    try:
        address = address_of(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite(address.database)
        engine = sa.create_engine(
            address,
            pool_size=1,
            max_overflow=1,
            pool_recycle=300,
            pool_pre_ping=True,  # a connection that was kept may have died since
            hide_parameters=True,
            connect_args=patience(address),
        )
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError):
        raise Unavailable("DriverOrAddressMissing") from None
    sa.event.listen(engine, "connect", at_first(engine.dialect.name, _SETTINGS))
    return engine


def _sqlite(path: str | None) -> sa.Engine:
    engine = sa.create_engine(
        file_url(path, "rw"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "isolation_level": None},
    )
    sa.event.listen(engine, "connect", at_first("sqlite", _SETTINGS))
    sa.event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
