"""The Data Rights Protocol from an agent's side: signed, checked in order, mapped to our states."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from web_visitor import Visitor

from chikai.app import cases, drp
from chikai.duties.requests import events as ev
from chikai.duties.requests.flow import Exit, State

BASE = "/api/drp/enhance/v1"
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def signed(key: Ed25519PrivateKey, said: object) -> bytes:
    raw = json.dumps(said).encode()
    return base64.b64encode(key.sign(raw) + raw)


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


@pytest.fixture
def now(visitor: Visitor) -> datetime:
    assert visitor.web is not None
    return visitor.web.wall.now()


@pytest.fixture
def said(now: datetime) -> dict[str, Any]:
    """A request that is well."""
    return {
        "agent-id": "AGENT_ONE",
        "business-id": "ENHANCE",
        "issued-at": (now - timedelta(minutes=1)).isoformat(),
        "expires-at": (now + timedelta(minutes=9)).isoformat(),
        "drp.version": drp.VERSION,
        "exercise": "access",
        "regime": "appi",
        "name": "山田 花子",
        "email": "hanako@example.jp",
        "address": {"formatted": "東京都架空区見本一丁目2番3号"},
    }


@pytest.fixture
def agents(root: Path) -> None:
    lines = ['business_id = "ENHANCE"']
    for id, key in (("AGENT_ONE", KEY), ("AGENT_TWO", OTHER)):
        lines += [
            "[[agent]]",
            f'id = "{id}"',
            f'name = "代理 {id}"',
            f'verify_key = "{public(key)}"',
        ]
    (root / "enhance" / "drp.toml").write_text("\n".join(lines), encoding="utf-8")


Call = Callable[..., httpx.Response]


@pytest.fixture
def call(agents: None, visitor: Visitor) -> Call:
    def sent(method: str, path: str, body: bytes = b"", *, token: str = "") -> httpx.Response:
        headers = {"content-type": "text/plain", "authorization": f"Bearer {token}"}
        return visitor.client.request(method, BASE + path, content=body, headers=headers)

    return sent


@pytest.fixture
def token(call: Call, said: dict[str, Any]) -> str:
    answer = call("POST", "/agent/AGENT_ONE", signed(KEY, said))
    assert answer.status_code == 200, answer.text
    assert answer.json()["agent-id"] == "AGENT_ONE"
    return str(answer.json()["token"])


def other_token(call: Call, said: dict[str, Any]) -> str:
    mine = signed(OTHER, {**said, "agent-id": "AGENT_TWO"})
    return str(call("POST", "/agent/AGENT_TWO", mine).json()["token"])


def test_a_request_is_opened_once_seen_and_taken_back(
    call: Call, token: str, said: dict[str, Any], visitor: Visitor
) -> None:
    assert call("GET", "/agent/AGENT_ONE", token=token).json() == {}
    body = signed(KEY, said)
    first = call("POST", "/data-rights-request", body, token=token).json()
    assert (first["status"], first["reason"]) == ("in_progress", "need_user_verification")
    assert first["user_verification_url"].endswith("/enhance") and first["expected_by"]
    replayed = call("POST", "/data-rights-request", body, token=token).json()
    assert replayed == first
    where = f"/data-rights-request/{first['request_id']}"
    assert call("GET", where, token=token).json() == first
    assert visitor.web is not None
    with visitor.web.homes.home("enhance") as home:
        assert len(home.journal.inbox()) == 1
        case = cases.load(home, first["request_id"])
        journal = " ".join(str(event) for event in home.journal.all())
    assert (case.asker, case.kind) == ("mandatary", "disclosure")
    assert "山田" not in journal and "hanako" not in journal
    gone = call("DELETE", where, signed(KEY, {"reason": "changed my mind"}), token=token)
    assert gone.json()["status"] == "revoked"
    again = call("DELETE", where, signed(KEY, {"reason": "changed my mind"}), token=token)
    assert again.json() == gone.json()


def test_another_agent_sees_and_stops_nothing(call: Call, token: str, said: dict[str, Any]) -> None:
    body = signed(KEY, said)
    id = call("POST", "/data-rights-request", body, token=token).json()["request_id"]
    other = other_token(call, said)
    where = f"/data-rights-request/{id}"
    for answer in (
        call("GET", where, token=other),
        call("DELETE", where, signed(OTHER, {}), token=other),
        call("GET", "/data-rights-request/case-NOTHING", token=other),
        call("GET", "/agent/AGENT_ONE", token=other),
        call("POST", "/data-rights-request", body, token=other),
        call("GET", where),
        call("DELETE", where, signed(OTHER, {}), token=token),
    ):
        assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize(
    "body",
    [b"", b"%%%", base64.b64encode(b"x" * 80), signed(OTHER, {})],
    ids=["nothing", "no base64", "no signature", "another's signature"],
)
def test_what_is_not_signed_by_the_agent_is_forbidden(call: Call, token: str, body: bytes) -> None:
    for path in ("/data-rights-request", "/agent/AGENT_ONE"):
        assert call("POST", path, body, token=token).status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "fatal"),
    [
        ({"agent-id": "AGENT_TWO"}, 403, None),
        ({"business-id": "ENIGMO"}, 403, None),
        ({"expires-at": "2020-01-01T00:00:00+00:00"}, 400, True),
        ({"issued-at": "2099-01-01T00:00:00+00:00"}, 400, True),
        ({"expires-at": "2099-01-01T00:00:00+00:00"}, 400, True),
        ({"issued-at": "today"}, 400, True),
        ({"issued-at": "2026-11-02T10:00:00"}, 400, True),
        ({"regime": "ccpa"}, 400, True),
        ({"regime": None}, 400, True),
        ({"exercise": "sale:opt-out"}, 400, True),
        ({"exercise": ["access"]}, 400, True),
        ({"name": ""}, 400, None),
        ({"name": "a\u202eb"}, 400, None),
        ({"address": None}, 400, None),
        ({"birthdate": "yesterday"}, 400, None),
        ({"birthdate": "2199-01-01"}, 422, None),
    ],
)
def test_checks_come_in_the_order_of_the_protocol(
    call: Call, token: str, said: dict[str, Any], change: dict[str, Any], status: int, fatal: Any
) -> None:
    body = signed(KEY, {**said, **change})
    answer = call("POST", "/data-rights-request", body, token=token)
    assert answer.status_code == status, answer.text
    if status != 403:
        assert answer.json()["code"] == str(status) and answer.json()["message"]
        assert answer.json().get("fatal") is fatal
        assert "山田" not in answer.text


def test_a_company_that_takes_no_requests_here_opens_no_case(
    root: Path, visitor: Visitor, said: dict[str, Any]
) -> None:
    agent = f'[[agent]]\nid = "AGENT_ONE"\nname = "x"\nverify_key = "{public(KEY)}"\n'
    text = f'business_id = "ENHANCE"\n{agent}'
    (root / "enigmo" / "drp.toml").write_text(text)
    base = "/api/drp/enigmo/v1"
    made = visitor.client.post(f"{base}/agent/AGENT_ONE", content=signed(KEY, said))
    headers = {"authorization": f"Bearer {made.json()['token']}"}
    answer = visitor.client.post(
        f"{base}/data-rights-request", content=signed(KEY, said), headers=headers
    )
    assert answer.status_code == 400 and answer.json()["fatal"] is True


def test_a_company_without_agents_has_no_such_address(visitor: Visitor) -> None:
    assert visitor.client.post("/api/drp/bengo4/v1/data-rights-request").status_code == 404


@pytest.mark.parametrize(
    ("exit", "outcome", "status"),
    [
        (Exit.WITHDRAWN, None, ("revoked", None)),
        (Exit.NOT_MADE, None, ("expired", None)),
        (Exit.HANDED_OVER, None, ("denied", "other")),
        (Exit.NOT_CONFIRMED, None, ("denied", "insuf_verification")),
        (Exit.ANSWERED, "refused", ("denied", "claim_not_covered")),
        (Exit.ANSWERED, "none_held", ("denied", "no_match")),
        (Exit.ANSWERED, "granted", ("fulfilled", None)),
    ],
)
def test_every_end_of_a_case_has_its_word_there(
    call: Call, token: str, said: dict[str, Any], visitor: Visitor, exit: Exit, outcome: Any,
    status: Any,
) -> None:  # fmt: skip
    body = signed(KEY, said)
    id = call("POST", "/data-rights-request", body, token=token).json()["request_id"]

    class Outcome:
        def type(self) -> str:
            return str(outcome)

    assert visitor.web is not None
    with visitor.web.homes.home("enhance") as home:
        case = cases.load(home, id)
        ended = replace(case, state=State.CLOSED, exit=exit, outcome=Outcome() if outcome else None)
        assert drp.standing(home, ended) == status
    assert set(Exit) == {*drp.ENDS, Exit.ANSWERED} - {"refused", "none_held"}
    assert hasattr(ev, "Refused") and hasattr(ev, "NoneHeld")
