"""A database is down while a request is dealt with: whoever is in charge is told which one and
since when, what was tried, what is missing without it and what to do; and after some days that a
person has to decide, with the days that are left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from test_carried_out_by_workers import approved
from test_carry_out import Desk, by, desk

from chikai.app import carrying, cases, read, search, sweep
from chikai.app.faults import UNAVAILABLE, faults_of
from chikai.duties.requests.case import Case
from chikai.law.kinds import RequestKind
from chikai.ports import Unavailable
from chikai.ports.jobs import Order
from chikai.words import render

__all__ = ["desk"]

HELD = "What only `shop` can tell and is missing until then: Customers. Items: "


def away(desk: Desk) -> None:
    desk.file.rename(desk.file.with_suffix(".away"))


def back(desk: Desk) -> None:
    desk.file.with_suffix(".away").rename(desk.file)


def told(desk: Desk, case: Case) -> str:
    seen = read.view(desk.home, case.id, actor="clerk-1").away
    assert seen is not None
    return " ".join(render(each, lang="en") for each in seen.said)


def clock(desk: Desk, case: Case) -> tuple[str, str]:
    """How the clock of the source stands, and what it says."""
    clocks = read.view(desk.home, case.id, actor="clerk-1").clocks
    (found,) = (each for each in clocks if each.key == "source")
    return found.standing, render(found.arithmetic, lang="en")


def test_a_search_that_a_source_stopped_says_what_is_missing_until_it_went_through(
    desk: Desk,
) -> None:
    case = desk.searched(RequestKind.CORRECTION)
    away(desk)
    for _ in range(2):
        with pytest.raises(Unavailable) as down:
            search.search(desk.home, case.id, by=by())
    code, (what, missing) = faults_of(down.value)
    assert code == UNAVAILABLE and "`shop` cannot be reached" in what.say("en")
    assert missing.say("en").startswith(HELD) and "欠けるもの：お客様" in missing.say("ja")
    types = [event.type for event in desk.home.journal.read(case.id)]
    assert types.count("search_stopped") == 1, "once for each time it is down"
    said = told(desk, case)
    assert "“Shop” (`shop`) has not been reachable since 2 November 2026" in said
    assert "nothing searches again by itself" in said and HELD in said and "kind: manual" in said
    assert clock(desk, case)[0] == "running" and "a person decides now" not in said

    desk.clock.advance(timedelta(days=3))
    standing, arithmetic = clock(desk, case)
    assert standing == "due" and "days left" in arithmetic and "without delay" in arithmetic
    assert "a person decides now" in told(desk, case)
    due = sweep.sweep(desk.home, by=by("sweep")).due
    assert [each.case for each in due if each.clock == "source"] == [case.id]

    back(desk)
    assert isinstance(search.search(desk.home, case.id, by=by()), Case)
    assert cases.load(desk.home, case.id).down is None
    assert read.view(desk.home, case.id, actor="clerk-1").away is None


def test_work_that_waits_for_a_source_for_days_is_for_a_person_to_decide(desk: Desk) -> None:
    case = approved(desk)
    away(desk)
    change = case.change
    assert change is not None
    with pytest.raises(Unavailable):
        carrying.deed(desk.home).do(Order(case.id, change.work, change.plan), carrying.APPLY)
    case = cases.load(desk.home, case.id)
    assert desk.next(case) == "next.source_unreached" and HELD in told(desk, case)
    assert case.down is not None and case.down.decide_on == date(2026, 11, 5)
    desk.clock.advance(timedelta(days=40))
    assert desk.next(case) == "next.source_decide"
    assert "over for" in clock(desk, case)[1] and "a person decides now" in told(desk, case)
