"""What jobs promise, in memory and with DBOS: one order one job, sources that are down, people who
must look, nothing kept for ever, nothing to read in what is kept."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from yard import KEY, PLAN, STEPS, Books, Counting, Yard

from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.jobs.carry import FIRST_WAIT, waiting_time
from chikai.adapters.jobs.company import CompanyJobs
from chikai.adapters.jobs.memory import MemoryJobs
from chikai.ports import Missing
from chikai.ports.jobs import LONGEST_WAIT, Job, Order, Standing

NOON = datetime(2026, 11, 2, 12, tzinfo=TOKYO)
ORDER = Order("case-AAAA111111", "erase", PLAN)


class Site:
    """Jobs with a clock that only the test moves, and the books they work on."""

    def __init__(self, kind, folder):
        self.clock, self.folder = FixedClock(NOON), folder
        self.deed = Counting(Books(folder / "books.db"))
        self.jobs = MemoryJobs(self.clock) if kind == "memory" else self.with_dbos(folder)

    def with_dbos(self, folder):
        return CompanyJobs(
            folder / "jobs.db",
            company="enigmo",
            key=lambda: KEY,
            clock=self.clock,
            entropy=SeededEntropy(1),
        )

    def mark(self, name, there=True):
        path = self.folder / name
        path.touch() if there else path.unlink()

    def until(self, worker, *standings) -> Job:
        """Sweep until the job stands as wanted."""
        for _ in range(3_000):
            worker.sweep()
            job = self.jobs.get(ORDER.id)
            if job.standing in standings:
                return job
            time.sleep(0.05)
        raise AssertionError(job.standing)


@pytest.fixture(params=["memory", "dbos"])
def site(request, tmp_path):
    site = Site(request.param, tmp_path)
    yield site
    if request.param == "dbos":
        site.jobs.close()


def test_an_order_has_one_job_whose_id_anyone_can_tell(site):
    assert ORDER.id == f"case-AAAA111111:erase:{PLAN}"
    assert site.jobs.put(ORDER, at=NOON)
    assert not site.jobs.put(ORDER, at=NOON)
    assert [job.id for job in site.jobs.all()] == [ORDER.id]
    with pytest.raises(Missing):
        site.jobs.get("another")


def test_a_source_that_is_down_is_tried_again_and_its_time_is_kept(site):
    """One source is down: the other is done, nothing after them begins, and the rest is done as
    soon as it is up."""
    site.mark("apply-crm-down")
    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(site.deed, at_once=2) as worker:
        job = site.until(worker, Standing.UNREACHED)
        assert (job.since, job.retry_at) == (NOON, NOON + FIRST_WAIT)
        assert site.deed.books.count("done", "apply:shop") == 1
        assert site.deed.books.count("tried", "verify") == 0

        site.clock.advance(FIRST_WAIT)
        worker.sweep()
        while site.jobs.get(ORDER.id).failed < 2:
            time.sleep(0.05)
        job = site.jobs.get(ORDER.id)
        assert job.since == NOON and job.retry_at == site.clock.now() + 2 * FIRST_WAIT

        site.mark("apply-crm-down", there=False)
        site.clock.advance(2 * FIRST_WAIT)
        job = site.until(worker, Standing.DONE)
    assert (job.attempt, job.since, job.failed) == (3, None, 0)
    assert [site.deed.books.count("done", step) for step in STEPS] == [1, 1, 1, 1]


def test_what_a_person_must_look_at_waits_for_them(site):
    site.mark("preflight-refused")
    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(site.deed, at_once=2) as worker:
        job = site.until(worker, Standing.HALTED)
        assert job.code == "drift"
        site.clock.advance(timedelta(days=30))
        worker.sweep()
        assert site.jobs.get(ORDER.id).standing is Standing.HALTED
        site.mark("preflight-refused", there=False)
        assert site.jobs.resume(ORDER.id, at=site.clock.now()).standing is Standing.ORDERED
        site.until(worker, Standing.DONE)
        assert site.jobs.resume(ORDER.id, at=site.clock.now()).standing is Standing.DONE


def test_only_what_waits_is_dropped(site):
    """Whoever looked at the board while the job still ran does not take off it what was done a
    moment later."""
    site.jobs.put(ORDER, at=NOON)
    site.jobs.drop(ORDER.id)
    assert site.jobs.all() == ()
    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(site.deed, at_once=2) as worker:
        site.until(worker, Standing.DONE)
    site.jobs.drop(ORDER.id)
    assert site.jobs.get(ORDER.id).standing is Standing.DONE


def test_history_goes(site):
    """Hazard 9: what was done is forgotten, the run and the row; what is open stays."""
    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(site.deed, at_once=2) as worker:
        site.until(worker, Standing.DONE)
        assert worker.forget(NOON) == 0
        site.jobs.put(Order("case-BBBB222222", "erase", PLAN), at=NOON)
        assert worker.forget(NOON + timedelta(days=1)) == 1
    assert [job.order.case for job in site.jobs.all()] == ["case-BBBB222222"]
    with pytest.raises(Missing):
        site.jobs.get(ORDER.id)


def test_an_unforeseen_error_is_tried_again_and_then_given_to_a_person(site):
    class Broken:
        def stages(self, order):
            return (("apply",),)

        def do(self, order, step):
            raise ZeroDivisionError("見本 花子")

    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(Broken(), at_once=2) as worker:
        for _ in range(2):
            site.until(worker, Standing.UNREACHED)
            site.clock.advance(LONGEST_WAIT)
        job = site.until(worker, Standing.HALTED)
    assert job.code == "ZeroDivisionError"
    assert "花子" not in repr(site.jobs.all())


def test_a_clock_put_back_makes_nobody_wait(site):
    site.mark("apply-crm-down")
    site.jobs.put(ORDER, at=NOON)
    with site.jobs.working(site.deed, at_once=2) as worker:
        site.until(worker, Standing.UNREACHED)
        site.mark("apply-crm-down", there=False)
        site.clock.set(NOON - timedelta(days=300))
        site.until(worker, Standing.DONE)


def test_no_wait_is_longer_than_an_hour():
    waits = [waiting_time(failed) for failed in range(1, 200)]
    assert waits == sorted(waits) and waits[0] == FIRST_WAIT and waits[-1] == LONGEST_WAIT


def test_the_file_holds_ids_and_nothing_a_reader_learns(tmp_path):
    """Ids, standings and codes stand in the clear; arguments and results are sealed; no pickle."""
    yard = Yard(tmp_path, tmp_path / "jobs.db")
    yard.order(1)
    yard.work()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("jobs.db*"))
    assert b"case-0:erase:" in files and b"chikai_sealed_json" in files
    assert b'"args"' not in files and b"gASV" not in files  # how a pickle begins in base 64
