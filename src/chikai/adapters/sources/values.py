"""What a driver returns, as the strings the ledger promises."""

from __future__ import annotations

import codecs
import json
import re
import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from chikai.adapters.sources.catalog import Stored
from chikai.kernel.dates import BadDate, parse_date
from chikai.ledger.coarse import counted
from chikai.ledger.model import Column
from chikai.ledger.terms import Format


def as_text(
    value: Any, column: Column, *, stored: Stored = Stored.OTHER, charset: str | None = None
) -> str | None:
    """A stored value as a string; None stays None.

    Dates and moments become ISO 8601. A moment that carries an offset keeps it; one without is
    a moment in the zone the mapping declares. An *instant* is stored without the zone it came
    in, so that it is told in the declared one. A text that is no date stays as it is stored.
    Bytes that are a text are told as one, bits as their number, others as hex. `charset` is what
    MySQL takes the column's text for.
    """
    return writer(column, stored=stored, charset=charset)(value)


def writer(
    column: Column, *, stored: Stored = Stored.OTHER, charset: str | None = None
) -> Callable[[Any], str | None]:
    """`as_text` for one column, for all its rows."""
    zone = ZoneInfo(column.zone)
    instant, bits, latin = stored is Stored.INSTANT, stored is Stored.BITS, charset == "latin1"
    write = _SPECIAL.get(column.format)

    def as_text(value: Any) -> str | None:
        if value is None:
            return None
        kind = type(value)  # what most cells are comes first: this runs for each of them
        if kind in _BYTES:
            value, kind = str(int.from_bytes(value, "big")) if bits else said(bytes(value)), str
        elif latin and kind is str:
            value = unmasked(value)
        if write is not None:
            return write(value, zone, instant)
        if kind is str:
            return value  # type: ignore[no-any-return]
        if kind is int:
            return str(value)
        if kind is datetime:
            return _moment(value, zone, instant)
        return _plain(value, zone, instant)

    return as_text


_BYTES: Final = frozenset({bytes, bytearray, memoryview})


def said(value: bytes) -> str:
    """The text in bytes, as where names are kept in a VARBINARY, or the place on a map as MySQL
    stores it; hex where there is neither."""
    if len(value) == 25 and value[4:9] == _POINT:
        return "POINT({} {})".format(*struct.unpack("<dd", value[9:]))
    try:
        text = value.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return value.hex()
    return text if "".join(text.split()).isprintable() else value.hex()


_POINT: Final = b"\1\1\0\0\0"
_LATIN: Final = {ord(bytes([n]).decode("cp1252", "ignore") or chr(n)): n for n in range(128, 256)}
"""The bytes of what MySQL calls latin1: cp1252, with the five places that it leaves free."""


def unmasked(text: str) -> str:
    """What a latin1 column really says: a program that called its UTF-8 latin1 has left it there
    byte by byte. Whatever is no UTF-8 (`é` alone) stays; a last character may be cut off."""
    if text.isascii():
        return text
    try:
        plain = text.translate(_LATIN).encode("latin-1")
        found = codecs.getincrementaldecoder("utf-8")().decode(plain)
    except UnicodeError:
        return text
    return text if found.isascii() else found


def _plain(value: Any, zone: ZoneInfo, instant: bool) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return _moment(value, zone, instant)
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case Decimal() if value.is_finite():
            whole = value == value.to_integral_value()
            return f"{value.normalize():f}" if whole else f"{value:f}"
        case dict() | list():

            def within(each: Any) -> str:
                return _plain(each, zone, instant or _known(each))

            return json.dumps(value, ensure_ascii=False, default=within)
        case timedelta():  # a time of day, as MySQL's driver gives it, or a span
            span, rest = abs(value), ""
            minutes, seconds = divmod(span.days * 86_400 + span.seconds, 60)
            if span.microseconds:
                rest = f".{span.microseconds:06}"
            sign = "-" if value < timedelta() else ""
            return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}{rest}"
    if hasattr(value, "bounds"):
        return _span(value, zone)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"{{{', '.join(_plain(each, zone, instant) for each in value)}}}"
    return str(value)


def _span(value: Any, zone: ZoneInfo) -> str:
    """A range of PostgreSQL, in the zone that is declared; without an end it is left open."""
    if value.bounds is None or getattr(value, "isempty", False):
        return "empty"
    ends = (value.lower, value.upper)
    told = ("" if each is None else _plain(each, zone, _known(each)) for each in ends)
    return f"{value.bounds[0]}{', '.join(told)}{value.bounds[1]}"


def _known(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


_EXACT: Final = 1e16
"""Below it a whole number in a `float` is the number that was stored, digit for digit."""


def _in_digits(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that digits alone say: `20260102030405`, or seconds since 1970, told in `zone`,
    with parts of one (`1767225600.25`) or without. Raises `ValueError` where there is no such
    day."""
    if _PARTED.fullmatch(text):
        return datetime.fromtimestamp(float(text), zone)
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == _ALL_DIGITS:
        return datetime.strptime(text, "%Y%m%d%H%M%S")
    moment = counted(int(text))
    return moment and moment.astimezone(zone)


_ALL_DIGITS: Final = 14
_PARTED: Final = re.compile(r"[0-9]{9,10}\.[0-9]+")


def _moment(value: Any, zone: ZoneInfo, instant: bool) -> str:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = _in_digits(str(value), zone) or datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
    if instant and isinstance(value, datetime):
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return known.astimezone(zone).isoformat()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.isoformat()


TOKYO: Final = ZoneInfo("Asia/Tokyo")
"""Whose days are told."""


def _day(value: Any, zone: ZoneInfo, instant: bool) -> str:
    """The day of a moment in Japan: a shop that writes in UTC has midnight there at 15:00 of the
    day before."""
    if isinstance(value, datetime):
        known = value if value.tzinfo else value.replace(tzinfo=UTC if instant else zone)
        try:
            return known.astimezone(zone if instant else TOKYO).date().isoformat()
        except OverflowError:  # the last day there is
            return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        if (moment := _in_digits(str(value), TOKYO)) is not None:
            return moment.date().isoformat()
        return parse_date(_MIDNIGHT.sub("", str(value))).isoformat()
    except (BadDate, ValueError):
        return str(value)


_MIDNIGHT: Final = re.compile(r"[ T]00:00:00(\.0+)?$")
"""What programs write behind a day in a column of moments."""


_SPECIAL: dict[Format, Callable[[Any, ZoneInfo, bool], str]] = {
    Format.DATETIME: _moment,
    Format.DATE: _day,
}
