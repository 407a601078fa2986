"""What an objection leads to: the test of its day, and the version kept for the person."""

from __future__ import annotations

from datetime import date

from chikai.duties.changes import events as ev
from chikai.duties.changes.flow import FLOW
from chikai.duties.changes.objection import Objection
from chikai.kernel.calendar import add_months, add_years
from chikai.policy.change.plan import Window
from chikai.policy.model import PaperRetention


class AlreadyAcknowledged(ValueError):
    """The acknowledgement has left; it is sent once."""


def standing(arrived_on: date, window: Window | None) -> ev.Standing:
    """Whether an objection came in the company's own period. The law sets none."""
    if window is None:
        return ev.Standing.NO_PERIOD
    return ev.Standing.IN_TIME if window.holds(arrived_on) else ev.Standing.LATE


def kept(of: ev.Standing) -> ev.Kept:
    """How much of the earlier version stays. A late objection cannot make silence a consent
    either: whatever needs the person's consent stays as it was (Arts. 17(2), 18(1))."""
    return ev.Kept.HELD_BACK if of is ev.Standing.LATE else ev.Kept.WHOLE


def receive(received: ev.ObjectionReceived) -> tuple[ev.Happening, ...]:
    """An objection is recorded whatever its day, and the old version is kept in the same breath."""
    return (received, ev.OldVersionKept(version=received.before, scope=kept(received.standing)))


def file_kept_until(objection: Objection, papers: PaperRetention) -> date | None:
    """The day its file falls due for destruction: the company's own period for papers of requests,
    counted from the acknowledgement. None before that: somebody still waits for it (Art. 22)."""
    if objection.acknowledged_on is None:
        return None
    return add_months(add_years(objection.acknowledged_on, papers.years), papers.months)


def acknowledge(objection: Objection, letter: ev.ObjectionAcknowledged) -> tuple[ev.Happening, ...]:
    """Raises `AlreadyAcknowledged`."""
    if FLOW.find(objection.state, letter.type()) is None:
        raise AlreadyAcknowledged(objection.id)
    return (letter,)
