"""The desk's deeds as requests: previews, command ids, judgments, a page of every kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.app import intake, letters, search, steps
from chikai.app.cases import Actor
from chikai.demo.looks import others_look
from chikai.demo.matter import LOGIN_GROUND, LOGIN_REASON
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo_data.cast import HANAKO, KENICHI, MIRAI
from chikai.duties.requests.decide import Defect
from chikai.law.kinds import Manner, Paper, RequestKind
from chikai.web.homes import DemoClock

PERSON = {
    "person0__name": HANAKO.names[0].full,
    "person0__address": HANAKO.addresses[0].text,
    "person0__birth_date": "昭和63年4月12日",
}


def events(root: Path, company: str = "enigmo") -> list[str]:
    with wiring.open_home(places.place(root, company)) as home:
        return [event.type for event in home.journal.all()]


def test_a_preview_is_the_letter_and_changes_nothing(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, person0__kinds=["disclosure"])
    before = events(root)
    answer = visitor.post(f"{case}/preview/receipt", {"letter_lang": "en"}, page=case)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == "inline"
    assert events(root) == before


def test_only_letters_can_be_previewed(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, person0__kinds=["disclosure"])
    for deed in ("destroy", "accept", "no_such_deed"):
        assert visitor.post(f"{case}/preview/{deed}", {}, page=case).status_code == 404


def test_a_command_sent_twice_happens_once(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, person0__kinds=["disclosure"])
    for _ in range(2):
        command = "cmd-" + "0" * 24
        answer = visitor.post(f"{case}/do/receipt", {}, page=case, command=command)
        assert answer.status_code == 303
    assert events(root).count("letter_sent") == 1


def test_a_command_id_is_no_place_for_words(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, person0__kinds=["disclosure"])
    answer = visitor.post(f"{case}/do/receipt", {}, page=case, deed="receipt", command="山田 花子")
    assert answer.status_code == 422


def test_one_envelope_of_two_kinds_makes_two_cases(visitor: Visitor) -> None:
    visitor.sit_down()
    kinds = ["disclosure", "correction"]
    visitor.open("enigmo", **PERSON, person0__kinds=kinds, payment0__means="money_order",
                 payment0__amount="1000")  # fmt: skip
    said = text_of(visitor.get("/desk/enigmo"))
    assert "進行中 2件" in said


@pytest.mark.parametrize("kind", list(RequestKind))
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_kind_of_case_has_its_page(visitor: Visitor, kind: RequestKind, lang: str) -> None:
    visitor.lang = lang
    visitor.sit_down()
    case = visitor.open("actio", **PERSON, person0__kinds=[kind.value])
    answer = visitor.get(case)
    assert answer.status_code == 200
    assert case.rsplit("/", 1)[1] in text_of(answer)


def test_silence_is_not_read_as_no(visitor: Visitor) -> None:
    """A question nobody answered is not recorded, and a paper nobody looked at is not booked."""
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, person0__kinds=["disclosure"])
    answer = visitor.post(f"{case}/do/answer", {"question": "form_complete"}, page=case)
    assert answer.status_code == 422
    fields = {"sheet0.type": "resident_record", "sheet0.my_number": "hidden"}
    answer = visitor.post(f"{case}/do/paper", fields, page=case, deed="paper")
    assert "先に確かめて" in text_of(answer)


def test_the_flag_of_protection_is_seen_before_anything_else(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open(
        "enigmo", **PERSON, person0__kinds=["disclosure"], protected="支援措置の申出がある"
    )
    said = text_of(visitor.get(case))
    assert said.index("保護の措置がある方です") < said.index("次にすること")


def test_a_parent_and_a_child_are_both_shown(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open(
        "enigmo",
        person0__name=MIRAI.names[0].full,
        person0__address=MIRAI.addresses[0].text,
        person0__kinds=["disclosure"],
        asker="parent",
        representative__name=KENICHI.names[0].full,
    )
    said = text_of(visitor.get(case))
    assert MIRAI.names[0].full in said and KENICHI.names[0].full in said


def test_the_inbox_puts_the_nearest_day_first(visitor: Visitor, clock: DemoClock) -> None:
    visitor.sit_down()
    first = visitor.open("enigmo", **PERSON, person0__kinds=["correction"], arrived_on="2026-10-26")
    second = visitor.open("enigmo", **PERSON, person0__kinds=["correction"])
    html = visitor.get("/desk/enigmo").text
    assert html.index(first) < html.index(second)


def test_nobody_asks_before_they_were_born(visitor: Visitor) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    said = {"channel": "post", "form": "free", "asker": "person", "person0.name": "見本 太郎"}
    said |= {"person0.kinds": "disclosure", "person0.birth_date": "2026-11-03"}
    answer = visitor.post(page, said, page=page)
    assert answer.status_code == 422
    assert "生年月日が到達日より後" in text_of(answer)


def test_where_registered_data_are_to_be_changed_is_asked_before_handing_over(
    visitor: Visitor,
) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", person0__name="見本 太郎", person0__kinds="correction")
    asked = visitor.post(f"{case}/do/hand_over", {}, page=case, deed="hand_over")
    assert asked.status_code == 409
    assert "お申込み時に登録された情報ですか" in text_of(asked)
    said = {"question": "registered_data_of_product", "value": "no"}
    assert visitor.post(f"{case}/do/answer", said, page=case).status_code == 303
    assert "お申込み時に登録された情報ですか いいえ" in text_of(visitor.get(case))


def test_the_file_of_an_electronic_answer_is_beside_its_letter(
    visitor: Visitor, root: Path, clock: DemoClock
) -> None:
    with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
        asked = envelope(
            asks(HANAKO, RequestKind.DISCLOSURE, manner=Manner.ELECTRONIC),
            arrived=clock.now().date(),
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=clock.now().date())],
        )
        clerk = (Actor("clerk-1", f"cmd-{n}") for n in range(9))
        (case,) = intake.receive(home, asked, by=next(clerk))
        search.match(home, case.id, reads(HANAKO), by=next(clerk))
        for deed in (steps.accept, search.search):
            case = deed(home, case.id, by=next(clerk))
        for item in case.unjudged():
            steps.withhold(home, case.id, item, LOGIN_GROUND, LOGIN_REASON, by=next(clerk))
        assert not isinstance(steps.grant(home, case.id, by=next(clerk)), Defect)
        others_look(home, case.id)
        assert not isinstance(letters.send_answer(home, case.id, by=next(clerk)), Defect)
    visitor.sit_down()
    page = f"/desk/enigmo/cases/{case.id}"
    html = visitor.get(page).text
    (blob,) = re.findall(rf'href="{page}/file/([^"]+)"[^>]*>データファイル', html)
    saved = visitor.get(f"{page}/file/{blob}")
    assert saved.headers["content-type"] == "application/json"
    name = f'attachment; filename="{case.id}-data.json"'
    assert saved.headers["content-disposition"] == name, "saved, not shown raw"
    assert saved.json()["case"] == case.id
    # Nobody has it yet: whoever asked by post has no code, and the page says how they get one.
    assert "受付番号と合言葉をまだ持っていません" in text_of(visitor.get(page))
    assert f'href="{page}/contact#give"' in html and "電子データを渡したことを記録する" in html
    unsaid = visitor.post(f"{page}/do/delivered", {}, page=page, deed="delivered")
    assert unsaid.status_code == 422 and "どのように渡したか" in text_of(unsaid)
    given = visitor.post(f"{page}/contact/give", {}, page=f"{page}/contact")
    assert given.status_code == 200 and "この画面でだけ表示されます" in text_of(given)
    waits = visitor.get(page)
    assert "受け取った日に、案件は完了します" in text_of(waits)
    assert f'href="{page}/contact#give"' not in waits.text
    fields = {"reached": "in_person"}
    done = visitor.post(f"{page}/do/delivered", fields, page=page, deed="delivered")
    assert done.status_code == 303
    assert "媒体を窓口で渡した" in text_of(visitor.get(page)), "the record says how"
