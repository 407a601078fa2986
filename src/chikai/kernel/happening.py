"""What happened, as a typed value on its way into the journal."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import cache

from chikai.kernel.event import Data, Draft, Value, check


class Happening:
    """Base of what can happen in a stream of the journal, each a dataclass; its type there is the
    snake-case name of the class."""

    @classmethod
    @cache
    def type(cls) -> str:
        return "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")

    def draft(self, on: date) -> Draft:
        """What the journal is to hold of it. Raises `FreeString` where it is more than tokens."""
        data: Data = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]
        return Draft(self.type(), on, check(data))


def _plain(value: object) -> Value:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    assert value is None or isinstance(value, bool | int | str)
    return value
