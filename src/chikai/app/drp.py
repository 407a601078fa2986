"""Requests by the Data Rights Protocol (0.9.4), from agents the company has named in `drp.toml`.

The protocol knows the rights of California only. Here `regime` is `appi`, a private extension, and
`exercise` a kind of request under that law (`law.kinds.RequestKind`) or `access`, its disclosure.
An agent stands as a mandatary: its power and the person's identity are asked for as with any other
request, for a signature of the agent proves the agent and nobody else (APPI Art. 37(2), (3)).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from chikai.app import cases, contact, letters
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, ReplyTo
from chikai.app.intake import receive
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.openings import open_items
from chikai.kernel.message import Message, say
from chikai.law.kinds import Asker, Channel, RequestKind
from chikai.people.limits import most
from chikai.people.model import Address, Name, Person
from chikai.ports import BadData, Home, Missing

VERSION: Final = "0.9.4"
REGIME: Final = "appi"
WINDOW: Final = timedelta(minutes=15)
"""How long a signed request may hold; the protocol recommends ten minutes."""
_TOKEN: Final = "drp_token"
_TOKEN_DAYS: Final = 366
_SIGNATURE: Final = 64
EXERCISES: Final[Mapping[str, RequestKind]] = {
    "access": RequestKind.DISCLOSURE,
    **{kind.value: kind for kind in RequestKind},
}
ENDS: Final[Mapping[str, tuple[str, str | None]]] = {
    Exit.WITHDRAWN: ("revoked", None),
    Exit.NOT_MADE: ("expired", None),
    Exit.HANDED_OVER: ("denied", "other"),
    Exit.NOT_CONFIRMED: ("denied", "insuf_verification"),
    "refused": ("denied", "claim_not_covered"),
    "none_held": ("denied", "no_match"),
}
"""How what has ended is called there; what was answered otherwise is `fulfilled`."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent the company deals with. `verify_key`: the 32 bytes of its Ed25519 key."""

    id: str
    name: str
    verify_key: bytes


@dataclass(frozen=True, slots=True)
class Agents:
    """`business`: what agents call this company."""

    business: str
    known: tuple[Agent, ...]

    def get(self, id: str) -> Agent | None:
        return next((agent for agent in self.known if agent.id == id), None)


class Forbidden(Exception):
    """Not this agent's, or not signed by it."""


class BadRequest(Exception):
    """`fatal`: the same request will never be taken."""

    def __init__(self, message: Message, *, fatal: bool = False) -> None:
        super().__init__(message.id)
        self.message, self.fatal = message, fatal


@dataclass(frozen=True, slots=True)
class Status:
    """The Exercise Status of section 3.03."""

    request_id: str
    status: str
    reason: str | None
    received_at: str
    expected_by: str | None


# --- agents -------------------------------------------------------------------------------------


def set_up(home: Home, agents: Agents, id: str, body: bytes, *, at: datetime) -> str:
    """The token of an agent that has signed for it (section 2.05). Raises `Forbidden`."""
    agent = agents.get(id)
    if agent is None:
        raise Forbidden
    said = signed(agent, body)
    _check(said, agents, agent, at)
    token = secrets.token_urlsafe(32)
    until = at + timedelta(days=_TOKEN_DAYS)
    contact.tray(home).put(_TOKEN, token, agent.id.encode(), until=until)
    return token


def who(home: Home, agents: Agents, token: str, *, at: datetime) -> Agent:
    """Raises `Forbidden`."""
    held = contact.tray(home).get(_TOKEN, token, at=at) if token else None
    agent = agents.get(held.decode()) if held else None
    if agent is None:
        raise Forbidden
    return agent


def signed(agent: Agent, body: bytes) -> dict[str, Any]:
    """What stands behind the signature (section 3.07.1). Raises `Forbidden`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = base64.b64decode(body, validate=True)
        key = Ed25519PublicKey.from_public_bytes(agent.verify_key)
        key.verify(raw[:_SIGNATURE], raw[_SIGNATURE:])
        said = json.loads(raw[_SIGNATURE:])
    except (binascii.Error, InvalidSignature, ValueError, RecursionError):
        raise Forbidden from None
    if not isinstance(said, dict):
        raise Forbidden
    return said


def _check(said: dict[str, Any], agents: Agents, agent: Agent, at: datetime) -> None:
    """The rest of the order of section 3.07. Raises `Forbidden`, `BadRequest`."""
    if said.get("agent-id") != agent.id or said.get("business-id") != agents.business:
        raise Forbidden
    issued, expires = _moment(said, "issued-at"), _moment(said, "expires-at")
    if not issued <= at < expires or expires - issued > WINDOW:
        raise BadRequest(say("api.drp.window"), fatal=True)


def _moment(said: dict[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(said[name])
        if found.tzinfo is None:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise BadRequest(say("api.drp.moment", name=name), fatal=True) from None
    return found


# --- requests -----------------------------------------------------------------------------------


def exercise(home: Home, agents: Agents, agent: Agent, body: bytes, *, at: datetime) -> Status:
    """Open the case a signed request asks for; sent again, it is the same one. Raises `Forbidden`,
    `BadRequest`, and what `intake.receive` raises."""
    said = signed(agent, body)
    _check(said, agents, agent, at)
    today = cases.today(home)
    channels = cases.policy_on(home, today).requests.intake.channels
    if channels and Channel.PORTAL not in channels:
        raise BadRequest(say("api.drp.not_listed"), fatal=True)
    if said.get("regime") != REGIME:
        raise BadRequest(say("api.drp.regime"), fatal=True)
    wanted = said.get("exercise")
    kind = EXERCISES.get(wanted) if isinstance(wanted, str) else None
    if kind is None:
        raise BadRequest(say("api.drp.exercise"), fatal=True)
    person = _person(said)
    mark = contact.tray(home).name("drp", hashlib.sha256(body).hexdigest())
    envelope = Envelope(
        arrived_on=today,
        channel=Channel.PORTAL,
        asker=Asker.MANDATARY,
        asked=(Asked(person=person, kinds=(kind,)),),
        representative=Person(names=(Name(agent.name),)),
        reply_to=ReplyTo(
            name=person.names[0].full,
            address=person.addresses[0],
            email=person.emails[0] if person.emails else None,
        ),
    )
    (case,) = receive(home, envelope, by=Actor(_actor(agent), f"drp:{mark}"))
    return status(home, agent, case.id)


def status(home: Home, agent: Agent, case_id: str) -> Status:
    """How a request stands. Raises `Forbidden` for one of another agent, or of none."""
    case = _own(home, agent, case_id)
    received = home.journal.read(case_id)[0].recorded_at.isoformat()
    state, reason = standing(home, case)
    days = cases.policy_of(home, case).requests.answer.own_target_days
    by = case.basis.arrived_on + timedelta(days=days) if case.is_open else None
    return Status(case.id, state, reason, received, by.isoformat() if by else None)


def standing(home: Home, case: Case) -> tuple[str, str | None]:
    """A case in the words of section 3.02."""
    if case.is_open:
        items = open_items(case, cases.policy_of(home, case), on=cases.today(home))
        waits = case.state is State.PREPARING and any(i.asks == "requester" for i in items)
        return "in_progress", "need_user_verification" if waits else None
    if case.exit in ENDS:
        return ENDS[str(case.exit)]
    outcome = case.outcome.type() if case.outcome else ""
    return ENDS.get(outcome, ("fulfilled", None))


def revoke(home: Home, agent: Agent, case_id: str, body: bytes) -> Status:
    """The request is taken back, as by letter. Its reason is not kept. Raises as `status`, and
    `BadRequest` for one that has ended."""
    signed(agent, body)
    case = _own(home, agent, case_id)
    if case.is_open:
        letters.withdraw(home, case_id, by=Actor(_actor(agent), f"drp:{case_id}:revoked"))
    elif case.exit is not Exit.WITHDRAWN:
        raise BadRequest(say("api.drp.ended"))
    return status(home, agent, case_id)


def _own(home: Home, agent: Agent, case_id: str) -> Case:
    history = home.journal.read(case_id)
    if not history or history[0].actor_id != _actor(agent):
        raise Forbidden
    try:
        return cases.load(home, case_id)
    except Missing:
        raise Forbidden from None


def _actor(agent: Agent) -> str:
    return f"drp:{agent.id}"


def _person(said: dict[str, Any]) -> Person:
    """The claims of section 3.04. A name and an address are needed: the answer goes there. Raises
    `BadRequest`, which names a claim and no value."""
    address = said.get("address")
    if isinstance(address, dict):
        address = address.get("formatted")
    born = said.get("birthdate")
    try:
        birth = date.fromisoformat(born) if isinstance(born, str) else None
    except ValueError:
        raise BadRequest(say("api.drp.claim", name="birthdate")) from None
    return Person(
        names=(Name(_claim(said.get("name"), "name")),),
        addresses=(Address(_claim(address, "address")),),
        birth_date=birth,
        emails=_maybe(said.get("email"), "email"),
        phones=_maybe(said.get("phone_number"), "phone_number", most("phone")),
    )


def _claim(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most(name):
        raise BadRequest(say("api.drp.claim", name=name))
    if not value.replace("\n", " ").isprintable():
        raise BadRequest(say("api.drp.claim", name=name))
    return value.strip()


def _maybe(value: object, name: str, limit: int | None = None) -> tuple[str, ...]:
    if not isinstance(value, str) or not value or not value.isprintable():
        return ()
    if len(value) > (limit or most(name)):
        raise BadRequest(say("api.drp.claim", name=name))
    return (value,)


def agents_of(said: Any, *, file: str) -> Agents:
    """What `drp.toml` says. Raises `BadData`."""
    try:
        found = tuple(
            Agent(str(row["id"]), str(row["name"]), base64.b64decode(row["verify_key"]))
            for row in said.get("agent", [])
        )
        business = str(said["business_id"])
    except (KeyError, TypeError, AttributeError, ValueError):
        raise BadData("api.drp.settings", file=file) from None
    well = all(a.id.replace("_", "").isalnum() and a.id.isascii() and a.name for a in found)
    if not well or any(len(a.verify_key) != 32 or len(a.id) > 40 for a in found):
        raise BadData("api.drp.settings", file=file)
    return Agents(business, found)
