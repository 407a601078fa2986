"""An approved plan carried out, read again, signed for by owners, and its result recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from chikai.app import cases
from chikai.app.carry_out.opened import (
    Opened,
    Result,
    carrying,
    changes_of,
    is_carried_out,
    made_plan,
    note,
    opened_plan,
)
from chikai.app.carry_out.recording import concluded, verified_now
from chikai.app.cases import Actor, once, once_on
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.ledger.plan import Plan
from chikai.ledger.problem import Problem
from chikai.people.staff import demand
from chikai.ports import (
    BadData,
    Hindered,
    Hindrance,
    Home,
    Moved,
    Purpose,
    Refused,
    RefusedInPart,
    Standing,
    Verified,
)


@once_on
def apply(home: Home, case: Case, /, *, by: Actor, on: date | None = None) -> Result:
    """Carry the approved plan out, read everything again, and record the result when nothing is
    left to do or to put back. Run again after a crash, it finishes what was begun; a plan that
    was carried out is never carried out again.

    Raises `Refused` and `Moved` when the databases are not what the plan says: then nothing was
    changed anywhere, and a new plan is made; `RefusedInPart` when some are changed already, which
    the journal says, too; `Unavailable`.
    """
    demand(by.roles, "apply_plan")
    is_carried_out(case)
    change = made_plan(case, "plan_applied")
    if change.approved_by is None:
        raise BadData("plan.not_approved", field="plan")
    on = on or max(cases.today(home), change.last_on)  # one day, however long it takes
    if change.applied_on is not None:
        return concluded(home, case, by=by, on=on)
    opened = opened_plan(home, change)
    case, seen = _applied(home, case, change, opened, by=by, on=on)
    applied = cmd.Note(happened=ev.PlanApplied(plan=change.plan, rows=opened.plan.rows))
    return verified_now(home, case, opened, seen, applied, by=by, on=on)


def _applied(
    home: Home, case: Case, change: Change, opened: Opened, *, by: Actor, on: date | None
) -> tuple[Case, Verified]:
    if opened.hash != change.plan:
        raise BadData("plan.other_hash", field="plan")
    skip: frozenset[str] = frozenset()
    if change.started:
        standing = changes_of(home).standing(opened.plan, opened.contents)
        mixed = [source for source, each in standing.items() if each is Standing.MIXED]
        if mixed:
            why = Refused((Problem("plan.mixed", "source", {"source": mixed[0]}),))
            if done := stopped(home, case, opened, mixed[0], standing, by=by, on=on):
                raise RefusedInPart(mixed[0], done, why)
            raise why
        skip = frozenset(s for s, each in standing.items() if each is Standing.DONE)
    else:
        begun = replace(by, command=f"{by.command}:start")
        started = note(home, case, ev.ApplyStarted(plan=change.plan), by=begun, on=on)
        assert isinstance(started, Case)
        case = started
    home.failpoint("app.plan_started")
    try:
        seen = changes_of(home).apply(opened.plan, opened.contents, opened.wanted, skip=skip)
    except (Refused, RefusedInPart, Moved, Hindered) as why:
        if not _done_by_another(home, opened, why):
            if isinstance(why, RefusedInPart):
                _note_stopped(home, case, change.plan, why.source, why.done, by=by, on=on)
            raise
        skip = frozenset(each.source for each in opened.plan.sources)
        seen = changes_of(home).apply(opened.plan, opened.contents, opened.wanted, skip=skip)
    home.failpoint("app.plan_applied")
    return case, seen


def _done_by_another(home: Home, opened: Opened, why: Exception) -> bool:
    """Whether somebody carried out the same plan at the same moment, and that was in the way."""
    if isinstance(why, Hindered) and why.why is not Hindrance.COLLIDED:
        return False
    standing = changes_of(home).standing(opened.plan, opened.contents)
    there = [standing.get(each) for each in _changing(opened.plan)]
    return bool(there) and set(there) == {Standing.DONE}


def _changing(plan: Plan) -> list[str]:
    """The sources in which something is other afterwards than it was."""
    return [
        s.source
        for s in plan.sources
        if any(t.deletes or any(c.filled for c in t.columns) for t in s.tables)
    ]


def stopped(
    home: Home,
    case: Case,
    opened: Opened,
    source: str,
    standing: Mapping[str, Standing],
    *,
    by: Actor,
    on: date | None,
) -> tuple[str, ...]:
    """The sources that have kept their part while another has not, which is written down."""
    done = tuple(sorted(s for s in _changing(opened.plan) if standing.get(s) is Standing.DONE))
    if done:
        _note_stopped(home, case, opened.hash, source, done, by=by, on=on)
    return done


def _note_stopped(
    home: Home,
    case: Case,
    plan: str,
    source: str,
    done: tuple[str, ...],
    *,
    by: Actor,
    on: date | None,
) -> None:
    """Said once, however often it is tried."""
    part = ev.ApplyStopped(plan=plan, source=source, done=done)
    said = [e for e in home.journal.read(case.id) if e.type == part.type()]
    if not said or (said[-1].data["plan"], said[-1].data["done"]) != (plan, done):
        note(home, case, part, by=replace(by, command=f"{by.command}:stopped"), on=on)


@once
def verify(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Read every planned cell again and look for what is left of the old values; record the
    result where nothing is left to do. Raises `NotNow` before the plan was carried out."""
    demand(by.roles, "apply_plan")
    case = carrying(home, case_id)
    return concluded(home, case, by=by, on=on)


@once
def attest(
    home: Home,
    case_id: str,
    source: str,
    rows: int,
    said: str,
    *,
    by: Actor,
    evidence: bytes | None = None,
    on: date | None = None,
) -> Result:
    """The owner of the order signs what was done in a source of the plan nobody reaches from
    here, 0 rows where nothing was there. When it was the last thing open, the result is recorded.
    Raises `NotAllowed`, `NotNow`, `BadData`."""
    demand(by.roles, "task_done")
    case = carrying(home, case_id)
    change = made_plan(case, "owner_attested")
    opened = opened_plan(home, change)
    if change.approved_by is None:
        raise BadData("plan.not_approved", field="plan")
    if source not in {each.source for each in opened.plan.by_hand}:
        raise BadData("plan.not_by_hand", field="source", source=source)
    if case.action is None or case.action.owner != by.id:
        raise BadData("plan.not_its_owner", field="by")
    if rows < 0 or not said.strip():
        raise BadData("plan.attests_too_little", field="said")
    s = cases.seal(home, case_id, Purpose.RECORD, {"said": said, "rows": rows})
    file = cases.seal_bytes(home, case_id, Purpose.RECORD, evidence) if evidence else None
    event = ev.OwnerAttested(
        plan=change.plan,
        source=source,
        rows=rows,
        sealed=s.sealed,
        commitment=s.commitment,
        evidence=file.sealed if file else None,
        evidence_commitment=file.commitment if file else None,
    )
    noted = note(home, case, event, by=by, on=on)
    assert isinstance(noted, Case)
    if change.applied_on is None:
        return noted
    return concluded(home, noted, by=replace(by, command=f"{by.command}:seen"), on=on)
