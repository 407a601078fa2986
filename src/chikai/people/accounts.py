"""Accounts of those who work at the desk, how they sign in, and how long a sign-in holds. Pure:
the present moment is an argument.

Limits follow NIST SP 800-63B-4 (July 2025): a sign-in ends after at most 12 hours and after half
an hour without activity (section 2.2.3, AAL2); a password that stands alone has at least 15
characters and no rule of composition (3.1.1.2); guesses are slowed down (3.2.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from chikai.people.staff import Role

ACCOUNT_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
"""An id enters the journal, where no name may stand."""

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
TOUCH: Final = timedelta(minutes=1)
"""How old the last sign of life may be before it is written anew."""

LINK: Final = timedelta(hours=24)
CEREMONY: Final = timedelta(minutes=5)
"""How long a one-time link holds, and how long a passkey or an outside sign-in may take."""

SHORTEST, LONGEST = 15, 200
FREE_GUESSES: Final = 5
FREE_GUESSES_OF_ADDRESS: Final = 20
"""An office shares one address."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN: Final = timedelta(hours=24)
"""After a day without a guess nothing is held against anybody."""


@dataclass(frozen=True, slots=True)
class Account:
    """`password` is an argon2id hash; `outside` the hash of issuer and subject at the company's
    own sign-in. `locked` keeps the account out until somebody unlocks it."""

    id: str
    roles: frozenset[Role]
    added_at: datetime
    password: str | None = field(default=None, repr=False)
    outside: str | None = field(default=None, repr=False)
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Passkey:
    """A credential of WebAuthn: its id (base64url), public key (COSE) and signature counter."""

    id: str
    account: str
    public_key: bytes = field(repr=False)
    counter: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One sign-in. `hash` is hex SHA-256 of its token; the token itself only the browser has."""

    hash: str
    account: str
    began_at: datetime
    seen_at: datetime

    def alive(self, now: datetime) -> bool:
        return now < self.seen_at + IDLE and now < self.began_at + ABSOLUTE


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something that holds once and not for long: a link, a challenge, a way out and back."""

    hash: str
    kind: str
    account: str | None
    data: str = field(repr=False)
    until: datetime


def wait_after(guesses: int, free: int) -> timedelta:
    """How long the next guess must wait after so many wrong ones: twice as long each time."""
    beyond = guesses - free
    if beyond < 0:
        return timedelta(0)
    return min(_FIRST_WAIT * (1 << min(beyond, 16)), _LONGEST_WAIT)


def weakness(password: str, *, account: str) -> str | None:
    """The id of the sentence that says why this password won't do; None when it will."""
    if len(password) < SHORTEST:
        return "staff.password.short"
    if len(password) > LONGEST:
        return "staff.password.long"
    if len(set(password)) < 6 or account.casefold() in password.casefold():
        return "staff.password.guessable"
    return None
