"""Play every journey once, or fill a house with cases that are under way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from chikai.adapters.clock import SystemClock
from chikai.demo.journeys import (
    JOURNEYS,
    Journey,
    a_child,
    c_curator,
    d_seal,
    e_letter,
    f_operation,
    g_actio,
    h_my_number,
    i_twins,
    l_unpaid,
    o_protected,
    p_siblings,
    q_unclaimed,
    r_erased,
)
from chikai.demo.matter import Matter
from chikai.demo.row import Row, row_of
from chikai.demo.stage import Stage, Story, Tale, open_stage
from chikai.kernel.calendar import is_business_day
from chikai.ports import Press

UNDER_WAY: Final[tuple[tuple[int, Tale], ...]] = (
    (5, a_child.a_parent_asks),
    (13, l_unpaid.at_enigmo),
    (2, o_protected.separated_parent),
    (15, q_unclaimed.comes_back),
    (3, p_siblings.two_siblings),
    (6, c_curator.list_of_powers_follows),
    (4, d_seal.no_registered_seal),
    (7, d_seal.guardian_of_a_ward),
    (4, e_letter.free_form_letter),
    (3, e_letter.other_floor),
    (2, f_operation.our_copy_and_the_record),
    (12, f_operation.serious_hindrance_judged),
    (5, g_actio.forms_are_mailed),
    (3, g_actio.papers_without_photo),
    (2, h_my_number.number_the_request_is_about),
    (8, i_twins.content_harm_is_told),
    (8, r_erased.erased),
)
"""How many days ago a journey began whose cases the web demo shows where they stand today."""


def play_once(root: Path, *, store: str | None = None, press: Press | None = None) -> list[Row]:
    """Play all journeys in the house at `root` and give one row for each case, in their order.

    The journeys go side by side on one clock, from November 2026 to the day two years later when
    the last papers are destroyed.
    """
    with open_stage(root, store=store, press=press) as stage:
        played = stage.play(*(journey.tale for journey in JOURNEYS))
        return [row for each in zip(JOURNEYS, played, strict=True) for row in _rows(*each)]


def _rows(journey: Journey, matters: tuple[Matter, ...]) -> list[Row]:
    return [row_of(matter, journey=journey.letter) for matter in matters]


def seed(root: Path, *, store: str | None = None, today: date | None = None) -> int:
    """Fill the five companies with cases in many states, as if the desks had worked until
    yesterday; how many were opened. A house that holds any case is left as it is."""
    today = today or SystemClock().now().date()
    start = min(_begins(today, days) for days, _ in UNDER_WAY)
    with open_stage(root, store=store, start=start, seed=None) as stage:
        if any(home.journal.size() for home in stage.homes.values()):
            return 0
        tales = [_begun(_begins(today, days), tale) for days, tale in UNDER_WAY]
        stage.play(*tales, until=today - timedelta(days=1))
        return sum(len(home.journal.cases()) for home in stage.homes.values())


def _begins(today: date, days_ago: int) -> date:
    """The last business day at least so many days ago."""
    day = today - timedelta(days=days_ago)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def _begun(day: date, tale: Tale) -> Tale:
    def told(stage: Stage) -> Story:
        if stage.today < day:
            yield day
        return (yield from tale(stage))

    return told
