"""Values in the type a column stores, so that what is written is what is read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_interface, ip_network
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.sql import sqltypes

from chikai.adapters.sources.catalog import Catalog
from chikai.adapters.sources.facts import Facts
from chikai.adapters.sources.values import as_text
from chikai.ledger.model import Column, Table


class BrandCells:
    """`ledger.held.Cells` for one database."""

    def __init__(self, brand: str, facts: Facts, catalog: Catalog) -> None:
        self._brand, self._facts, self._catalog = brand, facts, catalog

    def told(self, table: Table, column: Column, value: Any) -> str | None:
        cell = self._catalog.tables[table.place].cells[column.name]
        return as_text(value, column, stored=cell.stored, charset=cell.charset)

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        """Raises `ValueError`."""
        kind = self._facts.columns[table.place][column.name].type
        try:
            return fit(value, kind, brand=self._brand, zone=column.zone)
        except (InvalidOperation, TypeError, KeyError):
            raise ValueError from None


def fit(value: Any, kind: sa.types.TypeEngine[Any], *, brand: str, zone: str) -> Any:
    """Raises `ValueError`, `TypeError` or `InvalidOperation` for what the type cannot hold."""
    lite = brand == "sqlite"
    match kind:
        case sa.Enum():
            if str(value) not in kind.enums:
                raise ValueError
            return str(value)
        case sa.Boolean():
            said = _truth(value)
            return int(said) if lite or _mysql(brand) else said
        case sa.Integer():
            return int(value)
        case sa.Numeric():
            number = Decimal(str(value))
            if not lite:
                return number
            return int(number) if number == number.to_integral_value() else float(number)
        case sa.Date() | sa.DateTime() if _mysql(brand) and str(value).startswith(_NO_DAY):
            return str(value)
        case sa.Date():
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
            return day.isoformat() if lite else day
        case sa.DateTime():
            return str(value) if lite else _moment(value, kind, brand, ZoneInfo(zone))
        case sa.Time() if _mysql(brand):
            hours, minutes, seconds = (*map(int, str(value).split(":")), 0)[:3]
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        case sqltypes._Binary() if not lite:
            content = value if isinstance(value, bytes) else str(value).encode()
            padded = type(kind).__name__ == "BINARY" and kind.length
            return content.ljust(kind.length or 0, b"\0") if padded else content
        case _ if _mysql(brand) and type(kind).__name__ in ("BIT", "YEAR"):
            return int(value) if type(kind).__name__ == "YEAR" else _bits(value, kind)
        case sa.JSON():
            document = json.loads(value) if isinstance(value, str) else value
            return document if brand == "postgresql" else json.dumps(document, ensure_ascii=False)
        case sa.CHAR() if kind.length and isinstance(value, str):
            padded = brand in ("postgresql", "mssql", "oracle")  # MySQL cuts the blanks off again
            return value.ljust(kind.length) if padded else value if lite else value.rstrip(" ")
        case sa.types.NullType() if not lite:  # nobody knows what it takes
            raise ValueError
        case sa.Uuid():
            return UUID(str(value)) if brand == "postgresql" else str(value)
        case sa.ARRAY():
            items = [] if value == "{}" else json.loads(value)
            return [fit(each, kind.item_type, brand=brand, zone=zone) for each in items]
        case _ if brand == "postgresql" and type(kind).__name__ in _ADDRESSES:
            return _ADDRESSES[type(kind).__name__](str(value))
        case _ if brand == "postgresql" and not isinstance(kind, sa.String):
            raise ValueError  # what is read back may not be what was written
    return value.isoformat() if isinstance(value, date) else str(value)


_NO_DAY = "0000-00-00"
_ADDRESSES: Final[Mapping[str, Callable[[str], Any]]] = {
    "INET": lambda said: ip_interface(said) if "/" in said else ip_address(said),
    "CIDR": ip_network,
}


def _mysql(brand: str) -> bool:
    return brand in ("mysql", "mariadb")


def _bits(value: Any, kind: Any) -> bytes:
    length = kind.length or 1
    number = int(_truth(value)) if length == 1 else int(value)
    return number.to_bytes((length + 7) // 8, "big")


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}
    return known[str(value).casefold()]


def _moment(value: Any, kind: sa.DateTime, brand: str, zone: ZoneInfo) -> datetime:
    said = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    known = said if said.tzinfo else said.replace(tzinfo=zone)
    if kind.timezone:
        return known
    if _mysql(brand) and type(kind).__name__ == "TIMESTAMP":
        return known.astimezone(UTC).replace(tzinfo=None)
    return known.astimezone(zone).replace(tzinfo=None)
