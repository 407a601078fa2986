"""The numbers of a desk: counts, days, cost against fee. Derived from cases, never typed.

A number kept by hand is wrong sooner or later; these are the sum of what the journal holds. None
of them names anybody. The cost of a request is what shows that a fee is reasonable (Art. 38(2)).
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.duties.requests.counted import OPEN, Counted
from chikai.kernel.calendar import business_days_between

FEW: Final = 5
"""A count below this may point at somebody who knows the circumstances: a note says so."""
FISCAL_YEAR_BEGINS: Final = 4


@dataclass(frozen=True, slots=True)
class Rates:
    """What work and postage cost here, in yen; `minutes` of work for each deed by the type of its
    event. The company's own figures: there is no default for any of them."""

    yen_per_hour: int
    minutes: Mapping[str, int]
    postage: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Days:
    """How long one step took from arrival, over `count` requests. The day of arrival is not
    counted; `p90`: nine of ten took no longer (nearest rank)."""

    step: str
    unit: str
    count: int
    median: float
    p90: int
    most: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What closed requests cost on average, and those for which a fee is charged beside it. Yen,
    rounded half up; None where there are none."""

    closed: int
    average: int | None
    with_fee: int
    average_with_fee: int | None
    average_fee: int | None

    @property
    def fee_share(self) -> int | None:
        """The fee in percent of what the requests cost that bear it."""
        if not self.average_with_fee or self.average_fee is None:
            return None
        return round_half_up(100 * self.average_fee, self.average_with_fee)


@dataclass(frozen=True, slots=True)
class Month:
    """`month` is its first day."""

    month: date
    arrived: int
    answered: int


@dataclass(frozen=True, slots=True)
class Year:
    """One business year of arrivals, April to March: counts by result, and the median of the
    calendar days to the answer."""

    year: int
    arrived: int
    results: Mapping[str, int]
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page, the command line and the CSV show; `by` counts under each heading."""

    since: date | None
    until: date | None
    on: date
    arrived: int
    open: int
    by: Mapping[str, Mapping[str, int]]
    months: tuple[Month, ...]
    years: tuple[Year, ...]
    days: tuple[Days, ...]
    cost: Cost | None
    papers_held: int
    papers_destroyed: int
    overdue: Mapping[str, int]
    asking_letters: int
    cases_asked: int
    cases_asked_more: int
    cases_asked_again: int
    gate_checks: int
    gate_stops: int
    gate_foreign: int

    @property
    def few(self) -> bool:
        """Whether a count is so small that it may point at somebody."""
        return any(0 < n < FEW for counts in self.by.values() for n in counts.values())


def figures(
    cases: Iterable[Counted],
    *,
    on: date,
    rates: Rates | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Figures:
    """The numbers of the requests that arrived from `since` to `until`, both included."""
    every = [
        c
        for c in cases
        if (since is None or c.arrived_on >= since) and (until is None or c.arrived_on <= until)
    ]
    return Figures(
        since=since,
        until=until,
        on=on,
        arrived=len(every),
        open=sum(c.result == OPEN for c in every),
        by={
            "kind": _counts(c.kind for c in every),
            "channel": _counts(c.channel for c in every),
            "asker": _counts(c.asker for c in every),
            "result": _counts(c.result for c in every),
            "exit": _counts(c.exit for c in every if c.exit),
        },
        months=_months(every),
        years=_years(every),
        days=tuple(_days(every)),
        cost=None if rates is None else _cost(every, rates),
        papers_held=sum(c.papers_held for c in every),
        papers_destroyed=sum(c.papers_destroyed for c in every),
        overdue=_counts(key for c in every for key in c.overdue),
        asking_letters=sum(c.asking_letters for c in every),
        cases_asked=sum(c.asking_letters > 0 for c in every),
        cases_asked_more=sum(c.asking_letters > 1 for c in every),
        cases_asked_again=sum(c.asked_again for c in every),
        gate_checks=sum(c.gate_checks for c in every),
        gate_stops=sum(c.gate_stops for c in every),
        gate_foreign=sum(c.gate_foreign for c in every),
    )


def _counts(keys: Iterable[str]) -> dict[str, int]:
    """Most frequent first, then by name."""
    return dict(sorted(Counter(keys).items(), key=lambda each: (-each[1], each[0])))


def _months(cases: Sequence[Counted]) -> tuple[Month, ...]:
    """Every month from the first arrival to the last arrival or answer, empty ones included."""
    arrived = Counter(c.arrived_on.replace(day=1) for c in cases)
    answered = Counter(c.answered_on.replace(day=1) for c in cases if c.answered_on)
    seen = sorted({*arrived, *answered})
    if not seen:
        return ()
    first, last = seen[0], seen[-1]
    span = (last.year - first.year) * 12 + last.month - first.month
    places = (divmod(first.month - 1 + n, 12) for n in range(span + 1))
    months = [date(first.year + years, month + 1, 1) for years, month in places]
    return tuple(Month(m, arrived[m], answered[m]) for m in months)


def business_year(day: date) -> int:
    return day.year - (day.month < FISCAL_YEAR_BEGINS)


def _years(cases: Sequence[Counted]) -> tuple[Year, ...]:
    found = []
    for year in sorted({business_year(c.arrived_on) for c in cases}):
        mine = [c for c in cases if business_year(c.arrived_on) == year]
        took = [(c.answered_on - c.arrived_on).days for c in mine if c.answered_on]
        median = float(statistics.median(took)) if took else None
        found.append(Year(year, len(mine), _counts(c.result for c in mine), median))
    return tuple(found)


_UNITS: Final[Mapping[str, Callable[[date, date], int]]] = {
    "calendar": lambda first, last: (last - first).days,
    "business": business_days_between,
}


def _days(cases: Sequence[Counted]) -> Iterable[Days]:
    for step in ("accepted", "answered", "completed"):
        ends = [(c.arrived_on, getattr(c, f"{step}_on")) for c in cases]
        for unit, between in _UNITS.items():
            took = sorted(between(first, last) for first, last in ends if last is not None)
            if took:
                p90 = took[math.ceil(len(took) * 9 / 10) - 1]
                yield Days(step, unit, len(took), float(statistics.median(took)), p90, took[-1])


def _cost(cases: Sequence[Counted], rates: Rates) -> Cost:
    """A letter that answers several requests at once is paid for once, by the first of them."""
    posted: set[str] = set()
    spent: list[tuple[Counted, int]] = []  # in sixtieths of a yen: no rounding before the end
    for case in cases:
        minutes = sum(rates.minutes.get(deed, 0) * n for deed, n in case.work.items())
        postage = 0
        for letter, delivery in case.letters:
            if letter not in posted:
                posted.add(letter)
                postage += rates.postage.get(delivery, 0)
        spent.append((case, minutes * rates.yen_per_hour + postage * 60))
    closed = [(c, n) for c, n in spent if c.exit is not None]
    charged = [(c, n) for c, n in closed if c.fee > 0]
    return Cost(
        closed=len(closed),
        average=_average(n for _, n in closed),
        with_fee=len(charged),
        average_with_fee=_average(n for _, n in charged),
        average_fee=_average(c.fee * 60 for c, _ in charged),
    )


def _average(sixtieths: Iterable[int]) -> int | None:
    every = list(sixtieths)
    return round_half_up(sum(every), 60 * len(every)) if every else None


def round_half_up(value: int, by: int) -> int:
    return (2 * value + by) // (2 * by)
