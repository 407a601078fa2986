"""What becomes of a letter outside the house: handed to the post, delivered, or back again.

The day of each is the day it happened, which may be before the day it is noted; never after it,
and never before the letter was made. The number by which the post traces a letter is sealed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from chikai.app import cases, gate
from chikai.app.cases import Actor, once
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.holdings import LetterOut
from chikai.ports import BadData, Destroyed, Home, Purpose

Result = Case | Defect
LONGEST: Final = 40
"""Characters of a number by which a letter is traced; those of the post have 11 to 13."""
HANDED: Final = (ev.Reached.IN_PERSON, ev.Reached.BY_POST, ev.Reached.BY_MAIL)
"""How the desk itself hands an electronic answer over; that it was fetched records itself."""


@once
def posted(
    home: Home, case_id: str, *, by: Actor, on: date | None = None, tracking: str | None = None
) -> Result:
    """The printed answer was handed to the post. Raises `UnlawfulStep` where the house rule wants
    its envelope checked first, `BadData` for a day that cannot be."""
    case = cases.load(home, case_id)
    if case.answer is not None:
        gate.may_leave(home, case, case.answer.id)
        _day(home, on, since=case.answer.on)
    command = cmd.RecordPosted(tracking=_sealed(home, case_id, tracking))
    return cases.act(home, case_id, command, by=by, on=on)


@once
def delivered(
    home: Home,
    case_id: str,
    *,
    by: Actor,
    on: date | None = None,
    tracking: str | None = None,
    reached: ev.Reached | None = None,
) -> Result:
    """The answer reached the person on the day: the case is complete from then, and every period
    that starts with completion counts from it. Of an electronic answer that nobody fetched,
    `reached` says how it was handed over. Raises `BadData` for a day that cannot be, and where
    that is not said."""
    case = cases.load(home, case_id)
    by_wire = case.answer is not None and case.answer.delivery is ev.Delivery.ELECTRONIC
    if case.answer is not None:
        _day(home, on, since=case.answer.posted_on or case.answer.on)
    if by_wire and reached not in HANDED:
        raise BadData("post.say_how", field="reached")
    command = cmd.RecordDelivered(
        tracking=_sealed(home, case_id, tracking), reached=reached if by_wire else None
    )
    return cases.act(home, case_id, command, by=by, on=on)


@once
def fetched(home: Home, case_id: str, *, by: Actor) -> Result:
    """The person fetched the electronic answer: the case is complete from today."""
    return cases.act(home, case_id, cmd.RecordDelivered(reached=ev.Reached.FETCHED), by=by)


@once
def returned(
    home: Home,
    case_id: str,
    *,
    by: Actor,
    on: date | None = None,
    letter: str | None = None,
    why: ev.CameBack | None = None,
) -> Result:
    """A letter came back: None is the answer. A letter that was about several cases came back for
    all of them, in one append. Raises `BadData` for a day that cannot be."""
    case = cases.load(home, case_id)
    out = _out(case, letter)
    if out is not None:
        _day(home, on, since=out.posted_on or out.on)
    group = [case]
    if out is not None and out is not case.answer:
        others = [c for c in cases.siblings(home, case) if c.id != case.id]
        group += [c for c in others if _out(c, letter) is not None]
    command = cmd.RecordReturned(letter=letter, why=why)
    back = [(each, [command]) for each in group]
    return cases.act_together(home, back, by=by, on=on or cases.today(home))[0]


def tracking_of(home: Home, case: Case) -> str | None:
    """The number under which the answer was posted; None where none was noted, or its key is
    gone."""
    if case.answer is None or case.answer.tracking is None:
        return None
    try:
        return str(cases.unseal(home, case.answer.tracking)["tracking"])
    except Destroyed:
        return None


def _out(case: Case, letter: str | None) -> LetterOut | None:
    if letter is None:
        return case.answer
    return next((x for x in case.every_letter if x.id == letter), None)


def _day(home: Home, on: date | None, *, since: date) -> None:
    day = on or cases.today(home)
    if day > cases.today(home):
        raise BadData("post.day_ahead", field="on")
    if day < since:
        raise BadData("post.day_before", field="on", since=since.isoformat())


def _sealed(home: Home, case_id: str, tracking: str | None) -> cmd.Sealing | None:
    if not tracking:
        return None
    if len(tracking) > LONGEST or not tracking.replace("-", "").replace(" ", "").isalnum():
        raise BadData("post.no_tracking", field="tracking")
    return cases.seal(home, case_id, Purpose.RECORD, {"tracking": tracking})
