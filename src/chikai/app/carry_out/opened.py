"""A plan as it was sealed, and what every step of carrying it out begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import Change
from chikai.duties.requests.commands import ACTIONS
from chikai.duties.requests.decide import Defect, NotNow
from chikai.duties.requests.flow import State
from chikai.kernel.message import say
from chikai.ledger.plan import Correction, Plan, Wanted, Work, hash_of, plan_of
from chikai.ports import (
    Changes,
    Home,
    Remains,
    Unavailable,
    Verified,
)

Result = Case | Defect


def changes_of(home: Home) -> Changes:
    if home.changes is None:
        raise Unavailable("NoSources")
    return home.changes


def carrying(home: Home, case_id: str) -> Case:
    case = cases.load(home, case_id)
    is_carried_out(case)
    return case


def is_carried_out(case: Case) -> None:
    if case.state is not State.CARRYING_OUT or case.action is None:
        waits = case.is_open and case.action is None and case.kind in ACTIONS
        raise NotNow(case, "plan_made", (), first=say("plan.order_first") if waits else None)


def made_plan(case: Case, step: str) -> Change:
    if case.change is None or case.change.settled:
        raise NotNow(case, step, ())
    return case.change


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    plan: Plan
    hash: str
    wanted: Wanted
    contents: bytes


def opened_plan(home: Home, change: Change) -> Opened:
    sealed, contents = home.vault.several((change.sealed, change.contents))
    record = json.loads(sealed)
    return Opened(
        plan_of(record["plan"]), hash_of(record["plan"]), wanted_of(record["wanted"]), contents
    )


def done_before(home: Home, change: Change) -> Iterator[tuple[Change, Opened]]:
    """What was carried out of earlier plans, before another took their place: that part only."""
    for each in change.earlier:
        opened = opened_plan(home, each)
        part = tuple(s for s in opened.plan.sources if s.source in each.done)
        yield each, replace(opened, plan=replace(opened.plan, sources=part))


def note(home: Home, case: Case, happened: ev.Happening, *, by: Actor, on: date | None) -> Result:
    return cases.act(home, case, cmd.Note(happened=happened), by=by, on=on)


def wanted_to_dict(wanted: Wanted) -> dict[str, Any]:
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


def wanted_of(written: dict[str, Any]) -> Wanted:
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


def verified_to_dict(seen: Verified) -> dict[str, Any]:
    return {
        name: [[r.source, r.code, r.table, r.count] for r in getattr(seen, name)] for name in _SEEN
    }


def verified_of(written: dict[str, Any]) -> Verified:
    return Verified(*(tuple(Remains(*each) for each in written.get(name, ())) for name in _SEEN))
