"""Slips of the pen in a year, caught before they are recorded: a journal takes nothing back."""

from __future__ import annotations

from datetime import date
from typing import Final

from chikai.kernel.calendar import add_years
from chikai.ports import BadData

MOST_YEARS: Final = 10
"""No period the desk keeps is longer."""


def near(day: date, *, after: date, years: int = MOST_YEARS, field: str = "day") -> None:
    """Raises `BadData` for a day more than so many years after another."""
    last = add_years(after, years)
    if day > last:
        raise BadData("fault.day_too_far", field=field, last=last.isoformat())
