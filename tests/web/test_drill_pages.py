"""A drill in the console: started, worked and scored there; and kept apart from the company's."""

from __future__ import annotations

import pytest
from web_visitor import Visitor, text_of

from chikai import drills
from chikai.app import drill as drilling
from chikai.app import drill_record
from chikai.people.staff import Role

DRILL = "/desk/enigmo-drill-1"


def start(visitor: Visitor, *, envelopes: str = "2", seed: str = "7") -> None:
    visitor.sit_down("officer-1", Role.PRIVACY_OFFICER)
    page = "/desk/enigmo/drills"
    answer = visitor.post(page, {"envelopes": envelopes, "seed": seed}, page=page)
    assert answer.headers["location"] == f"{DRILL}/drill", text_of(answer)


def become(visitor: Visitor, who: str, *roles: Role) -> None:
    visitor.signed_in_at.clear()
    visitor.sit_down(who, *roles)
    visitor.get("/desk/enigmo")


def test_a_drill_from_the_officer_to_the_clerk_and_into_the_record(visitor: Visitor) -> None:
    start(visitor)
    become(visitor, "clerk-1", Role.CLERK)
    tray = text_of(visitor.get(f"{DRILL}/drill"))
    assert "記録と証明" not in tray, "what is evidence is the company's alone"
    assert "訓練中です" in tray and "封筒1" in tray and "未開封" in tray
    assert visitor.web is not None
    drill = drills.the(visitor.web.homes.root, "enigmo-drill-1")
    with visitor.web.homes.home(drill.id) as home:
        first = drilling.dealt(home, drill)[0]
    person = first.person
    fields = {
        "person1.name": person.names[0].full,
        "person1.address": person.addresses[0].text,
        "person1.birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "person1.kinds": "disclosure",
        "arrived_on": first.truth.arrived_on.isoformat(),
        "channel": first.truth.channel.value,
        "form": first.truth.form.value,
        "asker": "person",
    }
    page = f"{DRILL}/new"
    opened = visitor.post(page, fields, page=page)
    assert opened.headers["location"].startswith(f"{DRILL}/cases/case-"), text_of(opened)
    case = visitor.get(opened.headers["location"])
    assert "訓練中です" in text_of(case)
    assert "登録済み" in text_of(visitor.get(f"{DRILL}/drill"))

    waiting = text_of(visitor.get("/desk/enigmo/drills/1"))
    assert "実施中" in waiting and "するべきだったこと" not in waiting
    ended = visitor.post(f"{DRILL}/drill/end", {}, page=f"{DRILL}/drill")
    assert ended.headers["location"] == "/desk/enigmo/drills/1"
    score = text_of(visitor.get("/desk/enigmo/drills/1"))
    assert "点中" in score and "封筒を一度だけ登録しました" in score and "第37条第4項" in score

    become(visitor, "officer-1", Role.PRIVACY_OFFICER)
    score_page = "/desk/enigmo/drills/1"
    visitor.post(f"{score_page}/record", {}, page=score_page)
    become(visitor, "auditor-1", Role.AUDITOR)
    record = text_of(visitor.get("/desk/enigmo/drills"))
    assert "clerk-1" in record and "officer-1" in record
    pdf = visitor.get(f"{score_page}/certificate")
    assert pdf.content.startswith(b"%PDF")
    with visitor.web.homes.home("enigmo") as home:
        (event,) = home.journal.read(drill_record.TRAINING)
    assert (event.type, event.data["trainees"]) == ("drill_scored", ("clerk-1",))


def test_the_same_sheet_is_a_picture_for_the_scanner(visitor: Visitor) -> None:
    start(visitor)
    picture = visitor.get(f"{DRILL}/drill/1/1")
    assert picture.content.startswith(b"\x89PNG")
    assert visitor.get(f"{DRILL}/drill/9/1").status_code != 200


def test_days_go_on_in_the_drill_and_nowhere_else(visitor: Visitor) -> None:
    start(visitor)
    visitor.post(f"{DRILL}/drill/day", {"day": "2026-11-09"}, page=f"{DRILL}/drill")
    assert "2026年11月9日" in text_of(visitor.get(f"{DRILL}/drill"))
    assert "2026年11月9日" not in text_of(visitor.get("/desk/enigmo"))
    back = visitor.post(f"{DRILL}/drill/day", {"day": "2026-11-01"}, page=f"{DRILL}/drill")
    assert back.status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/enigmo-drill-1",
        "/enigmo-drill-1/start",
        "/studio/enigmo-drill-1",
        "/api/desk/enigmo-drill-1/cases",
        f"{DRILL}/drills",
        f"{DRILL}/sign-in",
        f"{DRILL}/account",
        "/desk/enigmo-drill-2",
        "/desk/enhance-drill-1/drill",
    ],
)
def test_a_drill_has_the_desks_own_pages_and_no_others(visitor: Visitor, path: str) -> None:
    start(visitor)
    assert visitor.get(path).status_code in (403, 404)


def test_who_may_do_what(visitor: Visitor) -> None:
    start(visitor)
    become(visitor, "clerk-1", Role.CLERK)
    page = "/desk/enigmo/drills"
    assert "訓練を始める" not in text_of(visitor.get(page))
    assert visitor.post(page, {"envelopes": "2"}, page=f"{DRILL}/drill").status_code == 403
    become(visitor, "auditor-1", Role.AUDITOR)
    assert visitor.get(page).status_code == 200
    assert visitor.get(f"{DRILL}/drill").status_code == 403
    visitor.client.cookies.clear()
    sent = visitor.client.get(f"{DRILL}/drill", follow_redirects=False)
    assert "/desk/enigmo/sign-in" in sent.headers["location"]


def test_a_drill_is_not_among_the_companies_and_leaves_the_inbox_alone(visitor: Visitor) -> None:
    start(visitor)
    assert "drill" not in visitor.get("/").text
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        assert home.journal.inbox() == ()


@pytest.mark.parametrize(("envelopes", "seed"), [("0", ""), ("many", ""), ("2", "-4")])
def test_a_drill_that_cant_be_is_refused(visitor: Visitor, envelopes: str, seed: str) -> None:
    visitor.sit_down("officer-1", Role.PRIVACY_OFFICER)
    page = "/desk/enigmo/drills"
    answer = visitor.post(page, {"envelopes": envelopes, "seed": seed}, page=page)
    assert answer.status_code == 422
