"""Engines that only read. A server's connection is kept for the next search; a file's is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from chikai.adapters.sources.as_written import read_as_written
from chikai.adapters.sources.reader import CHUNK
from chikai.adapters.sources.statements import Asked
from chikai.ports import Unavailable

_DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
_DRIVERS |= {"mariadb": "mariadb+pymysql", "postgres": "postgresql+psycopg"}


def address_of(url: str) -> sa.URL:
    """The URL with the driver that comes with Chikai where it names none."""
    scheme, mark, rest = url.partition("://")
    return sa.make_url(f"{_DRIVERS.get(scheme, scheme)}{mark}{rest}")


_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""Of libpq, in seconds (the last one in thousandths): how long a server that has gone without a
word holds whoever waits for it. A statement that takes long is not touched by it. PyMySQL waits 10
seconds for a connection by itself."""


def patience(address: sa.URL) -> dict[str, Any]:
    """What the URL does not say of it itself."""
    if address.get_driver_name() != "psycopg":
        return {}
    return {name: value for name, value in _PATIENCE.items() if name not in address.query}


def open_engine(url: str) -> sa.Engine:
    """An engine that only reads. Raises `Unavailable` when a SQLite file is not there, so that
    none is made, and when the driver of the URL is not installed."""
    try:
        address = address_of(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite(address.database)
        engine = sa.create_engine(
            address,
            pool_size=1,
            max_overflow=4,
            pool_recycle=300,
            hide_parameters=True,
            connect_args=patience(address),
        )
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError):
        raise Unavailable("DriverOrAddressMissing") from None
    sa.event.listen(engine, "connect", at_first(engine.dialect.name, _READ_ONLY))
    return engine


def _sqlite(path: str | None) -> sa.Engine:
    elsewhere = {"check_same_thread": False}  # one thread at a time, not always the same
    return sa.create_engine(
        file_url(path, "ro"), poolclass=NullPool, hide_parameters=True, connect_args=elsewhere
    )


def file_url(path: str | None, mode: str) -> str:
    """The URL of a SQLite file that is there, to read it (`ro`) or to write to it (`rw`). Raises
    `Unavailable`."""
    if not path or not Path(path).is_file():
        raise Unavailable("FileMissing")
    return f"sqlite:///file:{quote(str(Path(path).resolve()))}?mode={mode}&uri=true"


_MYSQL = (
    "SET SESSION TRANSACTION READ ONLY",
    "SET time_zone = '+00:00'",
    "SET SESSION lock_wait_timeout = 10",
)
"""Instants come in UTC whatever zone the server is set to. A table that is being made over is not
waited for for a day, as MySQL would."""
_READ_ONLY = {
    "postgresql": (
        "SET SESSION lock_timeout = '10s'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    ),
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
}


def at_first(
    dialect: str, said: Mapping[str, Sequence[str]]
) -> Callable[[DBAPIConnection, object], None]:
    """What is done with every new connection: it is `said` what is said to its brand."""

    def on_connect(connection: DBAPIConnection, record: object) -> None:
        cursor = connection.cursor()
        for statement in said.get(dialect, ()):
            cursor.execute(statement)
        cursor.close()
        connection.commit()
        if dialect == "postgresql":
            read_as_written(connection)

    return on_connect


def chunks(
    connection: sa.Connection, asked: Asked, values: Mapping[str, Any]
) -> Iterator[Sequence[Any]]:
    """The rows of a statement, `CHUNK` at a time, in one statement whatever their number.

    PostgreSQL's rows come over psycopg's own stream: a server-side cursor would cost a
    statement for every chunk and two for itself.
    """
    raw = connection.connection.driver_connection
    if connection.dialect.driver != "psycopg" or raw is None:
        found = connection.execution_options(stream_results=True, max_row_buffer=CHUNK)
        with found.execute(asked.statement, values) as result:
            yield from result.partitions(CHUNK)
        return
    written = asked.written
    said = {**(written.params or {}), **values}
    with raw.cursor() as cursor:
        chunk: list[Any] = []
        for row in cursor.stream(str(written), said, size=_at_once(raw)):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


def _at_once(raw: Any) -> int:
    """Rows the driver takes off the wire together; older libraries give them one by one."""
    return 200 if raw.pgconn and _chunked() else 1


def _chunked() -> bool:
    import psycopg

    return psycopg.capabilities.has_stream_chunked()
