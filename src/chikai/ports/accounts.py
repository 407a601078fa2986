"""Who may sign in, and who looked at what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chikai.people.accounts import Account, Passkey, SignedIn, Ticket


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something of a case."""

    at: datetime
    actor_id: str
    case: str
    what: str


class Views(Protocol):
    """Who looked at which personal data, when: a table of its own, outside the journal."""

    def log(self, *, actor_id: str, case: str, what: str, at: datetime) -> None: ...

    def digest(self, day: str) -> tuple[int, str]:
        """How many views that day and a hex SHA-256 over them, for the journal."""
        ...

    def looks(self, day: str) -> Sequence[Look]:
        """The views of that day, in order."""
        ...


class Accounts(Protocol):
    """Who may sign in at this company's desk, with what, and who is signed in. Tokens are never
    stored, only their hashes; nothing of this is in the journal."""

    def all(self) -> Sequence[Account]:
        """Every account, by id."""
        ...

    def get(self, id: str) -> Account | None: ...

    def outside(self, hash: str) -> Account | None:
        """The account of somebody whom the company's own sign-in knows."""
        ...

    def put(self, account: Account, *, signs_out: bool = False) -> None:
        """Add or replace; `signs_out` ends every sign-in of the account in the same breath."""
        ...

    def remove(self, id: str) -> None:
        """The account with its passkeys, sign-ins and tickets."""
        ...

    def passkeys(self, account: str) -> Sequence[Passkey]: ...

    def passkey(self, id: str) -> Passkey | None: ...

    def put_passkey(self, passkey: Passkey) -> None: ...

    def remove_passkeys(self, account: str, id: str | None = None) -> None: ...

    def begin(self, signed: SignedIn) -> None: ...

    def touch(self, hash: str, at: datetime) -> None: ...

    def signed_in(self, hash: str) -> SignedIn | None: ...

    def end(self, hash: str) -> None: ...

    def end_all(self, account: str) -> None: ...

    def issue(self, ticket: Ticket, *, at: datetime) -> None: ...

    def ticket(self, hash: str, kind: str) -> Ticket | None:
        """Look at a ticket without using it."""
        ...

    def redeem(self, hash: str, kind: str) -> Ticket | None:
        """Use a ticket; of two who try, one gets it."""
        ...

    def withdraw(self, account: str) -> None:
        """Every ticket of an account is void."""
        ...

    def guess(self, hash: str, *, at: datetime, free: int) -> datetime | None:
        """Count a guess before it is checked, so that many at once gain nothing. Returns until
        when it must wait, uncounted, or None when it may be tried."""
        ...

    def forgive(self, hash: str, *, last: bool = False) -> None:
        """A guess was right: forget the wrong ones before it, or only that it was one."""
        ...


class Provider(Protocol):
    """The company's own sign-in. Raises `Unavailable` when it can't be reached."""

    @property
    def issuer(self) -> str: ...

    def secrets(self) -> str:
        """What one way out and back must not be told from another without."""
        ...

    def address(self, back: str, state: str, secret: str) -> str:
        """Where to send the browser; it returns to `back` with a code and `state`."""
        ...

    def subject(self, code: str, back: str, secret: str, *, at: datetime) -> str | None:
        """Who came back, as the provider names them; None when the proof doesn't hold."""
        ...
