"""What a form brought, read field by field. An unreadable field names itself, never its value."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from chikai.app.faults import Fault
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.kernel.message import say
from chikai.people import limits
from chikai.people.model import Address, Name, Person

E = TypeVar("E", bound=StrEnum)
PARTICULARS: Final = (
    "name",
    "kana",
    "postal_code",
    "address",
    "birth_date",
    "phone",
    "email",
    "member_number",
)
"""What a form asks of a person."""


class Seen(StrEnum):
    """What the clerk saw of an entry that must not be kept."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    COVERED = "covered"
    UNKNOWN = "unknown"


class BadField(Exception):
    """What cannot be read or is missing: a fault for each field."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].code)
        self.faults = faults


def bad(code: str, field: str, **args: str | int) -> BadField:
    return BadField(Fault(code, say(code, **args), field=field))


def plain_number(text: str) -> int | None:
    """A number as people write it: any width, commas, 円 or %. None for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").rstrip("円%")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form. Holds personal data: it has no repr.

    A reader raises `BadField` for what it cannot read; inside `whole` it goes on as if the field
    were empty, so that all that is wrong is found.
    """

    values: Mapping[str, Sequence[str]]
    files: Mapping[str, bytes]

    def __repr__(self) -> str:
        return "Posted(<sealed>)"

    @contextmanager
    def whole(self) -> Iterator[Posted]:
        """The form to be read to its end. Raises `BadField` with everything that was wrong once
        it is; until then nothing may be done with what was read."""
        wrong: list[Fault] = []
        try:
            yield _Whole(self.values, self.files, wrong)
        except BadField as error:
            wrong.extend(error.faults)
        if wrong:
            raise BadField(*wrong)

    def refuse(self, error: BadField) -> None:
        """Something is wrong with a field: raised here, put down inside `whole`."""
        raise error

    def raw(self, name: str) -> str:
        """The field as it was typed, to be shown again."""
        return (self.values.get(name) or ("",))[0]

    def has(self, name: str, value: str) -> bool:
        """Whether a value of a list was chosen."""
        return value in self.values.get(name, ())

    def begun(self, row: str, **untouched: str) -> bool:
        """Whether anything was typed, chosen or uploaded in a row of fields, `row.…`: it is read
        whole then, or refused. `untouched`: what a field says before anybody has touched it."""
        return any(name.startswith(f"{row}.") for name in self.files) or any(
            value.strip() and value != untouched.get(name.removeprefix(f"{row}."))
            for name, values in self.values.items()
            if name.startswith(f"{row}.")
            for value in values
        )

    def text(self, name: str) -> str:
        """The field without surrounding space; empty when it is not there."""
        found = self.values.get(name) or ("",)
        text = found[0].replace("\r\n", "\n").strip()
        if len(text) > (limit := limits.most(name)):
            self.refuse(bad("web.fault.too_long", name, limit=limit))
            return ""
        if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
            self.refuse(bad("web.fault.control", name))
            return ""
        return text

    def maybe(self, name: str) -> str | None:
        return self.text(name) or None

    def need(self, name: str) -> str:
        text = self.text(name)
        if not text:
            self.miss(name)
        return text

    def miss(self, name: str) -> None:
        """The field should have been filled in."""
        self.refuse(bad("web.fault.missing", name))

    def choice(self, name: str, kinds: type[E]) -> E:
        chosen = self.maybe_choice(name, kinds)
        if chosen is None:
            self.refuse(bad("web.fault.choose", name))
        return chosen or next(iter(kinds))

    def maybe_choice(self, name: str, kinds: type[E]) -> E | None:
        text = self.text(name)
        if not text:
            return None
        if text not in set(kinds):
            self.refuse(bad("web.fault.choose", name))
            return None
        return kinds(text)

    def choices(self, name: str, kinds: type[E]) -> tuple[E, ...]:
        given = tuple(dict.fromkeys(v for v in self.values.get(name, ()) if v))
        if not set(given) <= set(kinds):
            self.refuse(bad("web.fault.choose", name))
            return ()
        return tuple(kinds(v) for v in given)

    def yes_no(self, name: str) -> bool | None:
        """Yes, no, or not known yet: three radios, so that silence is never read as no."""
        return {"yes": True, "no": False}.get(self.text(name))

    def need_yes_no(self, name: str) -> bool:
        answer = self.yes_no(name)
        if answer is None:
            self.refuse(bad("web.fault.yes_or_no", name))
        return answer is True

    def day(self, name: str) -> date | None:
        """A day in any form that Japanese papers use."""
        text = self.text(name)
        try:
            return parse_date(text) if text else None
        except BadDate as error:
            self.refuse(BadField(Fault(error.id, error.message, field=name)))
            return None

    def need_day(self, name: str) -> date:
        day = self.day(name)
        if day is None:
            self.miss(name)
        return day or date.min

    def number(self, name: str) -> int | None:
        text = self.text(name)
        number = plain_number(text)
        if text and number is None:
            self.refuse(bad("web.fault.number", name))
        return number

    def need_number(self, name: str) -> int:
        number = self.number(name)
        if number is None:
            self.miss(name)
        return number or 0

    def person(self, prefix: str) -> Person | None:
        """A person from the fields `prefix.name`, `prefix.kana`, …; None when all are empty. What
        is given of somebody without a name is refused."""
        name, kana = self.text(f"{prefix}.name"), self.maybe(f"{prefix}.kana")
        address = self.address(prefix)
        born = self.day(f"{prefix}.birth_date")
        lists = {
            field: (text,) if (text := self.text(f"{prefix}.{field}")) else ()
            for field in ("phone", "email", "member_number")
        }
        if not name:
            if any(self.raw(f"{prefix}.{each}").strip() for each in PARTICULARS):
                self.miss(f"{prefix}.name")
            return None
        return Person(
            names=(Name(name, kana),),
            addresses=(address,) if address else (),
            birth_date=born,
            phones=lists["phone"],
            emails=lists["email"],
            member_numbers=lists["member_number"],
        )

    def address(self, prefix: str) -> Address | None:
        text, code = self.text(f"{prefix}.address"), self.maybe(f"{prefix}.postal_code")
        if code and not text:
            self.miss(f"{prefix}.address")
        return Address(text, code) if text else None


@dataclass(frozen=True, slots=True, repr=False)
class _Whole(Posted):
    """A form that is read to its end; a field has one fault."""

    wrong: list[Fault]

    def refuse(self, error: BadField) -> None:
        named = {fault.field for fault in self.wrong}
        self.wrong.extend(fault for fault in error.faults if fault.field not in named)


EMPTY: Final = Posted({}, {})
