"""The people around the cast: sixty on every company's file, the same in every run."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from chikai.demo_data.cast import ON_FILE
from chikai.people.model import Address, Name, Person

MEMBERS: Final = 60

_FAMILY: Final = (
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("田中", "タナカ"),
    ("渡辺", "ワタナベ"),
    ("斎藤", "サイトウ"),
    ("橋本", "ハシモト"),
    ("山﨑", "ヤマザキ"),
    ("吉田", "ヨシダ"),
    ("佐々木", "ササキ"),
    ("森", "モリ"),
)
_GIVEN: Final = (
    ("健", "ケン"),
    ("恵子", "ケイコ"),
    ("拓海", "タクミ"),
    ("陽菜", "ヒナ"),
    ("修", "オサム"),
    ("さくら", "サクラ"),
    ("大輔", "ダイスケ"),
)
_FIRST_BIRTH: Final = date(1945, 3, 3)


@cache
def members() -> tuple[Person, ...]:
    """The cast on file and the people around it, `MEMBERS` in all."""
    return (*ON_FILE, *(_extra(n) for n in range(MEMBERS - len(ON_FILE))))


def id_of(person: Person) -> int:
    """The id on every company's file. Raises `ValueError` for somebody who is on none."""
    return members().index(person) + 1


def _extra(n: int) -> Person:
    family, family_kana = _FAMILY[n % len(_FAMILY)]
    given, given_kana = _GIVEN[n % len(_GIVEN)]
    return Person(
        names=(Name(f"{family} {given}", f"{family_kana} {given_kana}"),),
        addresses=(Address(f"東京都架空区例示{n + 1}丁目{n % 9 + 1}番{n % 20 + 1}号", "000-0002"),),
        birth_date=_FIRST_BIRTH + timedelta(days=431 * n),
        phones=(f"090-0000-{2001 + n}",),
        emails=(f"member{n + 1:02}@example.com",),
    )
