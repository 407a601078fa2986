"""Finding over rows that can only be read through: files, and what another system sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from chikai.adapters.sources.compare import one_value, stated
from chikai.adapters.sources.reader import (
    CHUNK,
    MANY,
    MOST_CANDIDATES,
    Cells,
    Given,
    Key,
    Owned,
    Row,
    StoredKeys,
    TooMany,
    key_of,
    telling_columns,
)
from chikai.adapters.sources.values import writer
from chikai.kernel import text
from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.check import Structure
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.spread import way
from chikai.ledger.terms import Identifier

StoredRow: TypeAlias = Mapping[str, Any]
"""One row: column name to cell, as it is stored."""
RowsOf: TypeAlias = Callable[[Table], Iterator[StoredRow]]
"""The rows of a table as they are stored, from the beginning, each time it is called."""


class StreamReader:
    """`reader.Reader` over `rows`: one pass to recognise, one to read."""

    def __init__(
        self, mapping: SourceMapping, rows: RowsOf, structure: Structure, *, whole: bool = True
    ) -> None:
        """`whole`: what is not among the rows is not there at all."""
        self._mapping = mapping
        self._rows = rows
        self._whole = whole
        self._structure = structure
        self._led: dict[tuple[str, tuple[str, ...]], frozenset[Key]] = {}

    def structure(self) -> Structure:
        return self._structure

    def candidates(self, table: Table, given: Given, *, silent: bool = True) -> Sequence[Row]:
        may_be = _may_be(table, given, silent)
        found: list[Row] = []
        for row in self._stating(table):
            if may_be(row):
                found.append(row)
                if len(found) > MOST_CANDIDATES:
                    raise TooMany
        return found

    def adrift(self, table: Table, rows: Sequence[Row]) -> frozenset[Key]:
        left = {key_of(table, row): row for row in rows} if self._whole else {}
        for follow in (each for each in table.follows if left and not each.circle):
            there = self._somebodys(follow)
            left = {
                key: row
                for key, row in left.items()
                if not follow.leads(row) or tuple(row[n] for n in follow.columns) not in there
            }
        return frozenset(left)

    def _somebodys(self, follow: Follow) -> frozenset[Key]:
        """What rows hold that it may point at: they say whose they are, or point on at such."""
        target = self._mapping.table(follow.table)
        on = [] if target.recognise else [each for each in target.follows if not each.circle]
        led = [(each, self._somebodys(each)) for each in on]
        names = tuple(dict.fromkeys([*follow.targets, *target.telling]))
        return frozenset(
            tuple(row[name] for name in follow.targets)
            for row, _ in self._told(target, names)
            if not on
            or any(
                each.leads(row) and tuple(row[n] for n in each.columns) in there
                for each, there in led
            )
        )

    def closed(self, own: Owned) -> Owned:
        """Rows that only a circle leads to, until a pass finds no more."""
        keys = dict(own)
        circles = [t for t in self._mapping.tables if any(f.circle for f in t.follows)]
        grown = bool(circles)
        while grown:
            grown = False
            for table in circles:
                self._led.clear()
                names = telling_columns(table)
                rows = self._mine(table, keys, names, circle=True)
                mine = [key_of(table, row) for row, _ in rows]
                known = dict.fromkeys(keys.get(table.name, ()))
                keys[table.name] = tuple(known | dict.fromkeys(mine))
                grown = grown or len(keys[table.name]) > len(known)
        self._led.clear()
        return {name: each for name, each in keys.items() if each}

    def stored(self, own: Owned) -> StoredKeys:
        """See `Reader.stored`."""
        return {name: list(keys) for name, keys in own.items()}

    def owned(self, table: Table, own: Owned) -> Iterator[Sequence[Cells]]:
        names = [column.name for column in table.columns]
        chunk: list[Cells] = []
        for row, _ in self._mine(table, own, names):
            chunk.append(tuple(row[name] for name in names))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def raw(self, table: Table, own: Owned) -> Iterator[StoredRow]:
        """The rows that are the person's, as they are stored."""
        for _, raw in self._mine(table, own, telling_columns(table)):
            yield raw

    def every(self, table: Table) -> Iterator[StoredRow]:
        """All rows, as they are stored."""
        yield from self._rows(table)

    def owns_any(self, table: Table, own: Owned) -> bool:
        return next(self._mine(table, own, telling_columns(table)), None) is not None

    def _mine(
        self, table: Table, own: Owned, names: Sequence[str], *, circle: bool = False
    ) -> Iterator[tuple[Row, StoredRow]]:
        keys = frozenset(own.get(table.name, ()))
        ways = [
            (follow, self._targets(follow.table, follow.targets, own))
            for follow in table.follows
            if circle or not follow.circle
        ]
        if not keys and not any(theirs for _, theirs in ways):
            return
        wanted = tuple(dict.fromkeys([*names, *telling_columns(table)]))
        for row, raw in self._told(table, wanted):
            led = any(
                follow.leads(row) and tuple(row[c] for c in follow.columns) in theirs
                for follow, theirs in ways
            )
            if led or key_of(table, row) in keys:
                yield row, raw

    def _stating(self, table: Table) -> Iterator[Row]:
        """The rows, with what rows of other tables say of them, which is kept in memory."""
        beside = [(e, *self._said(table, e)) for e in table.recognise if e.table is not None]
        more = [name for _, names, _ in beside for name in names]
        for row, _ in self._told(table, tuple(dict.fromkeys([*telling_columns(table), *more]))):
            told = {
                each.beside: MANY.join(said.get(tuple(row[n] for n in names), ())) or None
                for each, names, said in beside
            }
            yield {**row, **told}

    def _said(
        self, table: Table, each: Recognise
    ) -> tuple[tuple[str, ...], Mapping[Key, Mapping[str, None]]]:
        """What rows of another table say, by what columns of a row of this one hold."""
        first, *further = way(self._mapping, table, each)
        holder = self._mapping.table(each.table or "")
        under = Follow((), holder.name, (), where=each.where)
        said: dict[Key, dict[str, None]] = {}
        wanted = dict.fromkeys([*each.columns, *under.telling, *first.telling])
        for row, _ in self._told(holder, tuple(wanted)):
            value = one_value(row[name] for name in each.columns)
            if value and under.leads(row) and first.leads(row):
                said.setdefault(tuple(row[n] for n in first.columns), {})[value] = None
        names, here = first.targets, self._mapping.table(first.table)
        for follow in further:
            led: dict[Key, dict[str, None]] = {}
            for row, _ in self._told(here, tuple(dict.fromkeys([*names, *follow.telling]))):
                values = said.get(tuple(row[n] for n in names))
                if values and follow.leads(row):
                    led.setdefault(tuple(row[n] for n in follow.columns), {}).update(values)
            said, names, here = led, follow.targets, self._mapping.table(follow.table)
        return names, said

    def _targets(self, name: str, targets: tuple[str, ...], own: Owned) -> frozenset[Key]:
        """What references to the person's rows of a table hold."""
        if (name, targets) not in self._led:
            rows = self._mine(self._mapping.table(name), own, targets)
            found = {tuple(row[c] for c in targets) for row, _ in rows}
            self._led[name, targets] = frozenset(key for key in found if None not in key)
        return self._led[name, targets]

    def _told(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Row, StoredRow]]:
        write = {name: writer(table.column(name)) for name in names}
        for raw in self._rows(table):
            yield {name: told(raw.get(name)) for name, told in write.items()}, raw


_KEYS: dict[Identifier, Callable[[str], text.Normal]] = {
    Identifier.BIRTH_DATE: text.date_key,
    Identifier.PHONE: text.phone_key,
    Identifier.EMAIL: text.email_key,
    Identifier.MEMBER_NUMBER: text.member_key,
}


def _may_be(table: Table, given: Given, silent: bool) -> Callable[[Row], bool]:
    """As `narrow.candidates`."""
    asked = {
        each.identifier: frozenset(_KEYS[each.identifier](v).key for v in values) - {""}
        for each in table.recognise
        if each.identifier in _KEYS and (values := given.get(each.identifier))
    }

    def may_be(row: Row) -> bool:
        said = {i: here for i in asked if (here := stated(table, row, i)) is not None}
        keys = {i: _KEYS[i](here).key for i, here in said.items()}
        if any(key in asked[i] for i, key in keys.items()):
            return True
        if not keys.pop(Identifier.BIRTH_DATE, ""):  # a day that nobody can read tells nothing
            said.pop(Identifier.BIRTH_DATE, None)
        if Identifier.BIRTH_DATE in said or not _named(table, row, given):
            return False
        return (silent and not said) or _at_home(table, row, given)

    return may_be


def _named(table: Table, row: Row, given: Given) -> bool:
    """The name agrees, or cannot be compared."""
    here = stated(table, row, Identifier.NAME)
    names = given.get(Identifier.NAME, ())
    return here is None or any(text.compare_names(n, here).verdict != "different" for n in names)


def _at_home(table: Table, row: Row, given: Given) -> bool:
    here = stated(table, row, Identifier.ADDRESS)
    asked = given.get(Identifier.ADDRESS, ())
    return any(text.compare_addresses(each, here).agrees for each in asked)
