"""Workers killed at any moment: whoever is left finishes the work, and no plan takes effect twice.

Real processes and a real SIGKILL, on SQLite and PostgreSQL.
"""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from yard import ended, kill

from chikai.ports.jobs import Busy, Standing

POINTS = (
    "jobs.queued",
    "jobs.attempt.begin",
    "jobs.step.begin:2",
    "jobs.step.done:3",
    "jobs.step.recorded",
    "jobs.attempt.done",
)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point(yard, point):
    orders = yard.order(3)
    assert ended(yard.start(point)) == signal.SIGKILL
    assert ended(yard.start()) == 0
    yard.check(orders)


@pytest.mark.parametrize("point", ["jobs.queued", "jobs.step.done:3", "jobs.attempt.done"])
def test_killed_at_a_point_before_a_server(yard_on_server, point):
    orders = yard_on_server.order(3)
    assert ended(yard_on_server.start(point)) == signal.SIGKILL
    assert ended(yard_on_server.start()) == 0
    yard_on_server.check(orders)


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_again_and_again(yard, seed):
    dice, yard.slow = random.Random(seed), 0.02
    orders = yard.order(12)
    for _ in range(2):
        worker = yard.start()
        time.sleep(dice.uniform(0.3, 1.5))
        kill(worker)
    assert ended(yard.start()) == 0
    yard.check(orders)


def test_workers_before_a_server_killed_at_random(yard_on_server):
    """Three of them one after another, each while a second one works on beside it."""
    dice, yard_on_server.slow = random.Random(5), 0.02
    orders = yard_on_server.order(18)
    beside = yard_on_server.start(at_once=1)
    for _ in range(3):
        worker = yard_on_server.start(at_once=2)
        begun(yard_on_server)
        time.sleep(dice.uniform(0.0, 0.8))  # any moment will do: also that before it is up
        kill(worker)
    kill(beside)
    assert ended(yard_on_server.start()) == 0
    yard_on_server.check(orders)


@pytest.mark.parametrize("workers", [2, 4])
def test_the_living_take_over_from_the_dead(yard_on_server, workers):
    """Half of the workers die in the middle of it; the others notice it by themselves."""
    dice, yard_on_server.slow = random.Random(workers), 0.02
    orders = yard_on_server.order(24)
    working = [yard_on_server.start(at_once=2) for _ in range(workers)]
    begun(yard_on_server)
    dying, living = working[: workers // 2], working[workers // 2 :]
    for worker in dying:
        time.sleep(dice.uniform(0.0, 0.3))
        kill(worker)
    assert [ended(worker) for worker in living] == [0] * len(living)
    yard_on_server.check(orders)


def test_the_worker_that_takes_over_dies_too(yard):
    orders = yard.order(3)
    assert ended(yard.start("jobs.step.begin")) == signal.SIGKILL
    assert ended(yard.start("jobs.take_over")) == signal.SIGKILL
    assert ended(yard.start()) == 0
    yard.check(orders)


def test_a_long_job_is_never_taken_for_a_dead_one(yard_on_server):
    """Hazard 6: another worker sweeps all the while, and finds nothing to take over."""
    yard_on_server.slow = 1.0
    orders = yard_on_server.order(2)
    first, second = yard_on_server.start(), yard_on_server.start()
    seen, over = set(), False
    while not over:
        over = os.waitpid(first, os.WNOHANG)[0] != 0
        jobs = yard_on_server.jobs()
        seen |= {(job.standing, job.attempt) for job in map(jobs.get, (o.id for o in orders))}
        jobs.close()
        time.sleep(0.1)
    assert ended(second) == 0
    yard_on_server.check(orders)
    assert {attempt for _, attempt in seen} == {1}
    assert Standing.HALTED not in {standing for standing, _ in seen}
    assert yard_on_server.deed.books.count("tried", "apply:crm") == len(orders)


def test_a_file_has_one_worker(yard):
    orders = yard.order(1)
    yard.hold()
    worker = yard.start()
    begun(yard)
    jobs = yard.jobs()
    with pytest.raises(Busy), jobs.working(yard.deed, at_once=1):
        pass
    jobs.close()
    yard.go_on()
    assert ended(worker) == 0
    yard.check(orders)


def begun(yard):
    """Wait until work is in hand."""
    jobs = yard.jobs()
    while not jobs.board.all(Standing.RUNNING, Standing.DONE):
        time.sleep(0.02)
    jobs.close()
