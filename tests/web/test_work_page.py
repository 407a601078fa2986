"""The page of work on databases: where each job stands, in words, and that it renews itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chikai import places, wiring
from chikai.ports.jobs import Job, Order, Standing

PLAN = "5e" * 32


@pytest.fixture(autouse=True)
def at_the_desk(visitor):
    visitor.sit_down()


@pytest.fixture
def put(visitor, root):
    """Puts a job on Enigmo's board."""

    def put(standing, **more):
        with wiring.open_home(places.place(root, "enigmo")) as home:
            now = home.clock.now()
            job = Job(Order("case-AAAA111111", "erase", PLAN), standing, now, **more)
            home.jobs.board.add(job)
        return job

    return put


def test_nothing_to_do(visitor):
    page = visitor.get("/desk/enigmo/work?lang=en")
    assert "No work on databases is ordered" in page.text
    assert "http-equiv" not in page.text


def test_a_job_in_hand(visitor, put):
    put(Standing.RUNNING, step="apply", done=0, total=2)
    page = visitor.get("/desk/enigmo/work?lang=en").text
    assert "erasure" in page and "running" in page and "0/2" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_a_source_that_is_down_is_said_with_its_time(visitor, put, root):
    with wiring.open_home(places.place(root, "enigmo")) as home:
        since = home.clock.now() - timedelta(hours=1)
    down = {"code": "fault.source.unreached", "places": "source=shop"}
    put(Standing.UNREACHED, step="apply", total=2, since=since, retry_at=since, failed=3, **down)
    page = visitor.get("/desk/enigmo/work?lang=en").text
    assert "waits for a source" in page and f"not moved since {since:%Y-%m-%d %H:%M}" in page
    assert "shop cannot be reached" in page


def test_a_job_that_needs_a_person_is_not_asked_after_again(visitor, put):
    moved = {"code": "plan.moved", "places": "source=shop&table=customers"}
    put(Standing.HALTED, step="apply", total=2, **moved)
    page = visitor.get("/desk/enigmo/work?lang=en").text
    assert "needs a person" in page and "no longer what the plan says" in page
    assert "plan.moved" not in page, "words, not codes"
    assert "http-equiv" not in page
