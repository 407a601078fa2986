"""Tokens for a company's programs: each is for one account, for some of its roles, for a time.

A token is shown once. What lies in the tray lies sealed under it, in a place whose name is a keyed
hash; the journal holds that name, the account, the roles and the last day, so it shows who could
do what since when. A token never can more than its account can now.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from chikai.app import accounts, cases, contact
from chikai.app.cases import Actor
from chikai.kernel.event import Data
from chikai.people.accounts import Account
from chikai.people.staff import Role, demand
from chikai.ports import BadData, Home, Missing

STREAM: Final = "tokens"
KIND: Final = "api_token"
LONGEST: Final = 366
"""Days: whoever needs it longer makes a new one."""
_PREFIX: Final = "chikai_"


@dataclass(frozen=True, slots=True)
class Held:
    """A token as the journal knows it. `id` is the name of its place."""

    id: str
    account: str
    roles: tuple[Role, ...]
    made_on: date
    until: date


def make(
    home: Home, account: str, roles: Iterable[Role] = (), *, days: int = 90, by: Actor
) -> tuple[str, Held]:
    """A new token, for the roles named or all the account has. Raises `Missing`, and `BadData` for
    a role the account has not, too many days, or a command that ran: its token was shown then."""
    owner = accounts.the(home, account)
    wanted = frozenset(roles) or owner.roles
    if not wanted <= owner.roles:
        raise BadData("api.token.role", field="role")
    if not 1 <= days <= LONGEST:
        raise BadData("api.token.days", field="days", most=LONGEST)
    demand(by.roles, "accounts")
    if home.journal.command(by.command):
        raise BadData("api.token.made_before")
    token = _PREFIX + secrets.token_urlsafe(32)
    name = contact.tray(home).name(KIND, token)
    until = cases.today(home) + timedelta(days=days)
    named = tuple(sorted(role.value for role in wanted))
    made: Data = {"token": name, "account": account, "roles": named, "until": until.isoformat()}
    accounts.note(home, STREAM, "token_made", made, by=by)
    held = Held(name, account, tuple(sorted(wanted)), cases.today(home), until)
    content = json.dumps({"account": account, "roles": named}).encode()
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=home.clock.now().tzinfo)
    contact.tray(home).put(KIND, token, content, until=end)
    return token, held


def held(home: Home) -> tuple[Held, ...]:
    """The tokens that hold, by the journal, oldest first."""
    found: dict[str, Held] = {}
    for event in home.journal.read(STREAM):
        id = str(event.data["token"])
        if event.type == "token_withdrawn":
            found.pop(id, None)
            continue
        roles = event.data["roles"]
        assert isinstance(roles, tuple | list)
        until = date.fromisoformat(str(event.data["until"]))
        account = str(event.data["account"])
        made = event.occurred_on
        found[id] = Held(id, account, tuple(Role(str(r)) for r in roles), made, until)
    return tuple(h for h in found.values() if h.until >= cases.today(home))


def withdraw(home: Home, id: str, *, by: Actor) -> None:
    """It opens nothing any more. Raises `Missing`."""
    if home.journal.command(by.command):
        return
    if not any(each.id == id for each in held(home)):
        raise Missing("token")
    accounts.note(home, STREAM, "token_withdrawn", {"token": id}, by=by)
    contact.tray(home).drop(id)


def who(home: Home, token: str, *, at: datetime) -> Account | None:
    """The account of a token, with the roles that both have; None for a token that opens nothing,
    or whose account is locked or gone."""
    found = contact.tray(home).get(KIND, token, at=at) if token.startswith(_PREFIX) else None
    if found is None:
        return None
    said = json.loads(found)
    account = accounts.of(home).get(said["account"])
    if account is None or account.locked:
        return None
    roles = account.roles & frozenset(Role(each) for each in said["roles"])
    return Account(account.id, roles, account.added_at)
