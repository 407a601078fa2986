"""The Tokyo calendar: days, business days, periods of months and years.

A day is a `datetime.date` and means a day in Asia/Tokyo. Nothing here asks what day it is: the
day is always an argument. Reading and writing dates is in `chikai.kernel.dates`, whose
functions are named here too.
"""

from __future__ import annotations

import calendar as _gregorian
import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import metadata
from typing import Final
from zoneinfo import ZoneInfo

import jpholiday

from chikai.kernel.dates import BadDate, Era, era_of, format_date, parse_date

__all__ = [
    "HOLIDAYS_FIRST",
    "HOLIDAYS_LAST",
    "BadDate",
    "Era",
    "HolidayTable",
    "OutsideHolidayTable",
    "add_business_days",
    "add_months",
    "add_years",
    "business_days_between",
    "end_of_period",
    "era_of",
    "format_date",
    "holiday_name",
    "holiday_table",
    "is_business_day",
    "is_holiday",
    "is_new_year_closure",
    "next_business_day",
    "parse_date",
    "tokyo_day",
]

HOLIDAYS_FIRST: Final = date(1948, 7, 20)
"""The day the Act on National Holidays (昭和23年法律第178号) came into force."""

HOLIDAYS_LAST: Final = date(2099, 12, 31)
"""The last day we answer for. The equinoxes are fixed by the gazette of 1 February of the year
before; for later years they are computed, and the law itself may change."""

_ONE_DAY: Final = timedelta(days=1)


class OutsideHolidayTable(ValueError):
    """The day lies outside the years the holiday table answers for."""

    def __init__(self) -> None:
        super().__init__("calendar.outside_holiday_table")


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """Which table of national holidays was used, so that a computed due date can be checked."""

    source: str
    version: str
    first: date
    last: date


def holiday_table() -> HolidayTable:
    """The table in use: the library's name and release, and the days it answers for."""
    return HolidayTable("jpholiday", _release(), HOLIDAYS_FIRST, HOLIDAYS_LAST)


@functools.cache
def _release() -> str:
    return metadata.version("jpholiday")


@functools.cache
def _tokyo() -> ZoneInfo:
    return ZoneInfo("Asia/Tokyo")


def tokyo_day(moment: datetime) -> date:
    """The day it is in Tokyo at that moment.

    Raises `ValueError` for a moment without an offset: it names no day.
    """
    if moment.utcoffset() is None:
        raise ValueError("calendar.moment_without_offset")
    return moment.astimezone(_tokyo()).date()


def holiday_name(day: date) -> str | None:
    """The Japanese name of the national holiday on that day, or None.

    Substitute holidays (振替休日) and days between two holidays (国民の休日) count: Act on
    National Holidays, Art. 3(2)(3). Raises `OutsideHolidayTable`.
    """
    if not HOLIDAYS_FIRST <= day <= HOLIDAYS_LAST:
        raise OutsideHolidayTable
    return _name(day)


def is_holiday(day: date) -> bool:
    """Whether that day is a national holiday. Raises `OutsideHolidayTable`."""
    return holiday_name(day) is not None


@functools.cache
def _library() -> jpholiday.JPHoliday:
    """A calendar of our own, to which no other code can add days."""
    return jpholiday.JPHoliday()


@functools.lru_cache(maxsize=4096)
def _name(day: date) -> str | None:
    return "・".join(each.name for each in _library().holidays(day)) or None


def is_new_year_closure(day: date) -> bool:
    """Whether the day lies in 29 December to 3 January, when public offices are closed.

    Act on Holidays of Administrative Organs (昭和63年法律第91号), Art. 1(1)(iii).
    """
    return (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def is_business_day(day: date, *, new_year_closed: bool = False) -> bool:
    """Whether the day is neither Saturday, Sunday nor a national holiday.

    With `new_year_closed`, 29 December to 3 January are not business days either; the due day
    of a leak's final report moves past them (PPC Guidelines, General, 3-5-3-4). Raises
    `OutsideHolidayTable`.
    """
    closed = new_year_closed and is_new_year_closure(day)
    return day.weekday() < 5 and not is_holiday(day) and not closed


def next_business_day(day: date, *, new_year_closed: bool = False) -> date:
    """The first business day on or after `day`: a business day is its own answer.

    For the business day strictly after it, use `add_business_days(day, 1)`. Raises
    `OutsideHolidayTable`.
    """
    while not is_business_day(day, new_year_closed=new_year_closed):
        day += _ONE_DAY
    return day


def add_business_days(day: date, count: int, *, new_year_closed: bool = False) -> date:
    """The business day `count` business days after `day`; `day` itself is not counted.

    `count` 0 gives `day` unchanged, business day or not; a negative count goes back. Raises
    `OutsideHolidayTable`.
    """
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_business_day(day, new_year_closed=new_year_closed)
    return day


def business_days_between(first: date, last: date) -> int:
    """How many business days lie after `first` up to and with `last`; none when `last` is no later.

    Raises `OutsideHolidayTable`.
    """
    span = range(1, (last - first).days + 1)
    return sum(is_business_day(first + n * _ONE_DAY) for n in span)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` calendar months later, or that month's last day.

    31 August + 6 months is 28 February. This is the plain corresponding day (応当日); use it
    where a paper states its own validity, as a postal money order does (6 months from issue).
    For a period that a statute gives, use `end_of_period`: the two differ when `day` is the end
    of a short month. Raises `ValueError` outside the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("calendar.year_out_of_range")
    last = _gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """The same day `years` years later; 29 February becomes 28 February in a common year.

    A plain corresponding day, like `add_months`. Raises `ValueError` outside 1 to 9999.
    """
    return add_months(day, years * 12)


def end_of_period(first: date, *, years: int = 0, months: int = 0) -> date:
    """The last day of a period of years and months whose first counted day is `first`.

    Civil Code Art. 143: the period ends on the day before the day corresponding to `first`; if
    the last month has no such day, on that month's last day. Art. 140 leaves the day of the
    event uncounted, so for "three years from" an event pass the day after it; for 起算して,
    which counts the day itself, pass the day itself. Raises `ValueError` for a period that is
    not positive, or outside the years 1 to 9999.
    """
    total = years * 12 + months
    if total <= 0:
        raise ValueError("calendar.period_not_positive")
    corresponding = add_months(first, total)
    return corresponding if corresponding.day < first.day else corresponding - _ONE_DAY
