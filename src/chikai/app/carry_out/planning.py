"""The plan of an action that was ordered: made, sealed, looked at, approved by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.app import cases, out_of_reach
from chikai.app.carry_out.opened import (
    Result,
    carrying,
    changes_of,
    made_plan,
    note,
    opened_plan,
    verified_of,
    wanted_of,
    wanted_to_dict,
)
from chikai.app.carry_out.undoing import end_part
from chikai.app.cases import Actor, once
from chikai.app.search import person_of, retained_categories
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.duties.requests.decide import NotNow
from chikai.kernel.event import Event
from chikai.ledger.plan import ByHand, Correction, Plan, Wanted, Work, plan_of
from chikai.people.staff import demand, demand_another
from chikai.ports import (
    BadData,
    Home,
    Purpose,
    Standing,
    Verified,
)

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


def dry_run(home: Home, case_id: str, scope: Scope, *, by: Actor) -> Plan:
    """The plan as it would be; nothing is stored, nothing changed. Raises as `plan`."""
    demand(by.roles, "plan")
    case = carrying(home, case_id)
    made, _ = _thought_out(home, case, scope)
    return made


@once
def plan(home: Home, case_id: str, scope: Scope, *, by: Actor, on: date | None = None) -> Result:
    """Make the plan of the action that was ordered, and seal what it would take away.

    Raises `Refused` with everything that stands against it, `BadData` unless exactly one person
    on file fits, `NotNow` while another plan is carried out or may still be undone.
    """
    demand(by.roles, "plan")
    case = carrying(home, case_id)
    _may_plan(home, case, by=by, on=on)
    made, contents = _thought_out(home, case, scope)
    record = {"plan": made.to_dict(), "wanted": wanted_to_dict(_wanted(home, case, scope))}
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
    return note(home, case, event, by=by, on=on)


def _files_kept(home: Home, case_id: str, made: Plan, contents: bytes) -> cmd.Sealing | None:
    """The files that go with the rows, sealed where they may have to come back."""
    if not made.undo_days or not any(s.files for s in made.sources):
        return None
    prior = changes_of(home).prior(made, contents)
    return cases.seal_stream(home, case_id, Purpose.PRIOR, prior)


def _thought_out(home: Home, case: Case, scope: Scope) -> tuple[Plan, bytes]:
    wanted = _wanted(home, case, scope)
    person = person_of(home, case)
    with out_of_reach.told(home, case):
        made, contents = changes_of(home).plan(
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


def _may_plan(home: Home, case: Case, *, by: Actor, on: date | None) -> None:
    change = case.change
    if change is None or change.undone:
        return
    if change.applied_on is not None:
        raise NotNow(case, "plan_made", ())
    if change.started:
        opened = opened_plan(home, change)
        standing = changes_of(home).standing(opened.plan, opened.contents)
        if {standing.get(s.source) for s in opened.plan.sources} == {Standing.DONE}:
            raise NotNow(case, "plan_made", ())
        end_part(home, case, opened, standing, by=by, on=on)


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
    case = carrying(home, case_id)
    change = made_plan(case, "plan_approved")
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
    return note(home, case, event, by=by, on=on)


@dataclass(frozen=True, slots=True, repr=False)
class PlanView:
    """A plan and where it stands. No value of anybody but in `corrections`, which are what an
    approver of a correction approves. `signed` are the sources whose owner has signed."""

    plan: Plan
    change: Change
    verified: Verified | None
    corrections: tuple[Correction, ...] = ()
    signed: frozenset[str] = frozenset()


def shown(home: Home, case_id: str, *, actor: str) -> PlanView:
    """The plan of a case. The look is logged. Raises `BadData` where none was made."""
    case = cases.load(home, case_id)
    home.views.log(actor_id=actor, case=case_id, what="plan", at=home.clock.now())
    if case.change is None:
        raise BadData("plan.none_made", field="case")
    record = cases.unseal(home, case.change.sealed)
    seen = [e for e in _of_plan(home, case) if e.type == ev.PlanVerified.type()]
    verified = cases.unseal(home, str(seen[-1].data["sealed"]))["verified"] if seen else None
    return PlanView(
        plan_of(record["plan"]),
        case.change,
        None if verified is None else verified_of(verified),
        wanted_of(record["wanted"]).corrections,
        _signed(home, case),
    )


def left_by_hand(home: Home, case: Case) -> tuple[ByHand, ...]:
    """The sources of an approved plan whose owner has not signed yet. No value of anybody."""
    if case.change is None or case.change.approved_by is None or case.change.settled:
        return ()
    made = plan_of(cases.unseal(home, case.change.sealed)["plan"])
    signed = _signed(home, case)
    return tuple(each for each in made.by_hand if each.source not in signed)


def _signed(home: Home, case: Case) -> frozenset[str]:
    attested = (e for e in _of_plan(home, case) if e.type == ev.OwnerAttested.type())
    return frozenset(str(e.data["source"]) for e in attested)


def _of_plan(home: Home, case: Case) -> list[Event]:
    assert case.change is not None
    return [e for e in home.journal.read(case.id) if e.data.get("plan") == case.change.plan]
