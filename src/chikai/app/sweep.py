"""The daily sweep: finish what a crash left, seal the day's views, sign, and say what is due.

It destroys nothing by itself: what a named person must do is listed, not done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chikai.app import cases, proof, steps
from chikai.app.cases import LAW_PROFILE, Actor
from chikai.app.upkeep import sweep_orphans
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import clocks
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.flow import State
from chikai.kernel.event import Draft
from chikai.kernel.message import Message
from chikai.ports import Batch, Home, Purpose

HOUSE = "house"
"""The stream of the journal that is no case: daily digests of who looked at personal data."""


@dataclass(frozen=True, slots=True)
class DueToday:
    """A clock of a case that has come due, with its arithmetic."""

    case: str
    clock: str
    arithmetic: Message


@dataclass(frozen=True, slots=True)
class Swept:
    orphans: int
    finished: tuple[str, ...]
    digests: int
    due: tuple[DueToday, ...]


def sweep(home: Home, *, by: Actor) -> Swept:
    """Run once a day, or as often as you like: a second run finds nothing left to finish."""
    day = cases.today(home)
    finished = []
    due = []
    for row in home.journal.inbox():
        case = cases.load(home, row.case)
        if _half_destroyed(home, case) and _finish(home, case, by):
            finished.append(case.id)
            case = cases.load(home, case.id)
        for clock in clocks(case, cases.policy_of(home, case), on=day):
            if clock.standing == "due" and (case.is_open or clock.key == "destruction"):
                due.append(DueToday(case.id, clock.key, clock.arithmetic))
    digests = _digest_views(home, by)
    orphans = sweep_orphans(home)
    if home.journal.size():
        proof.checkpoint(home)
    return Swept(orphans, tuple(finished), digests, tuple(due))


def _half_destroyed(home: Home, case: Case) -> bool:
    """The key of the papers is gone and the journal does not say so yet."""
    scans = [p for p in case.papers if p.sealed is not None]
    return (
        case.state is State.CLOSED
        and case.disposed is not None
        and bool(scans)
        and not home.keys.exists(case.id, Purpose.PAPERS)
    )


def _finish(home: Home, case: Case, by: Actor) -> bool:
    try:
        steps.destroy_papers(home, case.id, by=Actor(by.id, f"{by.command}:{case.id}"))
    except UnlawfulStep:
        return False  # the period or a hold says not yet; a person must look at it
    return True


def _digest_views(home: Home, by: Actor) -> int:
    """Bring yesterday's views into the journal as a count and a hash, once."""
    day = (cases.today(home) - timedelta(days=1)).isoformat()
    history = home.journal.read(HOUSE)
    if any(e.data.get("day") == day for e in history):
        return 0
    count, digest = home.views.digest(day)
    if not count:
        return 0
    draft = Draft("views_digested", cases.today(home), {"day": day, "views": count, "hash": digest})
    home.journal.append(
        [Batch(HOUSE, len(history), [draft])],
        command_id=f"views:{day}",
        actor_id=by.id,
        law=LAW_PROFILE,
        policy=home.policies[-1].version,
        at=home.clock.now(),
    )
    return 1
