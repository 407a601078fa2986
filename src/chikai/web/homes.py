"""The companies of one home directory: opened when first asked for, one at a time."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from chikai import places, wiring
from chikai.app.drill import id_parts
from chikai.app.drp import Agents
from chikai.app.slips import near
from chikai.places import PolicyFiles
from chikai.policy.load import in_force
from chikai.policy.model import Policy
from chikai.ports import BadData, Clock, Home

TOKYO = ZoneInfo("Asia/Tokyo")
State = tuple[tuple[str, int, int], ...]


class DemoClock:
    """A clock that stands at ten in the morning of one day, and moves forward only by hand. Where
    it was moved to is kept in the file `kept`: a restart does not set it back."""

    def __init__(self, day: date, *, kept: Path | None = None) -> None:
        self._day, self._kept = max(day, _kept_day(kept) or day), kept

    def now(self) -> datetime:
        return datetime(self._day.year, self._day.month, self._day.day, 10, tzinfo=TOKYO)

    def move_to(self, day: date) -> None:
        """Raises `BadData` for an earlier day: what is journalled has happened; and for one so far
        off that it is a slip of the pen."""
        if day < self._day:
            raise BadData("web.clock.back", field="day")
        near(day, after=self._day)
        self._day = day
        if self._kept is not None:
            self._kept.write_text(f"{day.isoformat()}\n", "ascii")


def _kept_day(kept: Path | None) -> date | None:
    try:
        return date.fromisoformat(kept.read_text("ascii").strip()) if kept else None
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Versions:
    """The files of a policy as they were read, and the state of the folder then."""

    files: PolicyFiles
    state: State

    @property
    def policies(self) -> tuple[Policy, ...]:
        return tuple(policy for policy, _ in self.files.good)

    @property
    def wrong(self) -> bool:
        """Whether a file cannot be read."""
        return bool(self.files.broken)


class Homes:
    """`clock` None is the machine's own clock."""

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root, self.clock = root, clock
        self._open: dict[str, Home] = {}
        self._versions: dict[str, Versions] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()
        self._closing = ExitStack()

    def companies(self) -> tuple[str, ...]:
        return places.companies(self.root)

    @contextmanager
    def home(self, company: str) -> Iterator[Home]:
        """The company's home for one request, by the versions of its policy that can be read: one
        bad file closes no desk. Raises `BadData` for a name that is no company."""
        where = places.place(self.root, company)
        with self._lock:
            lock = self._locks.setdefault(company, threading.RLock())
        with lock:
            policies = self.versions(company).policies
            if company not in self._open:
                clock = self.clock if where.drill is None else None  # a drill has its own day
                opened = wiring.open_home(where, clock=clock, policies=policies)
                self._open[company] = self._closing.enter_context(opened)
            self._open[company] = replace(self._open[company], policies=policies)
            yield self._open[company]

    def agents(self, company: str) -> Agents | None:
        """The agents of the Data Rights Protocol. Raises `BadData`."""
        return places.drp_agents(places.place(self.root, company))

    def policy(self, company: str, day: date) -> Policy:
        """The policy in force, without opening the company's store. Raises `NoPolicyInForce`."""
        return in_force(self.versions(company).policies, day)

    def versions(self, company: str) -> Versions:
        """The company's policy as its files have it now. A file that was good before and cannot
        be read any more counts as it was. Raises `BadData`."""
        where = places.place(self.root, company)
        state, before = _state(where.folder / "policies"), self._versions.get(company)
        if before is not None and before.state == state:
            return before
        files = places.sorted_policies(where)
        if before is not None and files.broken:
            kept = {p.version: (p, f) for p, f in (*before.files.good, *files.good)}
            files = replace(files, good=tuple(kept[version] for version in sorted(kept)))
        self._versions[company] = Versions(files, state)
        return self._versions[company]

    def today(self, company: str | None = None) -> date:
        """Today; at a company's drill, the day it has come to. Raises `BadData`."""
        if company is not None and id_parts(company):
            return places.place(self.root, company).clock.now().date()
        return (self.clock or wiring.system_clock()).now().date()

    def close(self) -> None:
        self._closing.close()
        self._open.clear()


def _state(folder: Path) -> State:
    """Changes whenever a policy file does."""
    try:
        with os.scandir(folder) as entries:
            found = [(e.name, e.stat()) for e in entries if e.name.endswith(".yaml")]
    except FileNotFoundError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))


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
