"""The company's own sign-in (OpenID Connect): a way out and back, and whose account it is.

An account is bound to it by issuer and subject, by whoever is signed in here and there at once.
Nothing else of what the provider says is kept or believed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from chikai.app import accounts
from chikai.app.accounts import Refused
from chikai.kernel.message import say
from chikai.people.accounts import CEREMONY, Account
from chikai.ports import BadData, Home, Provider

GOING: Final = "outside"
REFUSED: Final = say("staff.outside.refused")


def leave(
    home: Home, provider: Provider, *, back: str, at: datetime, account: str | None = None
) -> tuple[str, str]:
    """Where to send the browser, and the token it must bring back. `account`: whoever is signed
    in and binds their account. Raises `Unavailable`."""
    secret = provider.secrets()
    data = json.dumps({"back": back, "secret": secret})
    token = accounts.issue(home, GOING, account, data, at=at, until=at + CEREMONY)
    return provider.address(back, token, secret), token


def come_back(
    home: Home, provider: Provider, *, token: str, code: str, at: datetime, signed_in: str | None
) -> Account:
    """The account of whoever came back. Raises `Refused`, `Unavailable`, and `BadData` when the
    identity is bound to another account."""
    kept = accounts.of(home)
    ticket = accounts.redeem(home, GOING, token, at=at)
    if ticket is None or ticket.account not in (None, signed_in):
        raise Refused(REFUSED)
    went = json.loads(ticket.data)
    subject = provider.subject(code, went["back"], went["secret"], at=at)
    if subject is None:
        raise Refused(REFUSED)
    known = hashlib.sha256(f"{provider.issuer}\n{subject}".encode()).hexdigest()
    account = kept.outside(known)
    if ticket.account is not None:
        if account is not None and account.id != ticket.account:
            raise BadData("staff.outside.taken")
        bound = replace(accounts.the(home, ticket.account), outside=known)
        kept.put(bound)
        return bound
    if account is None or account.locked:
        raise Refused(say("staff.outside.unknown"))
    return account
