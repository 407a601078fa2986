"""Durable work: what the journal orders is put on the board of jobs, and workers do it.

The journal is written first, the board follows: an order that is not on the board is put there by
the next sweep, a job that nothing orders any more is taken off. There is no moment at which both
must be written at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from chikai.ports import Home, Missing, Unavailable
from chikai.ports.jobs import NOT_DONE, Deed, Job, Jobs, Order, Standing

AT_ONCE: Final = 4
"""Jobs one worker does at the same time: they wait for databases, not for this machine."""
PACE: Final = 1.0
"""Seconds between two sweeps."""
SOON: Final = timedelta(seconds=60)
"""A worker that ends when it is idle waits so long for a source that is down."""
KEPT_DAYS: Final = 30
"""How long the history of a job is kept unless the house says otherwise; the journal stays."""

Orders = Callable[[Home], Sequence[Order]]
"""What the journal orders and has not seen done."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a worker left behind when it ended."""

    done: int
    waiting: int
    halted: int


def jobs_of(home: Home) -> Jobs:
    """Raises `Unavailable` for a home without jobs."""
    if home.jobs is None:
        raise Unavailable("NoJobs")
    return home.jobs


def put_ordered(home: Home, orders: Sequence[Order]) -> int:
    """Make the board agree with the journal; how many orders were new."""
    jobs, now = jobs_of(home), home.clock.now()
    known = {job.id for job in jobs.all(*NOT_DONE)}
    new = sum(jobs.put(order, at=now) for order in orders if order.id not in known)
    for id in known - {order.id for order in orders}:
        jobs.drop(id)
    return new


def awaits_worker(home: Home, orders: Sequence[Order]) -> bool:
    """Whether there is anything a worker could do now; forgetting what is old is something."""
    now = home.clock.now()
    known = {job.id: job for job in jobs_of(home).all()}
    if any(job.standing is Standing.DONE and job.at < now - _kept(home) for job in known.values()):
        return True
    return any(order.id not in known or known[order.id].is_due(now) for order in orders)


def _kept(home: Home) -> timedelta:
    return timedelta(days=int(home.settings.get("job_days", KEPT_DAYS)))


def work(
    home: Home,
    deed: Deed,
    *,
    orders: Orders,
    wait: Callable[[float], bool],
    until_idle: bool,
    at_once: int = AT_ONCE,
    show: Callable[[Sequence[Job]], None] | None = None,
) -> Worked:
    """Be a worker until `wait`, which waits so many seconds, says that it is enough; with
    `until_idle` also when nothing is left that could be done soon. Raises `Busy`, and
    `Unavailable` when the others may count this worker as dead."""
    jobs = jobs_of(home)
    before: tuple[object, ...] | None = None
    with jobs.working(deed, at_once=at_once) as worker:
        while True:
            with worker.turn() as ours:
                if ours:
                    put_ordered(home, orders(home))
            worker.sweep()
            now, left = home.clock.now(), jobs.all(*NOT_DONE)
            seen = (now.date(), *(job.id for job in left))
            if show and (left or seen != before):
                show(jobs.all())
            if seen != before:
                worker.forget(now - _kept(home))
            before = seen
            idle = ours and not any(job.is_due(now + SOON) for job in left)
            if (until_idle and idle) or wait(PACE):
                break
    return _worked(jobs.all())


def _worked(jobs: Sequence[Job]) -> Worked:
    count = {each: sum(job.standing is each for job in jobs) for each in Standing}
    waiting = len(jobs) - count[Standing.DONE] - count[Standing.HALTED]
    return Worked(count[Standing.DONE], waiting, count[Standing.HALTED])


def named(home: Home, name: str) -> tuple[Job, ...]:
    """The job of that id, or those of that case. Raises `Missing`."""
    found = tuple(j for j in jobs_of(home).all() if name in (j.id, j.order.case))
    if not found:
        raise Missing(name)
    return found


def resume(home: Home, name: str) -> tuple[Job, ...]:
    """Try again now what waits for a source or for a person. Raises `Missing`."""
    jobs, now = jobs_of(home), home.clock.now()
    return tuple(jobs.resume(job.id, at=now) for job in named(home, name))
