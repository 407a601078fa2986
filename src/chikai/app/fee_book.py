"""The fee book: every fee that came and went back, day by day, with what is in hand.

Means, amounts and days stand in the journal; serial number and face are sealed, and whoever looks
at them is logged. The file for a spreadsheet has neither.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from chikai.app import cases
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.fold import advance, start
from chikai.duties.requests.holdings import FeeHeld
from chikai.kernel.event import Event
from chikai.kernel.message import Message, say
from chikai.law.kinds import Means
from chikai.ports import Destroyed, Home

WARN_DAYS: Final = 14
"""So many days before a money order can be cashed no more, it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: money in or back, in yen. `balance` is what is in hand after it; `serial` and
    `face` only where somebody may look."""

    on: date
    case: str
    fee: FeeHeld
    received: int = 0
    returned: int = 0
    reason: ev.ReturnReason | None = None
    balance: int = 0
    serial: str | None = None
    face: int | None = None

    @property
    def until(self) -> date | None:
        return fees.valid_until(self.fee)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's lines and sums, and what was in hand at its end."""

    on: date
    entries: tuple[Entry, ...]
    received: int
    returned: int
    balance: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A case whose fee is not what is due: `short` or `over` in yen. `back` counts fees that must
    go back."""

    case: str
    due: int
    paid: int
    back: int

    @property
    def short(self) -> int:
        return max(0, self.due - self.paid)

    @property
    def over(self) -> int:
        return max(0, self.paid - self.due)


@dataclass(frozen=True, slots=True)
class Ending:
    """A money order of an open case that can soon be cashed no more, or cannot already."""

    case: str
    amount: int
    until: date


@dataclass(frozen=True, slots=True)
class Book:
    days: tuple[Day, ...]
    unsettled: tuple[Standing, ...]
    ending: tuple[Ending, ...]

    @property
    def balance(self) -> int:
        return self.days[-1].balance if self.days else 0


def book(home: Home, *, actor: str | None = None) -> Book:
    """The whole book as of today. With an `actor` serial numbers and faces are opened, and the
    look is logged for each case."""
    today = cases.today(home)
    lines: list[Entry] = []
    unsettled: list[Standing] = []
    ends: list[Ending] = []
    for row in home.journal.inbox():
        history = home.journal.read(row.case)
        case, found = _of_case(history)
        lines += _opened(home, found, actor) if actor else found
        unsettled += _standing(home, case, today)
        ends += ending(case, on=today)
    return Book(tuple(_days(lines)), tuple(unsettled), tuple(sorted(ends, key=lambda e: e.until)))


def _of_case(history: tuple[Event, ...]) -> tuple[Case, list[Entry]]:
    case = start(history[0])
    found: list[Entry] = []
    for event in history[1:]:
        before = {f.id: f for f in case.fees}
        case = advance(case, event)
        happened = ev.parse(event.type, event.data)
        if isinstance(happened, ev.FeeReceived):
            fee = case.fees[-1]
            found.append(Entry(on=event.occurred_on, case=case.id, fee=fee, received=fee.amount))
        elif isinstance(happened, ev.FeeReturned) and happened.fee in before:
            fee = before[happened.fee]
            back = fee.left if happened.part is None else min(happened.part, fee.left)
            found.append(
                Entry(
                    on=event.occurred_on,
                    case=case.id,
                    fee=fee,
                    returned=back,
                    reason=happened.reason,
                )
            )
    return case, found


def _opened(home: Home, found: list[Entry], actor: str) -> Iterator[Entry]:
    for each in found:
        try:
            sealed = cases.unseal(home, each.fee.sealed)
        except Destroyed:
            yield each
            continue
        home.views.log(actor_id=actor, case=each.case, what="fee", at=home.clock.now())
        yield replace(each, serial=sealed.get("serial"), face=sealed.get("face"))


def _standing(home: Home, case: Case, today: date) -> Iterator[Standing]:
    policy = cases.policy_of(home, case)
    due, paid = fees.due(case, policy, on=today), fees.paid(case, policy, on=today)
    back = len(fees.to_return(case, policy, on=today)) if case.destroyed_on is None else 0
    waived = (fact := case.facts.get("fee_waived")) is not None and fact.value
    if back or (case.is_open and due != paid and not waived):
        yield Standing(case.id, due, paid, back)


def ending(case: Case, *, on: date) -> tuple[Ending, ...]:
    """Money orders of an open case whose last day is near or past."""
    found = ((fee, fees.valid_until(fee)) for fee in case.fees_kept())
    return tuple(
        Ending(case.id, fee.left, until)
        for fee, until in found
        if case.is_open and until is not None and until - timedelta(days=WARN_DAYS) <= on
    )


def _days(lines: list[Entry]) -> Iterator[Day]:
    lines.sort(key=lambda each: (each.on, each.case))
    balance = 0
    for on in dict.fromkeys(each.on for each in lines):
        entries = []
        for each in (line for line in lines if line.on == on):
            balance += each.received - each.returned
            entries.append(replace(each, balance=balance))
        received, returned = sum(e.received for e in entries), sum(e.returned for e in entries)
        yield Day(on, tuple(entries), received, returned, balance)


COLUMNS: Final = (
    *("on", "case", "means", "received", "returned", "balance"),
    *("issued", "until", "reason"),
)


def as_csv(book: Book, said: Callable[[Message], str]) -> bytes:
    """Every line for a spreadsheet, UTF-8 with its mark; no serial number and no name."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    write.writerow([said(say(f"console.fees.{each}")) for each in COLUMNS])
    for each in (entry for day in book.days for entry in day.entries):
        write.writerow(
            [
                each.on.isoformat(),
                each.case,
                said(say(f"means.{Means(each.fee.means).value}")),
                each.received or "",
                each.returned or "",
                each.balance,
                each.fee.issued_on.isoformat() if each.fee.issued_on else "",
                each.until.isoformat() if each.until else "",
                said(say(f"web.return_reason.{each.reason.value}")) if each.reason else "",
            ]
        )
    return out.getvalue().encode("utf-8-sig")
