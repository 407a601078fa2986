"""Putting back while the window is open, and finishing what was left half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chikai.app import cases
from chikai.app.carry_out.applying import apply, recorded
from chikai.app.carry_out.opened import (
    Result,
    carrying,
    changes_of,
    made_plan,
    note,
    opened_plan,
)
from chikai.app.cases import Actor, once
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import NotNow
from chikai.duties.requests.flow import State
from chikai.people.staff import demand
from chikai.ports import (
    BadData,
    Home,
    Moved,
    Purpose,
    Refused,
    RefusedInPart,
    Standing,
    Unavailable,
)


@once
def undo(home: Home, case_id: str, reasons: str, *, by: Actor, on: date | None = None) -> Result:
    """Put everything back while the window is open. Raises `NotNow`, `BadData`, `Moved` when
    somebody has touched it since."""
    demand(by.roles, "undo_plan")
    case = carrying(home, case_id)
    change = made_plan(case, "plan_undone")
    if not change.window_open(on or cases.today(home)):
        raise NotNow(case, "plan_undone", ())
    if not reasons.strip():
        raise BadData("steps.judgment_needs_reasons", field="reasons")
    opened = opened_plan(home, change)
    standing = set(changes_of(home).standing(opened.plan, opened.contents).values())
    if standing != {Standing.UNTOUCHED}:  # put back before a crash
        kept = home.vault.stream(change.files) if change.files else ()
        changes_of(home).undo(opened.plan, opened.contents, kept)
    s = cases.seal(home, case_id, Purpose.RECORD, {"reasons": reasons})
    event = ev.PlanUndone(plan=change.plan, sealed=s.sealed, commitment=s.commitment)
    return note(home, case, event, by=by, on=on)


def finish(home: Home, case: Case, by: Actor) -> bool:
    """For the sweep: what a crash left half done, an undo window that is over, and old values of
    a case that ended otherwise. Whether there was anything to finish."""
    change = case.change
    if not case.is_open:
        if home.keys.exists(case.id, Purpose.PRIOR):
            home.keys.destroy(case.id, Purpose.PRIOR)
            return True
        return False
    if change is None or change.settled or case.state is not State.CARRYING_OUT:
        return False
    mine = replace(by, command=f"{by.command}:{case.id}:change")
    try:
        if change.started and change.applied_on is None:
            apply(home, case.id, by=mine)
            return True
        if change.complete and not change.window_open(cases.today(home)):
            recorded(home, case, change.plan, _last_seen(home, case), by=mine, on=None)
            return True
    except (Refused, RefusedInPart, Moved, Unavailable, BadData):
        return False  # a person must look at it; the case says what comes next
    return False


def _last_seen(home: Home, case: Case) -> cmd.Sealing:
    """Where the last verification and its result are sealed."""
    seen = [e for e in home.journal.read(case.id) if e.type == ev.PlanVerified.type()][-1]
    return cmd.Sealing(sealed=str(seen.data["sealed"]), commitment=str(seen.data["commitment"]))
