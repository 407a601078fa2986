"""Carrying out what was granted in the company's databases: plan, approve, apply, verify, undo.

Nothing is changed without a plan that somebody else approved by its hash. The journal says that
the deed begins before it does; after a crash the databases say whether it was done. What was
taken away lies sealed under a key of its own, and only when that key is gone is the result
recorded, so that nobody is told "erased" of what could still be put back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from chikai.app import cases
from chikai.app.cases import Actor, once, once_on
from chikai.app.search import person_of, retained_categories
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.duties.requests.decide import Defect, NotNow
from chikai.duties.requests.flow import State
from chikai.ledger.plan import CORRECTING, Correction, Plan, Wanted, Work, hash_of, plan_of
from chikai.ledger.problem import Problem
from chikai.people.staff import demand, demand_another
from chikai.ports import (
    BadData,
    Changes,
    Home,
    Moved,
    Purpose,
    Refused,
    Remains,
    Standing,
    Unavailable,
    Verified,
)

Result = Case | Defect
MOST_KEPT: Final = 2_000_000_000
"""Bytes of files that are sealed so that they can be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far the grant reaches. Empty `items` and `purposes` are all of them: what cures the
    violation (Art. 35(2)) or prevents the harm (35(6))."""

    items: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    undo_days: int = 0


# --- plan ---------------------------------------------------------------------------------------


def dry_run(home: Home, case_id: str, scope: Scope, *, by: Actor) -> Plan:
    """The plan as it would be; nothing is stored, nothing changed. Raises as `plan`."""
    demand(by.roles, "plan")
    case = _carrying(home, case_id)
    made, _ = _thought_out(home, case, scope)
    return made


@once
def plan(home: Home, case_id: str, scope: Scope, *, by: Actor, on: date | None = None) -> Result:
    """Make the plan of the action that was ordered, and seal what it would take away.

    Raises `Refused` with everything that stands against it, `BadData` unless exactly one person
    on file fits, `NotNow` while another plan is carried out or may still be undone.
    """
    demand(by.roles, "plan")
    case = _carrying(home, case_id)
    _may_plan(home, case)
    made, contents = _thought_out(home, case, scope)
    record = {"plan": made.to_dict(), "wanted": _wanted_to_dict(_wanted(home, case, scope))}
    sealed = cases.seal(home, case_id, Purpose.RECORD, record)
    taken = cases.seal_bytes(home, case_id, Purpose.PRIOR, contents)
    files = _files_kept(home, case_id, made, contents)
    event = ev.PlanMade(
        plan=made.hash,
        work=made.work.value,
        rows=made.rows,
        undo_days=made.undo_days,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
        contents=taken.sealed,
        contents_commitment=taken.commitment,
        files=files.sealed if files else None,
        files_commitment=files.commitment if files else None,
    )
    return _note(home, case, event, by=by, on=on)


def _files_kept(home: Home, case_id: str, made: Plan, contents: bytes) -> cmd.Sealing | None:
    """The files that go with the rows, sealed where they may have to come back."""
    if not made.undo_days or not any(s.files for s in made.sources):
        return None
    prior = _changes(home).prior(made, contents)
    return cases.seal_stream(home, case_id, Purpose.PRIOR, prior)


def _thought_out(home: Home, case: Case, scope: Scope) -> tuple[Plan, bytes]:
    wanted = _wanted(home, case, scope)
    person = person_of(home, case)
    made, contents = _changes(home).plan(
        person, wanted, case=case.id, salt=lambda: home.entropy.bytes(16).hex()
    )
    if made.undo_days and sum(f.size for s in made.sources for f in s.files) > MOST_KEPT:
        raise BadData("plan.files_too_large", field="undo_days", limit=MOST_KEPT)
    return made, contents


def _wanted(home: Home, case: Case, scope: Scope) -> Wanted:
    policy = cases.policy_of(home, case)
    known = {"item": {i.id for i in policy.items}, "purpose": {p.id for p in policy.purposes}}
    for what, ids in (("item", scope.items), ("purpose", scope.purposes)):
        for each in ids:
            if each not in known[what]:
                raise BadData("steps.no_such_item", field=what)
    assert case.action is not None
    return Wanted(
        work=Work(case.action.action),
        on=cases.today(home),
        items=scope.items,
        purposes=scope.purposes,
        categories=retained_categories(case, policy),
        used_for=tuple((c.id, c.purposes) for c in policy.categories),
        corrections=scope.corrections,
        undo_days=scope.undo_days,
    )


def _may_plan(home: Home, case: Case) -> None:
    change = case.change
    if change is None or change.undone:
        return
    if change.applied_on is not None:
        raise NotNow(case, "plan_made", ())
    if change.started:
        opened = _opened(home, change)
        standing = _changes(home).standing(opened.plan, opened.contents)
        if all(each is Standing.DONE for each in standing.values()):
            raise NotNow(case, "plan_made", ())


# --- approve ------------------------------------------------------------------------------------


@once
def approve(
    home: Home,
    case_id: str,
    plan_hash: str,
    *,
    by: Actor,
    reasons: str | None = None,
    on: date | None = None,
) -> Result:
    """A named person who did not make it lets exactly this plan be carried out. Data kept without
    a duty of law, and side effects, take a judgment: `reasons`. Raises `NotAllowed`, `BadData`."""
    demand(by.roles, "approve_plan")
    case = _carrying(home, case_id)
    change = _made(case, "plan_approved")
    if change.approved_by is not None or change.started:
        raise NotNow(case, "plan_approved", ())
    demand_another(by.id, change.made_by)
    if plan_hash != change.plan:
        raise BadData("plan.other_hash", field="plan")
    made = plan_of(cases.unseal(home, change.sealed)["plan"])
    if made.to_judge and not (reasons or "").strip():
        raise BadData("steps.judgment_needs_reasons", field="reasons")
    s = cases.seal(home, case_id, Purpose.RECORD, {"reasons": reasons}) if reasons else None
    event = ev.PlanApproved(
        plan=change.plan,
        sealed=s.sealed if s else None,
        commitment=s.commitment if s else None,
    )
    return _note(home, case, event, by=by, on=on)


# --- apply and verify ---------------------------------------------------------------------------


@once_on
def apply(home: Home, case: Case, /, *, by: Actor, on: date | None = None) -> Result:
    """Carry the approved plan out, read everything again, and record the result when nothing is
    left to do or to put back. Run again after a crash, it finishes what was begun; a plan that
    was carried out is never carried out again.

    Raises `Refused` and `Moved` when the databases are not what the plan says: then nothing was
    changed anywhere, and a new plan is made; `Unavailable`.
    """
    demand(by.roles, "apply_plan")
    _is_carried_out(case)
    change = _made(case, "plan_applied")
    if change.approved_by is None:
        raise BadData("plan.not_approved", field="plan")
    opened = _opened(home, change)
    if change.applied_on is not None:
        seen = _changes(home).verify(opened.plan, opened.contents)
        return _verified(home, case, opened, seen, by=by, on=on)
    case, seen = _applied(home, case, change, opened, by=by, on=on)
    applied = cmd.Note(happened=ev.PlanApplied(plan=change.plan, rows=opened.plan.rows))
    return _verified(home, case, opened, seen, applied, by=by, on=on)


def _applied(
    home: Home, case: Case, change: Change, opened: _Opened, *, by: Actor, on: date | None
) -> tuple[Case, Verified]:
    if opened.hash != change.plan:
        raise BadData("plan.other_hash", field="plan")
    skip: frozenset[str] = frozenset()
    if change.started:
        standing = _changes(home).standing(opened.plan, opened.contents)
        mixed = [source for source, each in standing.items() if each is Standing.MIXED]
        if mixed:
            raise Refused((Problem("plan.mixed", "source", {"source": mixed[0]}),))
        skip = frozenset(s for s, each in standing.items() if each is Standing.DONE)
    else:
        begun = replace(by, command=f"{by.command}:start")
        started = _note(home, case, ev.ApplyStarted(plan=change.plan), by=begun, on=on)
        assert isinstance(started, Case)
        case = started
    home.failpoint("app.plan_started")
    seen = _changes(home).apply(opened.plan, opened.contents, opened.wanted, skip=skip)
    home.failpoint("app.plan_applied")
    return case, seen


@once
def verify(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Read every planned cell again and look for what is left of the old values; record the
    result where nothing is left to do. Raises `NotNow` before the plan was carried out."""
    demand(by.roles, "apply_plan")
    case = _carrying(home, case_id)
    change = _made(case, "plan_verified")
    if change.applied_on is None:
        raise NotNow(case, "plan_verified", ())
    opened = _opened(home, change)
    seen = _changes(home).verify(opened.plan, opened.contents)
    return _verified(home, case, opened, seen, by=by, on=on)


def _verified(
    home: Home,
    case: Case,
    opened: _Opened,
    seen: Verified,
    *before: cmd.Note,
    by: Actor,
    on: date | None,
) -> Result:
    """Write down what was seen, with what was done before it; and the result where nothing is
    left to do or to put back."""
    made = opened.plan
    day = on or cases.today(home)
    signed = _signed(home, case, made)
    stated = tuple(Remains(s, "plan.attested_by_owner", count=n) for s, n in signed.items())
    seen = replace(seen, attested=(*seen.attested, *stated))
    waiting = len(made.by_hand) - len(signed)
    record = {"verified": _verified_to_dict(seen), "result": _result(opened, day)}
    s = cases.seal(home, case.id, Purpose.RECORD, record)
    complete = seen.clean and not waiting
    event = ev.PlanVerified(
        plan=opened.hash,
        complete=complete,
        differing=len(seen.differing),
        residues=len(seen.found),
        by_hand=waiting,
        sealed=s.sealed,
        commitment=s.commitment,
    )
    looked = replace(by, command=f"{by.command}:verified")
    noted = cases.act(home, case, *before, cmd.Note(happened=event), by=looked, on=on)
    assert isinstance(noted, Case) and noted.change is not None
    if not complete or noted.change.window_open(day):
        return noted
    return _recorded(home, noted, opened.hash, s, by=by, on=on)


def _result(opened: _Opened, day: date) -> dict[str, Any]:
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


def _recorded(
    home: Home, case: Case, plan_hash: str, sealing: cmd.Sealing, *, by: Actor, on: date | None
) -> Result:
    """The old values go, and what was done is recorded, in one breath."""
    assert case.action is not None
    gone = destroy_prior(home, case.id, plan_hash)
    done = cmd.RecordAction(action=cmd.Action(case.action.action), sealing=sealing)
    return cases.act(home, case, cmd.Note(happened=gone), done, by=by, on=on)


def destroy_prior(home: Home, case_id: str, plan_hash: str) -> ev.PriorDestroyed:
    """Destroy the key of what was taken away. Doing it again changes nothing."""
    home.failpoint("app.before_prior_destruction")
    done = home.keys.destroy(case_id, Purpose.PRIOR)
    home.failpoint("app.after_prior_destruction")
    return ev.PriorDestroyed(plan=plan_hash, generation=done.generation)


def put_back_no_more(home: Home, case: Case, *, on: date) -> tuple[cmd.Note, ...]:
    """Before a result is recorded by hand: where a plan was carried out, its old values go first.
    Raises `BadData` while they must still be there."""
    change = case.change
    if change is None or change.settled or change.applied_on is None:
        return ()
    if change.window_open(on):
        assert change.undo_until is not None
        raise BadData("plan.undo_open", field="plan", until=change.undo_until.isoformat())
    return (cmd.Note(happened=destroy_prior(home, case.id, change.plan)),)


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
    case = _carrying(home, case_id)
    change = _made(case, "owner_attested")
    opened = _opened(home, change)
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
    noted = _note(home, case, event, by=by, on=on)
    assert isinstance(noted, Case)
    if change.applied_on is None:
        return noted
    seen = _changes(home).verify(opened.plan, opened.contents)
    mine = replace(by, command=f"{by.command}:seen")
    return _verified(home, noted, opened, seen, by=mine, on=on)


def _signed(home: Home, case: Case, made: Plan) -> dict[str, int]:
    """By source, how many rows its owner signed for."""
    by_hand = {each.source for each in made.by_hand}
    return {
        str(e.data["source"]): int(str(e.data["rows"]))
        for e in home.journal.read(case.id)
        if e.type == ev.OwnerAttested.type() and e.data["plan"] == made.hash
        if e.data["source"] in by_hand
    }


# --- undo, and the end --------------------------------------------------------------------------


@once
def undo(home: Home, case_id: str, reasons: str, *, by: Actor, on: date | None = None) -> Result:
    """Put everything back while the window is open. Raises `NotNow`, `BadData`, `Moved` when
    somebody has touched it since."""
    demand(by.roles, "undo_plan")
    case = _carrying(home, case_id)
    change = _made(case, "plan_undone")
    if not change.window_open(on or cases.today(home)):
        raise NotNow(case, "plan_undone", ())
    if not reasons.strip():
        raise BadData("steps.judgment_needs_reasons", field="reasons")
    opened = _opened(home, change)
    standing = set(_changes(home).standing(opened.plan, opened.contents).values())
    if standing != {Standing.UNTOUCHED}:  # put back before a crash
        kept = home.vault.stream(change.files) if change.files else ()
        _changes(home).undo(opened.plan, opened.contents, kept)
    s = cases.seal(home, case_id, Purpose.RECORD, {"reasons": reasons})
    event = ev.PlanUndone(plan=change.plan, sealed=s.sealed, commitment=s.commitment)
    return _note(home, case, event, by=by, on=on)


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
            _recorded(home, case, change.plan, _last_seen(home, case), by=mine, on=None)
            return True
    except (Refused, Moved, Unavailable, BadData):
        return False  # a person must look at it; the case says what comes next
    return False


def _last_seen(home: Home, case: Case) -> cmd.Sealing:
    """Where the last verification and its result are sealed."""
    seen = [e for e in home.journal.read(case.id) if e.type == ev.PlanVerified.type()][-1]
    return cmd.Sealing(sealed=str(seen.data["sealed"]), commitment=str(seen.data["commitment"]))


# --- looking ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and where it stands. No value of anybody."""

    plan: Plan
    change: Change
    verified: Verified | None


def shown(home: Home, case_id: str, *, actor: str) -> PlanView:
    """The plan of a case. The look is logged. Raises `BadData` where none was made."""
    case = cases.load(home, case_id)
    home.views.log(actor_id=actor, case=case_id, what="plan", at=home.clock.now())
    if case.change is None:
        raise BadData("plan.none_made", field="case")
    made = plan_of(cases.unseal(home, case.change.sealed)["plan"])
    verified = None
    for event in reversed(home.journal.read(case_id)):
        if event.type == ev.PlanVerified.type() and event.data["plan"] == case.change.plan:
            verified = _verified_of(cases.unseal(home, str(event.data["sealed"]))["verified"])
            break
    return PlanView(made, case.change, verified)


# --- small --------------------------------------------------------------------------------------


def _changes(home: Home) -> Changes:
    if home.changes is None:
        raise Unavailable("NoSources")
    return home.changes


def _carrying(home: Home, case_id: str) -> Case:
    case = cases.load(home, case_id)
    _is_carried_out(case)
    return case


def _is_carried_out(case: Case) -> None:
    if case.state is not State.CARRYING_OUT or case.action is None:
        raise NotNow(case, "plan_made", ())


def _made(case: Case, step: str) -> Change:
    if case.change is None or case.change.settled:
        raise NotNow(case, step, ())
    return case.change


@dataclass(frozen=True, slots=True, repr=False)
class _Opened:
    plan: Plan
    hash: str
    wanted: Wanted
    contents: bytes


def _opened(home: Home, change: Change) -> _Opened:
    sealed, contents = home.vault.several((change.sealed, change.contents))
    record = json.loads(sealed)
    return _Opened(
        plan_of(record["plan"]), hash_of(record["plan"]), _wanted_of(record["wanted"]), contents
    )


def _note(home: Home, case: Case, happened: ev.Happening, *, by: Actor, on: date | None) -> Result:
    return cases.act(home, case, cmd.Note(happened=happened), by=by, on=on)


def _wanted_to_dict(wanted: Wanted) -> dict[str, Any]:
    return {
        "work": wanted.work.value,
        "on": wanted.on.isoformat(),
        "items": list(wanted.items),
        "purposes": list(wanted.purposes),
        "categories": list(wanted.categories),
        "used_for": [[c, list(p)] for c, p in wanted.used_for],
        "corrections": [[c.item, c.before, c.after, c.column] for c in wanted.corrections],
        "undo_days": wanted.undo_days,
    }


def _wanted_of(written: dict[str, Any]) -> Wanted:
    return Wanted(
        work=Work(written["work"]),
        on=date.fromisoformat(written["on"]),
        items=tuple(written["items"]),
        purposes=tuple(written["purposes"]),
        categories=tuple(written["categories"]),
        used_for=tuple((c, tuple(p)) for c, p in written["used_for"]),
        corrections=tuple(Correction(*each) for each in written["corrections"]),
        undo_days=written["undo_days"],
    )


_SEEN: Final = ("differing", "found", "may_be", "attested")


def _verified_to_dict(seen: Verified) -> dict[str, Any]:
    return {
        name: [[r.source, r.code, r.table, r.count] for r in getattr(seen, name)] for name in _SEEN
    }


def _verified_of(written: dict[str, Any]) -> Verified:
    return Verified(*(tuple(Remains(*each) for each in written.get(name, ())) for name in _SEEN))
