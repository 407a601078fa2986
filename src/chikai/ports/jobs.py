"""Durable work on the company's databases: what is ordered, how far it is, who does it.

The journal says what is ordered; a job is only how it gets done. Whatever a job knows can be lost
and made again from the journal. Jobs hold ids and codes, never personal data.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

LONGEST_WAIT: Final = timedelta(hours=1)
"""Between two attempts at a source that is down."""
MOST_DEFECTS: Final = 3
"""So often in a row a step may fail in a way nobody foresaw; then a person must look."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the journal says is to be done: `plan` is the hash that a person approved."""

    case: str
    action: str
    plan: str

    @property
    def id(self) -> str:
        """The same order has the same id wherever and however often it is put."""
        return f"{self.case}:{self.action}:{self.plan}"


class Standing(StrEnum):
    """`unreached`: a source is down and it is tried again at `retry_at`. `halted`: it goes no
    further until a person has looked."""

    ORDERED = "ordered"
    QUEUED = "queued"
    RUNNING = "running"
    UNREACHED = "unreached"
    HALTED = "halted"
    DONE = "done"


NOT_DONE: Final = tuple(each for each in Standing if each is not Standing.DONE)


@dataclass(frozen=True, slots=True)
class Job:
    """How far an order is: `done` of `total` steps, at `step`. `attempt` counts from 1; `failed`
    counts attempts in a row that ended at a source that was down, since `since`. `code` is the
    sentence that says why it is halted or waits, or the kind of an error nobody foresaw; `places`
    fill it, as a query (`source=shop&table=orders`)."""

    order: Order
    standing: Standing
    at: datetime
    step: str | None = None
    done: int = 0
    total: int = 0
    attempt: int = 1
    failed: int = 0
    since: datetime | None = None
    retry_at: datetime | None = None
    code: str | None = None
    places: str = ""

    @property
    def id(self) -> str:
        return self.order.id

    @property
    def run(self) -> str:
        """The id of this attempt."""
        return self.id if self.attempt == 1 else f"{self.id}#{self.attempt}"

    def is_due(self, at: datetime) -> bool:
        """Whether a worker has something to do here. A moment further off than any wait is one of
        a clock that was put back since."""
        match self.standing:
            case Standing.ORDERED | Standing.QUEUED | Standing.RUNNING:
                return True
            case Standing.UNREACHED:
                return self.retry_at is None or not at < self.retry_at <= at + LONGEST_WAIT
            case Standing.HALTED | Standing.DONE:
                return False


class Halted(Exception):
    """The work cannot go on until a person has looked. `code` is the id of a sentence, `places`
    fill it; neither holds a personal value."""

    def __init__(self, code: str, **places: str | int) -> None:
        super().__init__(code)
        self.code, self.places = code, places


class Deed(Protocol):
    """The work itself, cut into steps. A step may be done again at any time, also after a crash in
    the middle of it: it finds out for itself what is left to do."""

    def stages(self, order: Order) -> Sequence[Sequence[str]]:
        """The names of the steps. A stage begins when every step of the one before it is done;
        within a stage a step that fails keeps no other from being done. The same for the same
        order, always."""
        ...

    def do(self, order: Order, step: str) -> None:
        """Raises `Unavailable` for a source that is down, `Halted`."""
        ...


class Worker(Protocol):
    """A process that does jobs, for as long as it is open."""

    def turn(self) -> AbstractContextManager[bool]:
        """Whether it is this worker's turn to do what one of them does for all; for so long no
        other has it. Raises `Unavailable`."""
        ...

    def sweep(self) -> int:
        """Queue what is ordered, try again what is due, take over what a dead worker left. How
        many jobs are still to be done at this moment, those that wait for a source included.
        Raises `Unavailable` when this worker counts as dead itself: it must end."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete jobs that were done before that moment, with their history; how many."""
        ...


class Jobs(Protocol):
    """The jobs of one company."""

    def put(self, order: Order, *, at: datetime) -> bool:
        """Whether it is new: to put an order again changes nothing."""
        ...

    def all(self, *standings: Standing) -> tuple[Job, ...]:
        """Oldest first; those of the given standings, or all of them."""
        ...

    def get(self, id: str) -> Job:
        """Raises `Missing`."""
        ...

    def resume(self, id: str, *, at: datetime) -> Job:
        """Try again now what waits for a source or for a person; any other job is as it was.
        Raises `Missing`."""
        ...

    def drop(self, id: str) -> None:
        """Forget a job that nothing in the journal orders any more. One that is running goes on to
        its end, and one that ended meanwhile stays: its order is gone because it was done."""
        ...

    def working(self, deed: Deed, *, at_once: int) -> AbstractContextManager[Worker]:
        """Be a worker that does so many jobs at the same time. Raises `Busy` where another one is
        at work and there can be only one."""
        ...


class Busy(Exception):
    """Another process is at work here, and only one can be."""
