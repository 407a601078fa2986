"""What a plan has come to: everything is read again, the old values go, the result is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.carry_out.opened import (
    Opened,
    Result,
    changes_of,
    done_before,
    made_plan,
    opened_plan,
    verified_to_dict,
)
from chikai.app.carry_out.prior import destroy_prior
from chikai.app.cases import Actor
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import NotNow
from chikai.kernel.calendar import add_months
from chikai.ledger.plan import CORRECTING, Correction, Plan
from chikai.ports import (
    Home,
    Purpose,
    Remains,
    Unavailable,
    Verified,
)


def concluded(home: Home, case: Case, *, by: Actor, on: date | None) -> Result:
    """Look at everything again, and record the result where nothing is left to do or to put back.
    Where the old values have gone already and a crash came before that was written down, there is
    nothing to compare with any more, and only the result is recorded."""
    change = made_plan(case, "plan_verified")
    if change.applied_on is None:
        raise NotNow(case, "plan_verified", ())
    open_ = change.window_open(on or cases.today(home))
    if change.complete and not open_ and not home.keys.exists(case.id, Purpose.PRIOR):
        gone = destroy_prior(home, case.id, change.plan)
        return _recorded(home, case, gone, _last_seen(home, case), by=by, on=on)
    opened = opened_plan(home, change)
    seen = changes_of(home).verify(opened.plan, opened.contents)
    return verified_now(home, case, opened, seen, by=by, on=on)


def _last_seen(home: Home, case: Case) -> cmd.Sealing:
    """Where the last verification and its result are sealed."""
    seen = [e for e in home.journal.read(case.id) if e.type == ev.PlanVerified.type()][-1]
    return cmd.Sealing(sealed=str(seen.data["sealed"]), commitment=str(seen.data["commitment"]))


def verified_now(
    home: Home,
    case: Case,
    opened: Opened,
    seen: Verified,
    *before: cmd.Note,
    by: Actor,
    on: date | None,
) -> Result:
    """Write down what was seen, and the result. Whoever did the same a moment ago is no fault:
    then the case is as they left it. Raises `Unavailable`."""
    try:
        return _verified_now(home, case, opened, seen, *before, by=by, on=on)
    except NotNow:
        now = cases.load(home, case.id)
        if now.change is None or now.change.plan != opened.hash or not now.change.destroyed:
            raise
        return now


def _verified_now(
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
    signed = _signed(home, case, opened)
    stated = tuple(Remains(s, "plan.attested_by_owner", count=n) for s, n in signed.items())
    seen = replace(seen, attested=(*seen.attested, *stated))
    waiting = len(made.by_hand) - len(signed)
    assert case.change is not None
    earlier = [part for _, part in done_before(home, case.change)]
    record = {"verified": verified_to_dict(seen), "result": _result(opened, earlier, day)}
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
            kept_until=_ends(made, *(part.plan for part in earlier)),
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


def _ends(*plans: Plan) -> tuple[date, ...]:
    """By month, when what stays has no reason to stay any more."""
    ends = {k.until for plan in plans for s in plan.sources for k in s.kept if k.until}
    return tuple(sorted({add_months(each.replace(day=1), 1) for each in ends}))


def _result(opened: Opened, earlier: Sequence[Opened], day: date) -> dict[str, Any]:
    """What the letter tells of what was done, also by earlier plans of which a part was."""
    made = opened.plan
    labels = [t.label for o in (*earlier, opened) for s in o.plan.sources for t in s.tables]
    before = (c for part in earlier for c in _corrected_in(part))
    corrections = dict.fromkeys((*before, *opened.wanted.corrections))
    return {
        "corrected": [
            {"item": c.item, "before": c.before or "", "after": c.after or ""} for c in corrections
        ],
        "scope": []
        if made.work in CORRECTING
        else [{"ja": label.ja, "en": label.en} for label in dict.fromkeys(labels)],
        "measures": [],
        "done_on": day.isoformat(),
        "plan": opened.hash,
    }


def _corrected_in(part: Opened) -> Iterator[Correction]:
    columns = [c for s in part.plan.sources for t in s.tables for c in t.columns if c.filled]
    items = {column.item for column in columns}
    yield from (c for c in part.wanted.corrections if c.item in items)


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


def _signed(home: Home, case: Case, opened: Opened) -> dict[str, int]:
    """By source, how many rows its owner signed for."""
    by_hand = {each.source for each in opened.plan.by_hand}
    if not by_hand:
        return {}
    return {
        str(e.data["source"]): int(str(e.data["rows"]))
        for e in home.journal.read(case.id)
        if e.type == ev.OwnerAttested.type() and e.data["plan"] == opened.hash
        if e.data["source"] in by_hand
    }
