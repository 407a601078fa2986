"""The old values: their key is destroyed before anybody is told that they are gone."""

from __future__ import annotations

from chikai.duties.requests import events as ev
from chikai.ports import Home, Purpose


def destroy_prior(home: Home, case_id: str, plan_hash: str) -> ev.PriorDestroyed:
    """Destroy the key of what was taken away. Doing it again changes nothing."""
    home.failpoint("app.before_prior_destruction")
    done = home.keys.destroy(case_id, Purpose.PRIOR)
    home.failpoint("app.after_prior_destruction")
    return ev.PriorDestroyed(plan=plan_hash, generation=done.generation)
