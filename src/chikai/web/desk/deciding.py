"""Deeds while a case is decided and carried out: given, left out, refused, ordered, done."""

from __future__ import annotations

from typing import Any, Final

from chikai.app import cases, checking, reasons, steps, tasks
from chikai.app.faults import Fault
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.kernel.message import say
from chikai.web.desk.doing import Doing, Result
from chikai.web.posted import BadField, Posted, bad

FOREIGN: Final = (
    *("recipient", "setup", "outline", "checks"),
    *("country", "systems", "problems", "action"),
)
CORRECTIONS: Final = 4
_ROW: Final = ("item", "before", "after")


# --- what is given and what is not ----------------------------------------------------------------


def grant(d: Doing) -> Result:
    withheld = tuple(dict.fromkeys(each for each in d.form.values.get("withheld", ()) if each))
    with d.form.whole() as form:
        alone = _alone(d, form)
        reason = _looked_at(d, form, "reason", withheld)
        ground = form.maybe("ground")
        if (ground or reason) and not withheld:
            form.refuse(bad("web.fault.choose", "withheld"))
        content, note = _foreign(form), form.maybe("note")
    return steps.grant(
        d.home,
        d.case,
        by=d.by,
        alone=alone,
        withheld=withheld,
        ground=ground,
        reason=reason,
        content=content,
        note=note,
    )


def _looked_at(
    d: Doing, form: Posted, field: str, items: tuple[str, ...] | None, stands: str = "reason_stands"
) -> str | None:
    """The words, unless they give away what is withheld and nobody has said that they may
    stand."""
    reason = form.maybe(field)
    if reason is None or form.text(stands) == "yes":
        return reason
    told = reasons.gives_away(d.home, d.case, reason, items)
    if not told:
        return reason
    named = tuple(x for x in told if x != reasons.EXISTENCE)
    if len(named) < len(told):
        form.refuse(bad("reason.tells_existence", field))
    else:
        form.refuse(BadField(Fault("reason.tells", say("reason.tells", items=named), field=field)))
    return reason


def _alone(d: Doing, form: Posted) -> tuple[steps.Alone, ...]:
    """The items judged one by one: a ground for each that is left out, and why."""
    found = []
    for name, chosen in form.values.items():
        head, _, item = name.partition(".")
        if head == "reason" and item and chosen[0].strip() and not form.raw(f"ground.{item}"):
            form.refuse(bad("web.fault.choose", f"ground.{item}"))
        if head == "ground" and item and chosen[0]:
            reason = _looked_at(d, form, f"reason.{item}", (item,), f"stands.{item}")
            if reason is None:
                form.miss(f"reason.{item}")
            found.append(steps.Alone(item, chosen[0], reason or ""))
    return tuple(found)


def _foreign(form: Posted) -> dict[str, Any] | None:
    """The items of Rule 18(3), for a request for information on measures abroad."""
    rows = {name: form.text(f"foreign.{name}") for name in FOREIGN}
    return {"measures": [rows]} if any(rows.values()) else None


def withhold(d: Doing) -> Result:
    with d.form.whole() as form:
        item, ground = form.need("item"), form.need("ground")
        reason = _looked_at(d, form, "reason", (item,)) or form.need("reason")
    return steps.withhold(d.home, d.case, item, ground, reason, by=d.by)


def refuse(d: Doing) -> Result:
    with d.form.whole() as form:
        ground, note = form.need("ground"), form.maybe("note")
        reason = _looked_at(d, form, "reason", None) or form.need("reason")
    return steps.refuse(d.home, d.case, ground, reason, by=d.by, note=note)


def substitute(d: Doing) -> Result:
    with d.form.whole() as form:
        measure = _looked_at(d, form, "measure", ()) or form.need("measure")
        reason = _looked_at(d, form, "reason", ()) or form.need("reason")
    return steps.substitute(d.home, d.case, measure, reason, by=d.by)


# --- what is ordered and done ---------------------------------------------------------------------


def order(d: Doing) -> Result:
    with d.form.whole() as form:
        action, owner = form.choice("action", Action), form.need("owner")
        if not owner.isascii() or not owner.replace("-", "").replace("_", "").isalnum():
            form.refuse(bad("web.fault.staff_id", "owner"))
        task = {"what": form.need("task")}
    return steps.order(d.home, d.case, action, owner, task, by=d.by)


def done(d: Doing) -> Result:
    return steps.record_action(d.home, d.case, reported(d.form), by=d.by)


def reported(posted: Posted) -> dict[str, Any]:
    """What the owner reports: for a correction each item before and after."""
    with posted.whole() as form:
        rows = [{name: form.text(f"{name}{n}") for name in _ROW} for n in range(CORRECTIONS)]
        for n, row in enumerate(rows):
            if any(row.values()) and not row["item"]:
                form.miss(f"item{n}")
        measure, scope, done_on = form.text("measure"), form.text("scope"), form.day("done_on")
    result: dict[str, Any] = {"corrected": [row for row in rows if row["item"]]}
    if measure:
        result["measures"] = [measure]
    if scope:
        result["scope"] = [line for line in scope.splitlines() if line.strip()]
    if done_on:
        result["done_on"] = done_on.isoformat()
    return result


def second_check(d: Doing) -> Result:
    asked = checking.facts(d.home, d.case)
    entered = {name: d.form.text(f"fact.{name}") for name in asked}
    with d.form.whole() as form:
        for name in asked:
            if not entered[name]:
                form.refuse(bad("check.enter_both", f"fact.{name}"))
    before = cases.load(d.home, d.case).seq
    result = checking.second_check(d.home, d.case, entered, by=d.by)
    if isinstance(result, Case) and result.seq > before:
        stopped = checking.stopped(d.home, result, by=d.by)
        if stopped is not None:
            raise BadField(Fault(stopped.id, stopped))
    return result


def search_task(d: Doing) -> Result:
    given = tuple(x for x in d.form.values.get("given", ()) if x)
    with d.form.whole() as form:
        where, owner, due = form.need("where"), form.need("owner"), form.need_day("due")
        if not given:
            form.refuse(bad("tasks.given", "given"))
    return tasks.set_task(d.home, d.case, where, owner, due, given, by=d.by)
