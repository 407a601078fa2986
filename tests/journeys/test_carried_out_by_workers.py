"""What a person approved is carried out by workers: once, also where they are killed in the middle
of it or a database is down for a while."""

from __future__ import annotations

import os
import signal
import time
from datetime import date, timedelta

import pytest
from test_carry_out import Desk, by, desk

from chikai import places, wiring
from chikai.app import carry_out, carrying, cases, jobs
from chikai.app.carry_out import Scope
from chikai.cli.foreman import Foreman
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.law.kinds import RequestKind
from chikai.people.staff import Role
from chikai.ports import Home
from chikai.ports.jobs import Standing

__all__ = ["desk"]

ERASED = (1, "削除済み", None, None, None, 0, 0)
POINTS = (
    "app.plan_started",
    "sources.apply.before_commit",
    "sources.apply.after_commit",
    "app.plan_applied",
    "app.before_prior_destruction",
    "app.after_prior_destruction",
    "jobs.step.done",
)


def approved(desk: Desk) -> Case:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    planned = carry_out.plan(desk.home, case.id, Scope(), by=by())
    assert isinstance(planned, Case) and planned.change is not None
    approver = by("boss", Role.APPROVER)
    result = carry_out.approve(desk.home, case.id, planned.change.plan, by=approver, reasons="x")
    assert isinstance(result, Case)
    return result


def work(home: Home) -> jobs.Worked:
    """Until all is done, or until a database has been down for a look."""

    def enough(_: float) -> bool:
        time.sleep(0.05)
        return any(j.standing is Standing.UNREACHED for j in jobs.jobs_of(home).all())

    orders = carrying.Ordered()
    return jobs.work(home, carrying.deed(home), orders=orders, wait=enough, until_idle=True)


def in_another_process(desk: Desk, failpoint: str) -> int:
    """A worker of its own, with the machine's own clock; the signal that ended it, or 0."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    os.environ["CHIKAI_FAILPOINT"] = failpoint
    try:
        where = places.place(desk.file.parent.parent, "enigmo", {})
        with wiring.open_home(where, clock=desk.clock) as home:
            work(home)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def told(desk: Desk, case: Case) -> Case:
    """The work is done, once, and recorded."""
    case = cases.load(desk.home, case.id)
    assert case.change is not None and case.change.complete and case.change.destroyed
    assert desk.rows()[0] == ERASED and desk.rows()[1][1] == "例示 次郎"
    types = [event.type for event in desk.home.journal.read(case.id)]
    assert types.count("plan_applied") == 1 and types.count("action_done") == 1
    return case


def test_orders_asked_for_again_are_those_asked_for_anew(desk: Desk) -> None:
    kept = carrying.Ordered()

    def agreed() -> int:
        found = kept(desk.home)
        assert found == carrying.orders(desk.home)
        return len(found)

    assert agreed() == 0
    approved(desk)
    assert agreed() == 1 == agreed()
    assert in_another_process(desk, "app.plan_started") == signal.SIGKILL
    assert agreed() == 1
    work(desk.home)
    assert agreed() == 0


def test_an_approved_plan_is_carried_out_by_a_worker(desk: Desk) -> None:
    case = approved(desk)
    assert jobs.awaits_worker(desk.home, carrying.orders(desk.home))
    assert work(desk.home) == jobs.Worked(done=1, waiting=0, halted=0)
    told(desk, case)
    assert not jobs.awaits_worker(desk.home, carrying.orders(desk.home))
    (job,) = jobs.jobs_of(desk.home).all()
    assert job.id == f"{case.id}:erase:{case.change.plan}"  # type: ignore[union-attr]
    assert {e.actor_id for e in desk.home.journal.read(case.id) if "appl" in e.type} == {"worker"}


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_on_the_way(desk: Desk, point: str) -> None:
    case = approved(desk)
    assert in_another_process(desk, point) == signal.SIGKILL
    assert in_another_process(desk, "") == 0
    told(desk, case)


def test_the_server_starts_a_worker_when_there_is_work(desk: Desk) -> None:
    foreman = Foreman(desk.file.parent.parent)
    foreman.look()
    assert not foreman.workers, "nothing to do, nobody started"
    case = approved(desk)
    foreman.look()
    assert foreman.workers["enigmo"].wait() == 0
    told(desk, case)
    foreman.close()


def test_a_database_that_is_down_is_said_to_the_person_and_tried_again(desk: Desk) -> None:
    case = approved(desk)
    away = desk.file.with_suffix(".away")
    desk.file.rename(away)
    assert in_another_process(desk, "") == 0 or True
    case = cases.load(desk.home, case.id)
    assert desk.next(case) == "next.source_unreached"
    assert case.change is not None
    assert (case.change.unreached, case.change.unreached_on) == ("shop", date(2026, 11, 2))
    (job,) = jobs.jobs_of(desk.home).all()
    assert job.standing is Standing.UNREACHED

    away.rename(desk.file)
    desk.clock.advance(timedelta(hours=1))
    assert in_another_process(desk, "") == 0
    told(desk, case)


def test_rows_that_moved_since_the_plan_are_for_a_person(desk: Desk) -> None:
    import sqlite3

    case = approved(desk)
    with sqlite3.connect(desk.file) as connection:
        connection.execute("UPDATE customers SET phone = '090-0000-9999' WHERE id = 1")
    assert work(desk.home) == jobs.Worked(done=0, waiting=0, halted=1)
    (job,) = jobs.named(desk.home, case.id)
    assert job.standing is Standing.HALTED and job.code == "plan.moved"
    assert desk.rows()[0][1] == "見本 花子", "nothing was changed"


def test_who_undoes_or_plans_anew_takes_the_job_off_the_board(desk: Desk) -> None:
    case = approved(desk)
    jobs.put_ordered(desk.home, carrying.orders(desk.home))
    carry_out.plan(desk.home, case.id, Scope(undo_days=3), by=by())
    jobs.put_ordered(desk.home, carrying.orders(desk.home))
    assert jobs.jobs_of(desk.home).all() == ()
