"""Webhooks: a company's programs are told that a case moved or that its nearest day changed.

Told is what a list of the desk shows: ids, states and days, nothing of anybody. A call is made
after the journal has what it tells, at least once, in order for each hook, under an id that stays
the same; it is signed as Standard Webhooks 1.0 says (`webhook-id`, `webhook-timestamp`,
`webhook-signature`: HMAC-SHA256 with the hook's secret). A receiver that fails is called again
less and less often, for about three days.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from chikai.app import accounts, cases, contact
from chikai.app.cases import Actor
from chikai.duties.requests import events as ev
from chikai.kernel.event import Data, Event
from chikai.people.staff import demand
from chikai.ports import BadData, Caller, Home, InboxRow, Missing, Unavailable

STREAM: Final = "hooks"
MOST: Final = 10
MOST_TRIES: Final = 9
_KIND: Final = "webhook"
_PAUSE: Final = timedelta(minutes=1)
_PREFIX: Final = "whsec_"


class Told(StrEnum):
    """What is told."""

    CASE_OPENED = "case.opened"
    CASE_STATE = "case.state"
    CASE_DUE = "case.due"


def told(text: str) -> Told:
    """Raises `BadData` for what is told to nobody."""
    try:
        return Told(text)
    except ValueError:
        raise BadData("mail.settings.one_of", field="--tells", known=", ".join(Told)) from None


@dataclass(frozen=True, slots=True, repr=False)
class Hook:
    """`upto`: the journal is told up to there; `tries` how often its next call failed; `given_up`
    how many calls were never answered."""

    id: str
    url: str
    secret: str
    tells: tuple[Told, ...]
    upto: int
    tries: int = 0
    tried_at: datetime | None = None
    given_up: int = 0


def due(tries: int, tried_at: datetime | None, at: datetime) -> bool:
    """Whether the next try may be made: at once, then after 1, 3, 9, 27 … minutes."""
    return tried_at is None or at >= tried_at + _PAUSE * 3 ** max(0, tries - 1)


@dataclass(frozen=True, slots=True)
class Called:
    made: int = 0
    failed: int = 0


def add(home: Home, url: str, tells: Iterable[Told] = (), *, by: Actor) -> Hook:
    """A new hook; it is told what happens from now on. Raises `BadData` for an address that must
    not be called from here, past `MOST`, and for a command that ran: its key was shown then."""
    demand(by.roles, "accounts")
    if home.journal.command(by.command):
        raise BadData("hooks.made_before")
    if len(all_of(home)) >= MOST:
        raise BadData("hooks.too_many", field="url", most=MOST)
    caller_of(home).check(url)
    secret = _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    chosen = tuple(dict.fromkeys(tells)) or tuple(Told)
    hook = Hook(home.entropy.id("hook"), url, secret, chosen, home.journal.size())
    _keep(home, hook)
    added: Data = {"hook": hook.id, "tells": tuple(each.value for each in chosen)}
    accounts.note(home, STREAM, "webhook_added", added, by=by)
    return hook


def remove(home: Home, id: str, *, by: Actor) -> None:
    """Raises `Missing`."""
    if home.journal.command(by.command):
        return
    hook = the(home, id)
    accounts.note(home, STREAM, "webhook_removed", {"hook": hook.id}, by=by)
    contact.tray(home).drop(contact.tray(home).name(_KIND, id))


def all_of(home: Home) -> tuple[Hook, ...]:
    here: dict[str, None] = {}
    for event in home.journal.read(STREAM):
        id = str(event.data["hook"])
        if event.type == "webhook_added":
            here[id] = None
        else:
            here.pop(id, None)
    return tuple(hook for id in here if (hook := _held(home, id)) is not None)


def the(home: Home, id: str) -> Hook:
    """Raises `Missing`."""
    found = next((hook for hook in all_of(home) if hook.id == id), None)
    if found is None:
        raise Missing("webhook")
    return found


def ping(home: Home, id: str, *, by: Actor) -> int:
    """Call a hook with a `test` that tells nothing; the status it answers. Raises `Missing`,
    `Unavailable`, `BadData`."""
    demand(by.roles, "accounts")
    hook = the(home, id)
    body = {"type": "test", "company": home.company, "timestamp": home.clock.now().isoformat()}
    return _call(home, hook, home.entropy.id("test"), body)


# --- calling ------------------------------------------------------------------------------------


def deliver(home: Home) -> Called:
    """Make the calls that are due. Of two processes at once both may call: the id is the same."""
    made = failed = 0
    for hook in all_of(home):
        if not due(hook.tries, hook.tried_at, home.clock.now()):
            continue
        for event, tells, row in _news(home, hook.upto):
            if tells in hook.tells:
                if not _told(home, hook, event, tells, row):
                    failed += 1
                    tries = hook.tries + 1
                    if tries < MOST_TRIES:
                        hook = replace(hook, tries=tries, tried_at=home.clock.now())
                        break
                    hook = replace(hook, given_up=hook.given_up + 1)
                else:
                    made += 1
                hook = replace(hook, tries=0, tried_at=None)
            hook = replace(hook, upto=event.seq + 1)
            _keep(home, hook)
        _keep(home, hook)
    return Called(made, failed)


def _news(home: Home, start: int) -> Iterator[tuple[Event, Told, InboxRow]]:
    """What of the journal is told, in its order. An event may be told as a new state or as a new
    day; the state comes first."""
    for event in home.journal.all(start):
        history = home.journal.read(event.case)
        if not history or history[0].type != ev.Received.type():
            continue
        now = cases.fold_row(home, history[: event.case_seq + 1])
        before = cases.fold_row(home, history[: event.case_seq]) if event.case_seq else None
        assert now is not None
        if before is None:
            yield event, Told.CASE_OPENED, now
        elif (before.state, before.exit) != (now.state, now.exit):
            yield event, Told.CASE_STATE, now
        elif before.nearest_due != now.nearest_due:
            yield event, Told.CASE_DUE, now


def payload(home: Home, event: Event, tells: Told, row: InboxRow) -> dict[str, Any]:
    """What is told of an event: what stands in the list of cases, and nothing of anybody."""
    return {
        "type": tells.value,
        "timestamp": event.recorded_at.isoformat(),
        "company": home.company,
        "data": {
            "case": row.case,
            "kind": row.kind,
            "state": row.state,
            "exit": row.exit,
            "arrived_on": row.arrived_on,
            "nearest_due": row.nearest_due,
            "because": event.type,
        },
    }


def _told(home: Home, hook: Hook, event: Event, tells: Told, row: InboxRow) -> bool:
    try:
        status = _call(home, hook, event.event_id, payload(home, event, tells, row))
    except (Unavailable, BadData):
        return False
    return 200 <= status < 300


def _call(home: Home, hook: Hook, id: str, content: dict[str, Any]) -> int:
    body = json.dumps(content, ensure_ascii=True, sort_keys=True).encode()
    stamp = str(int(home.clock.now().timestamp()))
    headers = {
        "content-type": "application/json",
        "user-agent": "chikai",
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": sign(hook.secret, id, stamp, body),
    }
    return caller_of(home).post(hook.url, body, headers)


def sign(secret: str, id: str, stamp: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of `id.timestamp.body`, in base64."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


# --- keeping ------------------------------------------------------------------------------------


def _held(home: Home, id: str) -> Hook | None:
    found = contact.tray(home).get(_KIND, id, at=home.clock.now())
    if found is None:
        return None
    said = json.loads(found)
    tried = said["tried_at"]
    return Hook(
        id,
        said["url"],
        said["secret"],
        tuple(Told(each) for each in said["tells"]),
        said["upto"],
        said["tries"],
        datetime.fromisoformat(tried) if tried else None,
        said["given_up"],
    )


def _keep(home: Home, hook: Hook) -> None:
    content = {
        "url": hook.url,
        "secret": hook.secret,
        "tells": [each.value for each in hook.tells],
        "upto": hook.upto,
        "tries": hook.tries,
        "tried_at": hook.tried_at.isoformat() if hook.tried_at else None,
        "given_up": hook.given_up,
    }
    contact.tray(home).put(_KIND, hook.id, json.dumps(content).encode(), until=None)


def caller_of(home: Home) -> Caller:
    """Raises `Unavailable` for a home that calls nobody."""
    if home.caller is None:
        raise Unavailable("caller")
    return home.caller
