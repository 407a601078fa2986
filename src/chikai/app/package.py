"""The answer as a file: fetched with the second secret, locked by it, for a limited time.

What was sent lies in the vault; nothing is copied for the package. It is made when it is fetched,
so only the person's own secret ever opens it, and that secret is stored nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chikai.app import after_post, cases, contact, gather
from chikai.app.cases import Actor
from chikai.duties.contact import events as ev
from chikai.duties.contact.contact import Contact
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import Delivery
from chikai.duties.requests.flow import State
from chikai.ports import BadData, Home, Missing, Unavailable

LANG: Final = "ja"
"""Of the labels in the files beside the letter; `data.json` has both languages."""
DAYS: Final = 14
"""How long a package can be fetched, unless the house set `package_days`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The package of one case: until when it can be fetched, that day included."""

    case: str
    until: date
    expired: bool
    asked: bool
    taken_on: date | None


def days(home: Home) -> int:
    return int(home.settings.get("package_days", str(DAYS)))


def standing(home: Home, known: Contact, case: Case) -> Standing | None:
    """How the package of a case stands; None where the answer is not electronic, or not sent."""
    if case.id not in known.cases or case.answer is None:
        return None
    if case.answer.delivery is not Delivery.ELECTRONIC:
        return None
    held = known.package(case.id)
    # A code that was given later does not find the time half over.
    until = held.until or max(case.answer.on, known.opened_on) + timedelta(days=days(home))
    expired = cases.today(home) > until
    return Standing(case.id, until, expired, held.asked, held.taken_on)


def fetch(home: Home, known: Contact, case_id: str, secret: str, *, by: Actor) -> bytes:
    """The answer as a file that only `secret` opens, which was just proved right. The fetching is
    journalled. Raises `Missing`, and `BadData` once its time is over."""
    case = _mine(home, known, case_id)
    now = standing(home, known, case)
    if now is None or case.answer is None:
        raise Missing(case_id)
    if now.expired:
        raise BadData("package.expired", field="secret")
    if home.locker is None:
        raise Unavailable("NoLocker")
    home.views.log(actor_id=by.id, case=case.id, what="package", at=home.clock.now())
    letter = home.vault.get(case.answer.sealed)
    attached: dict[str, bytes] = {}
    if case.answer.attached:
        data = home.vault.get(case.answer.attached)
        attached = gather.package_files(home, case, data, LANG)
    locked = home.locker.lock(letter, contact.folded(secret), attached=attached)
    if not home.journal.command(by.command):
        taken = ev.PackageTaken(case=case.id)
        contact.append(home, known.id, known.seq, [taken], case, by=by)
    _complete(home, case, by=by)
    return locked


def _complete(home: Home, case: Case, *, by: Actor) -> None:
    """What was fetched has been delivered: the case is complete from today. The fetching is noted
    first, so that a crash in between leaves a fetched file and an open case, never the reverse."""
    out = case.answer
    if case.state is State.ANSWERING and out is not None and out.returned_on is None:
        home.failpoint("package.fetched")
        after_post.fetched(home, case.id, by=Actor(by.id, f"{by.command}:delivered"))


def ask(home: Home, known: Contact, case_id: str, *, by: Actor) -> Contact:
    """The requester asks for the file anew, its time being over. Raises `BadData` before that."""
    case = _mine(home, known, case_id)
    now = standing(home, known, case)
    if now is None or not now.expired:
        raise BadData("package.not_expired", field="case")
    if now.asked or home.journal.command(by.command):
        return known
    happened = ev.PackageAsked(case=case.id)
    return contact.append(home, known.id, known.seq, [happened], case, by=by)


def offer(home: Home, case_id: str, *, by: Actor) -> Contact:
    """The desk makes the file available anew, free of charge, from today. Raises `Missing` where
    no code was given for the case."""
    case = cases.load(home, case_id)
    known = contact.find(home, case)
    if known is None or standing(home, known, case) is None:
        raise Missing(case_id)
    if home.journal.command(by.command):
        return known
    until = cases.today(home) + timedelta(days=days(home))
    happened = ev.PackageOffered(case=case.id, until=until)
    return contact.append(home, known.id, known.seq, [happened], case, by=by)


def _mine(home: Home, known: Contact, case_id: str) -> Case:
    if case_id not in known.cases:
        raise Missing(case_id)
    return cases.load(home, case_id)
