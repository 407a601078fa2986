"""What rows of other tables say of a row that is to be recognised: their e-mail addresses and
telephone numbers, where a person is spread over several tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources.narrow import Condition
from chikai.adapters.sources.reader import identity
from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.spread import way

Ends: TypeAlias = Callable[[Table, Follow, Table], tuple[list[Any], list[Any]]]
"""Both ends of a reference, as they may be compared."""


class Spread:
    """The ways to other tables, in SQL. `here` gives a table of the mapping, `ends` both ends of
    a reference, and `rows` says whether several columns can be compared at once."""

    def __init__(
        self,
        mapping: SourceMapping,
        here: Callable[[Table], sa.TableClause],
        ends: Ends,
        *,
        rows: bool,
    ) -> None:
        self._mapping, self._here, self._ends, self._rows = mapping, here, ends, rows

    def has(self, table: Table, each: Recognise, found: Condition) -> Condition:
        """There is a row that follows this one, and `found` is true of it."""
        holder, target, ours, theirs, where = self._last(table, each, found)
        if len(ours) > 1 and not self._rows:
            return self._exists(holder, target, ours, theirs, where)
        said = sa.select(*ours).where(where).correlate(None)
        there: Condition = _one(theirs).in_(said)
        return there

    def has_none(self, table: Table, each: Recognise, found: Condition) -> Condition:
        """There is no such row."""
        return sa.not_(self._exists(*self._last(table, each, found)))

    def said(self, table: Table, each: Recognise, mine: Condition) -> sa.Select[Any]:
        """The keys of the rows of a table that `mine` is true of, and what is said of them."""
        target = self._here(table)
        holder = self._mapping.table(each.table or "")
        columns = [self._here(holder).c[name] for name in each.columns]
        conditions = [mine, *_under(self._here(holder), each.where)]
        for follow, start, end in self._steps(table, each):
            ours, theirs = self._ends(start, follow, end)
            conditions += [a == b for a, b in zip(ours, theirs, strict=True)]
            conditions += _under(self._here(start), follow.where)
        keys = [target.c[name] for name in identity(table)]
        order = [*keys, *(self._here(holder).c[name] for name in holder.identity)]
        return sa.select(*keys, *columns).where(*conditions).order_by(*order)

    def _steps(self, table: Table, each: Recognise) -> Iterator[tuple[Follow, Table, Table]]:
        start = self._mapping.table(each.table or "")
        for follow in way(self._mapping, table, each):
            end = self._mapping.table(follow.table)
            yield follow, start, end
            start = end

    def _last(
        self, table: Table, each: Recognise, found: Condition
    ) -> tuple[Table, Table, list[Any], list[Any], Condition]:
        """The last step of the way, and what must be true where it begins."""
        *before, (last, start, end) = self._steps(table, each)
        first = self._mapping.table(each.table or "")
        where = sa.and_(found, *_under(self._here(first), each.where))
        for follow, here, there in before:
            ours, theirs = self._ends(here, follow, there)
            where = sa.and_(where, *_under(self._here(here), follow.where))
            if len(ours) > 1 and not self._rows:
                where = self._exists(here, there, ours, theirs, where)
            else:
                where = _one(theirs).in_(sa.select(*ours).where(where).correlate(None))
        where = sa.and_(where, *_under(self._here(start), last.where))
        ours, theirs = self._ends(start, last, end)
        return start, end, ours, theirs, where

    def _exists(
        self, start: Table, end: Table, ours: list[Any], theirs: list[Any], where: Condition
    ) -> Condition:
        same = (a == b for a, b in zip(ours, theirs, strict=True))
        one: sa.Select[Any] = sa.select(sa.literal_column("1"))
        one = one.select_from(self._here(start)).where(where, *same)
        return one.correlate(self._here(end)).exists()


def _one(columns: Sequence[Any]) -> Any:
    return columns[0] if len(columns) == 1 else sa.tuple_(*columns)


def _under(
    here: sa.TableClause, where: Sequence[tuple[str, tuple[str | int, ...]]]
) -> list[Condition]:
    """The values go without a type, so that the database takes that of the column."""
    told = {name: [str(value) for value in values] for name, values in where}
    return [
        here.c[name].in_(sa.bindparam(None, values, type_=sa.types.NullType(), expanding=True))
        for name, values in told.items()
    ]
