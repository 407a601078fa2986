"""The connection to one company's store: SQLite or PostgreSQL, read or written in transactions."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from chikai.adapters.sql.wiping import LogWiping
from chikai.ports import BadData, Unavailable

MOST_CONNECTIONS: Final = 10
KEPT_CONNECTIONS: Final = 3
"""To a server, for the whole process: so many at most, and so many stay open."""
FRESH: Final = 1.0
"""Seconds for which a connection that was up counts as up."""
_BUSY_MS = 10_000
_PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "secure_delete = ON",  # deleted rows are overwritten with zeros
    "synchronous = FULL",  # committed is committed, also in a power cut
    f"busy_timeout = {_BUSY_MS}",
)

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")


class _Whole(threading.local):
    """The transaction a thread is within, and what comes once it is on the disk."""

    connection: Connection | None = None

    def __init__(self) -> None:
        self.then: list[Callable[[], None]] = []

    def joined(self) -> AbstractContextManager[Connection] | None:
        return None if self.connection is None else nullcontext(self.connection)


class Database:
    """`reading` sees one moment; `writing` keeps every other writer out, here and elsewhere.
    Within `together` all three are that one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._whole = _Whole()
        self._log = LogWiping(str(engine.url.database))

    def reading(self) -> AbstractContextManager[Connection]:
        return self._whole.joined() or self._reading()

    def glancing(self) -> AbstractContextManager[Connection]:
        """For one statement, which sees one moment by itself: no transaction around it."""
        return self._whole.joined() or self._glancing()

    def writing(self) -> AbstractContextManager[Connection]:
        return self._whole.joined() or self._writing()

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for all that this thread writes in it: kept at once, or not at all."""
        whole = self._whole
        if whole.connection is not None:
            yield
            return
        whole.then = []
        with self._writing() as connection:
            whole.connection = connection
            try:
                yield
            finally:
                whole.connection = None
        for each in whole.then:
            each()

    def once_kept(self, then: Callable[[], None]) -> None:
        """Do it when what was written is on the disk: now, or at the end of `together`."""
        if self._whole.connection is None:
            then()
        else:
            self._whole.then.append(then)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with reaching(), self.engine.connect().execution_options(**level) as connection:
            yield connection

    @contextmanager
    def _glancing(self) -> Iterator[Connection]:
        level = {"alone": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with reaching(), self.engine.connect().execution_options(**level) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with reaching(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(_LOCK)
                yield connection

    def purge(self) -> None:
        """Wipe the write-ahead log, soon; PostgreSQL's is not ours to wipe."""
        if self.is_sqlite:
            self._log.soon()

    def close(self) -> None:
        self._log.finish()
        self.engine.dispose()


def connect(url: str | Path, *, company: str, most: int = MOST_CONNECTIONS) -> Database:
    """A path or a `sqlite:///` URL is a file of the company's own; on PostgreSQL the company has
    a schema of its own and at most `most` connections are open at a time, made when they are
    needed. Raises `BadData` for any other URL, `Unavailable`."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 10})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", begin_sqlite)
        return Database(engine)
    schema = schema_of(company)
    options = f"-csearch_path={schema} -clock_timeout={_BUSY_MS}"
    engine = create_engine(
        parsed,
        hide_parameters=True,
        pool_size=min(most, KEPT_CONNECTIONS),
        max_overflow=max(0, most - KEPT_CONNECTIONS),
        connect_args={"options": options, "connect_timeout": 10},
    )
    look_whether_up(engine)
    with reaching(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": schema})
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    engine.dispose()  # the dialect asks each first connection for its schema
    return Database(engine)


def look_whether_up(engine: Engine) -> None:
    """Ask a connection whether it is still up before it is used again, unless it was a moment ago:
    asking takes a way to the server and back."""

    def used(_: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    def asked(dbapi: Any, record: ConnectionPoolEntry, _: object) -> None:
        if time.monotonic() - record.info["used"] < FRESH:
            return
        try:
            engine.dialect.do_ping(dbapi)
        except engine.dialect.loaded_dbapi.Error:
            raise DisconnectionError from None  # the pool makes another

    event.listen(engine, "connect", used)
    event.listen(engine, "checkin", used)
    event.listen(engine, "checkout", asked)


@contextmanager
def reaching() -> Iterator[None]:
    """A store that is down, locked, full or broken is `Unavailable`. The cause is named by its
    class and code; its text may hold more than a log should."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # ours
    except (DatabaseError, InterfaceError) as problem:
        name = type(problem.orig or problem).__name__
        code = getattr(problem.orig, "sqlite_errorname", None)
        raise Unavailable(f"{name} {code}" if code else name) from None
    except (sqlite3.Error, PoolTimeout, OSError) as problem:
        raise Unavailable(type(problem).__name__) from None


def schema_of(company: str) -> str:
    """The PostgreSQL schema of a company. Raises `BadData` for what cannot name one."""
    if not re.fullmatch("[a-z][a-z0-9_]*", company):
        raise BadData("store.bad_company")
    return f"chikai_{company}"


def parsed_url(url: str | Path) -> URL:
    """Raises `BadData` for the URL of no store."""
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() in ("sqlite", "postgresql"):
            parsed.get_dialect()
            return parsed
    except (ArgumentError, NoSuchModuleError):
        pass
    raise BadData("store.bad_url")


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at the start, so that what it read is still so when it writes."""
    options = connection.get_execution_options()
    if not options.get("alone", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
