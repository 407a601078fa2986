"""The fee book, and cases and papers that were in the cabinet before."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

from web_visitor import Visitor, text_of

from chikai import wiring
from chikai.app.cases import Actor
from chikai.app.sweep import sweep
from chikai.web.homes import DemoClock

PERSON = {
    "person0__name": "見本 花子",
    "person0__address": "東京都渋谷区神南1-2-3",
    "person0__kinds": "disclosure",
}
ORDER = {
    "payment0__means": "money_order",
    "payment0__serial": "12345-678901",
    "payment0__issued_on": "2026-05-20",
}


def test_the_book_says_what_is_in_hand_short_and_over(visitor: Visitor) -> None:
    visitor.sit_down()
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="450")
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1500")
    page = visitor.get("/desk/enigmo/fees")
    said = text_of(page)
    assert "550円不足" in said and "500円超過" in said
    balances = re.findall(r'<td class="yen">([\d,]+)円</td></tr>', page.text)
    assert balances[-1] == "1,950" and "12345-678901" not in said


def test_serial_numbers_are_shown_to_whoever_asks_and_that_is_logged(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    visitor.sit_down("clerk-1")
    case = visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000").rpartition("/")[2]
    assert "12345-678901" in text_of(visitor.get("/desk/enigmo/fees?serials=yes"))
    with wiring.open_home(wiring.place(root, "enigmo"), clock=clock) as home:
        looks = home.views.looks(clock.now().date().isoformat())
    assert [(x.actor_id, x.case) for x in looks if x.what == "fee"] == [("clerk-1", case)]


def test_the_file_has_every_line_and_no_serial_number(visitor: Visitor) -> None:
    visitor.sit_down()
    visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000")
    content = visitor.get("/desk/enigmo/fees.csv").content.decode("utf-8-sig")
    heading, line = csv.reader(io.StringIO(content))
    assert heading[:2] == ["日付", "案件"]
    assert line[2:8] == ["定額小為替証書", "1000", "", "1000", "2026-05-20", "2026-11-20"]
    assert "12345" not in content and "花子" not in content


def test_the_sweep_tells_of_a_money_order_before_it_can_be_cashed_no_more(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    """Six months from its issue; two weeks before."""
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **ORDER, payment0__amount="1000").rpartition("/")[2]

    def told(day: date) -> bool:
        clock.move_to(day)
        with wiring.open_home(wiring.place(root, "enigmo"), clock=clock) as home:
            due = sweep(home, by=Actor("sweep", f"cmd-{day}")).due
        return (case, "money_order") in [(each.case, each.clock) for each in due]

    assert not told(date(2026, 11, 5))
    assert told(date(2026, 11, 6)) and told(date(2026, 11, 20)) and told(date(2026, 11, 21))
