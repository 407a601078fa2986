"""Telling an agent how its request stands now, where it asked for that (DRP 0.9.4, section 2.03).

The address came signed, and is called under the same rules as a webhook: never one of this machine
or of the inside. What is sent is what the agent may ask for itself. The newest standing counts: one
that could not be told and has changed since is told as it is now. After nine tries it is left; the
agent can still ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from chikai.app import cases, contact, drp, hooks
from chikai.app.cases import Actor
from chikai.app.drp import Agent, Agents, BadRequest, Status
from chikai.app.hooks import Called
from chikai.kernel.event import Draft
from chikai.kernel.message import say
from chikai.ports import BadData, Home, Unavailable

STREAM: Final = "drp_callbacks"
_KIND: Final = "drp_callback"
_KEPT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, repr=False)
class Callback:
    """`told`: the standing the agent knows; `tries` how often telling the present one failed."""

    case: str
    agent: str
    url: str
    told: tuple[str, str | None]
    tries: int = 0
    tried_at: datetime | None = None


def exercise(home: Home, agents: Agents, agent: Agent, body: bytes, *, at: datetime) -> Status:
    """Open the case a signed request asks for, and tell the address it names from now on. Raises as
    `drp.exercise`, and `BadRequest` for an address that must not be called from here."""
    url = _checked(home, drp.signed(agent, body).get("status_callback"))
    now = drp.exercise(home, agents, agent, body, at=at)
    if url is not None:
        _keep(home, agent, now, url)
    return now


def deliver(home: Home) -> Called:
    """Make the calls that are due."""
    made = failed = 0
    for event in home.journal.read(STREAM):
        held = _held(home, str(event.data["case"]))
        if held is None or not hooks.due(held.tries, held.tried_at, home.clock.now()):
            continue
        case = cases.load(home, held.case)
        standing = drp.standing(home, case)
        if standing != held.told:
            if _told(home, drp.status(home, Agent(held.agent, "", b""), held.case), held.url):
                made += 1
            else:
                failed += 1
                if held.tries + 1 < hooks.MOST_TRIES:
                    _put(home, replace(held, tries=held.tries + 1, tried_at=home.clock.now()))
                    continue
            _put(home, replace(held, told=standing, tries=0, tried_at=None))
        if not case.is_open:
            contact.tray(home).drop(contact.tray(home).name(_KIND, held.case))
    return Called(made, failed)


def _checked(home: Home, url: object) -> str | None:
    if url is None:
        return None
    try:
        if not isinstance(url, str):
            raise BadData("hooks.bad_url")
        hooks.caller_of(home).check(url)
    except (BadData, Unavailable):
        raise BadRequest(say("api.drp.callback")) from None
    return url


def _keep(home: Home, agent: Agent, now: Status, url: str) -> None:
    by = Actor(f"drp:{agent.id}", f"drp:{now.request_id}:callback")
    if home.journal.command(by.command):
        return
    _put(home, Callback(now.request_id, agent.id, url, (now.status, now.reason)))
    kept = Draft("drp_callback_kept", cases.today(home), {"case": now.request_id})
    cases.note(home, STREAM, kept, by=by)


def shown(found: Status) -> dict[str, Any]:
    """The status object of section 3.03, without what is not there."""
    said: dict[str, Any] = {"request_id": found.request_id, "status": found.status}
    said["received_at"] = found.received_at
    if found.reason:
        said["reason"] = found.reason
    if found.expected_by:
        said["expected_by"] = found.expected_by
    return said


def _told(home: Home, now: Status, url: str) -> bool:
    body = json.dumps(shown(now), sort_keys=True).encode()
    headers = {"content-type": "application/json", "user-agent": "chikai"}
    try:
        return hooks.caller_of(home).post(url, body, headers) == 200
    except (Unavailable, BadData):
        return False


def _held(home: Home, case: str) -> Callback | None:
    found = contact.tray(home).get(_KIND, case, at=home.clock.now())
    if found is None:
        return None
    said = json.loads(found)
    tried = said["tried_at"]
    return Callback(
        case,
        said["agent"],
        said["url"],
        (said["told"][0], said["told"][1]),
        said["tries"],
        datetime.fromisoformat(tried) if tried else None,
    )


def _put(home: Home, held: Callback) -> None:
    content = {
        "agent": held.agent,
        "url": held.url,
        "told": held.told,
        "tries": held.tries,
        "tried_at": held.tried_at.isoformat() if held.tried_at else None,
    }
    until = home.clock.now() + _KEPT
    contact.tray(home).put(_KIND, held.case, json.dumps(content).encode(), until=until)
