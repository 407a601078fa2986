"""A form half filled in: sealed under a code that only its writer has, for two weeks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from chikai.app import cases, contact
from chikai.kernel.codes import is_code, make_code, plain_code
from chikai.ports import BadData, Home

CODE: Final = 16
"""Digits, the check digit included: 50 bits, since this code alone opens what was written."""
DAYS: Final = 14
MOST_BYTES: Final = 64 * 1024
_KIND: Final = "draft"

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, repr=False)
class Saved:
    """The code, and the last day on which it opens the form."""

    code: str
    until: date


def days(home: Home) -> int:
    return int(home.settings.get("draft_days", str(DAYS)))


def save(home: Home, fields: Fields, *, code: str | None = None) -> Saved:
    """Keep a form; with the code of an earlier saving, in its place. Raises `BadData` when it is
    too large to be one of our forms."""
    content = json.dumps({k: list(v) for k, v in fields.items()}, ensure_ascii=False).encode()
    if len(content) > MOST_BYTES:
        raise BadData("portal.fault.draft_too_large", field="statement")
    plain = plain_code(code) if code and open_(home, code) is not None else _new_code(home)
    until = cases.today(home) + timedelta(days=days(home))
    contact.tray(home).put(_KIND, plain, content, until=_end(home, until))
    return Saved(plain, until)


def open_(home: Home, code: str) -> Fields | None:
    """What was written; None for a code that opens nothing, or nothing any more."""
    plain = plain_code(code)
    content = contact.tray(home).get(_KIND, plain, at=home.clock.now())
    if content is None or not is_code(plain, length=CODE):
        return None
    fields = json.loads(content)
    assert isinstance(fields, dict)
    return {str(k): tuple(str(each) for each in v) for k, v in fields.items()}


def drop(home: Home, code: str) -> None:
    """The form was sent: nothing of it stays behind."""
    held = contact.tray(home)
    held.drop(held.name(_KIND, plain_code(code)))


def _new_code(home: Home) -> str:
    return make_code(int.from_bytes(home.entropy.bytes(8), "big"), length=CODE)


def _end(home: Home, until: date) -> datetime:
    return datetime.combine(until + timedelta(days=1), time.min, tzinfo=home.clock.now().tzinfo)
