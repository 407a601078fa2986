"""Which workers are alive: those that hold their lock. No clock, no time limit: a long job is
never taken for a dead one, and a killed process holds no lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from chikai.adapters.sql.database import Database, reaching
from chikai.ports import Unavailable
from chikai.ports.jobs import Busy


class Alive(Protocol):
    """This worker's sign of life, and those of the others."""

    def check(self) -> None:
        """Raises `Unavailable` when the others may count this worker as dead."""
        ...

    def dead(self, executors: Iterable[str]) -> list[str]:
        """Those of the others that are dead."""
        ...

    def turn(self) -> AbstractContextManager[bool]:
        """Whether it is this worker's turn to do what one of them does for all; for so long no
        other has it."""
        ...

    def count(self) -> int:
        """How many workers are alive."""
        ...

    def close(self) -> None: ...


class FileAlive:
    """One worker for one file: whoever holds its lock is the only one alive."""

    def __init__(self, path: Path, executor: str) -> None:
        """Raises `Busy`."""
        self._executor = executor
        self._file: Final = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise Busy from None

    def check(self) -> None:
        """The lock of a file ends with its process, not before."""

    def dead(self, executors: Iterable[str]) -> list[str]:
        return [each for each in executors if each != self._executor]

    def turn(self) -> AbstractContextManager[bool]:
        return nullcontext(True)

    def count(self) -> int:
        return 1

    def close(self) -> None:
        os.close(self._file)


_KEEP_ALIVE = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""The server finds out within half a minute that a machine has gone without a word."""


class ServerAlive:
    """On PostgreSQL each worker holds an advisory lock, which ends with its connection."""

    def __init__(self, database: Database, executor: str) -> None:
        self._executor, self._lock = executor, threading.Lock()
        with reaching():
            self._connection: Final[Connection] = database.engine.connect()
            self._connection.execution_options(isolation_level="AUTOCOMMIT")
            for setting in _KEEP_ALIVE:
                self._connection.execute(text(setting))
            self._class = self._scalar("SELECT hashtext(current_schema() || '/workers')")
            self._turn = self._scalar("SELECT hashtext(current_schema() || '/turn')")
            ours = {"class": self._class, "key": _number(executor)}
            self._connection.execute(text("SELECT pg_advisory_lock(:class, :key)"), ours)

    def _scalar(self, query: str, **values: int) -> int:
        return int(self._connection.execute(text(query), values).scalar_one())

    def check(self) -> None:
        with self._lock, reaching():
            if self._connection.invalidated:
                raise Unavailable("WorkerLost")
            self._scalar("SELECT 1")

    @contextmanager
    def turn(self) -> Iterator[bool]:
        with self._lock, reaching():
            ours = self._scalar("SELECT pg_try_advisory_lock(:key)::int", key=self._turn)
        try:
            yield bool(ours)
        finally:
            if ours:
                with self._lock, reaching():
                    self._scalar("SELECT pg_advisory_unlock(:key)::int", key=self._turn)

    def dead(self, executors: Iterable[str]) -> list[str]:
        others = [each for each in executors if each != self._executor]
        alive = self._living() if others else set()
        return [each for each in others if _number(each) & 0xFFFFFFFF not in alive]

    def count(self) -> int:
        return len(self._living())

    def _living(self) -> set[int]:
        query = text(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
            " AND classid::bigint = :class AND granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with self._lock, reaching():
            rows = self._connection.execute(query, {"class": self._class & 0xFFFFFFFF})
            return {int(each) for each in rows.scalars()}

    def close(self) -> None:
        with suppress(DBAPIError):
            self._connection.invalidate()  # a pooled connection would keep the lock
            self._connection.close()


def _number(executor: str) -> int:
    """32 bits with a sign, as PostgreSQL wants them."""
    return int.from_bytes(hashlib.sha256(executor.encode()).digest()[:4], "big", signed=True)
