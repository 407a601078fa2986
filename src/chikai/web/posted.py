"""What a form brought, read field by field. An unreadable field names itself, never its value."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from chikai.app.faults import Fault
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.kernel.message import say
from chikai.people.model import Address, Name, Person

E = TypeVar("E", bound=StrEnum)
MAX_TEXT: Final = 4000


class Seen(StrEnum):
    """What the clerk saw of an entry that must not be kept."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    COVERED = "covered"
    UNKNOWN = "unknown"


class BadField(Exception):
    """One field that cannot be read or is missing."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def bad(code: str, field: str, **args: str | int) -> BadField:
    return BadField(Fault(code, say(code, **args), field=field))


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form. Holds personal data: it has no repr."""

    values: Mapping[str, Sequence[str]]
    files: Mapping[str, bytes]

    def __repr__(self) -> str:
        return "Posted(<sealed>)"

    def raw(self, name: str) -> str:
        """The field as it was typed, to be shown again."""
        return (self.values.get(name) or ("",))[0]

    def has(self, name: str, value: str) -> bool:
        """Whether a value of a list was chosen."""
        return value in self.values.get(name, ())

    def text(self, name: str) -> str:
        """The field without surrounding space; empty when it is not there."""
        found = self.values.get(name) or ("",)
        text = found[0].replace("\r\n", "\n").strip()
        if len(text) > MAX_TEXT:
            raise bad("web.fault.too_long", name, limit=MAX_TEXT)
        if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
            raise bad("web.fault.control", name)
        return text

    def maybe(self, name: str) -> str | None:
        return self.text(name) or None

    def need(self, name: str) -> str:
        if text := self.text(name):
            return text
        raise bad("web.fault.missing", name)

    def choice(self, name: str, kinds: type[E]) -> E:
        chosen = self.maybe_choice(name, kinds)
        if chosen is None:
            raise bad("web.fault.choose", name)
        return chosen

    def maybe_choice(self, name: str, kinds: type[E]) -> E | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return kinds(text)
        except ValueError:
            raise bad("web.fault.choose", name) from None

    def choices(self, name: str, kinds: type[E]) -> tuple[E, ...]:
        try:
            return tuple(dict.fromkeys(kinds(v) for v in self.values.get(name, ()) if v))
        except ValueError:
            raise bad("web.fault.choose", name) from None

    def yes_no(self, name: str) -> bool | None:
        """Yes, no, or not known yet: three radios, so that silence is never read as no."""
        return {"yes": True, "no": False}.get(self.text(name))

    def day(self, name: str) -> date | None:
        """A day in any form that Japanese papers use."""
        text = self.text(name)
        try:
            return parse_date(text) if text else None
        except BadDate as error:
            raise BadField(Fault(error.id, error.message, field=name)) from None

    def number(self, name: str) -> int | None:
        text = unicodedata.normalize("NFKC", self.text(name)).replace(",", "").rstrip("円%")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise bad("web.fault.number", name)
        return int(text)

    def person(self, prefix: str) -> Person | None:
        """A person from the fields `prefix.name`, `prefix.kana`, …; None when all are empty."""
        name = self.text(f"{prefix}.name")
        address = self.address(prefix)
        born = self.day(f"{prefix}.birth_date")
        lists = {
            field: (text,) if (text := self.text(f"{prefix}.{field}")) else ()
            for field in ("phone", "email", "member_number")
        }
        if not name:
            if address or born or any(lists.values()):
                raise bad("web.fault.missing", f"{prefix}.name")
            return None
        return Person(
            names=(Name(name, self.maybe(f"{prefix}.kana")),),
            addresses=(address,) if address else (),
            birth_date=born,
            phones=lists["phone"],
            emails=lists["email"],
            member_numbers=lists["member_number"],
        )

    def address(self, prefix: str) -> Address | None:
        text = self.text(f"{prefix}.address")
        return Address(text, self.maybe(f"{prefix}.postal_code")) if text else None


EMPTY: Final = Posted({}, {})
