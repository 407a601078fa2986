"""The old values: their key is destroyed before anybody is told that they are gone."""

from __future__ import annotations

from datetime import date

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.ports import (
    BadData,
    Home,
    Purpose,
)


def destroy_prior(home: Home, case_id: str, plan_hash: str) -> ev.PriorDestroyed:
    """Destroy the key of what was taken away. Doing it again changes nothing."""
    home.failpoint("app.before_prior_destruction")
    done = home.keys.destroy(case_id, Purpose.PRIOR)
    home.failpoint("app.after_prior_destruction")
    return ev.PriorDestroyed(plan=plan_hash, generation=done.generation)


def put_back_no_more(home: Home, case: Case, *, on: date) -> tuple[cmd.Note, ...]:
    """Before a result is recorded by hand: where a plan was carried out, its old values go first.
    Raises `BadData` while they must still be there, and while it was begun and not ended."""
    change = case.change
    if change is None or change.settled:
        return ()
    if change.applied_on is None:
        if change.started:
            raise BadData("plan.begun", field="plan")
        return ()
    if change.window_open(on):
        assert change.undo_until is not None
        raise BadData("plan.undo_open", field="plan", until=change.undo_until.isoformat())
    return (cmd.Note(happened=destroy_prior(home, case.id, change.plan)),)
