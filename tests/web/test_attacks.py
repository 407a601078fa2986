"""What an attacker tries, and what stands in the way: a clear answer, and a line in the log that
says what kind of page it was and nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from litestar.testing import TestClient
from PIL import Image
from web_visitor import HERE, Visitor, hidden_field, text_of

from chikai import places, wiring
from chikai.app import accounts, cases, contact, tokens
from chikai.app.cases import Actor
from chikai.kernel.codes import make_code
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.ports import Home
from chikai.web.guard import MAX_BODY, Guard
from chikai.web.homes import DemoClock
from chikai.web.main import create_app
from chikai.web.portal.visits import COOKIE

NAME, ADDRESS, SECRET = "架空 花子", "東京都架空区見本一丁目2番3号", "見本の合言葉 42"
FIELDS = {
    "kinds": "disclosure",
    "asker": "person",
    "person.name": NAME,
    "person.address": ADDRESS,
    "person.email": "hanako@example.jp",
    "statement": "架空の言葉",
    "secret": SECRET,
}
PERSONAL = (NAME, ADDRESS, "hanako", "架空", SECRET)
Refused = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class House:
    root: Path
    client: TestClient[Any]
    app: Guard


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all attacks: it is made once, and stands at the end."""
    root = tmp_path_factory.mktemp("house")
    clock = DemoClock(date(2026, 11, 2))
    app = create_app(root=root, clock=clock, local=[HERE])
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        yield House(root, client, app)


@pytest.fixture
def visitor(house: House) -> Visitor:
    """A new visitor to it, of whom nothing has been counted yet."""
    house.client.cookies.clear()
    house.app.app.state.pop("portal", None)  # type: ignore[attr-defined]
    return Visitor(house.client, app=house.app)


@pytest.fixture
def root(house: House) -> Path:
    return house.root


@pytest.fixture
def refused(caplog: pytest.LogCaptureFixture) -> Refused:
    """The lines of refusals since it was last asked; nobody stands in any line of the log."""
    caplog.set_level(logging.DEBUG)

    def lines() -> list[str]:
        ours = [each for each in caplog.records if not each.name.startswith("httpx")]
        for each in ours:
            said = each.getMessage()
            assert not any(personal in said for personal in PERSONAL)
            assert HERE not in said and "case-" not in said
        found = [r.getMessage() for r in caplog.records if r.name == "chikai.web.refused"]
        caplog.clear()
        return found

    return lines


def ask(visitor: Visitor, **more: str) -> str:
    """Send a request to Enhance; the code on its receipt."""
    fields = {**FIELDS, **{k.replace("__", "."): v for k, v in more.items()}}
    sent = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert sent.status_code == 303, text_of(sent)
    found = re.search(r"\d{3}-\d{3}-\d{4}", visitor.get("/enhance/received").text)
    assert found
    return found[0]


def enter(visitor: Visitor, code: str) -> httpx.Response:
    door = {"code": code, "secret": SECRET}
    return visitor.post("/enhance/room", door, page="/enhance/room")


def home_of(visitor: Visitor, company: str = "enhance") -> Home:
    assert visitor.web is not None
    with visitor.web.homes.home(company) as home:
        return home


def case_of(visitor: Visitor, code: str) -> str:
    found = contact.enter(home_of(visitor), code)
    assert found is not None
    return found.cases[0]


def is_problem(answer: httpx.Response, status: int) -> bool:
    """Problem details (RFC 9457) with findings in both languages, and not a page."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    said = answer.json()
    assert said["status"] == status and said["title"] and said["type"] == "about:blank"
    assert said["ok"] is False and said["result"] is None
    return all(each["code"] and each["ja"] and each["en"] for each in said["findings"])


# --- forged and replayed forms ------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/enhance/request", "/enhance/status", "/enhance/room", "/desk/enhance/new", "/desk/clock"],
)
@pytest.mark.parametrize("token", ["", "0" * 128, "another's"])
def test_a_form_that_another_site_made_changes_nothing(
    visitor: Visitor, refused: Refused, path: str, token: str
) -> None:
    visitor.sit_down()
    visitor.get("/desk/enhance")
    if token == "another's":
        other = visitor.get("/enhance/request").text
        token = hidden_field(other, "_csrf_token")
        visitor.client.cookies.delete("csrf")
        visitor.get("/enhance/status")
    size = home_of(visitor).journal.size()
    answer = visitor.client.post(path, data={**FIELDS, "_csrf_token": token})
    assert answer.status_code == 403 and "もう一度お試しください" in text_of(answer)
    assert home_of(visitor).journal.size() == size
    assert any(line.startswith("refused: 403 POST /") for line in refused())


def test_a_form_sent_again_does_nothing_twice(visitor: Visitor) -> None:
    page = visitor.get("/enhance/request").text
    hidden = {name: hidden_field(page, name) for name in ("_csrf_token", "command")}
    sizes = []
    for words in ("架空の言葉", "後から変えた架空の言葉"):
        again = {**FIELDS, **hidden, "statement": words}
        assert visitor.client.post("/enhance/request", data=again).status_code in (200, 303)
        code = re.search(r"\d{3}-\d{3}-\d{4}", visitor.get("/enhance/received").text)
        assert code
        home = home_of(visitor)
        case = cases.load(home, case_of(visitor, code[0]))
        assert cases.unseal(home, case.sealed)["statement"] == "架空の言葉"
        sizes.append(home.journal.size())
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("command", ["", "cmd-1", "cmd-" + "f" * 25, "../../x", "cmd-" + "G" * 24])
def test_an_invented_command_is_refused(visitor: Visitor, refused: Refused, command: str) -> None:
    token = hidden_field(visitor.get("/enhance/request").text, "_csrf_token")
    fields = {**FIELDS, "_csrf_token": token, "command": command}
    size = home_of(visitor).journal.size()
    assert visitor.client.post("/enhance/request", data=fields).status_code == 422
    assert home_of(visitor).journal.size() == size
    assert refused() == ["refused: 422 POST /{company}/request"]


@pytest.mark.parametrize("deed", ["message", "upload", "withdraw", "package"])
def test_nothing_is_done_in_a_room_nobody_unlocked(
    visitor: Visitor, refused: Refused, deed: str
) -> None:
    code = ask(visitor)
    visitor.client.cookies.clear()
    visitor.post("/enhance/status", {"code": code}, page="/enhance/status")
    size = home_of(visitor).journal.size()
    fields = {"text": "x", "sure": "yes", "secret": SECRET, "paper": "passport"}
    answer = visitor.post(f"/enhance/room/{deed}", fields, page="/enhance/room")
    assert answer.status_code == 404 and home_of(visitor).journal.size() == size
    assert refused()


# --- enumeration --------------------------------------------------------------------------------


def test_codes_tried_one_after_the_other_meet_a_limit(visitor: Visitor, refused: Refused) -> None:
    ask(visitor)
    visitor.client.cookies.clear()
    refused()
    for n in range(12):
        guess = {"code": make_code(n, length=10)}
        visitor.post("/enhance/status", guess, page="/enhance/status")
    lines = refused()
    assert lines == [
        *["refused: 404 POST /{company}/status"] * 10,
        *["refused: 429 POST /{company}/status"] * 2,
    ]


def test_a_guesser_gains_nothing_by_the_api_beside_the_page(visitor: Visitor) -> None:
    """One measure for both, and one for a whole network."""
    for n in range(5):
        page = {"code": make_code(n, length=10)}
        visitor.post("/enhance/status", page, page="/enhance/status")
        said = visitor.client.post("/api/public/enhance/status", json=page)
        assert is_problem(said, 404)
    more = visitor.client.post("/api/public/enhance/status", json={"code": make_code(9, length=10)})
    assert is_problem(more, 429)


def test_a_stranger_cannot_tell_a_case_from_none(visitor: Visitor) -> None:
    case = case_of(visitor, ask(visitor))
    visitor.client.cookies.clear()
    there, nowhere = (visitor.get(f"/desk/enhance/cases/{id}") for id in (case, "case-0000000000"))
    assert there.status_code == nowhere.status_code == 303
    signs_in = "/desk/enhance/sign-in"
    assert there.headers["location"].startswith(signs_in)
    assert nowhere.headers["location"].startswith(signs_in)


# --- paths and files ----------------------------------------------------------------------------

CLIMBS = (
    "/static/../main.py",
    "/static/..%2fmain.py",
    "/static/%2e%2e/main.py",
    "/static/..%5cmain.py",
    "/static/%2fetc%2fpasswd",
    "/static/chikai.css%00.txt",
    "/enhance/policy/..%2f..%2fstore.db",
    "/enhance/policy/2025-04-01/..%2f..%2f..%2fstore.db",
    "/enhance/policy/%2e%2e/%2e%2e/web.key",
    "/..%2fenhance",
    "/%2e%2e/web.key",
    "/desk/..%2fenhance",
    "/studio/enhance/../../web.key",
    "/api/public/..%2f..%2fenhance/policy",
    "/api/../web.key",
)


@pytest.mark.parametrize("path", CLIMBS)
def test_no_path_climbs_out(visitor: Visitor, root: Path, refused: Refused, path: str) -> None:
    key = (root / "web.key").read_text()
    url = httpx.URL("http://localhost", raw_path=path.encode())
    answer = visitor.client.request("GET", url, follow_redirects=False)
    assert answer.status_code in (303, 400, 403, 404), answer.text
    assert key not in answer.text and "root:" not in answer.text
    assert "SQLite format" not in answer.text and "def create_app" not in answer.text
    assert answer.status_code == 303 or refused()


def jpeg(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, format="JPEG", **more)
    return out.getvalue()


SCRIPT = b"<script>alert('x')</script>"
POLYGLOTS = {
    "a picture and a page": jpeg() + b"<!doctype html>" + SCRIPT,
    "a script in the comment": jpeg(comment=SCRIPT),
    "a script where the camera writes": jpeg(exif=b"Exif\0\0" + SCRIPT),
    "a picture and an archive": jpeg() + b"PK\x03\x04" + SCRIPT,
}
NO_PICTURES = {
    "a page": b"<!doctype html>" + SCRIPT,
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
    "a picture by its first bytes only": b"\xff\xd8\xff\xe0" + SCRIPT,
    "an animation with a script": b"GIF89a/*" + SCRIPT,
    "a program": b"\x7fELF" + bytes(200),
    "nothing but zeros": bytes(1000),
}
NAMES = ("../../../../etc/cron.d/x", "..\\..\\x.html", "a\x00b.jpg", "x.php;.jpg", "C:\\x.jpg")


def send_picture(visitor: Visitor, content: bytes, name: str = "x.jpg") -> httpx.Response:
    fields = {"paper": "resident_record", "covered": "yes"}
    files = {"scan": (name, content, "text/html")}
    return visitor.post("/enhance/room/upload", fields, page="/enhance/room", files=files)


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS)
def test_of_a_file_that_is_two_things_the_picture_is_kept(visitor: Visitor, content: bytes) -> None:
    code = ask(visitor)
    enter(visitor, code)
    assert send_picture(visitor, content).status_code == 303
    visitor.sit_down()
    case = case_of(visitor, code)
    page = f"/desk/enhance/cases/{case}/contact"
    found = re.search(rf'href="({page}/uploads/[^"]+)"', visitor.get(page).text)
    assert found
    shown = visitor.get(found[1])
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert b"script" not in shown.content and b"PK\x03\x04" not in shown.content


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(
    visitor: Visitor, refused: Refused, content: bytes
) -> None:
    enter(visitor, ask(visitor))
    refused()
    answer = send_picture(visitor, content)
    assert answer.status_code == 422 and "alert('x')" not in answer.text
    assert refused() == ["refused: 422 POST /{company}/room/upload"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_names_no_file_of_ours(visitor: Visitor, root: Path, name: str) -> None:
    enter(visitor, ask(visitor))
    before = {path for path in root.rglob("*") if not path.name.startswith("store.db")}
    assert send_picture(visitor, jpeg(), name).status_code in (303, 400)
    after = {path for path in root.rglob("*") if not path.name.startswith("store.db")}
    assert after == before
    held = home_of(visitor).journal.all()
    assert not any("etc" in json.dumps(dict(e.data), default=str) for e in held)


# --- another company ----------------------------------------------------------------------------

OF_A_CASE = (
    "",
    "/contact",
    "/identity",
    "/people",
    "/form",
    "/redact",
    "/file/blob-0000000000",
    "/gate/letter-0000000000",
)


@pytest.mark.parametrize("page", OF_A_CASE)
def test_a_clerk_of_one_company_finds_no_case_of_another(
    visitor: Visitor, refused: Refused, page: str
) -> None:
    case = case_of(visitor, ask(visitor))
    visitor.client.cookies.clear()
    visitor.sit_down()
    visitor.get("/desk/enigmo")
    visitor.who = None  # nobody signs in anywhere else
    for company in ("enhance", "enigmo"):
        answer = visitor.get(f"/desk/{company}/cases/{case}{page}")
        assert answer.status_code == 404
        assert NAME not in answer.text
    assert len(refused()) == 2


@pytest.mark.parametrize("deed", ["accept", "withdraw", "send", "receipt", "flag"])
def test_a_clerk_of_one_company_does_nothing_to_a_case_of_another(
    visitor: Visitor, deed: str
) -> None:
    case = case_of(visitor, ask(visitor))
    size = home_of(visitor).journal.size()
    visitor.client.cookies.clear()
    visitor.sit_down()
    visitor.get("/desk/enigmo")
    visitor.who = None
    for company in ("enhance", "enigmo"):
        where = f"/desk/{company}/cases/{case}/do/{deed}"
        answer = visitor.post(where, {"why": "x"}, page="/desk/enigmo/new")
        assert answer.status_code == 404
    assert home_of(visitor).journal.size() == size


def test_a_code_of_one_company_opens_nothing_at_another(visitor: Visitor) -> None:
    code = ask(visitor)
    visit = visitor.client.cookies[COOKIE]
    for cookies in ({}, {COOKIE: visit}):
        visitor.client.cookies.clear()
        visitor.client.cookies.update(cookies)
        said = visitor.post("/en_japan/status", {"code": code}, page="/en_japan/status")
        assert said.status_code == 404
        inside = visitor.get("/en_japan/room").text
        assert "架空の言葉" not in inside and "room/message" not in inside


def test_a_token_of_one_company_is_none_at_another(visitor: Visitor, refused: Refused) -> None:
    case = case_of(visitor, ask(visitor))
    home = home_of(visitor, "enigmo")
    assert visitor.web is not None
    accounts.of(home).put(Account("robot", frozenset(Role), visitor.web.wall.now()))
    officer = Actor("officer-1", "cmd-token", frozenset({Role.PRIVACY_OFFICER}))
    token, _ = tokens.make(home, "robot", (Role.CLERK,), by=officer)
    headers = {"authorization": f"Bearer {token}"}
    refused()
    for company, status in (("enhance", 401), ("enigmo", 404)):
        path = f"/api/desk/{company}/cases/{case}"
        assert is_problem(visitor.client.get(path, headers=headers), status)
    assert refused() == [
        f"refused: {status} GET /api/desk/{{company}}/cases/{{case}}" for status in (401, 404)
    ]


# --- written into a page ------------------------------------------------------------------------

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>{{7*191}}${7*191}<!--"
RAW = ("<script>alert", "<img src=x", "\"'>{{", "1337")


def harmless(answer: httpx.Response) -> bool:
    """The words stand there as words, if at all."""
    return not any(raw in answer.text for raw in RAW)


def evil_fields() -> dict[str, str]:
    words = ("name", "kana", "address")
    parts = ("person", "representative", "reply")
    fields = {f"{part}.{word}": f"{EVIL}{part}{word}" for part in parts for word in words}
    return {**fields, "reply.kana": "", "statement": EVIL, "person.member_number": EVIL}


def test_what_a_requester_writes_is_words_on_every_page(visitor: Visitor) -> None:
    """Back on the form, on the receipt, in the room, on all pages of the desk and in the API."""
    fields = {**FIELDS, **evil_fields(), "asker": "mandatary"}
    bad = {name: EVIL for name in ("person.birth_date", "person.phone", "person.email")}
    slip = visitor.post("/enhance/request", {**fields, **bad}, page="/enhance/request")
    assert slip.status_code == 422 and harmless(slip) and "&lt;script&gt;" in slip.text
    saved = visitor.post("/enhance/request", {**fields, "save": "yes"}, page="/enhance/request")
    assert harmless(saved)
    code = ask(visitor, **{k.replace(".", "__"): v for k, v in fields.items() if k != "secret"})
    assert harmless(visitor.get("/enhance/received"))
    enter(visitor, code)
    said = visitor.post("/enhance/room/message", {"text": EVIL}, page="/enhance/room")
    assert said.status_code == 303
    room = visitor.get("/enhance/room")
    assert harmless(room) and "&lt;script&gt;" in room.text
    withdrawn = visitor.post(
        "/enhance/room/withdraw", {"case": EVIL, "sure": "yes"}, page="/enhance/room"
    )
    assert withdrawn.status_code == 404 and harmless(withdrawn)

    visitor.sit_down()
    id, shown = case_of(visitor, code), 0
    case = f"/desk/enhance/cases/{id}"
    own = ("", "/contact", "/identity", "/people", "/redact")
    desk = ("", "/new", "/tasks", "/fees", "/cabinet", "/mail", "/numbers", "/destruction", "/keys")
    for page in (*(case + each for each in own), *(f"/desk/enhance{each}" for each in desk)):
        answer = visitor.get(page)
        assert answer.status_code == 200, page
        assert harmless(answer), page
        shown += "&lt;script&gt;" in answer.text
    assert shown >= 3
    found = visitor.post("/desk/enhance/find", {"q": EVIL}, page="/desk/enhance")
    assert found.status_code == 200 and harmless(found)
    home = home_of(visitor)
    assert visitor.web is not None
    accounts.of(home).put(Account("robot", frozenset(Role), visitor.web.wall.now()))
    officer = Actor("officer-1", "cmd-token", frozenset({Role.PRIVACY_OFFICER}))
    token, _ = tokens.make(home, "robot", (Role.CLERK,), by=officer)
    headers = {"authorization": f"Bearer {token}"}
    path = f"/api/desk/enhance/cases/{id}?file=true"
    answer = visitor.client.get(path, headers=headers)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["result"]["file"]["statement"].endswith(EVIL)


def test_what_a_clerk_writes_is_words_on_every_page(visitor: Visitor) -> None:
    visitor.sit_down()
    fields = {f"person0__{k}": f"{EVIL}{k}" for k in ("name", "kana", "address", "statement")}
    more = {"reply__name": EVIL, "reply__address": EVIL, "protected": EVIL}
    case = visitor.open("enhance", person0__kinds=["disclosure"], **fields, **more)
    for deed, said in (
        ("match", {"paper.name": EVIL, "paper.address": EVIL, "former.name": EVIL}),
        ("hold", {"why": EVIL}),
        ("flag", {"why": EVIL}),
        ("search_task", {"where": EVIL, "owner": EVIL, "due": EVIL}),
        ("answer", {"question": EVIL, "value": "yes", "reasons": EVIL}),
        (EVIL, {"x": EVIL}),
    ):
        where = f"{case}/do/{quote(deed, safe='')}"
        assert harmless(visitor.post(where, said, page=case)), deed
    for page in (case, f"{case}/identity", f"{case}/people", "/desk/enhance"):
        answer = visitor.get(page)
        assert answer.status_code == 200 and harmless(answer), page
    preview = visitor.post(f"{case}/preview/receipt", {"letter_lang": "ja"}, page=case)
    assert preview.headers["content-type"].startswith(("application/pdf", "text/html"))
    assert preview.content.startswith(b"%PDF") or harmless(preview)


@pytest.mark.parametrize(
    "path",
    [
        "/enhance?lang={}",
        "/enhance/ask?kind=disclosure&data={}",
        "/enhance/request?manner={}",
        "/enhance/{}",
        "/{}",
        "/enhance/room/letter/{}",
        "/desk/enhance/sign-in?next={}",
        "/desk/enhance?kind={}&by={}",
        "/api/public/{}/policy",
    ],
)
def test_what_stands_in_an_address_is_never_markup(visitor: Visitor, path: str) -> None:
    visitor.sit_down()
    answer = visitor.get(path.replace("{}", quote(EVIL, safe="")))
    assert answer.status_code < 500 and harmless(answer)


# --- bodies that are too large ------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/public/enhance/status", "/api/desk/enhance/envelopes"])
def test_a_program_that_sends_too_much_is_told_so(
    visitor: Visitor, refused: Refused, path: str
) -> None:
    said = {"content-length": str(MAX_BODY + 1), "content-type": "application/json"}
    answer = visitor.client.post(path, content=b"{}", headers=said)
    assert is_problem(answer, 413)
    assert refused() == ["refused: 413 POST /api"]


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "9" * 400])
def test_a_length_that_is_none_is_refused(visitor: Visitor, length: str) -> None:
    answer = visitor.client.post(
        "/enhance/request", content=b"x", headers={"content-length": length}
    )
    assert answer.status_code == 413


def test_a_field_that_is_too_long_is_refused_by_its_name(
    visitor: Visitor, refused: Refused
) -> None:
    fields = {**FIELDS, "statement": NAME * 5000}
    answer = visitor.post("/enhance/request", fields, page="/enhance/request")
    assert answer.status_code == 422 and "4,000" in text_of(answer)
    assert refused()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", f"/api/public/{quote(NAME)}/policy", 404),
        ("DELETE", "/api/public/enhance/policy", 405),
        ("POST", "/api/desk/enhance/cases", 405),
        ("GET", "/api/desk/enhance/cases", 401),
    ],
)
def test_a_program_is_answered_in_json_whatever_it_asks(
    visitor: Visitor, refused: Refused, method: str, path: str, status: int
) -> None:
    assert is_problem(visitor.client.request(method, path), status)
    (line,) = refused()
    assert line.startswith(f"refused: {status} {method} ")


def test_a_program_from_another_machine_is_told_so_in_json(
    visitor: Visitor, refused: Refused
) -> None:
    headers = {"host": "desk.example.com"}
    assert is_problem(visitor.client.get("/api/desk/enhance/cases", headers=headers), 403)
    assert refused() == ["refused: 403 GET /api"]


# --- session fixation ---------------------------------------------------------------------------


STEPS: dict[str, Callable[[Visitor, str], object]] = {
    "sends a request": lambda visitor, code: ask(visitor),
    "types a code": lambda visitor, code: visitor.post(
        "/enhance/status", {"code": code}, page="/enhance/status"
    ),
    "unlocks the room": enter,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_token_an_attacker_planted_never_becomes_somebodys(
    visitor: Visitor, step: Callable[[Visitor, str], object]
) -> None:
    """The attacker knows a token, his own or an invented one, and the victim comes with it."""
    own = ask(visitor)
    planted = visitor.client.cookies[COOKIE]
    visitor.client.cookies.clear()
    victims = ask(visitor)
    for token in (planted, "invented"):
        visitor.client.cookies.clear()
        visitor.client.cookies.set(COOKIE, token)
        step(visitor, victims)
        given = [each.value for each in visitor.client.cookies.jar if each.name == COOKIE]
        assert any(each != token for each in given)
        visitor.client.cookies.clear()
        visitor.client.cookies.set(COOKIE, token)
        seen = visitor.get("/enhance/status").text + visitor.get("/enhance/room").text
        assert victims not in seen.replace(own, "")


def test_a_sign_in_never_takes_a_token_it_was_given(visitor: Visitor) -> None:
    from chikai.web.signin.access import cookie_name

    assert visitor.web is not None
    home = home_of(visitor, "enigmo")
    accounts.of(home).put(Account("clerk-9", frozenset({Role.CLERK}), visitor.web.wall.now()))
    accounts.set_password(home, "clerk-9", "eleven fictional herons")
    name = cookie_name(visitor.web, "enigmo")
    visitor.client.cookies.set(name, "planted")
    page = "/desk/enigmo/sign-in"
    said = {"id": "clerk-9", "password": "eleven fictional herons"}
    answer = visitor.post(page, said, page=page)
    assert answer.status_code == 303 and answer.cookies[name] != "planted"
    visitor.client.cookies.clear()
    visitor.client.cookies.set(name, "planted")
    assert visitor.get("/desk/enigmo").status_code == 303


def test_every_attack_of_the_list_left_the_house_as_it_was(visitor: Visitor, root: Path) -> None:
    """The journal of a house that was attacked verifies, and opens for its owner."""
    from chikai.app import proof

    code = ask(visitor)
    enter(visitor, code)
    send_picture(visitor, NO_PICTURES["a page"])
    with wiring.open_home(places.place(root, "enhance")) as home:
        assert proof.audit(home) == ()
        assert contact.enter(home, code) is not None
