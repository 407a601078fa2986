"""Conditions in SQL that no row of the person can fail, to narrow a table down before reading.

They may let strangers through: `compare` decides afterwards, in exact normal forms. Each
condition is written in functions that every database has (LIKE, REPLACE, LOWER, TRIM).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources.reader import Given
from chikai.kernel import characters, text
from chikai.kernel.dates import era_of
from chikai.ledger.model import Identifier, Table

Condition: TypeAlias = sa.ColumnElement[bool]
Types: TypeAlias = Mapping[str, sa.types.TypeEngine[Any]]

_SIGNS: Final = " \u3000-‐‑–—−－ー()（）.+＋/"
_WIDE_DIGITS: Final = "０１２３４５６７８９"
_COMPATIBLE: Final = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))


def candidates(table: Table, types: Types, given: Given) -> Condition:
    """A given identifier that tells more than a name agrees; or the name agrees and the row
    states nothing that does. Whatever else disagrees, so moved and renamed persons are seen."""
    agree = _conditions(table, types, given)
    telling = {i: here for i, here in agree.items() if not i.names}
    named = [here for i, here in agree.items() if i.names]
    silent = [_silent(r.columns, types) for r in table.recognise if r.identifier in telling]
    return sa.or_(*telling.values(), sa.and_(sa.true(), *named, *silent))


def _conditions(table: Table, types: Types, given: Given) -> dict[Identifier, Condition]:
    """What agreement on each given identifier of the table looks like, where SQL can tell."""
    found: dict[Identifier, Condition] = {}
    for each in table.recognise:
        if values := given.get(each.identifier):
            ways = [_agrees(each.identifier, each.columns, types, value) for value in values]
            known = [way for way in ways if way is not None]
            if len(known) == len(ways):
                found[each.identifier] = sa.or_(*known)
    return found


def _agrees(
    identifier: Identifier, columns: Sequence[str], types: Types, value: str
) -> Condition | None:
    match identifier:
        case Identifier.NAME:
            return _named(columns, types, value)
        case Identifier.BIRTH_DATE if len(columns) == 1:
            return _born(columns[0], types, value)
        case Identifier.PHONE:
            key = text.phone_key(value).key
            return _has_digits(columns, types, key.removeprefix("+81").removeprefix("+"))
        case Identifier.MEMBER_NUMBER:
            runs = re.findall(r"[0-9]+", text.member_key(value).key)
            return _has_digits(columns, types, max(runs, key=len, default=""))
        case Identifier.EMAIL if len(columns) == 1:
            return _mailed(columns[0], types, value)
    return None


def _text(name: str, types: Types) -> sa.ColumnElement[str]:
    column: sa.ColumnClause[Any] = sa.column(name)
    if isinstance(types.get(name), sa.String):
        return sa.type_coerce(column, sa.String)
    return sa.cast(column, sa.String(255))


def _joined(names: Sequence[str], types: Types) -> sa.ColumnElement[str]:
    if len(names) == 1:
        return _text(names[0], types)
    parts = [sa.func.coalesce(_text(name, types), "", type_=sa.String) for name in names]
    return functools.reduce(lambda a, b: a + b, parts)


def _silent(names: Sequence[str], types: Types) -> Condition:
    """The row does not state this identifier."""
    blank = sa.func.trim(_joined(names, types), type_=sa.String) == ""
    return blank if len(names) > 1 else sa.or_(sa.column(names[0]).is_(None), blank)


def _named(columns: Sequence[str], types: Types, name: str) -> Condition | None:
    """Every Chinese character of the name is there in one of its forms."""
    kanji = [c for c in characters.narrow(name) if characters.is_kanji(c) and c != "々"]
    if not kanji:
        return None
    here = _joined(columns, types)
    return sa.and_(*(sa.or_(*(here.contains(form) for form in _forms(c))) for c in kanji))


def _forms(c: str) -> tuple[str, ...]:
    common = _common(c)
    return tuple(sorted({c, common, *_variants().get(common, ())}))


def _common(c: str) -> str:
    for _ in range(3):
        c = characters.unconfused_characters(characters.standard_characters(characters.narrow(c)))
    return c


@functools.cache
def _variants() -> Mapping[str, frozenset[str]]:
    """The other way round: every form that is written for one common character."""
    table = characters.variant_table()
    forms = {*table.variants, *table.variants.values(), *table.confused, *table.confused.values()}
    forms |= {chr(code) for code in _COMPATIBLE}
    found: dict[str, set[str]] = {}
    for form in forms:
        if _common(form) != form:
            found.setdefault(_common(form), set()).add(form)
    return {common: frozenset(each) for common, each in found.items()}


def _has_digits(columns: Sequence[str], types: Types, digits: str) -> Condition | None:
    if not digits:
        return None
    here = _joined(columns, types)
    for sign in _SIGNS:
        here = sa.func.replace(here, sign, "", type_=sa.String)
    for number, wide in enumerate(_WIDE_DIGITS):
        here = sa.func.replace(here, wide, str(number), type_=sa.String)
    return here.contains(digits)


def _mailed(name: str, types: Types, value: str) -> Condition | None:
    key = text.email_key(value).key
    if not key:
        return None
    here = _text(name, types)
    return sa.or_(sa.func.lower(sa.func.trim(here)) == key, here.contains("＠"))


def _born(name: str, types: Types, value: str) -> Condition | None:
    key = text.date_key(value).key
    if not key:
        return None
    day = date.fromisoformat(key)
    kind = types.get(name)
    if isinstance(kind, sa.Date):
        return sa.column(name, sa.Date) == day
    if isinstance(kind, sa.Integer):
        return sa.column(name, sa.Integer) == int(day.strftime("%Y%m%d"))
    if isinstance(kind, sa.String):
        return sa.func.trim(_text(name, types)).in_(sorted(set(_writings(day))))
    return None


def _writings(day: date) -> Iterator[str]:
    """How databases write a day in a text column."""
    y, m, d = day.year, day.month, day.day
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
