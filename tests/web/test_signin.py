"""Signing in at a desk: who gets in, for how long, and what others learn from being kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from argon2 import PasswordHasher
from litestar.testing import TestClient
from web_visitor import HERE, Visitor, text_of

from chikai import places, policies, wiring
from chikai.app import accounts
from chikai.app.slow_hash import SlowHash
from chikai.people.accounts import ABSOLUTE, FREE_GUESSES, IDLE, Account
from chikai.people.staff import Role
from chikai.web.homes import TOKYO, DemoClock
from chikai.web.main import create_app

PASSWORD = "架空の馬 電池 ホチキス ただしい"
DOOR = "/desk/enigmo/sign-in"


class Wall:
    """A clock on the wall that a test can turn."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 9, 0, tzinfo=TOKYO)

    def now(self) -> datetime:
        return self.at

    def pass_by(self, time: timedelta) -> None:
        self.at += time


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A house without databases: nobody searches here."""
    for company in policies.COMPANIES:
        (tmp_path / company).mkdir()
    return tmp_path


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Hashing is made cheap, except where it is what the test is about."""
    if "hashed_anew" not in request.node.name:
        cheap = SlowHash(at_once=1, time_cost=1, memory_cost=8, parallelism=1)
        monkeypatch.setattr(accounts, "_PASSWORDS", cheap)


@pytest.fixture
def at_the_door(root: Path, clock: DemoClock, wall: Wall) -> Iterator[Visitor]:
    """A visitor to a desk with one clerk, who has a password."""
    app = create_app(root=root, clock=clock, local=[HERE], wall=wall)
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        visitor = Visitor(client, app=app)
        staff(visitor, "clerk-1", Role.CLERK, password=PASSWORD)
        yield visitor


def staff(visitor: Visitor, id: str, *roles: Role, password: str | None = None) -> None:
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        accounts.of(home).put(Account(id, frozenset(roles), visitor.web.wall.now()))
        if password:
            accounts.set_password(home, id, password)


def knock(visitor: Visitor, id: str = "clerk-1", password: str = PASSWORD) -> httpx.Response:
    return visitor.post(DOOR, {"id": id, "password": password}, page=DOOR)


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/desk/enigmo").status_code == 200


def token(visitor: Visitor) -> str:
    name = "desk-" + b"enigmo".hex()
    held = [str(c.value) for c in visitor.client.cookies.jar if c.name == name]
    return next(value for value in held if value != "planted")


def test_the_right_password_opens_the_page_that_was_asked_for(at_the_door: Visitor) -> None:
    asked = at_the_door.get("/desk/enigmo/new").headers["location"]
    page = at_the_door.get(asked)
    assert 'value="/desk/enigmo/new"' in page.text
    answer = at_the_door.post(
        DOOR, {"id": "clerk-1", "password": PASSWORD, "next": "/desk/enigmo/new"}, page=asked
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/enigmo/new")
    assert is_in(at_the_door)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/desk/enigmo", "//example.com", "/desk/enhance", "/desk/enigmo/\\x", "/"],
)
def test_the_door_leads_nowhere_else(at_the_door: Visitor, elsewhere: str) -> None:
    fields = {"id": "clerk-1", "password": PASSWORD, "next": elsewhere}
    assert at_the_door.post(DOOR, fields, page=DOOR).headers["location"] == "/desk/enigmo"


def test_nobody_learns_whether_an_account_exists(at_the_door: Visitor) -> None:
    """A wrong password, no such account, one without a password, and a locked one read alike."""
    staff(at_the_door, "officer-1", Role.PRIVACY_OFFICER)
    staff(at_the_door, "gone-1", Role.CLERK, password=PASSWORD)
    assert at_the_door.web is not None
    with at_the_door.web.homes.home("enigmo") as home:
        gone = accounts.the(home, "gone-1")
        accounts.of(home).put(
            Account(gone.id, gone.roles, gone.added_at, gone.password, None, True)
        )
    said = set()
    for id, password in (
        ("clerk-1", "架空の馬 電池 ちがう ちがう"),
        ("nobody", PASSWORD),
        ("officer-1", PASSWORD),
        ("gone-1", PASSWORD),
    ):
        answer = knock(at_the_door, id, password)
        assert answer.status_code == 403
        said.add(text_of(answer))
    assert len(said) == 1 and "いまは使えないアカウント" in said.pop()


def test_guessing_becomes_slower_for_all_ids_alike(at_the_door: Visitor, wall: Wall) -> None:
    for id in ("clerk-1", "nobody"):
        for _ in range(FREE_GUESSES):
            assert "違うか" in text_of(knock(at_the_door, id, "wrong"))
        assert "1分ほどたってから" in text_of(knock(at_the_door, id, "wrong"))
    # The right password has to wait as well, and then opens.
    assert knock(at_the_door).status_code == 403
    wall.pass_by(timedelta(seconds=31))
    assert knock(at_the_door).status_code == 303


def test_one_address_does_not_try_every_id(at_the_door: Visitor) -> None:
    for n in range(20):
        knock(at_the_door, f"guess-{n}", "wrong")
    assert "分ほどたってから" in text_of(knock(at_the_door, "guess-99", "wrong"))


def test_a_token_is_new_at_each_sign_in_and_the_old_one_ends(at_the_door: Visitor) -> None:
    """Session fixation: what stood in the cookie before is worth nothing afterwards."""
    name = "desk-" + b"enigmo".hex()
    at_the_door.client.cookies.set(name, "planted")
    knock(at_the_door)
    first = token(at_the_door)
    assert first != "planted"
    knock(at_the_door)
    assert token(at_the_door) != first
    at_the_door.client.cookies.clear()
    at_the_door.client.cookies.set(name, first)
    assert not is_in(at_the_door)


def test_a_sign_in_ends_when_nothing_is_done_and_after_a_working_day(
    at_the_door: Visitor, wall: Wall
) -> None:
    knock(at_the_door)
    wall.pass_by(IDLE - timedelta(seconds=1))
    assert is_in(at_the_door)
    wall.pass_by(IDLE)
    assert not is_in(at_the_door)
    knock(at_the_door)
    for _ in range(int(ABSOLUTE / IDLE) * 2 - 1):
        wall.pass_by(IDLE / 2)
        assert is_in(at_the_door)
    wall.pass_by(IDLE / 2)
    assert not is_in(at_the_door)


def test_whoever_signs_out_is_out(at_the_door: Visitor) -> None:
    knock(at_the_door)
    kept = token(at_the_door)
    at_the_door.post("/desk/enigmo/sign-out", {}, page="/desk/enigmo")
    at_the_door.client.cookies.set("desk-" + b"enigmo".hex(), kept)
    assert not is_in(at_the_door)


def change(home: wiring.Home, what: str) -> None:
    by = accounts.Actor("officer-1", "cmd-1")
    match what:
        case "roles":
            accounts.set_roles(home, "clerk-1", [Role.APPROVER], by=by)
        case "password":
            accounts.set_password(home, "clerk-1", PASSWORD + "2")
        case "passkeys":
            accounts.reset_passkeys(home, "clerk-1", by=by)
        case "locked":
            accounts.lock(home, "clerk-1", by=by)
        case "removed":
            accounts.remove(home, "clerk-1", by=by)


@pytest.mark.parametrize("what", ["roles", "password", "passkeys", "locked", "removed"])
def test_every_sign_in_ends_when_the_account_changes(at_the_door: Visitor, what: str) -> None:
    knock(at_the_door)
    assert is_in(at_the_door) and at_the_door.web is not None
    with at_the_door.web.homes.home("enigmo") as home:
        change(home, what)
    assert not is_in(at_the_door)


def test_another_company_looks_like_none(at_the_door: Visitor) -> None:
    """Signed in at one company, the pages of another are not there, whatever the address."""
    knock(at_the_door)
    for tail in ("", "/new", "/cases/case-0000000000", "/accounts", "/views"):
        other, none = (at_the_door.get(f"/desk/{c}{tail}") for c in ("enhance", "nobody"))
        assert other.status_code == none.status_code == 404
        assert text_of(other).replace("enhance", "nobody") == text_of(none)
    # The token itself opens no other door.
    at_the_door.client.cookies.set("desk-" + b"enhance".hex(), token(at_the_door))
    assert at_the_door.get("/desk/enhance").status_code == 404


def test_the_store_and_the_journal_hold_no_token_and_no_password(
    at_the_door: Visitor, root: Path
) -> None:
    knock(at_the_door)
    found = b"".join(p.read_bytes() for p in (root / "enigmo").glob("store.db*"))
    assert token(at_the_door).encode() not in found
    assert PASSWORD.encode() not in found
    assert b"$argon2id$" in found


def test_a_password_is_hashed_anew_when_the_parameters_change(at_the_door: Visitor) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    assert at_the_door.web is not None
    with at_the_door.web.homes.home("enigmo") as home:
        old = Account("old-1", frozenset({Role.CLERK}), at_the_door.web.wall.now(), weak.hash("x"))
        accounts.of(home).put(old)
    assert knock(at_the_door, "old-1", "x").status_code == 303
    with at_the_door.web.homes.home("enigmo") as home:
        now = accounts.the(home, "old-1").password
    assert now is not None and now.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


# --- the link -----------------------------------------------------------------------------------


@pytest.fixture
def link(at_the_door: Visitor) -> str:
    assert at_the_door.web is not None
    staff(at_the_door, "clerk-2", Role.CLERK)
    with at_the_door.web.homes.home("enigmo") as home:
        key = accounts.new_link(home, "clerk-2", at=at_the_door.web.wall.now())
    return f"/desk/enigmo/welcome?key={key}"


def settle(visitor: Visitor, link: str, **fields: str) -> httpx.Response:
    said = {"key": link.split("=")[1], "how": "password", "password": PASSWORD, "again": PASSWORD}
    return visitor.post("/desk/enigmo/welcome", {**said, **fields}, page=link)


def test_a_link_sets_a_password_once(at_the_door: Visitor, link: str) -> None:
    assert "clerk-2" in text_of(at_the_door.get(link))
    assert settle(at_the_door, link).status_code == 303
    assert is_in(at_the_door)
    at_the_door.client.cookies.clear()
    assert "もう使えません" in text_of(at_the_door.get(link))
    assert settle(at_the_door, link, password=PASSWORD + "3").status_code == 404
    assert knock(at_the_door, "clerk-2").status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "short", "again": "short"}, "15文字以上"),
        ({"password": "a" * 20, "again": "a" * 20}, "推測されやすい"),
        ({"password": "clerk-2 clerk-2 clerk-2", "again": "clerk-2 clerk-2 clerk-2"}, "推測"),
        ({"again": "something else"}, "二つのパスワードが違います"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_holds(
    at_the_door: Visitor, link: str, fields: dict[str, str], said: str
) -> None:
    answer = settle(at_the_door, link, **fields)
    assert answer.status_code == 422 and said in text_of(answer)
    assert fields["again"] not in answer.text.replace("clerk-2", "")
    assert settle(at_the_door, link).status_code == 303


def test_a_link_is_over_after_a_day(at_the_door: Visitor, link: str, wall: Wall) -> None:
    wall.pass_by(timedelta(hours=24))
    assert at_the_door.get(link).status_code == 404


def test_a_link_can_be_used_without_a_password(at_the_door: Visitor, link: str) -> None:
    answer = settle(at_the_door, link, how="otherwise", password="", again="")
    assert answer.headers["location"] == "/desk/enigmo/account"
    assert "パスキーを追加する" in text_of(at_the_door.get("/desk/enigmo/account"))


# --- one's own account --------------------------------------------------------------------------


def test_a_password_is_changed_by_who_knows_the_old_one(at_the_door: Visitor) -> None:
    knock(at_the_door)
    page, before = "/desk/enigmo/account", token(at_the_door)
    new = {"password": PASSWORD + "4", "again": PASSWORD + "4"}
    wrong = at_the_door.post(f"{page}/password", {**new, "current": "not this"}, page=page)
    assert wrong.status_code == 403
    right = at_the_door.post(f"{page}/password", {**new, "current": PASSWORD}, page=page)
    assert right.status_code == 303 and token(at_the_door) != before
    assert is_in(at_the_door)


# --- the privacy officer ------------------------------------------------------------------------


def test_the_officer_adds_locks_and_removes(at_the_door: Visitor) -> None:
    staff(at_the_door, "officer-1", Role.PRIVACY_OFFICER, password=PASSWORD)
    knock(at_the_door, "officer-1")
    page = "/desk/enigmo/accounts"
    answer = at_the_door.post(page, {"id": "clerk-9", "role": ["clerk", "approver"]}, page=page)
    (link,) = re.findall(r'link-once">([^<]+)<', answer.text)
    assert urlsplit(link).path == "/desk/enigmo/welcome"
    assert "clerk-9" in text_of(at_the_door.get(page))
    for what in ("lock", "unlock", "link", "passkeys", "remove"):
        done = at_the_door.post(f"{page}/clerk-9/{what}", {}, page=page, deed=None)
        assert done.status_code == (200 if what == "link" else 303), what
    assert "clerk-9" not in text_of(at_the_door.get(page))
    refused = at_the_door.post(f"{page}/officer-1/lock", {}, page=page)
    assert "一人もいなくなります" in text_of(refused)
    assert at_the_door.web is not None
    with at_the_door.web.homes.home("enigmo") as home:
        history = [(e.type, e.data["account"]) for e in home.journal.read(accounts.STAFF)]
    assert history[0] == ("account_added", "clerk-9")
    assert [type for type, _ in history][-1] == "account_removed"


def test_the_officer_sees_who_looked_at_what(at_the_door: Visitor, clock: DemoClock) -> None:
    at_the_door.sit_down("officer-1", Role.PRIVACY_OFFICER, Role.CLERK)
    case = at_the_door.open("enigmo", person0__name="見本 太郎", person0__kinds=["disclosure"])
    at_the_door.get(case)
    said = text_of(at_the_door.get("/desk/enigmo/views"))
    assert "officer-1" in said and case.rsplit("/", 1)[1] in said and "見本" not in said
    assert "この日の要約はまだ" in said
    clock.move_to(date(2026, 11, 3))
    assert at_the_door.web is not None
    with at_the_door.web.homes.home("enigmo") as home:
        from chikai.app.sweep import sweep

        sweep(home, by=accounts.Actor("sweep", "cmd-sweep"))
    page = "/desk/enigmo/views?day=2026-11-02"
    assert "記録簿の要約と一致" in text_of(at_the_door.get(page))
    with at_the_door.web.homes.home("enigmo") as home:
        home.views.log(
            actor_id="x", case="case-1", what="case", at=datetime(2026, 11, 2, tzinfo=TOKYO)
        )
    assert "書き換えられたおそれ" in text_of(at_the_door.get(page))


# --- from afar, and the demo --------------------------------------------------------------------


def test_with_an_origin_the_desk_is_there_over_tls_and_nowhere_else(
    root: Path, clock: DemoClock
) -> None:
    app = create_app(root=root, clock=clock, origin="https://desk.example.jp")
    for base, status in (
        ("https://desk.example.jp", 200),
        ("http://desk.example.jp", 403),
        ("https://other.example.jp", 403),
        ("http://localhost.local", 403),
    ):
        with TestClient(app, base_url=base) as client:
            assert client.get(DOOR).status_code == status, base
    with TestClient(app, base_url="https://desk.example.jp") as client:
        (csrf,) = client.get(DOOR).headers.get_list("set-cookie")
        assert "secure" in csrf.lower()
        visitor = Visitor(client, app=app)
        staff(visitor, "clerk-1", Role.CLERK, password=PASSWORD)
        cookies = knock(visitor).headers.get_list("set-cookie")
        (ours,) = [c for c in cookies if c.startswith("__Host-desk-")]
        for promise in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert promise in ours
        # Nobody enters by one click here, whatever the clock.
        assert "デモ" not in text_of(visitor.get(DOOR))


@pytest.mark.parametrize(("marked", "movable"), [(False, True), (True, False), (False, False)])
def test_no_real_desk_has_the_door_of_the_demo(root: Path, marked: bool, movable: bool) -> None:
    if marked:
        (root / "enigmo" / places.DEMO_MARK).touch()
    clock = DemoClock(date(2026, 11, 2)) if movable else wiring.system_clock()
    with TestClient(create_app(root=root, clock=clock, local=[HERE])) as client:
        client.headers["host"] = "localhost"
        visitor = Visitor(client)
        assert "sign-in/as" not in visitor.get(DOOR).text
        answer = visitor.post(f"{DOOR}/as", {"id": "clerk-1"}, page=DOOR)
        assert answer.status_code == 404


def test_the_demo_lets_anyone_in_as_each_role(at_the_door: Visitor, root: Path) -> None:
    (root / "enhance" / places.DEMO_MARK).touch()
    door = "/desk/enhance/sign-in"
    for id, deed in (("clerk-1", "/new"), ("officer-1", "/accounts"), ("auditor-1", "/views")):
        at_the_door.client.cookies.clear()
        answer = at_the_door.post(f"{door}/as", {"id": id}, page=door)
        assert answer.status_code == 303, id
        assert at_the_door.get(f"/desk/enhance{deed}").status_code == 200
    refused = at_the_door.get("/desk/enhance/new")
    assert refused.status_code == 403 and "担当者" in text_of(refused)
