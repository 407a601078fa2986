"""What the desk has in hand: every case in one list, narrowed by what it is, and found by a code
or a name. Names are compared in memory; whose cases were found that way is a look, and logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

from chikai.app import cases, contact, known
from chikai.app.known import Known
from chikai.duties.contact.contact import Contact
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import nearest_due, pauses
from chikai.duties.requests.flow import State
from chikai.duties.requests.next_step import exit_message, next_step
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.keys import kana_key, name_key
from chikai.kernel.message import Message
from chikai.kernel.sheet_code import BadSheetCode
from chikai.kernel.sheet_code import read as read_sheet
from chikai.kernel.text import Comparison, compare_kana, compare_names
from chikai.law.kinds import Channel, RequestKind
from chikai.policy.model import Policy
from chikai.ports import Destroyed, Home, Journal, Missing

PORTAL: Final = "portal"
"""Who acts where no one of the desk does."""
_CASE: Final = re.compile(r"case-[a-z0-9]+", re.IGNORECASE)
_LEAST: Final = 2
"""Fewer characters than that of a name would find nearly everybody."""
_AT_ONCE: Final = 200
"""Files opened in one look."""
_GONE: Final = State.RECORDS_DESTROYED


@dataclass(frozen=True, slots=True)
class InHand:
    """One case in the list, as of today. `due` is the nearest promise and `late` by how many days
    it has been missed; `items` what the case waits for; `in_charge` whoever of the desk did
    something last; `messages` whether the requester's last word has had no answer; `back` whether
    a letter came back that nothing has made up for. No personal value."""

    on: date
    """The day it is said of."""
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
    lines = [_line(home, each, id in unread) for id, each in known.cases(home).items()]
    return tuple(
        sorted(
            lines, key=lambda x: (not x.case.is_open, x.due or date.max, x.case.basis.arrived_on)
        )
    )


def _unread(known: Contact) -> tuple[str, ...]:
    """All cases of a message or a wish for the file; of a paper that waits, its own."""
    whole = known.unanswered or any(p.asked for p in known.packages)
    return known.cases if whole else tuple(u.case for u in known.uploads)


_LINES: Final[WeakKeyDictionary[Journal, dict[str, tuple[Known, Policy, InHand]]]] = (
    WeakKeyDictionary()
)
"""What was last said of each case of a journal."""


def _line(home: Home, seen: Known, unread: bool) -> InHand:
    """Worked out again when the case has moved, its policy was read anew, or on another day."""
    lines = _LINES.setdefault(home.journal, {})
    policy, day = cases.policy_of(home, seen.case), cases.today(home)
    before, under, line = lines.get(seen.case.id, (None, None, None))
    if line is None or before is not seen or under is not policy or line.on != day:
        line = _worked_out(seen, policy, day)
        lines[seen.case.id] = seen, policy, line
    if not contact.can_fetch(home, seen.case):  # a code is no event of the case
        step = next_step(seen.case, policy, on=day, can_fetch=False)
        line = replace(line, next_step=step)
    return line if line.messages is unread else replace(line, messages=unread)


def _worked_out(seen: Known, policy: Policy, day: date) -> InHand:
    case, due = seen.case, nearest_due(seen.case, policy, on=day)
    by = next((each for each in reversed(seen.actors) if each != PORTAL), None)
    return InHand(
        on=day,
        case=case,
        status=exit_message(case),
        next_step=next_step(case, policy, on=day),
        due=due,
        late=max(0, (day - due).days) if due else 0,
        waiting=bool(pauses(case, policy, on=day)),
        items=open_items(case, policy, on=day),
        in_charge=by,
        messages=False,
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
    found = _named(home, plain)
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
    every = {id.lower(): id for id in known.cases(home)}
    return (every[id.lower()] for id in ids if id.lower() in every)


def _named(home: Home, text: str) -> tuple[str, ...]:
    """The cases of which a name agrees with the text, or begins with it."""
    every = known.cases(home).values()
    sealed = {x.case.id: x.case.sealed for x in every if x.case.state is not _GONE}
    wanted, found, ids = _Wanted.of(text), [], tuple(sealed)
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        files = _opened(home, [sealed[id] for id in some])
        found += [id for id, file in zip(some, files, strict=True) if file and wanted.in_(file)]
    return tuple(found)


def _opened(home: Home, blobs: Sequence[str]) -> list[dict[str, Any] | None]:
    """None for what is destroyed: where one of them is, they are opened one by one."""
    try:
        return [*cases.unseal_all(home, *blobs)]
    except (Destroyed, Missing):
        return [None] if len(blobs) == 1 else [x for b in blobs for x in _opened(home, [b])]


@dataclass(frozen=True, slots=True, repr=False)
class _Wanted:
    """The name that is looked for, as names and as readings are compared."""

    text: str
    name: str
    reading: str

    @classmethod
    def of(cls, text: str) -> _Wanted:
        return cls(text, name_key(text).key, kana_key(text).key)

    def in_(self, file: Mapping[str, Any]) -> bool:
        return any(self.agrees(full, kana) for full, kana in _names(file))

    def agrees(self, full: str, kana: str | None) -> bool:
        return _like(name_key(full).key, self.name, lambda: compare_names(self.text, full)) or bool(
            kana and _like(kana_key(kana).key, self.reading, lambda: compare_kana(self.text, kana))
        )


def _like(key: str, wanted: str, compared: Callable[[], Comparison]) -> bool:
    """Begins so, or agrees. Only what has the same characters can agree, in whatever order its
    parts stand; to compare takes ten times as long as to see that it has not."""
    begins = bool(wanted) and key.startswith(wanted)
    return begins or (sorted(key) == sorted(wanted) and compared().agrees)


def _names(file: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    names = [
        (str(each["full"]), each["kana"])
        for role in ("person", "representative")
        for each in (file[role] or {"names": ()})["names"]
    ]
    names.append((str(file["reply_to"]["name"]), None))
    return list(dict.fromkeys(names))


def in_charge(lines: tuple[InHand, ...]) -> tuple[str, ...]:
    """Everyone who has a case in hand, for a choice of them."""
    return tuple(sorted({each.in_charge for each in lines if each.in_charge}))
