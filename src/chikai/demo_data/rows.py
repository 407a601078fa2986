"""Small pieces that the databases of the companies are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from chikai.people.model import Person

Value: TypeAlias = str | int | date | datetime | None
Rows: TypeAlias = Sequence[Mapping[str, Value]]
Columns: TypeAlias = Sequence[sa.Column[Any]]

FIRST_DAY: Final = date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class Filled:
    """A table and its rows."""

    table: sa.Table
    rows: Rows


def fill(
    meta: sa.MetaData,
    name: str,
    columns: Columns,
    rows: Rows,
) -> Filled:
    """A table with a numbered `id` before its columns, and rows counted from 1."""
    key = sa.Column("id", sa.Integer, primary_key=True)
    table = sa.Table(name, meta, key, *columns)
    return Filled(table, [{"id": n, **row} for n, row in enumerate(rows, 1)])


def words(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(200)) for name in names)


WHOLE: Final = ("name", "kana", "postal_code", "address", "phone", "email")
"""The text columns that `whole` fills; `birth_date` is its only other one."""


def day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date)


def moment(name: str) -> sa.Column[datetime]:
    """A moment without offset: the mapping says which zone it means."""
    return sa.Column(name, sa.DateTime)


def amount(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer)


def to(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id"))


def days_on(n: int) -> date:
    """The n-th day of the demo's history."""
    return FIRST_DAY + timedelta(days=n)


def at(n: int, hour: int = 10) -> datetime:
    return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, hour) + timedelta(days=n)


def with_offset(n: int) -> str:
    """A moment as a text that keeps its offset."""
    return f"{days_on(n).isoformat()}T15:30:00+09:00"


def whole(person: Person) -> dict[str, Value]:
    """Name, reading, birth date and address in one column each."""
    return {
        "name": person.names[0].full,
        "kana": person.names[0].kana,
        "birth_date": person.birth_date,
        **reach(person),
    }


def parted(person: Person) -> dict[str, Value]:
    """Family and given name apart."""
    family, _, given = person.names[0].full.partition(" ")
    family_kana, _, given_kana = (person.names[0].kana or "").partition(" ")
    return {
        "family_name": family,
        "given_name": given,
        "family_kana": family_kana,
        "given_kana": given_kana,
        "birth_date": person.birth_date,
        **reach(person),
    }


def reach(person: Person) -> dict[str, Value]:
    return {
        "postal_code": person.addresses[0].postal_code,
        "address": person.addresses[0].text,
        "phone": person.phones[0],
        "email": person.emails[0],
    }


def only(values: Mapping[str, Value], *names: str) -> dict[str, Value]:
    return {name: values[name] for name in names}
