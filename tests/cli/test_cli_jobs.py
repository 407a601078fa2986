"""Jobs at the command line: found by their case, whichever company it is of."""

from __future__ import annotations

from chikai import places, wiring
from chikai.app.jobs import jobs_of
from chikai.ports.jobs import Order


def ordered(desk, case):
    with wiring.open_home(places.place(desk.root, "enigmo", {})) as home:
        order = Order(case, "erase", "5e" * 32)
        jobs_of(home).put(order, at=home.clock.now())
        return order


def test_a_job_is_found_by_its_case_or_its_id_among_several_companies(desk):
    case = desk.receive()
    order = ordered(desk, case)
    desk.json("setup", "bengo4", "--home", desk.root)
    for name in (case, order.id):
        (found,) = desk.json("jobs", "show", name)["result"]
        assert (found["id"], found["standing"], found["why"]) == (order.id, "ordered", None)
    assert desk.json("jobs", "resume", case)["result"][0]["standing"] == "ordered"


def test_a_case_without_a_job_and_no_case_at_all_are_said(desk):
    case = desk.receive()
    for name in (case, "case-NOBODY0000"):
        (fault,) = desk.json("jobs", "show", name, code=2)["findings"]
        assert fault["en"] and fault["ja"]
