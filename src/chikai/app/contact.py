"""Contact with a requester under a code: given, entered, unlocked by the second secret, written.

The code opens the standing of the request and nothing personal. The second secret opens messages,
letters and the answer; it is stored as a hash, and the hash under the code. It is never e-mailed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Final

from chikai.app import cases, known
from chikai.app.cases import Actor
from chikai.app.slow_hash import SlowHash
from chikai.duties.contact import events as ev
from chikai.duties.contact.contact import FIRST, Contact, fold
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import Delivery
from chikai.duties.requests.flow import State
from chikai.kernel.codes import is_code, make_code, plain_code
from chikai.ports import BadData, Batch, Destroyed, Home, Missing, Purpose, Tray, Unavailable

CODE: Final = 10
"""Digits of the code on a receipt, its check digit included."""

SHORTEST_SECRET: Final = 8
LONGEST_SECRET: Final = 100
MOST_MESSAGES: Final = 200
MAX_MESSAGE: Final = 4000
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ACCESS: Final = "access"
_SECRETS: Final = SlowHash(at_once=2, time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""With the memory that OWASP's cheat sheet on stored passwords names: 19 MiB for a moment."""


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """A code and, where we made it, the secret: shown once, kept nowhere."""

    code: str
    secret: str | None
    contact: Contact


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """A message in its words; `text` is None once its key is destroyed."""

    id: str
    on: date
    from_desk: bool
    wants: tuple[str, ...]
    text: str | None


def tray(home: Home) -> Tray:
    if home.tray is None:
        raise Unavailable("NoTray")
    return home.tray


def stream(case: Case) -> str:
    """The contact of a case: that of whoever asked for it in the same envelope."""
    return f"contact.{case.envelope}.{case.person}"


def give(home: Home, group: Sequence[Case], *, by: Actor, chosen: str | None = None) -> Given:
    """Give a code for the cases one person asked for at once; a secret is made where none was
    `chosen`, which is the hash of one (`hashed`). Given before, both are new and the earlier ones
    open nothing any more.

    Code and secret are derived from the command, so that a form sent twice gets one receipt.
    Raises `BadData` for a command whose code has been replaced since.
    """
    first, held = group[0], tray(home)
    id, known = stream(first), find(home, group[0])
    code, before = _code(home, by.command)
    made = _made(home, by.command) if (before["made"] if before else chosen is None) else None
    access = held.name(_ACCESS, code)
    if before is not None and known is not None and known.access == access:
        return Given(code, made, known)
    if home.journal.command(by.command):
        raise BadData("contact.given_already", field="code")
    content = {
        "contact": id,
        "hash": chosen or _SECRETS.of(folded(made or "")),
        "made": made is not None,
        "by": by.command,
    }
    held.put(_ACCESS, code, json.dumps(content).encode(), until=None)
    happened: ev.Happening
    if known is None:
        happened = ev.ContactOpened(cases=tuple(c.id for c in group), access=access)
    else:
        happened = ev.AccessRenewed(access=access)
    contact = append(home, id, known.seq if known else 0, [happened], first, by=by)
    if known is not None:
        held.drop(known.access)
    return Given(code, made, contact)


def give_by_letter(home: Home, case_id: str, *, by: Actor) -> Given:
    """A code and a secret for whoever lost theirs, or asked on paper: to be printed in a letter.
    Raises `BadData` while nothing proves the address it goes to."""
    case = cases.load(home, case_id)
    if case.match is None or not case.match.address_proven:
        raise BadData("contact.address_unproven", field="code")
    return give(home, cases.siblings(home, case), by=by)


def folded(secret: str) -> str:
    """The secret as it is compared and as it locks the answer: width and outer space aside."""
    return unicodedata.normalize("NFKC", secret).strip()


def check_secret(secret: str) -> None:
    """Raises `BadData` for a secret nobody should choose."""
    if not SHORTEST_SECRET <= len(folded(secret)) <= LONGEST_SECRET:
        raise BadData("contact.secret_length", field="secret", least=SHORTEST_SECRET)


def hashed(secret: str) -> str:
    """What is stored of a chosen secret. It takes long on purpose: do it before the company is
    opened, where others would wait for it. Raises `BadData` as `check_secret` does."""
    check_secret(secret)
    return _SECRETS.of(folded(secret))


def enter(home: Home, code: str) -> Contact | None:
    """The contact of a code, as far as its standing goes; None for a code that is none of ours.
    A wrong check digit is looked up all the same, so that the answer takes as long."""
    held = _held(home, code)
    return fold(home.journal.read(held["contact"])) if held else None


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """What the second secret opens; of a code that is none of ours, nothing does."""

    hash: str | None

    def opens(self, secret: str) -> bool:
        """After the same work whether there is such a code or not. It takes long on purpose and
        needs no company opened."""
        return _SECRETS.fits(self.hash, folded(secret))


def lock(home: Home, code: str) -> Lock:
    """The lock of the contact under a code."""
    held = _held(home, code)
    return Lock(held["hash"] if held else None)


def find(home: Home, case: Case) -> Contact | None:
    """The contact of a case, for the desk; None where no code was given."""
    history = home.journal.read(stream(case))
    return fold(history) if history and history[0].type == FIRST else None


def can_fetch(home: Home, case: Case) -> bool:
    """Whether whoever asked holds a code, where an electronic answer waits to be fetched by it.
    With no such answer there is nothing to fetch, and nothing is missing."""
    out = case.answer
    waits = case.state is State.ANSWERING and out is not None
    by_wire = waits and out is not None and out.delivery is Delivery.ELECTRONIC
    return not by_wire or find(home, case) is not None


def load(home: Home, id: str) -> Contact:
    """The contact as its events make it. Raises `Missing`."""
    history = home.journal.read(id)
    if not history or history[0].type != FIRST:
        raise Missing(id)
    return fold(history)


def waiting(home: Home) -> tuple[Contact, ...]:
    """Contacts in which the desk is to act: a message, a paper or a file that was asked for."""
    every = known.contacts(home)
    return tuple(c for c in every if c.unanswered or c.uploads or any(p.asked for p in c.packages))


def write(
    home: Home,
    id: str,
    text: str,
    *,
    by: Actor,
    from_desk: bool,
    wants: Sequence[str] = (),
) -> Contact:
    """A message of the desk or of the requester. `wants`: kinds of paper the desk asks for.

    Raises `BadData` for an empty or too long message, and past `MOST_MESSAGES`.
    """
    contact = load(home, id)
    if home.journal.command(by.command):
        return contact
    if not text.strip():
        raise BadData("contact.empty", field="text")
    if len(text) > MAX_MESSAGE:
        raise BadData("contact.too_long", field="text", limit=MAX_MESSAGE)
    if len(contact.messages) >= MOST_MESSAGES:
        raise BadData("contact.too_many", field="text")
    case = cases.load(home, contact.cases[0])
    s = cases.seal(home, case.id, Purpose.RECORD, {"text": text.strip()})
    written = ev.MessageWritten(
        message=home.entropy.id("message"),
        from_desk=from_desk,
        wants=tuple(wants),
        sealed=s.sealed,
        commitment=s.commitment,
    )
    return append(home, id, contact.seq, [written], case, by=by)


def messages(home: Home, contact: Contact, *, actor: str) -> tuple[Said, ...]:
    """Every message in its words, oldest first. The look is logged under `actor`."""
    if contact.messages:
        at = home.clock.now()
        home.views.log(actor_id=actor, case=contact.cases[0], what="messages", at=at)
    return tuple(
        Said(m.id, m.on, m.from_desk, m.wants, _words(home, m.sealed)) for m in contact.messages
    )


def append(
    home: Home,
    id: str,
    seq: int,
    happened: Sequence[ev.Happening],
    case: Case,
    *,
    by: Actor,
) -> Contact:
    """Journal what happened in a contact, under the policy of its cases."""
    day = cases.today(home)
    batch = Batch(id, seq, [each.draft(day) for each in happened])
    cases.append(home, [batch], by=by, policy=case.basis.policy)
    return load(home, id)


def _words(home: Home, sealed: str) -> str | None:
    try:
        return str(cases.unseal(home, sealed)["text"])
    except Destroyed:
        return None


def _held(home: Home, code: str) -> dict[str, Any] | None:
    plain = plain_code(code)
    found = tray(home).get(_ACCESS, plain, at=home.clock.now())
    if found is None or not is_code(plain, length=CODE):
        return None
    held = json.loads(found)
    assert isinstance(held, dict)
    return held


def _code(home: Home, command: str) -> tuple[str, dict[str, Any] | None]:
    """The command's code, and what lies under it where the command ran before. What the tray
    calls a place is a keyed hash: nobody but this house can work it out."""
    for n in count():
        number = int(tray(home).name("code", f"{command}.{n}"), 16)
        code = make_code(number, length=CODE)
        held = _held(home, code)
        if held is None or held["by"] == command:
            return code, held
    raise AssertionError


def _made(home: Home, command: str) -> str:
    """Twelve letters and digits that nobody confuses: 58 bits."""
    drawn = int(tray(home).name("secret", command), 16)
    letters = []
    for _ in range(12):
        drawn, at = divmod(drawn, len(_ALPHABET))
        letters.append(_ALPHABET[at])
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))
