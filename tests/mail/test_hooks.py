"""Webhooks against a real server on this machine: signed, in order, again until they are taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from post import HANAKO, envelope

from chikai.adapters.caller import HttpCaller
from chikai.app import drp, drp_callbacks, hooks, letters
from chikai.app.cases import Actor
from chikai.app.drp import Agent, Agents
from chikai.app.hooks import Called, Hook, Told
from chikai.app.intake import receive
from chikai.people.staff import NotAllowed, Role
from chikai.ports import BadData, Home, Unavailable

OFFICER = Actor("officer-1", "cmd-hook", frozenset({Role.PRIVACY_OFFICER}))
CLERK = frozenset({Role.CLERK})


@dataclass
class Receiver:
    """What was received; `answers` are the next statuses, then 200."""

    url: str = ""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def told(self) -> list[tuple[str, str]]:
        bodies = [json.loads(body) for _, body in self.calls]
        return [(b["type"], b.get("data", {}).get("state", "")) for b in bodies]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    seen = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            seen.calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(seen.answers.pop(0) if seen.answers else 200)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    seen.url = f"http://127.0.0.1:{server.server_port}/told"
    yield seen
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(bengo4: Home) -> Home:
    return replace(bengo4, caller=HttpCaller(private=True))


def opened(home: Home, command: str = "open") -> str:
    (case,) = receive(home, envelope(), by=Actor("clerk-1", command, CLERK))
    return case.id


def verified(hook: Hook, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver would, by Standard Webhooks."""
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{right}")


def test_a_case_that_opens_and_closes_is_told_in_order(home: Home, receiver: Receiver) -> None:
    before = opened(home, "before")
    hook = hooks.add(home, receiver.url, by=OFFICER)
    case = opened(home)
    letters.withdraw(home, case, by=Actor("clerk-1", "w", CLERK))
    assert hooks.deliver(home).made >= 2
    told = receiver.told()
    assert told[0] == ("case.opened", "preparing") and ("case.state", "closed") in told
    assert hooks.deliver(home) == Called()
    assert all(verified(hook, *call) for call in receiver.calls)
    assert len({headers["webhook-id"] for headers, _ in receiver.calls}) == len(receiver.calls)
    everything = b" ".join(body for _, body in receiver.calls).decode()
    assert case in everything and before not in everything, "what happened from then on"
    told_words = str([json.loads(body) for _, body in receiver.calls])
    assert not any(each in told_words for each in ("花子", "山田", HANAKO, "架空区"))


def test_a_receiver_that_fails_is_called_again_later_under_the_same_id(
    home: Home, receiver: Receiver, clock
) -> None:
    hooks.add(home, receiver.url, [Told.CASE_OPENED], by=OFFICER)
    opened(home)
    opened(home, "second")
    receiver.answers = [500, 302]
    assert hooks.deliver(home) == Called(failed=1)
    assert hooks.deliver(home) == Called(), "not at once"
    clock.advance(timedelta(minutes=1))
    assert hooks.deliver(home) == Called(failed=1), "a redirect is not followed"
    clock.advance(timedelta(minutes=3))
    assert hooks.deliver(home) == Called(made=2)
    ids = [headers["webhook-id"] for headers, _ in receiver.calls]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_a_receiver_that_is_gone_does_not_hold_up_the_rest_for_ever(
    home: Home, receiver: Receiver, clock
) -> None:
    hook = hooks.add(home, receiver.url, by=OFFICER)
    opened(home)
    receiver.answers = [503] * hooks.MOST_TRIES
    for _ in range(hooks.MOST_TRIES):
        hooks.deliver(home)
        clock.advance(timedelta(days=6))
    assert hooks.the(home, hook.id).given_up == 1
    opened(home, "second")
    assert hooks.deliver(home).made >= 1


def test_only_what_was_asked_for_is_told(home: Home, receiver: Receiver) -> None:
    hooks.add(home, receiver.url, [Told.CASE_STATE], by=OFFICER)
    opened(home)
    assert hooks.deliver(home) == Called()


def test_a_trial_call_and_a_removed_hook(home: Home, receiver: Receiver) -> None:
    hook = hooks.add(home, receiver.url, by=OFFICER)
    assert hooks.ping(home, hook.id, by=OFFICER) == 200
    assert receiver.told() == [("test", "")]
    for _ in range(2):  # done again, it changes nothing
        hooks.remove(home, hook.id, by=replace(OFFICER, command="cmd-remove"))
    opened(home)
    assert hooks.deliver(home) == Called() and hooks.all_of(home) == ()
    journal = " ".join(str(event) for event in home.journal.all())
    assert receiver.url not in journal and "whsec" not in journal


def test_a_repeated_command_makes_no_second_key(home: Home, receiver: Receiver) -> None:
    hook = hooks.add(home, receiver.url, by=OFFICER)
    with pytest.raises(BadData) as again:
        hooks.add(home, receiver.url, by=OFFICER)
    assert again.value.code == "hooks.made_before" and hooks.all_of(home) == (hook,)


def test_an_agent_is_told_when_its_request_stands_otherwise(
    open_home: Callable[[str], Home], receiver: Receiver, clock
) -> None:
    home = replace(open_home("enhance"), caller=HttpCaller(private=True))
    key = Ed25519PrivateKey.generate()
    agent = Agent("AGENT_ONE", "代理", key.public_key().public_bytes_raw())
    agents = Agents("ENHANCE", (agent,))
    now = home.clock.now()
    said = {
        "agent-id": agent.id,
        "business-id": agents.business,
        "issued-at": now.isoformat(),
        "expires-at": (now + timedelta(minutes=9)).isoformat(),
        "exercise": "access",
        "regime": drp.REGIME,
        "name": "山田 花子",
        "address": "東京都架空区見本一丁目2番3号",
        "status_callback": receiver.url,
    }

    def exercise(**other: str) -> drp.Status:
        raw = json.dumps({**said, **other}).encode()
        body = base64.b64encode(key.sign(raw) + raw)
        return drp_callbacks.exercise(home, agents, agent, body, at=now)

    inside = replace(home, caller=HttpCaller(private=False))
    for url in (receiver.url, "ftp://example.com/x", "https://10.0.0.1/x"):
        raw = json.dumps({**said, "status_callback": url}).encode()
        with pytest.raises(drp.BadRequest):
            body = base64.b64encode(key.sign(raw) + raw)
            drp_callbacks.exercise(inside, agents, agent, body, at=now)
    assert home.journal.inbox() == (), "an address that may not be called opens no case"

    opened = exercise()
    assert exercise() == opened, "sent again, it is the same one"
    assert drp_callbacks.deliver(home) == Called(), "nothing has changed since the answer"
    letters.withdraw(home, opened.request_id, by=Actor("clerk-1", "w", CLERK))
    receiver.answers = [500]
    assert drp_callbacks.deliver(home) == Called(failed=1)
    assert drp_callbacks.deliver(home) == Called(), "not at once"
    clock.advance(timedelta(minutes=1))
    assert drp_callbacks.deliver(home) == Called(made=1)
    clock.advance(timedelta(days=1))
    assert drp_callbacks.deliver(home) == Called(), "it has ended: told once"
    last = json.loads(receiver.calls[-1][1])
    assert last["request_id"] == opened.request_id and last["status"] == "revoked"
    journal = " ".join(str(event) for event in home.journal.all())
    assert receiver.url not in journal and "花子" not in str(receiver.calls)


def test_only_the_privacy_officer_says_who_is_told(home: Home, receiver: Receiver) -> None:
    with pytest.raises(NotAllowed):
        hooks.add(home, receiver.url, by=Actor("clerk-1", "c", CLERK))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/x",
        "https://2130706433/x",
        "https://100.64.0.1/x",
        "http://203.0.113.7/x",
        "ftp://example.jp/x",
        "file:///etc/passwd",
        "https://user:pw@example.jp/",
        "https://example.jp:99999/",
        "https://exam\nple.jp/",
        "//example.jp",
        "",
    ],
)
def test_addresses_inside_are_not_called(url: str) -> None:
    for deed in (HttpCaller().check, lambda u: HttpCaller().post(u, b"", {})):
        with pytest.raises((BadData, Unavailable)) as refused:
            deed(url)
        assert isinstance(refused.value, BadData) or url.startswith("https://exam")


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        HttpCaller(private=True).post("http://127.0.0.1:1/x", b"", {})
