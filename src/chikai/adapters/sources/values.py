"""What a driver returns, as the strings the ledger promises."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chikai.kernel.dates import BadDate, parse_date
from chikai.ledger.model import Column, Format


def as_text(value: Any, column: Column) -> str | None:
    """A stored value as a string; None stays None.

    Dates and moments become ISO 8601. A moment that carries an offset keeps it; one without is
    a moment in the zone the mapping declares. A text that is no date stays as it is stored.
    """
    if value is None:
        return None
    if column.format is Format.DATETIME:
        return _moment(value, column.zone)
    if column.format is Format.DATE:
        return _day(value)
    if isinstance(value, datetime):
        return _moment(value, column.zone)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value == value.to_integral_value() else f"{value:f}"
    return str(value)


def _moment(value: Any, zone: str) -> str:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.isoformat()


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return parse_date(str(value)).isoformat()
    except BadDate:
        return str(value)
