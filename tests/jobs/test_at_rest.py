"""What workers cost a company's machine and its server: nothing keeps asking while there is nothing
to do, one worker keeps order for all, few connections are open, and nothing grows for ever."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import create_engine, text
from yard import PLAN, Yard, ended

from chikai.adapters.clock import TOKYO, FixedClock, SystemClock
from chikai.adapters.jobs.alive import ServerAlive
from chikai.adapters.jobs.board import SqlBoard
from chikai.adapters.jobs.memory import MemoryJobs
from chikai.app import jobs as app_jobs
from chikai.ports.jobs import Order, Standing

A_WORKER = 3 + 5
"""Connections to the server of the store: of the board and the sign of life, and of DBOS."""


def queue_is_watched() -> bool:
    """Whether a thread of this process asks the queue again and again."""
    return any(each.name.startswith("queue-worker") for each in threading.enumerate())


def until_done(jobs, worker, order):
    while jobs.get(order.id).standing is not Standing.DONE:
        worker.sweep()
        time.sleep(0.02)


def test_a_worker_without_work_asks_no_queue(yard):
    """It wakes up for the first order, rests when all is done, and wakes up for the next."""
    jobs, first, second = yard.jobs(), *(Order(f"case-{n}", "erase", PLAN) for n in "ab")
    with jobs.working(yard.deed, at_once=2) as worker:
        assert worker.sweep() == 0 and not queue_is_watched()
        for order in (first, second):
            jobs.put(order, at=SystemClock().now())
            until_done(jobs, worker, order)
            assert queue_is_watched()
            while queue_is_watched():
                assert worker.sweep() == 0
    jobs.close()
    yard.check([first, second])


def test_the_runs_of_a_job_that_was_dropped_go_too(yard):
    """A source was down again and again, then the plan was withdrawn: of its attempts nothing is
    kept for ever."""
    (order,) = yard.order(1)
    down = yard.folder / "preflight-down"
    down.touch()
    jobs = yard.jobs()

    def kept() -> int:
        with closing(sqlite3.connect(yard.folder / "jobs.db")) as file:
            return int(file.execute("SELECT count(*) FROM workflow_status").fetchone()[0])

    with jobs.working(yard.deed, at_once=2) as worker:
        for attempt in (1, 2):
            while jobs.get(order.id).standing is not Standing.UNREACHED:
                worker.sweep()
                time.sleep(0.02)
            if attempt == 1:
                jobs.resume(order.id, at=SystemClock().now())
        jobs.drop(order.id)
        assert jobs.all() == ()
        while kept() and worker.forget(SystemClock().now() + timedelta(days=1)) == 0:
            time.sleep(0.02)
    jobs.close()
    assert kept() == 0


def test_one_worker_at_a_time_keeps_order(shared_postgres_url):
    board = SqlBoard(shared_postgres_url, company="turns")
    first, second = (ServerAlive(board.database, each) for each in ("worker-a", "worker-b"))
    assert first.count() == 2
    with first.turn() as ours, second.turn() as theirs:
        assert (ours, theirs) == (True, False)
    with second.turn() as theirs:
        assert theirs
    second.close()
    while first.count() != 1:  # the server notices a little later that it has gone
        time.sleep(0.01)
    first.close()
    board.close()


def test_workers_open_few_connections(tmp_path, postgres_url):
    """Two that do eight jobs at once each, all of them slow."""
    yard = Yard(tmp_path, postgres_url, slow=0.3)
    orders, most = yard.order(16), 0
    working = [yard.start(at_once=8) for _ in range(2)]
    jobs = yard.jobs()
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    with engine.connect() as connection:
        while jobs.board.all(Standing.ORDERED, Standing.QUEUED, Standing.RUNNING):
            most = max(most, int(connection.execute(asked).scalar_one()))
            time.sleep(0.05)
    few = 2 * A_WORKER + 2 + 4  # two of this test; the server notices late that one has gone
    assert most <= few
    assert [ended(worker) for worker in working] == [0, 0]
    jobs.close()
    engine.dispose()
    yard.check(orders)


def test_what_is_old_calls_for_a_worker_that_forgets_it():
    clock = FixedClock(datetime(2026, 11, 2, 12, tzinfo=TOKYO))
    home, order = Home(clock, MemoryJobs(clock)), Order("case-AAAA111111", "erase", PLAN)

    def work(*orders):
        app_jobs.work(
            home, Nothing(), orders=lambda _: orders, wait=lambda _: True, until_idle=True
        )

    work(order)
    assert [job.standing for job in home.jobs.all()] == [Standing.DONE]
    assert not app_jobs.awaits_worker(home, [])
    clock.advance(timedelta(days=app_jobs.KEPT_DAYS + 1))
    assert app_jobs.awaits_worker(home, [])
    work()
    assert home.jobs.all() == ()


@dataclass
class Home:
    """As much of a home as jobs need."""

    clock: FixedClock
    jobs: MemoryJobs
    settings: dict[str, str] = field(default_factory=dict)


class Nothing:
    """A deed that does nothing."""

    def stages(self, order):
        return (("apply",),)

    def do(self, order, step):
        return
