"""Events: what happened, as the journal keeps it. No personal value, no free string."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

Value = bool | int | str | None | tuple["Value", ...]
Data = dict[str, Value]

VERSION = 1
_TOKEN = re.compile(r"[A-Za-z0-9_.:+\-]{1,100}")


class FreeString(ValueError):
    """Event data may hold ids, enums, dates and commitments only, never a sentence or a name."""


def check(data: Data) -> Data:
    """Return `data` when every string in it is a token (id, enum, ISO date, hex commitment)."""
    for key, value in data.items():
        _check(key, value)
    return data


def _check(key: str, value: Value) -> None:
    if isinstance(value, tuple):
        for each in value:
            _check(key, each)
    elif isinstance(value, str) and not _TOKEN.fullmatch(value):
        raise FreeString(f"`{key}` of an event must be an id, an enum, a date or a commitment")


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as `decide` returns it, before the journal gives it a place."""

    type: str
    occurred_on: date
    data: Data


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its place in the journal. `seq` counts the company's journal from 0 and
    `case_seq` the case's history from 0; `law` and `policy` name the versions it was judged by."""

    v: int
    seq: int
    event_id: str
    command_id: str
    company: str
    case: str
    case_seq: int
    type: str
    occurred_on: date
    recorded_at: datetime
    actor_id: str
    law: str
    policy: str
    data: Data
