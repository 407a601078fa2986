"""Conditions in SQL that no row of the person can fail, to narrow a table down before reading.

They may let strangers through: `compare` decides afterwards, in exact normal forms. What tells
more than a name is asked for in the very expressions an index can hold (`normal`), by every way
of writing that the expression leaves apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from chikai.adapters.sources.catalog import Cell, Shape, Stored
from chikai.adapters.sources.normal import INDEXED, ODD, Normal
from chikai.adapters.sources.reader import Given
from chikai.adapters.sources.spelling import forms, spellings
from chikai.adapters.sources.values import TOKYO
from chikai.kernel import addresses, characters, text
from chikai.kernel.dates import era_of
from chikai.ledger.belonging import Recognise
from chikai.ledger.model import Table
from chikai.ledger.terms import Identifier

Condition: TypeAlias = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class _Way:
    """How one identifier is looked up: what agreement and silence look like in SQL."""

    agrees: Condition
    silent: Condition


@dataclass(frozen=True, slots=True)
class Place:
    """Where an identifier stands: the table itself, or one whose rows follow its rows. `has` says
    of a row that such a row is there, `has_none` that none is."""

    table: Table
    there: Shape
    normal: Normal
    has: Callable[[Condition], Condition] = lambda found: found
    has_none: Callable[[Condition], Condition] = sa.not_

    def indexed(self, each: Recognise) -> bool:
        return self.there.indexed(self.table, each, self.normal)


def candidates(
    table: Table, place: Callable[[Recognise], Place], given: Given, *, silent: bool = True
) -> Condition:
    """A given identifier that tells more than a name agrees; or the name agrees, no other birth
    date is stated, and either the address may agree too or the row states nothing that tells
    more (`silent`). Whatever else disagrees, so moved and renamed persons are seen.

    Where an index holds every given identifier the expressions of the indexes are asked for;
    otherwise the table is read through, and what costs least is asked first. No index holds an
    address: the rows of one name are looked through for it, by an index of names.
    """
    telling = [each for each in table.recognise if not each.identifier.names]
    asked = [each for each in telling if given.get(each.identifier)]
    indexed = all(place(each).indexed(each) for each in asked)
    ways = {
        each.identifier: way
        for each in sorted(asked, key=_cost)
        if (way := _way(each, place(each), given, indexed))
    }
    named = [
        place(each).has(sa.or_(*found))
        for each in table.recognise
        if each.identifier is Identifier.NAME
        and (found := _names(each, given.get(each.identifier, ()), place(each)))
    ]
    agrees = [way.agrees for way in ways.values()]
    born = ways.pop(Identifier.BIRTH_DATE, None)
    unborn = [born.silent] if born else []
    quiet = [way.silent for way in ways.values()]
    homes = list(_homes(table, given, place))
    if homes:
        beside = [sa.and_(sa.true(), *quiet), *homes] if silent else homes
        agrees.append(sa.and_(*unborn, *named, sa.or_(*beside)))
    elif silent:
        agrees.append(sa.and_(sa.true(), *unborn, *quiet, *named))
    return sa.or_(sa.false(), *agrees)


def _cost(each: Recognise) -> int:
    beside = 0 if each.table is None else 3
    return beside + {Identifier.BIRTH_DATE: 0, Identifier.EMAIL: 1}.get(each.identifier, 2)


def _way(each: Recognise, place: Place, given: Given, indexed: bool) -> _Way | None:
    """How to look one identifier up; None where SQL cannot tell."""
    values, there, normal = given[each.identifier], place.there, place.normal
    if each.identifier is Identifier.BIRTH_DATE:
        zone = ZoneInfo(place.table.column(each.columns[0]).zone)
        found = [_born(each.columns, there.cells, value, normal, zone) for value in values]
    else:
        found = [_plainly(each, value, normal, indexed) for value in values]
    known = [way for way in found if way is not None]
    if len(known) < len(found):
        return None
    agrees, silent = sa.or_(*(way.agrees for way in known)), known[0].silent
    if each.table is not None:
        silent = place.has_none(sa.not_(silent))
    return _Way(place.has(agrees), silent)


def _sql(text: str) -> sa.ColumnElement[Any]:
    return sa.literal_column(text, sa.String)


def _in(here: sa.ColumnElement[Any], values: Sequence[str]) -> Condition:
    return here.in_(sa.bindparam("written", list(values), expanding=True, unique=True))


def _contains(here: str, part: str) -> Condition:
    return _sql(here).contains(sa.bindparam("part", part, sa.String, unique=True))


_ODD: Final[sa.ColumnElement[Any]] = sa.literal_column(f"'{ODD}'")


def _plainly(each: Recognise, value: str, normal: Normal, indexed: bool) -> _Way | None:
    """An identifier that has a plain form, by an index or by reading through."""
    if each.identifier not in INDEXED:
        return None
    forms, part = _writings_of(each.identifier, value)
    if not forms:
        return None
    odd: Condition
    if each.identifier is Identifier.EMAIL:
        odd = sa.or_(*(_contains(normal.text(each.columns), at) for at in "@＠"))
    else:
        odd = normal.spread(each.columns, part)
    if indexed:
        here = _sql(normal.plain(each))
        blank = normal.blank(normal.plain(each))
        return _Way(sa.or_(_in(here, forms), sa.and_(here == _ODD, odd)), blank)
    whole = normal.text(each.columns)
    blank = normal.blank(f"trim({whole})")
    unusual = normal.unusual(each.columns)
    if normal.lists(each.columns):
        blank = sa.or_(blank, _in(_sql(whole), ["{}", "[]"]))
        return _Way(_contains(f"lower({whole})", part) if "@" in part else odd, blank)
    if each.identifier is Identifier.EMAIL:
        same = _in(_sql(f"lower(trim({whole}))"), forms)
        return _Way(sa.or_(same, sa.and_(unusual, odd)), blank)
    cheap = _sql(whole).like(sa.bindparam("cheap", f"%{'%'.join(part)}%", unique=True))
    return _Way(sa.and_(sa.or_(cheap, unusual), odd), blank)


def _writings_of(identifier: Identifier, value: str) -> tuple[list[str], str]:
    """The plain forms of a value, and the digits that every way of writing it holds."""
    if identifier is Identifier.EMAIL:
        key = text.email_key(value).key
        return [key] if key else [], key
    if identifier is Identifier.PHONE:
        number = text.phone_key(value).key.removeprefix("+81").removeprefix("+")
        return [f"{before}{number}" for before in _BEFORE] if number else [], number
    key = text.member_key(value).key
    run = max(re.findall(r"[0-9]+", key), key=len, default="")
    return [key] if run else [], run


_BEFORE: Final = ("0", "", "81", "810", "0081", "00810", "01081", "010810")
"""What may stand before a Japanese number without its first 0, signs left out."""


# --- names --------------------------------------------------------------------------------------


def _names(each: Recognise, names: Sequence[str], place: Place) -> list[Condition]:
    """That one of the names may be meant; none where a name has no Chinese character."""
    indexed = place.normal.holds_names and place.indexed(each)
    ways = [_named(each, name, place.normal, indexed) for name in names]
    known = [way for way in ways if way is not None]
    return known if len(known) == len(ways) else []


def _named(each: Recognise, name: str, normal: Normal, indexed: bool) -> Condition | None:
    """Every Chinese character of the name is there in one of its forms."""
    kanji = [c for c in characters.narrow(name) if characters.is_kanji(c) and c != "々"]
    if not kanji:
        return None
    found = _written(normal.text(each.columns), kanji)
    spelled = spellings(name) if indexed else ()
    if not spelled:
        return found
    here = _sql(normal.plain(each))
    return sa.or_(_in(here, spelled), sa.and_(here == _ODD, found))


def _written(here: str, kanji: Iterable[str]) -> Condition:
    """Each of these characters is there in one of its forms."""
    return sa.and_(*(sa.or_(*(_contains(here, form) for form in forms(c))) for c in kanji))


# --- addresses ----------------------------------------------------------------------------------


def _homes(table: Table, given: Given, place: Callable[[Recognise], Place]) -> Iterator[Condition]:
    """For each address that is given: that a row may state it. A row that does has every Chinese
    character of its town in one of its forms, numerals left out."""
    for each in table.recognise:
        if each.identifier is Identifier.ADDRESS:
            here = place(each).normal.text(each.columns)
            for value in given.get(each.identifier, ()):
                town = dict.fromkeys(filter(_of_place, addresses.take_apart(value).town))
                if town:
                    yield place(each).has(_written(here, town))


def _of_place(c: str) -> bool:
    return characters.is_kanji(c) and c != "々" and c not in characters.KANJI_NUMERALS


# --- birth dates --------------------------------------------------------------------------------


def _born(
    columns: Sequence[str], cells: Mapping[str, Cell], value: str, normal: Normal, zone: ZoneInfo
) -> _Way | None:
    key = text.date_key(value).key
    if not key or len(columns) != 1:
        return None
    (name,) = columns
    day = date.fromisoformat(key)
    here: sa.ColumnClause[Any] = sa.column(name)
    match cells[name].stored:
        case Stored.DATE:
            return _Way(sa.column(name, sa.Date) == day, normal.no_day(name))
        case Stored.MOMENT:
            at = sa.column(name, sa.DateTime)
            midnight = datetime.combine(day, time(), TOKYO).astimezone(zone).replace(tzinfo=None)
            same = sa.and_(at >= midnight, at < midnight + timedelta(days=1))
            return _Way(same, normal.no_day(name))
        case Stored.INTEGER:
            number = sa.column(name, sa.Integer)
            none = sa.or_(here.is_(None), number.in_([int(each) for each in _NO_DAY]))
            return _Way(number == int(day.strftime("%Y%m%d")), none)
        case Stored.TEXT:
            bare = _sql(normal.trimmed(name))
            blank = sa.or_(here.is_(None), normal.blank(normal.trimmed(name)))
            none = sa.or_(blank, _in(bare, [*_NO_DAY, "0000-00-00", "0000/00/00"]))
            none = sa.or_(none, normal.no_digits(name))  # which may be a day in other words
            return _Way(_in(bare, sorted(set(_writings(day)))), none)
    return None


_NO_DAY: Final = ("0", "00000000", "99999999")
"""What stands where nobody knows the day and the column may not be empty."""


def _writings(day: date) -> Iterator[str]:
    """How databases write a day in a text column."""
    y, m, d = day.year, day.month, day.day
    yield from (f"{day}{at}00:00:00" for at in " T")
    for form in ("{}-{:02}-{:02}", "{}/{:02}/{:02}", "{}.{:02}.{:02}", "{}{:02}{:02}"):
        yield form.format(y, m, d)
    for form in ("{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{}年{:02}月{:02}日"):
        yield form.format(y, m, d)
    if found := era_of(day):
        era, year = found
        for name in (era.ja, era.letter):
            for form in ("{}{}.{}.{}", "{}{:02}.{:02}.{:02}", "{}{}/{}/{}", "{}{:02}/{:02}/{:02}"):
                yield form.format(name, year, m, d)
        for written in {str(year), "元" if year == 1 else str(year)}:
            yield f"{era.ja}{written}年{m}月{d}日"
