"""Putting back while the window is open, and finishing what was left half done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from chikai.app import cases
from chikai.app.carry_out.applying import apply, stopped
from chikai.app.carry_out.opened import (
    Opened,
    Result,
    carrying,
    changes_of,
    done_before,
    made_plan,
    note,
    opened_plan,
)
from chikai.app.carry_out.prior import destroy_prior
from chikai.app.carry_out.recording import concluded
from chikai.app.cases import Actor, once
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import NotNow
from chikai.duties.requests.flow import State
from chikai.ledger.problem import Problem
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
    """Put everything back while the window is open, also what an earlier plan had done before
    this one took its place. Raises `NotNow`, `BadData`, `Moved` when somebody has touched it
    since."""
    demand(by.roles, "undo_plan")
    case = carrying(home, case_id)
    change = made_plan(case, "plan_undone")
    days = {on or cases.today(home), cases.today(home)}
    if not all(map(change.window_open, days)):  # a day long past opens no window again
        raise NotNow(case, "plan_undone", ())
    if not reasons.strip():
        raise BadData("steps.judgment_needs_reasons", field="reasons")
    earlier = [opened for each, opened in done_before(home, change) if each.comes_back]
    for opened in (opened_plan(home, change), *reversed(earlier)):
        standing = set(changes_of(home).standing(opened.plan, opened.contents).values())
        if standing != {Standing.UNTOUCHED}:  # put back before a crash
            own = opened.hash == change.plan and change.files
            kept = home.vault.stream(own) if own else ()
            changes_of(home).undo(opened.plan, opened.contents, kept)
    s = cases.seal(home, case_id, Purpose.RECORD, {"reasons": reasons})
    event = ev.PlanUndone(plan=change.plan, sealed=s.sealed, commitment=s.commitment)
    return note(home, case, event, by=by, on=on)


def finish(home: Home, case: Case, by: Actor) -> bool:
    """For the sweep: what a crash left half done, what an owner signed and nobody has looked at
    since, an undo window that is over, and old values of a case that ended otherwise. Whether
    there was anything to finish."""
    change = case.change
    if not case.is_open:
        if home.keys.exists(case.id, Purpose.PRIOR):
            home.keys.destroy(case.id, Purpose.PRIOR)
            return True
        return False
    if change is None or change.settled or case.state is not State.CARRYING_OUT:
        return False
    mine = replace(by, command=f"{by.command}:{case.id}:change")
    over = not change.window_open(cases.today(home))
    try:
        if change.applied_on is None:
            if change.started:
                apply(home, case.id, by=mine)
            return change.started
        if change.signed or (change.complete and over):
            concluded(home, case, by=mine, on=None)
            return True
    except (Refused, RefusedInPart, Moved, Unavailable, BadData, NotNow):
        return False  # a person must look at it; the case says what comes next
    return False


def end_part(
    home: Home,
    case: Case,
    opened: Opened,
    standing: Mapping[str, Standing],
    *,
    by: Actor,
    on: date | None,
) -> None:
    """What was done of a plan that goes no further is brought to its end and written down before
    another plan takes its place, which no longer finds it: files go, and old values too. Raises
    `Refused` with what is left of them, and `RefusedInPart`."""
    done = frozenset(source for source, each in standing.items() if each is Standing.DONE)
    part = replace(
        opened.plan, sources=tuple(s for s in opened.plan.sources if s.tables and s.source in done)
    )
    if not part.sources:
        return
    rest = next(s.source for s in opened.plan.sources if s.source not in done)
    stopped(home, case, opened, rest, standing, by=by, on=on)
    seen = changes_of(home).apply(part, opened.contents, opened.wanted, skip=done)
    if left := (*seen.differing, *seen.found):
        raise Refused(
            tuple(
                Problem(
                    each.code,
                    "plan",
                    {"source": each.source, "table": each.table, "count": each.count},
                )
                for each in left
            )
        )


def put_back_no_more(
    home: Home, case: Case, *, explained: bool, by: Actor, on: date | None
) -> tuple[cmd.Note, ...]:
    """Before a result is recorded by hand: where a plan was carried out, its old values go first.
    Raises `BadData` while they must still be there, while a plan was begun and not ended, unless
    all that is left of it is in sources that are mapped no more, and where the last look found it
    incomplete and nobody has `explained` what became of the rest."""
    change = case.change
    if change is None or change.settled or not change.started:
        return ()
    if change.window_open(on or cases.today(home)):
        assert change.undo_until is not None
        raise BadData("plan.undo_open", field="plan", until=change.undo_until.isoformat())
    if change.applied_on is None:
        opened = opened_plan(home, change)
        standing = changes_of(home).standing(opened.plan, opened.contents)
        nobody_reaches = len(standing) < len(opened.plan.sources)
        if not nobody_reaches or set(standing.values()) - {Standing.DONE}:
            raise BadData("plan.begun", field="plan")
        end_part(home, case, opened, standing, by=by, on=on)
    elif not change.complete and not explained:
        raise BadData("plan.left_over", field="measure")
    return (cmd.Note(happened=destroy_prior(home, case.id, change.plan)),)
