"""What a driver returns, as the strings the ledger promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from chikai.adapters.sources.catalog import Stored
from chikai.kernel.dates import BadDate, parse_date
from chikai.ledger.model import Column, Format


def as_text(value: Any, column: Column, *, stored: Stored = Stored.OTHER) -> str | None:
    """A stored value as a string; None stays None.

    Dates and moments become ISO 8601. A moment that carries an offset keeps it; one without is
    a moment in the zone the mapping declares. An *instant* is stored without the zone it came
    in, so that it is told in the declared one. A text that is no date stays as it is stored.
    """
    return writer(column, stored=stored)(value)


def writer(column: Column, *, stored: Stored = Stored.OTHER) -> Callable[[Any], str | None]:
    """`as_text` for one column, for all its rows."""
    zone = ZoneInfo(column.zone)
    instant = stored is Stored.INSTANT
    write = _SPECIAL.get(column.format)

    def as_text(value: Any) -> str | None:
        if value is None:
            return None
        if write is not None:
            return write(value, zone, instant)
        if type(value) is str:
            return value
        return _plain(value, zone, instant)

    return as_text


def _plain(value: Any, zone: ZoneInfo, instant: bool) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return _moment(value, zone, instant)
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case Decimal() if value.is_finite():
            whole = value == value.to_integral_value()
            return f"{value.normalize():f}" if whole else f"{value:f}"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case timedelta():  # a time of day, as MySQL's driver gives it
            return str(value)
    return str(value)


_EXACT: Final = 1e16
"""Below it a whole number in a `float` is the number that was stored, digit for digit."""


def _moment(value: Any, zone: ZoneInfo, instant: bool) -> str:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
    if instant and isinstance(value, datetime):
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return known.astimezone(zone).isoformat()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.isoformat()


def _day(value: Any, zone: ZoneInfo, instant: bool) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return parse_date(_MIDNIGHT.sub("", str(value))).isoformat()
    except BadDate:
        return str(value)


_MIDNIGHT: Final = re.compile(r"[ T]00:00:00(\.0+)?$")
"""What programs write behind a day in a column of moments."""


_SPECIAL: dict[Format, Callable[[Any, ZoneInfo, bool], str]] = {
    Format.DATETIME: _moment,
    Format.DATE: _day,
}
