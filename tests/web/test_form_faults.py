"""What every form says when it is wrong: all of it at once, each fault named, linked to its field,
and shown there."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from cases_at_desk import accepted, searched, sits
from PIL import Image
from web_visitor import Visitor, text_of

from chikai import web
from chikai.adapters.sources.company import CompanySources
from chikai.app import correcting, intake
from chikai.app.cases import Actor
from chikai.app.correcting import Particulars
from chikai.demo.papers import asks, envelope
from chikai.demo_data.cast import HANAKO
from chikai.kernel.message import Message
from chikai.law.kinds import RequestKind
from chikai.ledger.found import Candidate
from chikai.ledger.terms import Identifier
from chikai.ports import BadData
from chikai.web import labels
from chikai.web.homes import DemoClock
from chikai.words import render

TEMPLATES = Path(web.__file__).parent / "templates"
FIELD = re.compile(
    r"""\b[mp]\.(?:field|area|day|select|radios|checks|yes_no|password|file|head)"""
    r"""\(s[a-z]?, "([a-z0-9_.]+)", t\("""
)


@pytest.mark.parametrize("face", ["desk", "signin", "studio", "portal"])
def test_every_field_of_a_form_has_a_name_to_call_it_by(face: str) -> None:
    label_of = labels.of_portal if face == "portal" else labels.of_desk
    files = sorted((TEMPLATES / face).rglob("*.html"))
    names = {name for file in files for name in FIELD.findall(file.read_text("utf-8"))}
    assert names
    unnamed = set()
    for name in names:
        label = label_of(name)
        if label is None:
            unnamed.add(name)
        else:
            assert {render(label, lang=lang) for lang in ("ja", "en")}
    assert unnamed == set()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("person1.birth_date", "Person 2: Date of birth"),
        ("sheet0.region2.w", "Paper 1: Area 3: Width (%)"),
        ("cover1.x", "Place 2: Left"),
        ("page3.part0.ground", "Page 3: Part 1: Ground"),
        ("scan1", "Scan 2"),
        ("fact.birth_date", "Date of birth of the person"),
        ("command", None),
        ("no_such_field", None),
    ],
)
def test_a_field_is_called_what_its_form_calls_it(field: str, said: str | None) -> None:
    label = labels.of_desk(field)
    assert (label if label is None else render(label, lang="en")) == said


def wrong(answer: httpx.Response) -> dict[str, str]:
    """The faults of a page by the field they lead to; each is shown at its field."""
    box = answer.text.split('id="faults"')[1].split("</div>")[0]
    items = re.findall(r"<li>(.*?)</li>", box, re.DOTALL)
    links = [re.fullmatch(r'\s*<a href="#([^"]+)">(.*?)</a>.*', item, re.DOTALL) for item in items]
    assert all(links), f"a fault that leads nowhere: {items}"
    found = {each[1]: unescape(each[2]) for each in links if each}
    for at in found:
        assert f'id="{at}"' in answer.text, f"no field {at}"
        assert f'id="{at}-wrong"' in answer.text, f"nothing is said at {at}"
    return found


def test_an_envelope_names_everything_that_is_wrong(visitor: Visitor) -> None:
    visitor.lang = "en"
    visitor.sit_down("clerk-1")
    page = "/desk/enigmo/new"
    sent = {
        "channel": "post",
        "form": "free",
        "asker": "parent",
        "arrived_on": "2026-13-01",
        "person0.address": "東京都架空区1-1",
        "person0.birth_date": "someday",
        "person1.kinds": ["disclosure"],
        "sheet0.type": "resident_record",
        "sheet3.issued_on": "tomorrow",
        "sheet3.type": "drivers_license",
        "payment0.means": "money_order",
        "payment1.means": "stamps",
        "payment1.amount": "ten",
    }
    answer = visitor.post(page, sent, page=page)
    assert answer.status_code == 422
    found = wrong(answer)
    assert set(found) == {
        *("new-arrived_on", "new-representative.name"),
        *("new-person0.name", "new-person0.birth_date", "new-person0.kinds", "new-person1.name"),
        *(
            "new-sheet0.domicile",
            "new-sheet0.my_number",
            "new-sheet3.domicile",
            "new-sheet3.issued_on",
        ),
        *("new-payment0.amount", "new-payment1.amount"),
    }
    assert found["new-person1.name"] == "Person 2: Name: Please fill this in"
    at = [answer.text.index(f'id="{each}"') for each in found]
    assert at == sorted(at), "the list follows the form"
    parts = re.findall(r"<details[^>]*>", answer.text)
    assert sum(" open" in part for part in parts) >= 5, "what is wrong does not hide in a fold"
    assert "2026-13-01" in answer.text and "someday" in answer.text


def test_a_request_names_everything_that_is_wrong_the_passphrase_too(visitor: Visitor) -> None:
    visitor.lang = "en"
    page = "/enhance/request"
    sent = {
        "asker": "mandatary",
        "person.postal_code": "12",
        "person.birth_date": "2099-01-01",
        "person.email": "at-sign",
        "representative.phone": "x",
        "reply.email": "nothing",
        "secret": "abc",
    }
    answer = visitor.post(page, sent, page=page)
    assert answer.status_code == 422
    found = wrong(answer)
    assert set(found) >= {
        *("request-kinds", "request-person.name", "request-representative.name"),
        *("request-person.postal_code", "request-person.birth_date", "request-person.email"),
        *("request-representative.phone", "request-reply.email", "request-secret"),
    }
    at = [answer.text.index(f'id="{each}"') for each in found]
    assert at == sorted(at), "the list follows the form"
    assert (
        found["request-person.name"] == "The person the data are about, Name: Please fill this in"
    )


BEGUN = {
    "payment1.amount": ("1000", {"payment1.means"}),
    "payment0.serial": ("12345-678901", {"payment0.means", "payment0.amount"}),
    "sheet2.issued_on": ("あした", {"sheet2.type", "sheet2.issued_on"}),
    "sheet1.clean": ("yes", {"sheet1.type"}),
    "sheet5.whose": ("representative", {"sheet5.type"}),
    "sheet4.region0.x": ("10", {"sheet4.type"}),
    "person1.kana": ("みほん はなこ", {"person1.name"}),
    "person2.statement": ("すべて", {"person2.name"}),
    "person1.postal_code": ("150-0041", {"person1.name", "person1.address"}),
    "representative.postal_code": ("150-0041", {"representative.name", "representative.address"}),
    "reply.postal_code": ("150-0041", {"reply.address"}),
}
"""What alone is typed into a row, and where that is said to be too little."""


def test_nothing_that_was_typed_into_a_row_is_dropped(visitor: Visitor) -> None:
    visitor.sit_down("clerk-1")
    page = "/desk/enigmo/new"
    whole = {
        "channel": "post",
        "form": "free",
        "asker": "person",
        "person0.name": "見本 太郎",
        "person0.kinds": "disclosure",
    }
    untouched = {"sheet3.whose": "person", "person2.specific": "unknown", "payment1.amount": " "}
    for field, (typed, named) in BEGUN.items():
        answer = visitor.post(page, {**whole, **untouched, field: typed}, page=page)
        assert answer.status_code == 422, field
        assert set(wrong(answer)) == {f"new-{each}" for each in named}, field
    assert visitor.post(page, {**whole, **untouched}, page=page).status_code == 303


def test_an_area_without_its_picture_asks_for_the_picture_again(visitor: Visitor) -> None:
    """A browser does not send a picture again with the page that came back."""
    visitor.sit_down("clerk-1")
    page = "/desk/enigmo/new"
    sent = {
        "channel": "post",
        "form": "free",
        "asker": "person",
        "person0.name": "見本 太郎",
        "person0.kinds": "disclosure",
        "sheet0.type": "drivers_license",
        "sheet0.clean": "yes",
        "sheet0.region0.x": "100",
        "sheet0.region0.y": "10",
        "sheet0.region0.w": "0",
    }
    found = wrong(visitor.post(page, sent, page=page))
    assert list(found) == [f"new-sheet0.region0.{side}" for side in ("x", "w", "h")]
    whole = {f"sheet0.region0.{side}": "10" for side in ("x", "y", "w", "h")}
    assert list(wrong(visitor.post(page, sent | whole, page=page))) == ["new-sheet0.scan"]


LONGER = {
    "name": 200,
    "kana": 200,
    "address": 500,
    "phone": 50,
    "email": 254,
    "member_number": 100,
}


@pytest.mark.parametrize(
    ("page", "form", "part"),
    [("/desk/enigmo/new", "new", "person0"), ("/enhance/request", "request", "person")],
)
def test_a_particular_has_its_measure_at_the_desk_and_at_the_portal(
    visitor: Visitor, page: str, form: str, part: str
) -> None:
    visitor.lang = "en"
    visitor.sit_down("clerk-1")
    sent = {f"{part}.{field}": "長" * (most + 1) for field, most in LONGER.items()}
    answer = visitor.post(page, {"channel": "post", "asker": "person", **sent}, page=page)
    found = wrong(answer)
    for field, most in LONGER.items():
        assert f"Too long (at most {most} characters)" in found[f"{form}-{part}.{field}"]


def test_no_face_takes_a_particular_beyond_its_measure(visitor: Visitor, clock: DemoClock) -> None:
    """Whoever calls the use case is held to it, and a corrected particular is too."""
    case = searched(visitor, clock)
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        longer = replace(HANAKO, phones=("0" * 51,))
        day = clock.now().date()
        asked = envelope(asks(longer, RequestKind.DISCLOSURE), arrived=day)
        right = Particulars(former_names=("長" * 201,))
        for do, field, limit in (
            (lambda by: intake.receive(home, asked, by=by), "person.phone", 50),
            (
                lambda by: correcting.particulars(home, case, right, "聞いた", by=by),
                "right.former_name",
                200,
            ),
        ):
            with pytest.raises(BadData) as refused:
                do(Actor("clerk-1", f"cmd-{field}"))
            found = refused.value
            assert (found.code, found.field, found.args_["limit"]) == (
                "intake.too_long",
                field,
                limit,
            )


def test_a_part_to_cover_is_read_whole_or_refused_field_by_field(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    sits(visitor, "officer-1")
    documents = f"/desk/enigmo/cases/{case}/redact"
    bad = {"document": ("bad.pdf", "本文です".encode(), "application/pdf")}
    answer = visitor.post(documents, {}, page=documents, files=bad)
    (said,) = wrong(answer).values()
    assert said.startswith("文書：") and "add-document" in wrong(answer)
    visitor.lang = "en"
    out = io.BytesIO()
    Image.new("L", (60, 80), "white").save(out, "PNG")
    good = {"document": ("document.png", out.getvalue(), "image/png")}
    page = visitor.post(documents, {}, page=documents, files=good).headers["location"]
    part = {"x": "1200", "y": "-5", "w": "abc", "ground": "", "reason": ""}
    sent = {f"page1.part0.{name}": value for name, value in part.items()}
    sent["page1.part2.reason"] = "because"
    found = wrong(visitor.post(page, sent, page=page))
    whole = [f"redact-page1.part0.{name}" for name in ("x", "y", "w", "h", "ground", "reason")]
    begun = [f"redact-page1.part2.{name}" for name in ("x", "y", "w", "h", "ground")]
    assert list(found) == [*whole, *begun]
    for side, range_ in (("x", "0 to 999"), ("y", "0 to 999"), ("w", "1 to 1000")):
        assert range_ in found[f"redact-page1.part0.{side}"].replace(",", "")
    ground = "harms_life_body_property_or_rights"
    right = {"x": "100", "y": "100", "w": "500", "h": "80", "ground": ground, "reason": "because"}
    covered = {f"page1.part0.{name}": value for name, value in right.items()}
    assert visitor.post(page, covered, page=page).status_code == 303
    said = text_of(visitor.get(page))
    assert "1 part is covered in the document of 1 page." in said
    assert "1 page with the list of grounds and reasons was added at the end." in said


def test_a_file_that_is_no_scan_is_named_by_its_field(visitor: Visitor) -> None:
    visitor.lang = "en"
    visitor.sit_down("clerk-1")
    page = "/desk/enigmo/scans"
    bad = {"scan1": ("bad.pdf", b"no scan", "application/pdf")}
    found = wrong(visitor.post(page, {}, page=page, files=bad))
    assert list(found) == ["sort-scan1"] and found["sort-scan1"].startswith("Scan 2")


def test_what_is_left_out_and_why_go_together(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    sits(visitor, "officer-1")
    page = f"/desk/enigmo/cases/{case}"
    answer = visitor.post(
        f"{page}/do/grant", {"reason": "ご本人の安全のため"}, page=page, deed="grant"
    )
    assert list(wrong(answer)) == ["grant-withheld"]
    decision = visitor.get(f"{page}/decision").text
    item = re.search(r'name="ground\.([^"]+)"', decision)
    assert item
    sent = {f"reason.{item[1]}": "ご本人の安全のため"}
    answer = visitor.post(f"{page}/decision", sent, page=f"{page}/decision")
    assert list(wrong(answer)) == [f"decide-ground.{item[1]}"]


def test_a_code_that_was_not_typed_is_asked_for_at_its_field(visitor: Visitor) -> None:
    for page, fields in (
        ("/enhance/status", ["status-code"]),
        ("/enhance/resume", ["resume-code"]),
        ("/enhance/room", ["door-code", "door-secret"]),
    ):
        for typed in ("", "　"):
            answer = visitor.post(page, {"code": typed}, page=page)
            assert answer.status_code == 422
            assert list(wrong(answer)) == fields


def test_a_deed_with_several_fields_names_all_of_them(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "clerk-1")
    visitor.lang = "en"
    for deed, sent, fields in (
        ("refuse", {}, {"ground", "reason"}),
        ("search_task", {"due": "soon"}, {"where", "owner", "due", "given"}),
        (
            "fee",
            {"payment0.means": "stamps", "payment0.issued_on": "?"},
            {"payment0.amount", "payment0.issued_on"},
        ),
    ):
        answer = visitor.post(f"{page}/do/{deed}", sent, page=page, deed=deed)
        assert answer.status_code == 422
        assert set(wrong(answer)) == {f"{deed}-{field}" for field in fields}


def test_smaller_forms_name_their_fields_too(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    sits(visitor, "officer-1")
    visitor.lang = "en"
    desk = "/desk/enigmo"
    for to, page, deed, sent, fields in (
        (f"{desk}/scans", f"{desk}/scans", None, {}, {"sort-scan0"}),
        (f"{desk}/cases/{case}/redact", f"{desk}/cases/{case}/redact", None, {}, {"add-document"}),
        (f"{desk}/cabinet", f"{desk}/cabinet", None, {"do": "try"}, {"cabinet-file"}),
        (f"{desk}/accounts", f"{desk}/accounts", "none", {}, {"add-id", "add-role"}),
        (
            f"{desk}/drills",
            f"{desk}/drills",
            "drill_start",
            {"envelopes": "", "seed": "x"},
            {"drill-envelopes", "drill-seed"},
        ),
        (f"{desk}/proof/pack", f"{desk}/proof", None, {}, {"pack-case"}),
        (
            f"{desk}/cases/{case}/correct/paper",
            f"{desk}/cases/{case}/people",
            "correct_paper",
            {"issued_on": "?", "expires_on": "?"},
            {"rightpaper-issued_on", "rightpaper-expires_on", "rightpaper-paper"},
        ),
        (
            "/studio/enigmo/drafts",
            "/studio/enigmo",
            None,
            {"from": "2025-04-01"},
            {"begin-effective_from"},
        ),
    ):
        answer = visitor.post(to, sent, page=page, deed=None if deed == "none" else deed)
        assert answer.status_code == 422, (to, text_of(answer))
        assert set(wrong(answer)) == fields, to


def test_a_period_that_cannot_be_read_is_named_on_the_page_of_numbers(visitor: Visitor) -> None:
    visitor.sit_down("officer-1")
    answer = visitor.get("/desk/enigmo/numbers?since=%3F&until=soon")
    assert answer.status_code == 422
    assert set(wrong(answer)) == {"numbers-since", "numbers-until"}


def test_what_has_no_form_of_its_own_still_names_the_field(visitor: Visitor) -> None:
    visitor.lang = "en"
    visitor.sit_down("clerk-1")
    answer = visitor.post("/desk/clock", {"day": "someday"}, page="/desk/enigmo")
    assert answer.status_code == 422
    assert "Day: " in text_of(answer)


def test_a_question_met_on_the_way_is_not_said_over_and_over(
    visitor: Visitor, clock: DemoClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = accepted(visitor, clock)
    sits(visitor, "clerk-1")
    find = CompanySources.find
    other = Candidate("shop", "customers", ((Identifier.NAME, "山＊"),), (Identifier.ADDRESS,))

    def in_doubt(self: Any, person: Any, **more: Any) -> Any:
        return replace(find(self, person, **more), candidates=(other,))

    monkeypatch.setattr(CompanySources, "find", in_doubt)
    page = f"/desk/enigmo/cases/{case}"
    before = text_of(visitor.get(page))
    stopped = visitor.post(f"{page}/do/search", {}, page=page, deed="search")
    assert stopped.status_code == 409
    said = text_of(stopped)
    assert "会社の記録を探しました" in said and "会社の記録を探しました" not in before
    assert "まだ何も" not in said, "the search was done and the doubt recorded"
    box = stopped.text.split('id="faults"')[1].split("</div>")[0]
    question = render(Message("open.rest_is_not_theirs", {}), lang="ja")
    assert question not in box and question in said
    assert said.count(question) == text_of(visitor.get(page)).count(question)


def test_words_go_with_their_number() -> None:
    def said(count: int) -> str:
        return render(Message("web.found.rows", {"count": count}), lang="en")

    assert (said(0), said(1), said(2)) == ("0 rows", "1 row", "2 rows")
