"""Dates as Japanese papers write them: reading every usual form, writing two.

`chikai.kernel.calendar` names the public functions again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from chikai.kernel.characters import hyphens_to_ascii, kanji_number
from chikai.kernel.message import Arg, Both, Message, say

MESSAGES: Final = frozenset(
    {
        "date.empty",
        "date.unreadable",
        "date.no_such_day",
        "date.outside_era",
        "date.lunar",
        "date.era_disagrees",
    }
)
"""Every message id a `BadDate` can carry."""


class BadDate(ValueError):
    """A text that names no day. Carries a message, never the text: it may be a birth date."""

    def __init__(self, id: str, **args: Arg) -> None:
        super().__init__(id)
        self.message: Message = say(id, **args)

    @property
    def id(self) -> str:
        """The message id, one of `MESSAGES`."""
        return self.message.id


@dataclass(frozen=True, slots=True)
class Era:
    """A reign era (元号): its names, its letter on forms, and the days that may carry it.

    `last` of Meiji and Taisho is the day the next era began: the change took effect within
    that day, and papers of that day carry either name. Showa and Heisei ended at midnight.
    """

    ja: str
    en: str
    letter: str
    first: date
    last: date


ERAS: Final = (
    Era("令和", "Reiwa", "R", date(2019, 5, 1), date.max),
    Era("平成", "Heisei", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "Showa", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "Taisho", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "Meiji", "M", date(1868, 1, 25), date(1912, 7, 30)),
)
"""The eras since Meiji, newest first (JIS X 0301; 元号を改める政令 of 1989 and 2019)."""

GREGORIAN_SINCE: Final = date(1873, 1, 1)
"""明治6年1月1日, from when an era date is a Gregorian date (明治5年太政官布告第337号)."""

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def era_of(day: date) -> tuple[Era, int] | None:
    """The era of a day and the year within it; None before 1873, when months were lunar."""
    if day < GREGORIAN_SINCE:
        return None
    era = next(each for each in ERAS if each.first <= day)
    return era, day.year - era.first.year + 1


def format_date(day: date, lang: Literal["ja", "en"]) -> str:
    """The day for people: `2026年11月21日（令和8年）` or `21 November 2026 (Reiwa 8)`.

    The first year of an era is 元年. Days before 1873 carry no era.
    """
    found = era_of(day)
    if lang == "ja":
        text, around = f"{day.year:04}年{day.month}月{day.day}日", "（{}）"
    else:
        text, around = f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}", " ({})"
    if found is None:
        return text
    era, year = found
    if lang == "ja":
        return text + around.format(f"{era.ja}{'元' if year == 1 else year}年")
    return text + around.format(f"{era.en} {year}")


_NUMBER: Final = r"(?:\d+|[〇零一二三四五六七八九十]+)"
_ERA: Final = r"(?P<era>令和|平成|昭和|大正|明治|[令平昭大明]|[RHSTM])"
_DAY_END: Final = r"(?:生まれ|生)?"
_ERA_NOTE: Final = rf"(?:\({_ERA.replace('era', 'note_era')}(?P<note_year>元|{_NUMBER})年?\))?"

_FORMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        # 2026-11-21, 2026/11/21, 2026.11.21, 20261121
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        # 2026年11月21日, 二〇二六年十一月二十一日, with or without （令和8年）
        rf"(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年"
        rf"(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日{_DAY_END}{_ERA_NOTE}",
        # R8.11.21, 令和8/11/21, H31-4-30
        rf"{_ERA}(?P<year>元|\d{{1,2}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})",
        # 令和8年11月21日, 令和八年十一月二十一日, R8年11月21日
        rf"{_ERA}(?P<year>元|{_NUMBER})年(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日{_DAY_END}",
        # 21 November 2026, with or without (Reiwa 8); spaces are gone by now
        rf"(?P<day>\d{{1,2}})(?P<month>{'|'.join(_MONTHS)})(?P<year>\d{{4}})"
        r"(?:\((?P<note_era>Reiwa|Heisei|Showa|Taisho|Meiji)(?P<note_year>\d+)\))?",
    )
)


def parse_date(text: str) -> date:
    """The day a text names.

    Reads ISO 8601, `2026/11/21`, `2026年11月21日`, `R8.11.21`, `令和八年十一月二十一日`,
    `昭和64年1月7日` and what `format_date` writes; digits may be full-width or kanji, any
    hyphen serves and spaces are ignored. An era date must lie inside its era: 平成31年5月1日
    and 令和0年 name no day. Raises `BadDate`, whose message holds nothing of the text.
    """
    plain = _plain(text)
    if not plain:
        raise BadDate("date.empty")
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            return _day(found.groupdict())
    raise BadDate("date.unreadable")


def _plain(text: str) -> str:
    """Narrow digits and signs, one kind of hyphen, no spaces."""
    return hyphens_to_ascii("".join(unicodedata.normalize("NFKC", text).split()))


def _day(parts: dict[str, str | None]) -> date:
    number = _year_number(parts["year"])
    named = _era_named(parts.get("era"))
    year = number if named is None else _western(named, number)
    day = _make(year, _month(parts["month"]), _number(parts["day"]))
    if named is not None:
        _check_inside(named, day)
    noted = _era_named(parts.get("note_era"))
    if noted is not None:
        agrees = _western(noted, _year_number(parts["note_year"])) == day.year
        if not agrees or not noted.first <= day <= noted.last:
            raise BadDate("date.era_disagrees")
    return day


def _make(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise BadDate("date.no_such_day") from None


def _era_named(name: str | None) -> Era | None:
    if name is None:
        return None
    wanted = name.casefold()
    for era in ERAS:
        if wanted in (era.ja, era.ja[0], era.letter.casefold(), era.en.casefold()):
            return era
    raise BadDate("date.unreadable")


def _western(era: Era, year: int) -> int:
    if year < 1:
        raise _outside(era)
    return era.first.year + year - 1


def _check_inside(era: Era, day: date) -> None:
    if not era.first <= day <= era.last:
        raise _outside(era)
    if day < GREGORIAN_SINCE:
        raise BadDate("date.lunar", since=GREGORIAN_SINCE)


def _outside(era: Era) -> BadDate:
    """The bounds of the era are public facts; the day that was written is not repeated."""
    return BadDate("date.outside_era", era=Both(era.ja, era.en), first=era.first, last=era.last)


def _year_number(text: str | None) -> int:
    return 1 if text == "元" else _number(text)


def _month(text: str | None) -> int:
    names = [name.casefold() for name in _MONTHS]
    return names.index(text.casefold()) + 1 if text and text.casefold() in names else _number(text)


def _number(text: str | None) -> int:
    if text is None or len(text) > 8:
        raise BadDate("date.unreadable")
    value = int(text) if text.isdigit() else kanji_number(text)
    if value is None:
        raise BadDate("date.unreadable")
    return value
