"""Who may sign in, and signing in: every use case takes the moment, and returns tokens that are
stored nowhere. What changes about an account is journalled by ids and roles; a secret never is.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.slow_hash import SlowHash
from chikai.kernel.event import Data, Draft
from chikai.kernel.message import Message, say
from chikai.people.accounts import (
    ACCOUNT_ID,
    FREE_GUESSES,
    FREE_GUESSES_OF_ADDRESS,
    LINK,
    TOUCH,
    Account,
    SignedIn,
    Ticket,
    weakness,
)
from chikai.people.staff import Role, demand
from chikai.ports import Accounts, BadData, Home, Missing, Unavailable

STAFF: Final = "staff"
"""The stream of the journal that says who could do what since when; it is no case."""

LINK_KIND: Final = "link"
_PASSWORDS: Final = SlowHash(at_once=1)
"""Checking a password takes 64 MiB for a moment."""


class Refused(Exception):
    """Not signed in. The message is the same whether the account exists or not."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def of(home: Home) -> Accounts:
    """Raises `Unavailable` for a home that keeps none."""
    if home.accounts is None:
        raise Unavailable("accounts")
    return home.accounts


def the(home: Home, id: str) -> Account:
    """Raises `Missing`."""
    found = of(home).get(id)
    if found is None:
        raise Missing(id)
    return found


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- keeping accounts ---------------------------------------------------------------------------


def add(home: Home, id: str, roles: Iterable[Role], *, by: Actor, at: datetime) -> str:
    """A new account, and the token of the link with which its holder sets a password or a passkey.

    Raises `BadData` for an id that is taken or no id, and for no role at all.
    """
    given = _some(roles)
    if not ACCOUNT_ID.fullmatch(id):
        raise BadData("staff.bad_id", field="id")
    if of(home).get(id) is not None:
        raise BadData("staff.taken", field="id")
    note(home, STAFF, "account_added", {"account": id, "roles": _listed(given)}, by=by)
    of(home).put(Account(id, given, at))
    return new_link(home, id, at=at)


def new_link(home: Home, id: str, *, at: datetime) -> str:
    """A new one-time link; every older one is void. Raises `Missing`."""
    account = the(home, id)
    of(home).withdraw(account.id)
    return issue(home, LINK_KIND, account.id, "", at=at, until=at + LINK)


def set_roles(home: Home, id: str, roles: Iterable[Role], *, by: Actor) -> None:
    """Ends every sign-in of the account. Raises `Missing`, and `BadData` for the last officer."""
    account, given = the(home, id), _some(roles)
    _keep_an_officer(home, account, given)
    note(home, STAFF, "account_roles_set", {"account": id, "roles": _listed(given)}, by=by)
    of(home).put(replace(account, roles=given), signs_out=True)


def lock(home: Home, id: str, *, by: Actor) -> None:
    """Nobody signs in with it until it is unlocked. Raises `Missing`, `BadData`."""
    account = the(home, id)
    _keep_an_officer(home, account, frozenset())
    note(home, STAFF, "account_locked", {"account": id}, by=by)
    of(home).put(replace(account, locked=True), signs_out=True)


def unlock(home: Home, id: str, *, by: Actor) -> None:
    """Also forgets wrong guesses. Raises `Missing`."""
    account = the(home, id)
    note(home, STAFF, "account_unlocked", {"account": id}, by=by)
    of(home).put(replace(account, locked=False))
    of(home).forgive(_guess_key(id))


def remove(home: Home, id: str, *, by: Actor) -> None:
    """The account and everything to sign in with. What it did stays under its id."""
    account = the(home, id)
    _keep_an_officer(home, account, frozenset())
    note(home, STAFF, "account_removed", {"account": id}, by=by)
    of(home).remove(id)


def reset_passkeys(home: Home, id: str, *, by: Actor) -> None:
    """For a device that was lost: no passkey opens the account any more. Raises `Missing`."""
    the(home, id)
    note(home, STAFF, "account_passkeys_reset", {"account": id}, by=by)
    of(home).remove_passkeys(id)
    of(home).end_all(id)


def set_password(home: Home, id: str, password: str) -> None:
    """Ends every sign-in of the account. Raises `Missing`, and `BadData` for a weak one."""
    account, normal = the(home, id), check_password(password, account=id)
    of(home).put(replace(account, password=_PASSWORDS.of(normal)), signs_out=True)
    of(home).forgive(_guess_key(id))


def check_password(password: str, *, account: str) -> str:
    """The password as it is hashed. Raises `BadData` for a weak one."""
    normal = _normal(password)
    if why := weakness(normal, account=account):
        raise BadData(why, field="password")
    return normal


def _normal(password: str) -> str:
    """As NIST SP 800-63B-4 section 3.1.1.2 asks, so that a keyboard's way of writing is no
    matter."""
    return unicodedata.normalize("NFKC", password)


def _some(roles: Iterable[Role]) -> frozenset[Role]:
    given = frozenset(roles)
    if not given:
        raise BadData("staff.no_role", field="role")
    return given


def _listed(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(sorted(role.value for role in roles))


def _keep_an_officer(home: Home, account: Account, after: frozenset[Role]) -> None:
    """Somebody must be left who can let people in."""
    officer = Role.PRIVACY_OFFICER
    if officer not in account.roles or officer in after or account.locked:
        return
    others = [a for a in of(home).all() if a.id != account.id and not a.locked]
    if others and not any(officer in a.roles for a in others):
        raise BadData("staff.last_officer", field="id")


def note(home: Home, stream: str, type: str, data: Data, *, by: Actor) -> None:
    """Journal what is no case and only who keeps accounts may do. Raises `NotAllowed`."""
    demand(by.roles, "accounts")
    cases.note(home, stream, Draft(type, cases.today(home), data), by=by)


# --- signing in ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Guess:
    """A password somebody gave, counted already, and what it is to be compared with: none where
    there is no such account. `address` is a hash of where it came from."""

    id: str
    password: str
    address: str
    stored: str | None

    def is_right(self) -> bool:
        """After the same work whether there is such an account or not. It takes long on purpose
        and needs no company opened, where others would wait for it."""
        return _PASSWORDS.fits(self.stored, self.password)


def guess(home: Home, id: str, password: str, *, address: str, at: datetime) -> Guess:
    """Count a guess. Raises `Refused` when there were too many."""
    kept = of(home)
    for where, free in ((address, FREE_GUESSES_OF_ADDRESS), (_guess_key(id), FREE_GUESSES)):
        if until := kept.guess(where, at=at, free=free):
            minutes = max(1, -(-int((until - at).total_seconds()) // 60))
            raise Refused(say("staff.sign_in.wait", minutes=minutes))
    account = kept.get(id)
    return Guess(id, _normal(password), address, account.password if account else None)


def by_password(home: Home, given: Guess, *, right: bool) -> Account:
    """The account of a guess that was right. Raises `Refused`, in the same words whether there is
    such an account or not, and where its password was changed since."""
    kept = of(home)
    account = kept.get(given.id)
    if account is None or not right or account.locked or account.password != given.stored:
        raise Refused(say("staff.sign_in.refused"))
    kept.forgive(_guess_key(given.id))
    kept.forgive(given.address, last=True)
    if given.stored and _PASSWORDS.outdated(given.stored):
        kept.put(replace(account, password=_PASSWORDS.of(given.password)))
    return account


def begin(home: Home, id: str, *, at: datetime, instead_of: str | None = None) -> str:
    """Sign an account in; the new token. The old token, if there was one, ends."""
    kept = of(home)
    if instead_of:
        kept.end(digest(instead_of))
    token = secrets.token_urlsafe(32)
    kept.begin(SignedIn(digest(token), id, at, at))
    return token


def who(home: Home, token: str | None, *, at: datetime) -> Account | None:
    """Whose token this is; None when it has ended, was never given, or its account is locked."""
    if not token:
        return None
    kept = of(home)
    signed = kept.signed_in(digest(token))
    if signed is None or not signed.alive(at):
        return None
    account = kept.get(signed.account)
    if account is None or account.locked:
        return None
    if at >= signed.seen_at + TOUCH:
        kept.touch(signed.hash, at)
    return account


def end(home: Home, token: str | None) -> None:
    if token:
        of(home).end(digest(token))


# --- tickets ------------------------------------------------------------------------------------


def issue(
    home: Home, kind: str, account: str | None, data: str, *, at: datetime, until: datetime
) -> str:
    """Something that holds once; its token."""
    token = secrets.token_urlsafe(32)
    of(home).issue(Ticket(digest(token), kind, account, data, until), at=at)
    return token


def peek(home: Home, kind: str, token: str, *, at: datetime) -> Ticket | None:
    found = of(home).ticket(digest(token), kind)
    return found if found is not None and at < found.until else None


def redeem(home: Home, kind: str, token: str, *, at: datetime) -> Ticket | None:
    found = of(home).redeem(digest(token), kind)
    return found if found is not None and at < found.until else None


def _guess_key(id: str) -> str:
    return hashlib.sha256(f"account:{id}".encode()).hexdigest()
