"""New values for the cells of files and systems, in the form of those that are there."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from chikai.adapters.sources.rewriting import filled, form
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.values import as_text
from chikai.ledger.model import Column, Table

_SLASHED = re.compile(r"\d{4}/\d{2}/\d{2}")


class SampledCells:
    """`ledger.held.Cells` of a source that says nothing of its types: the first value tells."""

    def __init__(self, reader: StreamReader) -> None:
        self._reader = reader
        self._samples: dict[tuple[str, str], Any] = {}

    def told(self, table: Table, column: Column, value: Any) -> str | None:
        return as_text(value, column)

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        """Raises `ValueError`."""
        try:
            return _like(value, self._sample(table, column))
        except (TypeError, InvalidOperation, KeyError):
            raise ValueError from None

    def _sample(self, table: Table, column: Column) -> Any:
        place = (table.name, column.name)
        if place not in self._samples:
            cells = (row.get(column.name) for row in self._reader.every(table))
            self._samples[place] = next((cell for cell in cells if cell is not None), None)
        return self._samples[place]


class FileCells(SampledCells):
    """Of files, where a text without letters and an empty cell are the same."""

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        return filled(super().fit(table, column, value))

    def _sample(self, table: Table, column: Column) -> Any:
        """In a form that knows nothing but text, every value is one."""
        found = super()._sample(table, column)
        return "" if found is None and form(table.stored) in (".csv", ".tsv") else found


def _like(value: Any, sample: Any) -> Any:
    match sample:
        case bool():
            return {"true": True, "1": True, "false": False, "0": False}[str(value).casefold()]
        case int():
            return int(value)
        case float():
            return float(value)
        case Decimal():
            return Decimal(str(value))
        case datetime():
            said = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return said.replace(tzinfo=sample.tzinfo) if said.tzinfo is None else said
        case date():
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        case str():
            text = value.isoformat() if isinstance(value, date) else str(value)
            slashed = _SLASHED.fullmatch(sample) and isinstance(_day(text), date)
            return text.replace("-", "/") if slashed else text
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
