"""What a measurement says, and statements counted by the databases themselves."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION|SAVEPOINT|RELEASE)\b", re.I)
"""What opens and closes transactions is counted for neither side."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. Seconds; `at_most` times the floor, `few` statements, `most` of
    `amount` (in `unit`)."""

    what: str
    seconds: float | None = None
    floor: float | None = None
    at_most: float | None = None
    statements: int | None = None
    few: int | None = None
    amount: float | None = None
    most: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.seconds / self.floor if self.seconds is not None and self.floor else None

    @property
    def met(self) -> bool | None:
        """None where nothing is claimed."""
        said = [
            value <= limit
            for value, limit in (
                (self.ratio, self.at_most),
                (self.statements, self.few),
                (self.amount, self.most),
            )
            if value is not None and limit is not None
        ]
        return all(said) if said else None

    def __str__(self) -> str:
        parts = [f"{self.what:32}"]
        if self.seconds is not None:
            parts.append(f"{self.seconds:9.4f} s")
        if self.ratio is not None:
            parts.append(f"{self.ratio:6.2f} × floor {self.floor:.4f} s")
        if self.at_most is not None:
            parts.append(f"(at most {self.at_most:g})")
        if self.statements is not None:
            said = f" (at most {self.few})" if self.few else ""
            parts.append(f"{self.statements} statements{said}")
        if self.amount is not None:
            said = f" (at most {self.most:g})" if self.most else ""
            parts.append(f"{self.amount:,.0f} {self.unit}{said}")
        if self.met is not None:
            parts.append("met" if self.met else "MISSED")
        return "  ".join([*parts, self.note] if self.note else parts)


def dumped(lines: Sequence[Line]) -> str:
    return json.dumps([asdict(each) for each in lines])


def loaded(text: str) -> list[Line]:
    return [Line(**each) for each in json.loads(text)]


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


# --- counting -----------------------------------------------------------------------------------

_SAID: list[str] = []


def listen() -> None:
    """Every SQLite file that is opened from now on tells each statement it runs."""
    if not sa.event.contains(sa.Engine, "connect", _tell):
        sa.event.listen(sa.Engine, "connect", _tell)


def _tell(connection: Any, _: object) -> None:
    if hasattr(connection, "set_trace_callback"):
        connection.set_trace_callback(_SAID.append)


class Counter:
    """Statements of the own store, a SQLite file, and of the shop, by whoever runs them."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)
        self._brand = self._url.get_backend_name()
        self.said: list[str] = []
        if self._brand != "sqlite":
            at = self._url.set(database="postgres") if self._brand == "postgresql" else self._url
            engine = sa.create_engine(at, isolation_level="AUTOCOMMIT")
            self._connection = engine.connect()
            if self._brand == "postgresql":
                self._ask("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def _ask(self, sql: str) -> Any:
        return self._connection.exec_driver_sql(sql)

    @contextmanager
    def counting(self) -> Iterator[list[int]]:
        """The block's own statements: one number is put into the list at its end."""
        found: list[int] = []
        if self._brand == "postgresql":
            self._ask("SELECT pg_stat_statements_reset()")
        before = self._questions() if self._brand == "mysql" else 0
        _SAID.clear()
        yield found
        # What a statement asks of the catalog by itself is traced as a comment.
        own = [each for each in _SAID if not NOT_COUNTED.match(each) and each[:2] != "--"]
        self.said = own[:]
        match self._brand:
            case "postgresql":
                theirs = self._statements()
            case "mysql":
                theirs = self._questions() - before - 1  # itself
            case _:
                theirs = 0
        found.append(len(own) + theirs)

    def _statements(self) -> int:
        sql = (
            "SELECT s.calls, s.query FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
            f" WHERE d.datname = '{self._url.database}'"
        )
        rows = [row for row in self._ask(sql) if not NOT_COUNTED.match(row[1])]
        self.said += [f"[{calls}] {query}" for calls, query in rows]
        return sum(calls for calls, _ in rows)

    def _questions(self) -> int:
        """Statements sent to the server; not those that open and close a transaction."""
        rows = dict(tuple(r) for r in self._ask("SHOW GLOBAL STATUS"))
        closing = ("Com_begin", "Com_commit", "Com_rollback", "Com_savepoint", "Com_admin_commands")
        return int(rows["Questions"]) - sum(int(rows[name]) for name in closing)
