"""The desk's page of a plan: what is ordered is planned, tried out, approved by another person,
carried out by a worker and put back, without anybody leaving the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cases_at_desk import sits
from web_visitor import Visitor, text_of

from chikai.app import carrying, cases, intake, jobs, search, steps
from chikai.app.cases import Actor
from chikai.demo.journeys.r_erased import PERSON
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Person
from chikai.people.staff import Role
from chikai.web.homes import DemoClock

WRONG = {
    RequestKind.CORRECTION: "生年月日が違う。",
    RequestKind.CESSATION_NEED_ENDED: "退会したので不要なはず。",
}


@pytest.fixture(autouse=True)
def at_the_desk(visitor: Visitor) -> None:
    visitor.lang = "en"
    visitor.sit_down("clerk-1", Role.CLERK)


def ordered(
    visitor: Visitor, clock: DemoClock, action: Action = Action.ERASE, person: Person = PERSON
) -> str:
    """A case in which the work in the databases was ordered; the address of its plan."""
    kind = RequestKind.CESSATION_NEED_ENDED if action is Action.ERASE else RequestKind.CORRECTION
    commands = (Actor("clerk-1", f"cmd-{n}") for n in range(20))
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        (case,) = intake.receive(
            home,
            envelope(
                asks(person, kind, statement=WRONG[kind]),
                arrived=clock.now().date(),
                sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            ),
            by=next(commands),
        )
        search.match(home, case.id, reads(person), by=next(commands))
        assert isinstance(steps.accept(home, case.id, by=next(commands)), Case)
        search.search(home, case.id, by=next(commands))
        task = {"what": "shop"}
        assert isinstance(
            steps.order(home, case.id, action, "shop-team", task, by=next(commands)), Case
        )
    return f"/desk/enigmo/cases/{case.id}/plan"


def work(visitor: Visitor) -> None:
    """What `chikai serve` has a worker do."""
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        done = jobs.work(
            home,
            carrying.deed(home),
            orders=carrying.Ordered(),
            wait=lambda _: False,
            until_idle=True,
        )
    assert not done.halted


def row(visitor: Visitor, plan: str) -> Case:
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        return cases.load(home, plan.split("/")[-2])


def do(visitor: Visitor, plan: str, deed: str, /, **fields: str) -> str:
    answer = visitor.post(f"{plan}/{deed}", fields, page=plan, deed=deed)
    assert answer.status_code == 303, text_of(answer)
    return text_of(visitor.get(plan))


def test_from_the_order_to_putting_back(visitor: Visitor, clock: DemoClock) -> None:
    plan = ordered(visitor, clock)
    on_case = text_of(visitor.get(plan.removesuffix("/plan")))
    assert "Go to the plan" in on_case and "It was done without Chikai" in on_case
    trial = visitor.post(f"{plan}/plan", {"trial": "yes", "undo_days": "7"}, page=plan, deed="plan")
    assert "nothing is stored" in text_of(trial) and "Plan: erase" in text_of(trial)
    assert row(visitor, plan).change is None, "a trial stores nothing"

    page = do(visitor, plan, "plan", undo_days="7")
    assert "Plan: erase" in page and "can be put back for 7 days" in page
    made = row(visitor, plan).change
    assert made is not None and made.plan in page and made.undo_days == 7

    both = (Role.CLERK, Role.APPROVER)
    sits(visitor, "clerk-1", *both)
    page = text_of(visitor.get(plan))
    assert "You made this plan" in page and "Approve the plan" not in page
    sits(visitor, "approver-1", Role.APPROVER)
    other = {"plan": "5e" * 32}
    refused = visitor.post(f"{plan}/approve_plan", other, page=plan, deed="approve_plan")
    assert refused.status_code == 422 and "not the hash" in text_of(refused)
    page = do(visitor, plan, "approve_plan", plan=made.plan, reasons="帳簿は残す。")
    assert "Approved by approver-1" in page
    work(visitor)
    page = text_of(visitor.get(plan))
    assert "done" in page and "no old value was found" in page
    assert "erasure is pending" in page

    sits(visitor, "clerk-1", Role.CLERK)
    do(visitor, plan, "undo_plan", reasons="本人が取り下げた。")
    change = row(visitor, plan).change
    assert change is not None and change.undone
    page = text_of(visitor.get(plan))
    assert "Everything was put back" in page
    assert "Make a plan" in page, "the work is still ordered"


def test_when_the_window_is_over_the_plan_is_only_read(visitor: Visitor, clock: DemoClock) -> None:
    plan = ordered(visitor, clock)
    do(visitor, plan, "plan")
    made = row(visitor, plan).change
    assert made is not None
    sits(visitor, "approver-1", Role.APPROVER)
    do(visitor, plan, "approve_plan", plan=made.plan, reasons="帳簿は残す。")
    work(visitor)
    clock.move_to(clock.now().date() + timedelta(1))
    page = text_of(visitor.get(plan))
    assert "The work of this case is over" in page
    assert "Put everything back" not in page and "Make a" not in page


def test_an_approver_of_a_correction_sees_what_is_corrected(
    visitor: Visitor, clock: DemoClock
) -> None:
    plan = ordered(visitor, clock, Action.CORRECT)
    born = PERSON.birth_date
    assert born is not None
    right = (born + timedelta(1)).isoformat()
    offered = visitor.get(plan).text
    assert 'value="birth_date:customers.birth_date"' in offered, "in one place"
    fields = {"place0": "birth_date:", "before0": born.isoformat()}  # wherever it stands
    page = do(visitor, plan, "plan", **fields, after0=right)
    assert "Plan: correct, 1 row" in page
    sits(visitor, "approver-1", Role.APPROVER)
    page = text_of(visitor.get(plan))
    assert born.isoformat() in page and right in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(visitor: Visitor, clock: DemoClock) -> None:
    plan = ordered(visitor, clock, Action.CORRECT)
    typed = {"before0": "1900-01-01", "after0": "1900-01-02", "undo_days": "400"}
    answer = visitor.post(f"{plan}/plan", typed, page=plan, deed="plan")
    said = text_of(answer)
    assert answer.status_code == 422
    assert "at most 90 days" in said and "Table and item" in said
    assert 'value="1900-01-01"' in answer.text
    typed |= {"place0": "birth_date:customers.birth_date", "undo_days": ""}
    answer = visitor.post(f"{plan}/plan", typed, page=plan, deed="plan")
    assert answer.status_code == 409 and "no cell of the item" in text_of(answer)


def test_who_may_do_what(visitor: Visitor, clock: DemoClock) -> None:
    plan = ordered(visitor, clock)
    sits(visitor, "approver-1", Role.APPROVER)
    page = visitor.get(plan)
    assert page.status_code == 200 and 'data-deed="plan"' not in page.text
    sits(visitor, "auditor-1", Role.AUDITOR)
    assert visitor.get(plan).status_code == 403
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.get("/desk/enigmo/cases/case-0000000000/plan").status_code == 404
