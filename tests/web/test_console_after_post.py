"""The console after a letter has left the house: its day of delivery, and its coming back."""

from __future__ import annotations

from datetime import date

import pytest
from cases_at_desk import load, searched, sits
from web_visitor import Visitor, text_of

from chikai.app import cases, gate, letters, steps
from chikai.app.cases import Actor
from chikai.demo.looks import others_look
from chikai.duties.requests.case import Case
from chikai.people.staff import Role
from chikai.web.homes import DemoClock


def answered(visitor: Visitor, clock: DemoClock) -> str:
    """A case whose answer was made, and posted the day after."""
    case = searched(visitor, clock)
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        steps.grant(home, case, by=Actor("officer-1", "grant"))
        others_look(home, case)
        sent = letters.send_answer(home, case, by=Actor("clerk-1", "send"))
        assert isinstance(sent, Case) and sent.answer is not None
        sheets = len(gate.expected(home, sent, sent.answer.id))
        gate.check_by_hand(home, case, sent.answer.id, sheets, by=Actor("clerk-1", "gate"))
    clock.move_to(date(2026, 11, 10))
    sits(visitor, "clerk-1", Role.CLERK)
    page = f"/desk/enigmo/cases/{case}"
    fields = {"on": "2026-11-04", "tracking": "123-45-67890-1"}
    done = visitor.post(f"{page}/do/posted", fields, page=page, deed="posted")
    assert done.status_code == 303
    return case


def test_the_day_of_delivery_completes_the_case_and_starts_the_two_years(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = answered(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    assert "123-45-67890-1" in text_of(visitor.get(page))
    for wrong, said in (("2026-11-11", "まだ来ていない日"), ("2026-11-03", "2026-11-04より前")):
        stopped = visitor.post(f"{page}/do/delivered", {"on": wrong}, page=page, deed="delivered")
        assert stopped.status_code == 422 and said in text_of(stopped)
    done = visitor.post(f"{page}/do/delivered", {"on": "R8.11.6"}, page=page, deed="delivered")
    assert done.status_code == 303
    assert load(visitor, case).completed_on == date(2026, 11, 6)
    assert "2028年11月6日" in text_of(visitor.get(page))
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        written = str([event.data for event in home.journal.read(case)])
    assert "67890" not in written, "the number is sealed"


@pytest.mark.parametrize(
    ("why", "said", "next_said"),
    [
        ("address_unknown", "宛所不明", "この宛先へは、もう一度送りません"),
        ("not_collected", "保管期間経過", "同じ宛先へもう一度送ります"),
        ("declined", "受取拒否", "受け取らない理由を伺います"),
    ],
)
def test_an_answer_that_came_back_is_not_complete_and_says_what_comes_next(
    visitor: Visitor, clock: DemoClock, why: str, said: str, next_said: str
) -> None:
    case = answered(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    letter = load(visitor, case).answer.id  # type: ignore[union-attr]
    fields = {"letter": letter, "why": why, "on": "2026-11-09"}
    assert (
        visitor.post(f"{page}/do/returned", fields, page=page, deed="returned").status_code == 303
    )
    shown = text_of(visitor.get(page))
    assert said in shown and next_said in shown
    assert "保存期間（2年）は始まりません" in shown and "2026年11月4日（令和8年）" in shown
    assert "住所は確かめられていますか" in shown
    back = load(visitor, case)
    assert (back.completed_on, back.destroy_on, back.is_open) == (None, None, True)
    # The list has it, by the promise that is next.
    listed = visitor.get("/desk/enigmo?show=returned").text
    assert case in listed and "戻ってきた手紙" in listed
    assert "Letter came back" in visitor.get("/desk/enigmo?show=returned&lang=en").text


def test_an_answer_by_ordinary_mail_that_comes_back_opens_the_case_again(
    visitor: Visitor, clock: DemoClock
) -> None:
    """Ordinary mail leaves no trace, so it counts as complete when it is sent, until it is not."""
    case = answered(visitor, clock)
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        steps.delivered(home, case, by=Actor("clerk-1", "thought-so"))
        assert cases.load(home, case).exit == "answered"
    page = f"/desk/enigmo/cases/{case}"
    fields = {"letter": load(visitor, case).answer.id, "why": "moved"}  # type: ignore[union-attr]
    assert (
        visitor.post(f"{page}/do/returned", fields, page=page, deed="returned").status_code == 303
    )
    back = load(visitor, case)
    assert (back.state, back.exit, back.closed_on) == ("answering", None, None)


def test_a_letter_that_asked_and_came_back_has_told_nobody(visitor: Visitor) -> None:
    sits(visitor, "clerk-1", Role.CLERK)
    person = {
        "person0__name": "架空 花子",
        "person0__postal_code": "150-0041",
        "person0__address": "東京都渋谷区神南1-2-3",
        "person0__birth_date": "S60.4.1",
        "person0__kinds": "disclosure",
    }
    page = visitor.open("enigmo", **person)
    case = page.rpartition("/")[2]
    assert visitor.post(f"{page}/do/ask", {}, page=page, deed="ask").status_code == 303
    asked = load(visitor, case)
    assert asked.told("fee")
    fields = {"letter": asked.letters[-1].id, "why": "address_unknown"}
    assert (
        visitor.post(f"{page}/do/returned", fields, page=page, deed="returned").status_code == 303
    )
    assert load(visitor, case).told("fee") is None, "no period to pay runs"
    shown = text_of(visitor.get(page))
    assert "まだ伝わっていません" in shown and "お願いの手紙が" in shown
    assert 'data-deed="returned"' not in visitor.get(page).text, "a letter comes back once"
