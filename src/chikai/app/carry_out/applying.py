"""An approved plan carried out, read again, signed for by owners, and its result recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

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
    verified_to_dict,
)
from chikai.app.carry_out.prior import destroy_prior
from chikai.app.cases import Actor, once, once_on
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.duties.requests.decide import NotNow
from chikai.ledger.plan import CORRECTING, Plan
from chikai.ledger.problem import Problem
from chikai.people.staff import demand
from chikai.ports import (
    BadData,
    Home,
    Purpose,
    Refused,
    RefusedInPart,
    Remains,
    Standing,
    Unavailable,
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
    opened = opened_plan(home, change)
    if change.applied_on is not None:
        seen = changes_of(home).verify(opened.plan, opened.contents)
        return verified_now(home, case, opened, seen, by=by, on=on)
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
            raise Refused((Problem("plan.mixed", "source", {"source": mixed[0]}),))
        skip = frozenset(s for s, each in standing.items() if each is Standing.DONE)
    else:
        begun = replace(by, command=f"{by.command}:start")
        started = note(home, case, ev.ApplyStarted(plan=change.plan), by=begun, on=on)
        assert isinstance(started, Case)
        case = started
    home.failpoint("app.plan_started")
    try:
        seen = changes_of(home).apply(opened.plan, opened.contents, opened.wanted, skip=skip)
    except RefusedInPart as stopped:
        part = ev.ApplyStopped(plan=change.plan, source=stopped.source, done=stopped.done)
        halfway = replace(by, command=f"{by.command}:stopped")
        last = home.journal.read(case.id)[-1]
        if last.type != part.type() or last.data["done"] != stopped.done:
            note(home, case, part, by=halfway, on=on)  # said once, however often it is tried
        raise
    home.failpoint("app.plan_applied")
    return case, seen


@once
def verify(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Read every planned cell again and look for what is left of the old values; record the
    result where nothing is left to do. Raises `NotNow` before the plan was carried out."""
    demand(by.roles, "apply_plan")
    case = carrying(home, case_id)
    change = made_plan(case, "plan_verified")
    if change.applied_on is None:
        raise NotNow(case, "plan_verified", ())
    opened = opened_plan(home, change)
    seen = changes_of(home).verify(opened.plan, opened.contents)
    return verified_now(home, case, opened, seen, by=by, on=on)


def verified_now(
    home: Home,
    case: Case,
    opened: Opened,
    seen: Verified,
    *before: cmd.Note,
    by: Actor,
    on: date | None,
) -> Result:
    """Write down what was seen, with what was done before it; where nothing is left to do or to
    put back, the key of the old values goes in the same breath, and then the result is recorded.
    Raises `Unavailable`."""
    made = opened.plan
    day = on or cases.today(home)
    signed = _signed(home, case, made)
    stated = tuple(Remains(s, "plan.attested_by_owner", count=n) for s, n in signed.items())
    seen = replace(seen, attested=(*seen.attested, *stated))
    waiting = len(made.by_hand) - len(signed)
    record = {"verified": verified_to_dict(seen), "result": _result(opened, day)}
    complete = seen.clean and not waiting

    def looked() -> tuple[Case, cmd.Sealing]:
        s = cases.seal(home, case.id, Purpose.RECORD, record)
        event = ev.PlanVerified(
            plan=opened.hash,
            complete=complete,
            differing=len(seen.differing),
            residues=len(seen.found),
            by_hand=waiting,
            sealed=s.sealed,
            commitment=s.commitment,
        )
        mine = replace(by, command=f"{by.command}:verified")
        noted = cases.act(home, case, *before, cmd.Note(happened=event), by=mine, on=on)
        assert isinstance(noted, Case) and noted.change is not None
        return noted, s

    try:
        with home.together():
            noted, s = looked()
            assert noted.change is not None
            if not complete or noted.change.window_open(day):
                return noted
            gone = destroy_prior(home, case.id, opened.hash)
    except Unavailable:
        looked()  # what was seen is written down, also while the old values cannot go
        raise
    return _recorded(home, noted, gone, s, by=by, on=on)


def _result(opened: Opened, day: date) -> dict[str, Any]:
    """What the letter tells of what was done."""
    made = opened.plan
    labels = [t.label for s in made.sources for t in s.tables]
    return {
        "corrected": [
            {"item": c.item, "before": c.before or "", "after": c.after or ""}
            for c in opened.wanted.corrections
        ],
        "scope": [] if made.work in CORRECTING else [label.ja for label in labels],
        "measures": [],
        "done_on": day.isoformat(),
        "plan": opened.hash,
    }


def recorded(
    home: Home, case: Case, plan_hash: str, sealing: cmd.Sealing, *, by: Actor, on: date | None
) -> Result:
    """The old values go, and what was done is recorded, in one breath."""
    return _recorded(home, case, destroy_prior(home, case.id, plan_hash), sealing, by=by, on=on)


def _recorded(
    home: Home,
    case: Case,
    gone: ev.PriorDestroyed,
    sealing: cmd.Sealing,
    *,
    by: Actor,
    on: date | None,
) -> Result:
    assert case.action is not None
    done = cmd.RecordAction(action=cmd.Action(case.action.action), sealing=sealing)
    return cases.act(home, case, cmd.Note(happened=gone), done, by=by, on=on)


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
    seen = changes_of(home).verify(opened.plan, opened.contents)
    mine = replace(by, command=f"{by.command}:seen")
    return verified_now(home, noted, opened, seen, by=mine, on=on)


def _signed(home: Home, case: Case, made: Plan) -> dict[str, int]:
    """By source, how many rows its owner signed for."""
    by_hand = {each.source for each in made.by_hand}
    if not by_hand:
        return {}
    return {
        str(e.data["source"]): int(str(e.data["rows"]))
        for e in home.journal.read(case.id)
        if e.type == ev.OwnerAttested.type() and e.data["plan"] == made.hash
        if e.data["source"] in by_hand
    }
