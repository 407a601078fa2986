"""What is decided of a request: given, left out, refused, none held; ordered, done, substituted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.carry_out import put_back_no_more
from chikai.app.cases import Actor, once
from chikai.app.found_file import found_tables, hidden_grounds, shown_items, withheld_columns
from chikai.duties.requests import commands as cmd
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.openings import open_items, withholding
from chikai.ports import BadData, Home, Missing, Purpose

Result = Case | Defect


@dataclass(frozen=True, slots=True, repr=False)
class Alone:
    """One item judged by itself: on which ground it is left out, and why."""

    item: str
    ground: str
    reason: str


@once
def grant(
    home: Home,
    case_id: str,
    *,
    by: Actor,
    alone: tuple[Alone, ...] = (),
    withheld: tuple[str, ...] = (),
    ground: str | None = None,
    reason: str | None = None,
    content: dict[str, Any] | None = None,
    note: str | None = None,
    on: date | None = None,
) -> Result:
    """Give what was asked; `alone` are items left out each on its own ground, `withheld` those
    left out together on `ground`, for `reason`."""
    if (withheld and not reason) or any(not each.reason.strip() for each in alone):
        raise BadData("steps.judgment_needs_reasons", field="reason")
    record = {
        "withheld": list(withheld),
        "ground": ground,
        "reason": reason,
        "content": content or {},
        **_noted(note),
    }
    case = cases.load(home, case_id)
    tables = found_tables(home, case)
    hidden = {column["id"] for column in withheld_columns(case, tables)}
    judged = {w.item for w in case.withheld} | {each.item for each in alone}
    if not {each.item for each in alone} <= hidden | shown_items(tables):
        raise BadData("steps.no_such_item", field="item")
    if unjudged := sorted(hidden - judged - set(withheld)):
        asked = [withholding(item) for item in unjudged]
        keys = {each.key for each in asked}
        others = open_items(case, cases.policy_of(home, case), on=on or cases.today(home))
        return Defect((*(i for i in others if i.key not in keys), *asked))
    s = cases.seal(home, case_id, Purpose.RECORD, record)
    located = {i.id for i in cases.policy_of(home, case).items if i.locates}
    given = shown_items(tables) - set(withheld) - judged
    command = cmd.Grant(
        sealing=s,
        withheld=len(withheld),
        ground=ground,
        locating=len(given & located),
        covered=tuple(each for each in withheld if each in hidden),
    )
    judging = (_judged(home, case_id, each) for each in alone)
    return cases.act(home, case_id, *judging, command, by=by, on=on)


def _judged(home: Home, case_id: str, one: Alone) -> cmd.WithholdItem:
    s = cases.seal(home, case_id, Purpose.RECORD, {"ground": one.ground, "reason": one.reason})
    return cmd.WithholdItem(item=one.item, ground=one.ground, sealing=s)


@once
def withhold(
    home: Home,
    case_id: str,
    item: str,
    ground: str,
    reason: str,
    *,
    by: Actor,
    on: date | None = None,
) -> Result:
    """One item that was found is judged by itself, whether the mapping shows it or not: left out
    on `ground`, for `reason`. Raises `BadData` for an item that was not found, and without a
    reason."""
    if not reason.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    case = cases.load(home, case_id)
    tables = found_tables(home, case)
    hidden = {column["id"] for column in withheld_columns(case, tables)}
    if item not in hidden | shown_items(tables):
        raise BadData("steps.no_such_item", field="item")
    command = _judged(home, case_id, Alone(item, ground, reason))
    return cases.act(home, case_id, command, by=by, on=on)


@once
def refuse(
    home: Home,
    case_id: str,
    ground: str,
    reason: str,
    *,
    by: Actor,
    note: str | None = None,
    on: date | None = None,
) -> Result:
    """Refuse on a ground of the law, judged by the one who acts, with reasons. `note` is for our
    own file, such as a lawyer's advice: sealed, and in no letter."""
    if not reason.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    s = cases.seal(
        home, case_id, Purpose.RECORD, {"ground": ground, "reason": reason, **_noted(note)}
    )
    return cases.act(home, case_id, cmd.Refuse(ground=ground, sealing=s), by=by, on=on)


def _noted(note: str | None) -> dict[str, str]:
    return {"note": note} if note else {}


@once
def none_held(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """The answer is that no retained personal data is held. Which kind of none stays sealed."""
    case = cases.load(home, case_id)
    hidden = hidden_grounds(home, case)
    s = cases.seal(home, case_id, Purpose.RECORD, {"hidden": hidden})
    return cases.act(home, case_id, cmd.DeclareNoneHeld(sealing=s), by=by, on=on)


@once
def order(
    home: Home,
    case_id: str,
    action: cmd.Action,
    owner: str,
    task: dict[str, Any],
    *,
    by: Actor,
    on: date | None = None,
) -> Result:
    """Hand a correction, cessation, erasure or stop to a named owner as a task."""
    s = cases.seal(home, case_id, Purpose.RECORD, {"task": task})
    command = cmd.OrderAction(action=action, owner=owner, sealing=s)
    return cases.act(home, case_id, command, by=by, on=on)


@once
def record_action(
    home: Home, case_id: str, result: dict[str, Any], *, by: Actor, on: date | None = None
) -> Result:
    """The owner reports what was done. What a plan left undone is done, or said, in `measures`."""
    case = cases.load(home, case_id)
    if case.action is None:
        raise Missing(case_id)
    with home.together():  # the old values go with the word of it, or stay
        explained = any(each.strip() for each in result.get("measures", ()))
        gone = put_back_no_more(home, case, explained=explained, by=by, on=on)
        s = cases.seal(home, case_id, Purpose.RECORD, {"result": result})
        command = cmd.RecordAction(action=cmd.Action(case.action.action), sealing=s)
        return cases.act(home, case_id, *gone, command, by=by, on=on)


@once
def substitute(
    home: Home, case_id: str, measure: str, reason: str, *, by: Actor, on: date | None = None
) -> Result:
    """Another measure that protects the person, because the one asked for is too costly or
    difficult; judged by the one who acts."""
    if not reason.strip() or not measure.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    s = cases.seal(home, case_id, Purpose.RECORD, {"measure": measure, "reason": reason})
    return cases.act(home, case_id, cmd.Substitute(sealing=s), by=by, on=on)
