"""The daily sweep: finish what a crash left, seal the day's views, delete what expired in the
tray, sign, and say what is due.

It destroys nothing by itself: what a named person must do is listed, not done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from chikai.app import cases, drp_callbacks, hooks, mail, mail_out, objections, proof
from chikai.app.carry_out import finish as finish_change
from chikai.app.cases import Actor
from chikai.app.destroying import finish
from chikai.app.fee_book import ending
from chikai.app.upkeep import sweep_orphans
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import clocks
from chikai.duties.requests.decide import UnlawfulStep
from chikai.kernel.event import Data, Draft
from chikai.kernel.message import Message, say
from chikai.ports import Batch, Home

HOUSE = "house"
"""The stream of the journal that is no case: daily digests of who looked at personal data."""


_AFTER_CLOSE = frozenset({"destruction", "fee_return", "kept", "records"})
"""Clocks that run on when a case is closed."""
LOOK_BACK_DAYS = 400
"""How far back a sweep looks for days whose views nobody has digested."""


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
        if _finish(home, case, by) or finish_change(home, case, by):
            finished.append(case.id)
            case = cases.load(home, case.id)
        for clock in clocks(case, cases.policy_of(home, case), on=day):
            if clock.standing == "due" and (case.is_open or clock.key in _AFTER_CLOSE):
                due.append(DueToday(case.id, clock.key, clock.arithmetic))
        due += [
            DueToday(case.id, "money_order", say("console.fees.ends", day=each.until))
            for each in ending(case, on=day)
            if day < each.until
        ]
    due += _objections(home, day)
    digests = _digest_views(home, by)
    mail_out.deliver(home, by=by)
    mail.forget(home, by=by)
    hooks.deliver(home)
    drp_callbacks.deliver(home)
    orphans = sweep_orphans(home)
    if home.tray is not None:
        home.tray.sweep(at=home.clock.now())
    if home.journal.size():
        proof.checkpoint(home)
    return Swept(orphans, tuple(finished), digests, tuple(due))


def _objections(home: Home, day: date) -> list[DueToday]:
    """Files of objections whose period is over: a person destroys them."""
    found = ((each, objections.file_due(home, each)) for each in objections.all_of(home))
    return [
        DueToday(each.id, "objection_file", say("objection.file_due", on=due))
        for each, due in found
        if due is not None and due <= day
    ]


def _finish(home: Home, case: Case, by: Actor) -> bool:
    try:
        return finish(home, case, by)
    except UnlawfulStep:
        return False  # the period or a hold says not yet; a person must look at it


def _digest_views(home: Home, by: Actor) -> int:
    """Bring the views of every past day that is not yet in the journal there, each as a count
    and a hash."""
    history = home.journal.read(HOUSE)
    done = {e.data["day"] for e in history}
    first = next(iter(home.journal.all()), None)
    if first is None:
        return 0
    today = cases.today(home)
    start = max(first.recorded_at.date(), today - timedelta(days=LOOK_BACK_DAYS))
    added = 0
    for days in range((today - start).days):
        day = (start + timedelta(days=days)).isoformat()
        if day in done:
            continue
        count, digest = home.views.digest(day)
        if not count:
            continue
        data: Data = {"day": day, "views": count, "hash": digest}
        batch = Batch(HOUSE, len(history) + added, [Draft("views_digested", today, data)])
        mine = replace(by, command=f"views:{day}")
        cases.append(home, [batch], by=mine, policy=home.policies[-1].version)
        added += 1
    return added
