"""A yard to work in: orders, a deed that must take effect once each, and workers as processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from chikai.adapters.clock import OsEntropy, SystemClock
from chikai.adapters.failpoints import from_environment
from chikai.adapters.jobs.company import CompanyJobs
from chikai.ports import Unavailable
from chikai.ports.jobs import Halted, Order, Standing

KEY = bytes(range(32))
PLAN = "5e" * 32
STEPS = ("preflight", "apply:crm", "apply:shop", "verify")


class Books:
    """A company's database in which every order counts one thing down, once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(self._open()) as books, books:
            books.execute("PRAGMA journal_mode = WAL")
            books.execute("CREATE TABLE IF NOT EXISTS done (step TEXT, job TEXT UNIQUE)")
            books.execute("CREATE TABLE IF NOT EXISTS tried (step TEXT, job TEXT)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=30)

    def apply(self, job: str, step: str) -> None:
        """Changes what is still as the plan saw it: a second time there is nothing left to do."""
        with closing(self._open()) as books, books:
            books.execute("INSERT INTO tried VALUES (?, ?)", (step, job))
            books.execute("INSERT OR IGNORE INTO done VALUES (?, ?)", (step, f"{job} {step}"))

    def count(self, table: str, step: str) -> int:
        with closing(self._open()) as books:
            found = books.execute(f"SELECT count(*) FROM {table} WHERE step = ?", (step,))
            return int(found.fetchone()[0])


@dataclass
class Counting:
    """The deed of these tests. `down` names a source that is down while a file of that name lies
    beside the books, and no step ends while one named `held` does; `slow` are the seconds that
    applying takes."""

    books: Books
    slow: float = 0.0

    def stages(self, order: Order) -> Sequence[Sequence[str]]:
        return (STEPS[:1], STEPS[1:3], STEPS[3:])

    def do(self, order: Order, step: str) -> None:
        if self.books.path.with_name(step.replace(":", "-") + "-down").exists():
            raise Unavailable("OperationalError")
        if self.books.path.with_name(step + "-refused").exists():
            raise Halted("drift")
        if step.startswith("apply"):
            time.sleep(self.slow)
        while self.books.path.with_name("held").exists():
            time.sleep(0.02)
        self.books.apply(order.id, step)


@dataclass
class Yard:
    """Where the jobs of one company are, and the books they work on."""

    folder: Path
    url: str | Path
    slow: float = 0.0
    prefix: str = "case"

    def jobs(self, failpoint: str = "") -> CompanyJobs:
        return CompanyJobs(
            self.url,
            company="enigmo",
            key=lambda: KEY,
            clock=SystemClock(),
            entropy=OsEntropy(),
            failpoint=from_environment({"CHIKAI_FAILPOINT": failpoint}),
        )

    @property
    def deed(self) -> Counting:
        return Counting(Books(self.folder / "books.db"), self.slow)

    def order(self, count: int) -> list[Order]:
        orders = [Order(f"{self.prefix}-{n}", "erase", PLAN) for n in range(count)]
        jobs = self.jobs()
        for order in orders:
            jobs.put(order, at=SystemClock().now())
        jobs.close()
        return orders

    def start(self, failpoint: str = "", *, at_once: int = 4) -> int:
        """A worker as a process of its own; it ends when everything is done."""
        return in_child(lambda: self.work(failpoint, at_once=at_once))

    def work(self, failpoint: str = "", *, at_once: int = 4) -> None:
        jobs = self.jobs(failpoint)
        with jobs.working(self.deed, at_once=at_once) as worker:
            while worker.sweep():
                time.sleep(0.1)
        jobs.close()

    def hold(self) -> None:
        """No step ends until they may go on."""
        (self.folder / "held").touch()

    def go_on(self) -> None:
        (self.folder / "held").unlink()

    def check(self, orders: Sequence[Order]) -> None:
        """Every order is done, every step of it took effect once."""
        jobs = self.jobs()
        assert {jobs.get(order.id).standing for order in orders} == {Standing.DONE}
        jobs.close()
        for step in STEPS:
            done = self.deed.books.count("done", step)
            assert done == len(orders), step


def in_child(deed: Callable[[], None]) -> int:
    """Run a deed in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    try:
        deed()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(child: int) -> int:
    """The signal that ended it, or 0 for a good end."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
