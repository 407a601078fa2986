"""A person as a form, an identity paper or a company's file names one.

Nothing here prints a personal value: every `repr` is sealed, so that a value reaches no log and
no error message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final


class _Sealed:
    """Prints its kind and nothing else."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(<sealed>)"


MESSAGES: Final = frozenset(
    f"person.{name}"
    for name in (
        "field_missing",
        "name_blank",
        "no_name",
        "not_a_date",
        "not_a_list",
        "not_a_record",
        "not_a_text",
        "unknown_field",
    )
)
"""Every message id a `BadPerson` can carry."""


class BadPerson(ValueError):
    """Data that make no person. Carries a message id, never a value."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


@dataclass(frozen=True, slots=True, repr=False)
class Name(_Sealed):
    """A full name as written, and its reading (ふりがな) where one is given.

    Raises `BadPerson` when the full name is blank.
    """

    full: str
    kana: str | None = None

    def __post_init__(self) -> None:
        if not self.full.strip():
            raise BadPerson("person.name_blank")


@dataclass(frozen=True, slots=True, repr=False)
class Address(_Sealed):
    """An address as written, and its postal code where one is given."""

    text: str
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Person(_Sealed):
    """What one paper says about one person. All may be empty but the names.

    The first name and the first address are the current ones; former ones follow. Raises
    `BadPerson` without a name.
    """

    names: tuple[Name, ...]
    addresses: tuple[Address, ...] = ()
    birth_date: date | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    member_numbers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise BadPerson("person.no_name")

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON; the date as ISO 8601. It is personal data: seal it."""
        return {
            "names": [{"full": each.full, "kana": each.kana} for each in self.names],
            "addresses": [
                {"text": each.text, "postal_code": each.postal_code} for each in self.addresses
            ],
            "birth_date": self.birth_date.isoformat() if self.birth_date else None,
            "phones": list(self.phones),
            "emails": list(self.emails),
            "member_numbers": list(self.member_numbers),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Person:
        """The person `to_dict` wrote. Raises `BadPerson` for any other shape or unknown field."""
        _only(data, ("names", "addresses", "birth_date", "phones", "emails", "member_numbers"))
        return cls(
            names=tuple(
                Name(_text(each, "full"), _optional(each, "kana"))
                for each in _rows(data, "names", ("full", "kana"))
            ),
            addresses=tuple(
                Address(_text(each, "text"), _optional(each, "postal_code"))
                for each in _rows(data, "addresses", ("text", "postal_code"))
            ),
            birth_date=_day(_optional(data, "birth_date")),
            phones=_texts(data, "phones"),
            emails=_texts(data, "emails"),
            member_numbers=_texts(data, "member_numbers"),
        )


def _only(data: Mapping[str, object], fields: tuple[str, ...]) -> None:
    if not set(data) <= set(fields):
        raise BadPerson("person.unknown_field")


def _list(data: Mapping[str, object], field: str) -> Sequence[object]:
    value = data.get(field) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise BadPerson("person.not_a_list")
    return value


def _rows(
    data: Mapping[str, object], field: str, fields: tuple[str, ...]
) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    for row in _list(data, field):
        if not isinstance(row, Mapping):
            raise BadPerson("person.not_a_record")
        _only(row, fields)
        rows.append(row)
    return rows


def _texts(data: Mapping[str, object], field: str) -> tuple[str, ...]:
    texts: list[str] = []
    for value in _list(data, field):
        if not isinstance(value, str):
            raise BadPerson("person.not_a_text")
        texts.append(value)
    return tuple(texts)


def _optional(data: Mapping[str, object], field: str) -> str | None:
    value = data.get(field)
    if value is not None and not isinstance(value, str):
        raise BadPerson("person.not_a_text")
    return value


def _text(data: Mapping[str, object], field: str) -> str:
    value = _optional(data, field)
    if value is None:
        raise BadPerson("person.field_missing")
    return value


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadPerson("person.not_a_date") from None
