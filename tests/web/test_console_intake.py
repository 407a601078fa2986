"""The console from the list of cases to acceptance, page by page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.demo_data.cast import HANAKO
from chikai.people.staff import Role
from chikai.ports import BadData
from chikai.web.homes import DemoClock

PERSON = {
    "person0__name": "髙橋 見本",
    "person0__kana": "たかはし みほん",
    "person0__postal_code": "150-0041",
    "person0__address": "東京都渋谷区神南1-2-3",
    "person0__birth_date": "S60.4.1",
    "person0__kinds": "disclosure",
}
LICENCE = {"sheet0__type": "drivers_license", "sheet0__clean": "yes"}


def id_of(case: str) -> str:
    return case.rpartition("/")[2]


def cases_on(html: str) -> list[str]:
    return re.findall(r'<span class="inbox-id">([^<]+)', html)


# --- the list -----------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_what_a_case_is(visitor: Visitor) -> None:
    visitor.sit_down("clerk-1")
    by_post = id_of(visitor.open("enigmo", **PERSON))
    asked = {**PERSON, "person0__kinds": "correction"}
    by_phone = id_of(visitor.open("enigmo", **asked, channel="phone"))
    assert set(cases_on(visitor.get("/desk/enigmo").text)) == {by_post, by_phone}
    for query, left in {
        "channel=phone": [by_phone],
        "kind=disclosure": [by_post],
        "show=closed": [],
        "by=clerk-2": [],
    }.items():
        assert cases_on(visitor.get(f"/desk/enigmo?{query}").text) == left
    assert set(cases_on(visitor.get("/desk/enigmo?by=clerk-1&state=preparing").text)) == {
        by_post,
        by_phone,
    }


def test_a_missed_promise_is_said_in_words(visitor: Visitor, clock: DemoClock) -> None:
    visitor.sit_down()
    visitor.open("enigmo", **PERSON)
    clock.move_to(clock.now().date() + timedelta(days=30))
    said = text_of(visitor.get("/desk/enigmo"))
    assert "期日を過ぎた案件が1件あります" in said
    assert re.search(r"期日を\d+日過ぎています", said)


def test_a_case_is_found_by_its_id_in_any_width(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON)
    wide = id_of(case).translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    found = visitor.post("/desk/enigmo/find", {"q": wide}, page="/desk/enigmo")
    assert found.headers["location"] == case


@pytest.mark.parametrize("typed", ["高橋見本", "タカハシ", "髙橋"])
def test_a_case_is_found_by_a_name_and_the_look_is_logged(
    visitor: Visitor, root: Path, clock: DemoClock, typed: str
) -> None:
    visitor.sit_down("clerk-1")
    case = id_of(visitor.open("enigmo", **PERSON))
    other = {**PERSON, "person0__name": "別人 太郎", "person0__kana": "べつじん たろう"}
    visitor.open("enigmo", **other)
    found = visitor.post("/desk/enigmo/find", {"q": typed}, page="/desk/enigmo")
    assert cases_on(found.text) == [case]
    assert not any(typed in address for address in visitor.addresses)
    with wiring.open_home(places.place(root, "enigmo"), clock=clock) as home:
        day = clock.now().date().isoformat()
        names = [look for look in home.views.looks(day) if look.what == "name"]
    assert [(look.actor_id, look.case) for look in names] == [("clerk-1", case)]


def test_an_auditor_cannot_search_by_name(visitor: Visitor) -> None:
    visitor.sit_down("auditor-1", Role.AUDITOR)
    page = visitor.get("/desk/enigmo")
    assert page.status_code == 200 and "/find" not in page.text


# --- an envelope --------------------------------------------------------------------------------


def test_everything_wrong_is_named_at_once_and_everything_typed_stays(visitor: Visitor) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    typed = {
        "channel": "post",
        "form": "designated",
        "asker": "parent",
        "person0.name": "見本 花子",
        "person0.birth_date": "いつか",
        "person0.kinds": "disclosure",
        "payment0.means": "money_order",
        "reply.address": "東京都港区1-1",
    }
    answer = visitor.post(page, typed, page=page)
    assert answer.status_code == 422
    alert = answer.text.split('id="faults"')[1].split("</div>")[0]
    for field in ("person0.birth_date", "representative.name", "payment0.amount"):
        assert f'href="#new-{field}"' in alert
    assert "1人目の本人の生年月日" in alert and "代理人の氏名" in alert
    for value in ("見本 花子", "いつか", "東京都港区1-1"):
        assert f'value="{value}"' in answer.text
    assert '<details id="representative-part" open>' in answer.text


def test_a_postal_code_fills_the_address_without_scripts(visitor: Visitor) -> None:
    visitor.sit_down()
    page = "/desk/enigmo/new"
    typed = {
        "fill": "person0",
        "person0.name": "見本 花子",
        "person0.postal_code": "１５０ー００４１",
    }
    answer = visitor.post(page, typed, page=page)
    assert 'name="person0.address" type="text" value="東京都渋谷区神南"' in answer.text
    assert 'value="見本 花子"' in answer.text


def test_one_tick_says_that_nothing_shows_but_contradicts_nothing(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **LICENCE)
    assert "運転免許証" in text_of(visitor.get(case))
    page = "/desk/enigmo/new"
    said = {k.replace("__", "."): v for k, v in {**PERSON, **LICENCE}.items()}
    said |= {"channel": "post", "form": "free", "asker": "person", "sheet0.domicile": "shown"}
    assert visitor.post(page, said, page=page).status_code == 422


def test_two_kinds_in_one_envelope_share_papers_and_one_letter(visitor: Visitor) -> None:
    visitor.sit_down()
    asked = {**PERSON, "person0__kinds": ["disclosure", "correction"]}
    envelope = visitor.open("enigmo", **asked, **LICENCE)
    assert "/envelopes/" in envelope
    page = visitor.get(envelope)
    assert page.text.count('class="mono">case-') == 2
    assert page.text.count('data-deed="ask"') == 1
    preview = re.search(r'formaction="([^"]+)"', page.text)
    assert preview
    letter = visitor.post(preview[1], {"letter_lang": "ja"}, page=envelope, deed="ask")
    assert letter.content.startswith(b"%PDF")


# --- proof, people, corrections -----------------------------------------------------------------


def test_the_plan_of_proof_shows_what_came_beside_what_is_needed(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **LICENCE)
    said = text_of(visitor.get(f"{case}/identity"))
    assert "足りています。ほかの書類はお願いしないでください" in said
    assert "又は" not in said.split("足りています")[0]
    assert "塗りつぶす箇所" in said and "本籍" in said


def test_a_dead_card_proves_nothing_and_something_else_will_do(visitor: Visitor) -> None:
    visitor.sit_down()
    dead = {"sheet0__type": "insurance_card", "sheet0__clean": "yes"}
    case = visitor.open("enigmo", **PERSON, **dead)
    said = text_of(visitor.get(f"{case}/identity"))
    assert "まだ足りません" in said and "届いた日に、もう証明になりませんでした" in said


def test_what_reveals_nothing_asks_for_no_proof(visitor: Visitor) -> None:
    visitor.sit_down()
    asked = {**PERSON, "person0__kinds": "foreign_measures_info"}
    case = visitor.open("enigmo", **asked)
    assert "本人確認の書類をお願いしません" in text_of(visitor.get(f"{case}/identity"))


def test_the_fields_of_form_and_paper_are_explained_one_by_one(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **LICENCE)
    read = {
        "paper.name": "高橋 見本",
        "paper.address": "東京都渋谷区神南一丁目2番3号",
        "paper.birth_date": "1985-04-01",
    }
    visitor.post(f"{case}/do/match", read, page=case)
    people = visitor.get(f"{case}/people")
    table = people.text.split('class="compare"')[1].split("</table>")[0]
    assert "髙=高" in table
    assert table.count("書き方だけが違う") == 2 and table.count("違う</span>") == 2


def test_what_was_typed_wrongly_is_corrected_and_why_is_kept(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **LICENCE)
    page = f"{case}/people"
    where = f"{case}/correct/particulars"
    refused = visitor.post(
        where, {"right.name": "高橋 見本"}, page=page, deed="correct_particulars"
    )
    assert refused.status_code == 422 and 'value="高橋 見本"' in refused.text
    fields = {"right.name": "高橋 見本", "reason": "写し間違い"}
    done = visitor.post(where, fields, page=page, deed="correct_particulars")
    assert done.headers["location"] == page
    assert "高橋 見本" in text_of(visitor.get(page))

    paper = re.search(r'<option value="(paper-[^"]+)"', visitor.get(page).text)
    assert paper
    fields = {"paper": paper[1], "type": "passport", "reason": "種類の選び間違い"}
    visitor.post(f"{case}/correct/paper", fields, page=page, deed="correct_paper")
    papers = visitor.get(case).text.split('id="papers"')[1].split("</table>")[0]
    assert "旅券" in papers and "運転免許証" not in papers


def test_people_and_powers_say_what_a_representative_must_show(visitor: Visitor) -> None:
    visitor.sit_down()
    case = visitor.open(
        "enigmo",
        **PERSON,
        asker="mandatary",
        representative__name=HANAKO.names[0].full,
        sheet0__type="power_of_attorney",
        sheet0__whose="representative",
        sheet0__clean="yes",
    )
    said = text_of(visitor.get(f"{case}/people"))
    assert "政令13条2号" in said and "委任状" in said and HANAKO.names[0].full in said


# --- days ---------------------------------------------------------------------------------------


def test_the_days_stand_in_a_picture_and_in_a_list(visitor: Visitor, clock: DemoClock) -> None:
    visitor.sit_down()
    case = visitor.open("enigmo", **PERSON, **LICENCE, arrived_on="2026-10-20")
    page = visitor.get(case).text
    picture = page.split('<svg class="timeline"')[1].split("</svg>")[0]
    assert "style=" not in picture and "<script" not in picture
    assert '<circle class="past"' in picture and '<circle class="due"' in picture
    listed = page.split('id="days"')[1].split("</section>")[0]
    assert "2026年11月4日" in listed  # the fifteenth day after arrival: Art. 39
    clock.move_to(clock.now().date().replace(month=12))
    assert "（過ぎています）" in visitor.get(case).text


def test_a_restart_does_not_set_the_clock_of_the_demo_back(tmp_path: Path) -> None:
    kept = tmp_path / "demo-day"
    DemoClock(date(2026, 11, 2), kept=kept).move_to(date(2026, 11, 9))
    assert DemoClock(date(2026, 11, 2), kept=kept).now().date() == date(2026, 11, 9)
    assert DemoClock(date(2026, 11, 24), kept=kept).now().date() == date(2026, 11, 24)


def test_the_clock_of_the_demo_takes_no_slip_of_the_pen(tmp_path: Path) -> None:
    clock = DemoClock(date(2026, 11, 2), kept=tmp_path / "demo-day")
    with pytest.raises(BadData) as stopped:
        clock.move_to(date(2206, 11, 2))
    assert stopped.value.code == "fault.day_too_far"
    assert clock.now().date() == date(2026, 11, 2) and not (tmp_path / "demo-day").exists()
