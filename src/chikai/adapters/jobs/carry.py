"""One attempt at a job, step by step, whatever keeps the record of the steps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeAlias
from urllib.parse import urlencode

from chikai.ports import Clock, Hindered, Unavailable
from chikai.ports.jobs import LONGEST_WAIT, MOST_DEFECTS, Deed, Halted, Job, Order, Standing

Ended: TypeAlias = Mapping[str, str]
"""How a step ended: nothing when it is done, else `unreached` or `halted`, its code and what
fills the places of that sentence."""
Record: TypeAlias = Callable[[str, Callable[[], Ended]], Ended]
"""Does a step, unless it is on record that it has been done in this attempt."""

FIRST_WAIT: Final = timedelta(seconds=15)

MOVING: Final = (Standing.ORDERED, Standing.QUEUED, Standing.RUNNING)
OPEN: Final = (*MOVING, Standing.UNREACHED)
STILL: Final = (Standing.UNREACHED, Standing.HALTED)
"""Standings that only time or a person changes."""

_log = logging.getLogger("chikai.jobs")


class Board(Protocol):
    """Where every job of a company stands."""

    def add(self, job: Job) -> bool:
        """Whether it is new; one that is there stays as it is."""
        ...

    def save(self, job: Job, *, was: Standing | None = None) -> bool:
        """Whether it was saved: only where it stands as `was`, if that is given."""
        ...

    def get(self, id: str) -> Job:
        """Raises `Missing`."""
        ...

    def all(self, *standings: Standing) -> tuple[Job, ...]:
        """Oldest first; those of the given standings, or all of them."""
        ...

    def queued(self, jobs: Sequence[Job]) -> None:
        """Of those that are still `ordered`, note that they are queued."""
        ...

    def drop(self, ids: Sequence[str]) -> None: ...


def carry(job: Job, deed: Deed, *, board: Board, clock: Clock, record: Record) -> None:
    """Do every step that can be done now, and leave on the board how it ended."""
    try:
        stages = [list(stage) for stage in deed.stages(job.order)]
    except Exception as error:
        board.save(_after(job, _ended(error), at=clock.now()))
        return
    job = replace(job, standing=Standing.RUNNING, done=0, total=sum(map(len, stages)), code=None)
    for stage in stages:
        worst: Ended = {}
        for step in stage:
            job = replace(job, step=step, at=clock.now())
            board.save(job)
            ended = record(step, partial(_do, deed, job.order, step))
            if ended:
                worst = ended if worst.get("how") != "halted" else worst
            else:
                job = replace(job, done=job.done + 1)
        if worst:
            board.save(_after(job, worst, at=clock.now()))
            return
    done = replace(job, standing=Standing.DONE, step=None, failed=0, since=None, retry_at=None)
    board.save(replace(done, at=clock.now()))


def again(job: Job, *, at: datetime) -> Job:
    """The next attempt, to be queued."""
    return replace(
        job,
        standing=Standing.ORDERED,
        attempt=job.attempt + 1,
        retry_at=None,
        code=None,
        places="",
        at=at,
    )


def waiting_time(failed: int) -> timedelta:
    """How long to wait after so many failures in a row: twice as long each time."""
    return min(FIRST_WAIT * int(2 ** min(failed - 1, 20)), LONGEST_WAIT)


def _do(deed: Deed, order: Order, step: str) -> Ended:
    try:
        deed.do(order, step)
    except Exception as error:
        return _ended(error)
    return {}


def _ended(error: Exception) -> Ended:
    """Only the class of an error nobody foresaw is kept: its text may hold a value."""
    match error:
        case Hindered(why=why):
            return {"how": "unreached", "code": f"jobs.why.{why.value}"}
        case Unavailable():
            return {"how": "unreached", "code": "jobs.why.unreached"}
        case Halted(code=code, places=places):
            return {"how": "halted", "code": code, "places": urlencode(places)}
    name = type(error).__name__
    _log.error("a step failed unforeseen: %s", name)
    return {"how": "defect", "code": name}


def _after(job: Job, ended: Ended, *, at: datetime) -> Job:
    failed = job.failed + 1
    if ended["how"] == "halted" or (ended["how"] == "defect" and failed >= MOST_DEFECTS):
        return replace(
            job,
            standing=Standing.HALTED,
            failed=0,
            code=ended["code"],
            places=ended.get("places", ""),
            at=at,
        )
    return replace(
        job,
        standing=Standing.UNREACHED,
        failed=failed,
        since=job.since or at,
        retry_at=at + waiting_time(failed),
        code=ended.get("code"),
        at=at,
    )
