"""What the desk has in hand: every case in one list, narrowed by what it is, and found by a code
or a name. Names are compared in memory; whose cases were found that way is a look, and logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.app import cases, contact
from chikai.duties.contact.contact import Contact
from chikai.duties.requests.case import Case, fold
from chikai.duties.requests.clocks import nearest_due, pauses
from chikai.duties.requests.flow import State
from chikai.duties.requests.next_step import exit_message, next_step
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.keys import kana_key, name_key
from chikai.kernel.message import Message
from chikai.kernel.sheet_code import BadSheetCode
from chikai.kernel.sheet_code import read as read_sheet
from chikai.kernel.text import compare_kana, compare_names
from chikai.law.kinds import Channel, RequestKind
from chikai.ports import Destroyed, Home, Missing

PORTAL: Final = "portal"
"""Who acts where no one of the desk does."""
_CASE: Final = re.compile(r"case-[a-z0-9]+", re.IGNORECASE)
_LEAST: Final = 2
"""Fewer characters than that of a name would find nearly everybody."""


@dataclass(frozen=True, slots=True)
class InHand:
    """One case in the list, as of today. `due` is the nearest promise and `late` by how many days
    it has been missed; `items` what the case waits for; `in_charge` whoever of the desk did
    something last; `messages` whether the requester's last word has had no answer; `back` whether
    a letter came back that nothing has made up for. No personal value."""

    case: Case
    status: Message
    next_step: Message
    due: date | None
    late: int
    waiting: bool
    items: tuple[OpenItem, ...]
    in_charge: str | None
    messages: bool

    @property
    def back(self) -> bool:
        return self.case.back is not None and self.case.destroyed_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show; None shows all. `open_` True leaves out what is closed; `back` True all but
    those whose letter came back."""

    open_: bool | None = None
    back: bool = False
    state: State | None = None
    kind: RequestKind | None = None
    channel: Channel | None = None
    in_charge: str | None = None

    def takes(self, line: InHand) -> bool:
        case = line.case
        return (
            (self.open_ is None or case.is_open is self.open_)
            and (not self.back or line.back)
            and (self.state is None or case.state is self.state)
            and (self.kind is None or case.kind is self.kind)
            and (self.channel is None or self.channel in case.channels)
            and (self.in_charge is None or line.in_charge == self.in_charge)
        )


def every(home: Home) -> tuple[InHand, ...]:
    """Every case: open ones first, the nearest promise first."""
    unread = {id for each in contact.waiting(home) for id in _unread(each)}
    lines = [_line(home, row.case, row.case in unread) for row in home.journal.inbox()]
    return tuple(
        sorted(
            lines, key=lambda x: (not x.case.is_open, x.due or date.max, x.case.basis.arrived_on)
        )
    )


def _unread(known: Contact) -> tuple[str, ...]:
    """All cases of a message or a wish for the file; of a paper that waits, its own."""
    whole = known.unanswered or any(p.asked for p in known.packages)
    return known.cases if whole else tuple(u.case for u in known.uploads)


def _line(home: Home, id: str, unread: bool) -> InHand:
    history = home.journal.read(id)
    case = fold(history)
    policy, day = cases.policy_of(home, case), cases.today(home)
    due = nearest_due(case, policy, on=day)
    by = next((e.actor_id for e in reversed(history) if e.actor_id != PORTAL), None)
    return InHand(
        case=case,
        status=exit_message(case),
        next_step=next_step(case, policy, on=day),
        due=due,
        late=max(0, (day - due).days) if due else 0,
        waiting=bool(pauses(case, policy, on=day)),
        items=open_items(case, policy, on=day),
        in_charge=by,
        messages=unread,
    )


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found: case ids, and whether it went by name."""

    cases: tuple[str, ...]
    by_name: bool


def find(home: Home, text: str, *, actor: str) -> Searched:
    """The cases of a case's id, of the code on a printed sheet, of a receipt's code, or else of a
    name or its reading. What was found by name is logged as looked at, case by case."""
    plain = unicodedata.normalize("NFKC", text).strip()
    by_code = _by_code(home, plain)
    if by_code is not None:
        return Searched(by_code, by_name=False)
    if len(plain) < _LEAST:
        return Searched((), by_name=True)
    found = tuple(id for id in (r.case for r in home.journal.inbox()) if _named(home, id, plain))
    for id in found:
        home.views.log(actor_id=actor, case=id, what="name", at=home.clock.now())
    return Searched(found, by_name=True)


def _by_code(home: Home, plain: str) -> tuple[str, ...] | None:
    """None for what is no code at all."""
    if _CASE.fullmatch(plain):
        return tuple(_there(home, [plain]))
    try:
        return tuple(_there(home, read_sheet(plain).cases))
    except BadSheetCode as error:
        if error.ours:
            return ()
    digits = re.sub(r"[\s-]", "", plain)
    if digits.isdecimal() and len(digits) == contact.CODE:
        known = contact.enter(home, digits) if home.tray is not None else None
        return known.cases if known else ()
    return None


def _there(home: Home, ids: list[str] | tuple[str, ...]) -> Iterator[str]:
    rows = {row.case.lower(): row.case for row in home.journal.inbox()}
    return (rows[id.lower()] for id in ids if id.lower() in rows)


def _named(home: Home, id: str, text: str) -> bool:
    """Whether a name of the case agrees with the text, or begins with it."""
    first = home.journal.read(id)
    try:
        file = cases.unseal(home, fold(first).sealed)
    except (Destroyed, Missing):
        return False
    names = [
        (str(each["full"]), each["kana"])
        for role in ("person", "representative")
        for each in (file[role] or {"names": ()})["names"]
    ]
    names.append((str(file["reply_to"]["name"]), None))
    return any(_agrees(text, full, kana) for full, kana in names)


def _agrees(text: str, full: str, kana: str | None) -> bool:
    if compare_names(text, full).agrees or (kana and compare_kana(text, kana).agrees):
        return True
    begun, reading = name_key(text).key, kana_key(text).key
    return bool(begun and name_key(full).key.startswith(begun)) or bool(
        kana and reading and kana_key(kana).key.startswith(reading)
    )


def in_charge(lines: tuple[InHand, ...]) -> tuple[str, ...]:
    """Everyone who has a case in hand, for a choice of them."""
    return tuple(sorted({each.in_charge for each in lines if each.in_charge}))
