"""The companies of one home directory: opened when first asked for, one at a time."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from chikai import wiring
from chikai.policy.load import in_force
from chikai.policy.model import Policy
from chikai.ports import BadData, Clock, Home

TOKYO = ZoneInfo("Asia/Tokyo")


class DemoClock:
    """A clock that stands at ten in the morning of one day, and moves forward only by hand."""

    def __init__(self, day: date) -> None:
        self._day = day

    def now(self) -> datetime:
        return datetime(self._day.year, self._day.month, self._day.day, 10, tzinfo=TOKYO)

    def move_to(self, day: date) -> None:
        """Raises `BadData` for an earlier day: what is journalled has happened."""
        if day < self._day:
            raise BadData("web.clock.back", field="day")
        self._day = day


class Homes:
    """`clock` None is the machine's own clock."""

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root, self.clock = root, clock
        self._open: dict[str, Home] = {}
        self._policies: dict[str, tuple[Policy, ...]] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()
        self._closing = ExitStack()

    def companies(self) -> tuple[str, ...]:
        own = sorted(p.parent.name for p in self.root.glob("*/policies"))
        return tuple(dict.fromkeys((*wiring.COMPANIES, *own)))

    @contextmanager
    def home(self, company: str) -> Iterator[Home]:
        """The company's home for one request. Raises `BadData` for a name that is no company."""
        where = wiring.place(self.root, company)
        with self._lock:
            lock = self._locks.setdefault(company, threading.RLock())
        with lock:
            if company not in self._open:
                opened = wiring.open_home(where, clock=self.clock)
                self._open[company] = self._closing.enter_context(opened)
            yield self._open[company]

    def policy(self, company: str, day: date) -> Policy:
        """The policy in force, without opening the company's store. Raises `BadPolicy`."""
        if company not in self._policies:
            self._policies[company] = wiring.read_policies(wiring.place(self.root, company))
        return in_force(self._policies[company], day)

    def today(self) -> date:
        return (self.clock or wiring.system_clock()).now().date()

    def close(self) -> None:
        self._closing.close()
        self._open.clear()


def secret(root: Path) -> str:
    """The secret behind form tokens: made once, so that open pages outlive a restart."""
    path = root / "web.key"
    root.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made := secrets.token_hex(32))
    return made
