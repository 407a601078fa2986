"""No personal value of the demo stands in an address, a log line or a journal."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.demo_data import build
from chikai.demo_data.cast import HANAKO

VALUES = frozenset(build.personal_values())


def held_in(text: str) -> set[str]:
    return {value for value in VALUES if value in text}


def test_a_request_leaves_no_name_in_addresses_and_logs(
    visitor: Visitor, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fields = {
        "kinds": "disclosure",
        "asker": "person",
        "person.name": HANAKO.names[0].full,
        "person.address": HANAKO.addresses[0].text,
        "person.email": HANAKO.emails[0],
        "person.birth_date": "not a day",
    }
    sent_back = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert sent_back.status_code == 422
    fields["person.birth_date"] = str(HANAKO.birth_date)
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    visitor.addresses.append(answer.headers["location"])
    visitor.get("/enhance/received")
    visitor.sit_down()
    inbox = visitor.get("/desk/enhance")
    case = inbox.text.split('href="/desk/enhance/cases/')[1].split('"')[0]
    page = f"/desk/enhance/cases/{case}"
    assert HANAKO.names[0].full in text_of(visitor.get(page))
    visitor.post(f"{page}/do/match", {"paper.name": HANAKO.names[0].full}, page=page)

    assert held_in(text_of(inbox)) == set()
    assert held_in(" ".join(visitor.addresses)) == set()
    assert held_in(caplog.text) == set()
    with wiring.open_home(places.place(root, "enhance")) as home:
        assert held_in(" ".join(str(event) for event in home.journal.all())) == set()


def test_a_fault_of_ours_is_logged_without_its_words(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError(HANAKO.names[0].full)

    monkeypatch.setattr("chikai.app.in_hand.every", broken)
    visitor.sit_down()
    answer = visitor.get("/desk/enigmo")
    assert answer.status_code == 500
    assert "RuntimeError at" in caplog.text
    assert held_in(caplog.text + answer.text) == set()


def test_every_look_at_a_case_is_logged_in_its_own_table(visitor: Visitor, root: Path) -> None:
    visitor.sit_down()
    case = visitor.open(
        "enigmo",
        person0__name=HANAKO.names[0].full,
        person0__address=HANAKO.addresses[0].text,
        person0__kinds=["disclosure"],
    )
    visitor.get(case)
    with wiring.open_home(places.place(root, "enigmo")) as home:
        seen, _ = home.views.digest("2026-11-02")
    assert seen == 1
