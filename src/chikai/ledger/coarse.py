"""Values made coarser, and days counted on."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from chikai.kernel.calendar import tokyo_day
from chikai.ledger.actions import Coarser, Generalise

_DAY = re.compile(
    r"(\d{4})([-/.])(\d{2})\2(\d{2})(.*)|(?P<y>\d{4})(?P<m>0\d|1[0-2])(?P<d>[0-3]\d)(?P<t>\d{4}|\d{6}|)",
    re.DOTALL,
)
"""`1985-04-12`, `1985/04/12 10:00`, or all digits, `19850412` and `198504121000`."""
_NO_DAY = re.compile(r"[0:. /-]*|9{8,}")
"""What stands where nobody knows the day and the cell may not be empty."""

_JAPAN = timezone(timedelta(hours=9))
"""Without summer time for all that is counted here."""

_CENTURIES = 19 * 10**14
"""From here on 16 digits begin with 19 or 20, as a moment in digits with hundredths does."""


def counted(number: int) -> datetime | None:
    """The moment (UTC) that is so many seconds after 1970, as PHP and Unix count, or so many
    thousandths or millionths. None for a number that no moment from 1973 to 2286 has (thousandths:
    from 2001, millionths: to 2030): a day or a moment written in digits alone has 8, 12 or 14 of
    them, and these have 9, 10, 13 or 16."""
    match len(str(number)):
        case 9 | 10 if number > 0:
            return datetime.fromtimestamp(number, UTC)
        case 13 if number > 0:
            return datetime.fromtimestamp(number / 1000, UTC)
        case 16 if number < _CENTURIES:
            return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=number)
    return None


def coarser(value: Any, deed: Generalise) -> Any:
    """What is left of a value. Raises `ValueError` where it has no such form."""
    if value is None:
        return None
    match deed.how:
        case Coarser.YEAR | Coarser.MONTH:
            return _calendar(value, year=deed.how is Coarser.YEAR)
        case Coarser.PREFIX:
            if isinstance(value, str):
                return value[: deed.size]
        case Coarser.ROUND:
            return _rounded(value, deed.size or 1)
    raise ValueError


def _calendar(value: Any, *, year: bool) -> Any:
    if isinstance(value, datetime):
        month = 1 if year else value.month
        return value.replace(month=month, day=1, hour=0, minute=0, second=0, microsecond=0)
    if isinstance(value, date):
        return value.replace(month=1 if year else value.month, day=1)
    if isinstance(value, int) and not isinstance(value, bool):
        if moment := counted(value):
            start = _calendar(moment.astimezone(_JAPAN), year=year).timestamp()
            return int(start) * 10 ** max(0, len(str(value)) - 10)
        return int(_calendar(str(value), year=year)) if value else value
    if isinstance(value, bytes):  # MySQL's BINARY(14)
        return str.encode(_calendar(value.decode("ascii"), year=year))
    if isinstance(value, str):
        if _NO_DAY.fullmatch(value):
            return value
        y, sign, m, _, time = _parts(value)
        rest = re.sub(r"\d", "0", time.partition("+")[0].removesuffix("Z"))
        return sign.join((y, "01" if year else m, "01")) + rest
    raise ValueError


def _parts(value: str) -> tuple[str, str, str, str, str]:
    """Year, sign between, month, day and what follows. Raises `ValueError`."""
    found = _DAY.fullmatch(value)
    if found is None:
        raise ValueError
    if found["y"]:
        return found["y"], "", found["m"], found["d"], found["t"]
    return found[1], found[2], found[3], found[4], found[5]


def _rounded(value: Any, size: int) -> Any:
    if isinstance(value, bool):
        raise ValueError
    if isinstance(value, int):
        return value // size * size
    if isinstance(value, Decimal):
        return (value // size * size).quantize(value)
    if isinstance(value, float):
        return float(value // size * size)
    if isinstance(value, str):
        return str(int(value) // size * size)
    raise ValueError


def day(value: Any) -> date | None:
    """The day a cell holds; None where it holds none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bytes):
        return day(value.decode("ascii", "replace"))
    if isinstance(value, str | int) and not isinstance(value, bool):
        if isinstance(value, int) and (moment := counted(value)):
            return tokyo_day(moment)
        try:
            y, _, m, d, _ = _parts(str(value))
            return date(int(y), int(m), int(d))
        except ValueError:
            return None
    return None


def later(start: date, years: int, months: int, days: int) -> date:
    """So many years, months and days on; the last day of a month that is shorter."""
    month = start.month - 1 + months + 12 * years
    year, month = start.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last)) + timedelta(days=days)
