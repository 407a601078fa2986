"""The console from the decision on: other eyes, searches by hand, the window, the run."""

from __future__ import annotations

import re
from datetime import date

from cases_at_desk import STRANGER, entered, load, searched, sits
from web_visitor import Visitor, text_of

from chikai.app import cases, sheets, steps
from chikai.app.cases import Actor
from chikai.demo.looks import others_look
from chikai.demo.matter import LOGIN_GROUND
from chikai.demo_data.cast import HANAKO
from chikai.people.staff import Role
from chikai.web.homes import DemoClock


def test_a_second_checker_who_types_a_wrong_fact_is_stopped(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.post(f"{page}/do/grant", {}, page=page, deed="grant").status_code == 303
    assert "別の人が" in text_of(visitor.get(page))
    # The clerk cannot send it alone, nor check it.
    assert visitor.post(f"{page}/do/second_check", {}, page=page).status_code == 403

    sits(visitor, "checker-1", Role.SECOND_CHECKER)
    right = entered(visitor, case)
    html = visitor.get(page).text
    at = html.index('data-deed="second_check"')
    form = html[at : html.index("</form>", at)]
    assert not any(value in form for value in right.values())
    wrong = {**right, next(iter(right)): "999-9999"}
    stopped = visitor.post(f"{page}/do/second_check", wrong, page=page, deed="second_check")
    assert stopped.status_code == 422 and "回答を止めました" in text_of(stopped)
    assert load(visitor, case).unchecked
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        failed = home.journal.read(case)[-1]
    assert failed.type == "second_check_failed"
    assert failed.data == {"facts": (next(iter(right)).removeprefix("fact."),)}

    assert "あと2回" in text_of(stopped)

    done = visitor.post(f"{page}/do/second_check", right, page=page, deed="second_check")
    assert done.status_code == 303
    assert load(visitor, case).checked_by == "checker-1"
    # The checker reads that it is done and who goes on, and no card without a line in it.
    seen = visitor.get(page)
    assert "二人目の確認は済んでいます（checker-1）" in text_of(seen)
    assert "続きは、次の役割の方が進めます：担当者" in text_of(seen)
    assert 'id="others"' not in seen.text

    # The clerk makes the answer, and has it at hand where it is to be printed.
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.post(f"{page}/do/send", {}, page=page, deed="send").status_code == 303
    html = visitor.get(page).text
    step = html[html.index('data-deed="posted"') :]
    (pdf,) = re.findall(rf'href="({page}/file/[^"]+)"', step[: step.index("</form>")])
    assert visitor.get(pdf).content.startswith(b"%PDF-")


def test_after_three_wrong_entries_everybody_reads_that_another_must_look(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        steps.grant(home, case, by=Actor("officer-1", "grant"))
    sits(visitor, "checker-1", Role.SECOND_CHECKER)
    wrong = {name: "違う" for name in entered(visitor, case)}
    for said in ("あと2回", "あと1回", "この回答の確認は、ほかの方が行ってください"):
        stopped = visitor.post(f"{page}/do/second_check", wrong, page=page, deed="second_check")
        assert stopped.status_code == 422 and said in text_of(stopped)
    blocked = visitor.get(page)
    assert 'data-deed="second_check"' not in blocked.text
    assert "ほかの方が書類と照らして確認してください" in text_of(blocked)
    for who, role in (
        ("clerk-1", Role.CLERK),
        ("approver-1", Role.APPROVER),
        ("officer-1", Role.PRIVACY_OFFICER),
    ):
        sits(visitor, who, role)
        assert "決めた人でもchecker-1でもない別の二人目の確認者" in text_of(visitor.get(page))
    sits(visitor, "checker-2", Role.SECOND_CHECKER)
    right = entered(visitor, case)
    done = visitor.post(f"{page}/do/second_check", right, page=page, deed="second_check")
    assert done.status_code == 303 and load(visitor, case).checked_by == "checker-2"


def test_the_answer_is_seen_in_the_window_of_its_envelope(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        steps.grant(home, case, by=Actor("officer-1", "grant"))
    sits(visitor, "approver-1", Role.APPROVER)
    shown = visitor.get(f"/desk/enigmo/cases/{case}/answer")
    assert "窓から宛先が見え" in text_of(shown)
    picture = visitor.get(f"/desk/enigmo/cases/{case}/answer/page")
    assert picture.headers["content-type"] in ("image/png", "image/jpeg")
    pdf = visitor.get(f"/desk/enigmo/cases/{case}/answer/pdf?letter_lang=en")
    assert pdf.content.startswith(b"%PDF-")
    assert load(visitor, case).answer is None


def test_a_reason_that_names_the_secret_is_asked_about_and_may_stand(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "officer-1")
    fields = {"ground": LOGIN_GROUND, "reason": f"{HANAKO.emails[0]} が知られるため"}
    asked = visitor.post(f"{page}/do/refuse", fields, page=page, deed="refuse")
    assert asked.status_code == 422 and "内容が分かってしまう" in text_of(asked)
    stands = {**fields, "reason_stands": "yes", "note": "弁護士の助言：架空"}
    assert visitor.post(f"{page}/do/refuse", stands, page=page, deed="refuse").status_code == 303
    # The note is sealed, and in no letter.
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        others_look(home, case)
    assert load(visitor, case).approved_by == "approver-1"


def test_none_held_waits_for_the_owner_who_signs(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock, STRANGER)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "clerk-1", Role.CLERK)
    fields = {
        "where": "本社3階の書庫",
        "owner": "owner-1",
        "due": "2026-11-10",
        "given": ["name", "kana"],
    }
    assert (
        visitor.post(f"{page}/do/search_task", fields, page=page, deed="search_task").status_code
        == 303
    )
    assert "担当者（owner-1）の探索" in text_of(visitor.get(page))

    sits(visitor, "owner-2", Role.SOURCE_OWNER)
    assert "書庫" not in text_of(visitor.get("/desk/enigmo/tasks"))
    sits(visitor, "owner-1", Role.SOURCE_OWNER)
    mine = visitor.get("/desk/enigmo/tasks")
    shown = text_of(mine)
    assert "本社3階の書庫" in shown and "架空 名無" in shown
    assert "不在9-9-9" not in shown and "1990" not in shown  # only what the search needs
    (task,) = re.findall(r'data-task="([^"]+)"', mine.text)
    signed = visitor.post(
        f"/desk/enigmo/tasks/{case}/{task}",
        {"found": "no", "said": "2026年までの綴りをすべて見た。"},
        page="/desk/enigmo/tasks",
    )
    assert signed.status_code == 303
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.post(f"{page}/do/none_held", {}, page=page, deed="none_held").status_code == 303


def test_a_run_destroys_what_is_due_and_leaves_what_is_held(
    visitor: Visitor, clock: DemoClock
) -> None:
    from chikai.app import letters

    first = searched(visitor, clock)
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        letters.withdraw(home, first, by=Actor("clerk-1", "withdraw"))
        for fee in cases.load(home, first).fees:
            assert fee.id
        letters.return_fees(home, first, by=Actor("clerk-1", "fee-back"))
    clock.move_to(date(2031, 1, 6))
    sits(visitor, "approver-1", Role.APPROVER)
    page = "/desk/enigmo/destruction"
    assert first in visitor.get(page).text
    fields = {"case": [first], "how": "shredded", f"sheets.{first}": "2"}
    sheet_of_run = visitor.post(page, fields, page=page, deed="destroy")
    assert sheet_of_run.status_code == 200
    assert "廃棄しました" in text_of(sheet_of_run) and "廃棄証明書" in text_of(sheet_of_run)
    gone = load(visitor, first)
    assert gone.destroyed_on == date(2031, 1, 6) and gone.certified


def test_a_form_printed_for_a_case_finds_it_again(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    sits(visitor, "clerk-1", Role.CLERK)
    assert f"/cases/{case}/form" in visitor.get(f"/desk/enigmo/cases/{case}").text
    for query in ("", "?form_lang=en"):
        pdf = visitor.get(f"/desk/enigmo/cases/{case}/form{query}")
        assert pdf.headers["content-type"] == "application/pdf"
        with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
            pages = sheets.sort(home, [("form", pdf.content)])
        assert {page.cases for page in pages} == {(case,)}
    assert visitor.get("/desk/enigmo/cases/case-NOTHING/form").status_code == 404
