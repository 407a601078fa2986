"""Deciding item by item: each left out on a ground of its own, told each in the answer."""

from __future__ import annotations

from datetime import date

from cases_at_desk import load, searched, sits
from web_visitor import Visitor, text_of

from chikai.app import gather, letters
from chikai.app.cases import Actor
from chikai.demo.looks import others_look
from chikai.duties.requests.telltale import telltale
from chikai.law.kinds import Manner
from chikai.people.staff import Role
from chikai.web.homes import DemoClock

HARM = "harms_life_body_property_or_rights"
HINDERS = "seriously_hinders_business"


def test_two_items_are_left_out_on_two_grounds(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}/decision"
    sits(visitor, "clerk-1", Role.CLERK)
    assert "/decision" in visitor.get(f"/desk/enigmo/cases/{case}").text
    fields = {"ground.phone": HARM, "reason.phone": "電話は 090-0000-1001 なので"}
    told = visitor.post(page, fields, page=page)
    assert told.status_code == 422 and 'href="#decide-reason.phone"' in told.text
    assert "090-0000-1001 なので" in told.text, "what was typed stays"
    assert load(visitor, case).outcome is None
    fields = {
        "ground.phone": HARM,
        "reason.phone": "第三者に渡ると害が及ぶため",
        "ground.name": HINDERS,
        "reason.name": "業務の実施に支障があるため",
    }
    done = visitor.post(page, fields, page=page)
    assert done.status_code == 303, done.status_code
    alone = {w.item: w.ground for w in load(visitor, case).withheld}
    assert (alone["phone"], alone["name"]) == (HARM, HINDERS)
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        facts = gather.answer(home, load(visitor, case), "l", date(2026, 11, 2), "ja", Manner.PAPER)
    reasons = {w.refusal.reason for w in facts.withheld}
    assert {"第三者に渡ると害が及ぶため", "業務の実施に支障があるため"} <= reasons
    assert "090-0000-1001" not in str([t.rows for t in facts.tables])


def test_another_letter_needs_its_box_and_says_so_without_a_command_line(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.post(f"{page}/do/grant", {}, page=page, deed="grant").status_code == 303
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        others_look(home, case)
        letters.send_answer(home, case, by=Actor("clerk-1", "send"))
    first = load(visitor, case).answer
    stopped = visitor.post(f"{page}/do/send", {"manner": "paper"}, page=page, deed="send")
    assert stopped.status_code == 409 and "印を付け" in text_of(stopped)
    fields = {"manner": "paper", "again": "yes"}
    assert visitor.post(f"{page}/do/send", fields, page=page, deed="send").status_code == 303
    second = load(visitor, case).answer
    assert first and second and first.id != second.id


def test_a_secret_under_another_character_is_the_same_secret() -> None:
    assert telltale("髙橋さんの記録のため", [("氏名", "高橋")]) == ("氏名",)
    assert telltale("第三者の権利を害するため", [("氏名", "高橋")]) == ()
