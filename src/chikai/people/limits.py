"""How long the particulars of a person may be: one measure, whatever face they come in by.

It is for what is typed or sent in; what a company's own files hold is read as long as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chikai.kernel.characters import MOST_TEXT
from chikai.people.model import Address, Person

_NAME: Final = 200
_ADDRESS: Final = 500
MOST: Final[Mapping[str, int]] = {
    "name": _NAME,
    "kana": _NAME,
    "former_name": _NAME,
    "former_names": _NAME,
    "representative": _NAME,
    "postal_code": 20,
    "address": _ADDRESS,
    "former_address": _ADDRESS,
    "former_addresses": _ADDRESS,
    "proven_addresses": _ADDRESS,
    "phone": 50,
    "email": 254,
    "member_number": 100,
}
"""Characters, by the name of the field. An e-mail address can't be longer (RFC 5321, 4.5.3.1.3)."""

Given = tuple[str, str | None]
"""The name of a field, and what it holds."""


def most(field: str) -> int:
    """How many characters a field may hold; its name may say where it stands (`person0.name`)."""
    return MOST.get(field.rpartition(".")[2], MOST_TEXT)


def too_long(given: Iterable[Given]) -> str | None:
    """The first field that holds more than it may; None when none does."""
    return next((field for field, text in given if text and len(text) > most(field)), None)


def of_address(part: str, address: Address | None) -> Iterator[Given]:
    if address is not None:
        yield f"{part}.postal_code", address.postal_code
        yield f"{part}.address", address.text


def of_person(part: str, person: Person | None) -> Iterator[Given]:
    """Every particular, named as the fields of a form: `person.name`, `person.phone`."""
    if person is None:
        return
    for name in person.names:
        yield f"{part}.name", name.full
        yield f"{part}.kana", name.kana
    for address in person.addresses:
        yield from of_address(part, address)
    for field, texts in (
        ("phone", person.phones),
        ("email", person.emails),
        ("member_number", person.member_numbers),
    ):
        for text in texts:
            yield f"{part}.{field}", text
