"""The statements of a search, one for each table, whatever the brand of database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Compiled, Dialect

from chikai.adapters.sources import narrow
from chikai.adapters.sources.beside import Spread
from chikai.adapters.sources.catalog import Catalog, Cell, Stored
from chikai.adapters.sources.narrow import Condition
from chikai.adapters.sources.normal import Normal
from chikai.adapters.sources.reader import (
    MOST_CANDIDATES,
    Given,
    StoredKeys,
    identity,
    telling_columns,
)
from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.model import SourceMapping, Table

RawKey: TypeAlias = tuple[Any, ...]

_Shape: TypeAlias = tuple[tuple[str, type[sa.types.TypeEngine[Any]]], ...]
"""How many keys of which tables, and of what type each is."""
_PLACE: Final = "chikai_key_"
_FEW: Final = 8
_MOST_NAMED: Final = {"mssql": 500, "oracle": 1_000}
"""Values of one list: Oracle takes no more (ORA-01795); SQL Server 2,100 in a whole statement, in
which several lists may stand."""
_NO_ROWS = ("mssql", "bigquery")
"""Brands that do not compare several columns at once."""


class Asked:
    """A statement, and how the database takes it: written down once, however often it is asked."""

    def __init__(self, statement: sa.Select[Any], dialect: Dialect) -> None:
        self.statement = statement
        self._dialect = dialect

    @cached_property
    def written(self) -> Compiled:
        as_it_is = {"render_postcompile": True}
        return self.statement.compile(dialect=self._dialect, compile_kwargs=as_it_is)


class Statements:
    """What is asked of one database. References are followed inside the database. It is kept for
    as long as the catalog stays the same, and what it has written for one person serves all."""

    def __init__(self, mapping: SourceMapping, catalog: Catalog, dialect: Dialect) -> None:
        self.catalog = catalog
        self._mapping = mapping
        self._dialect = dialect
        self._tables: dict[str, sa.TableClause] = {}
        self._kept: dict[tuple[str, _Shape, tuple[str, ...], bool], Asked | None] = {}
        rows = dialect.name not in _NO_ROWS
        self._spread = Spread(mapping, self._table, self._alike, rows=rows)

    def candidates(self, table: Table, given: Given, *, silent: bool = True) -> sa.Select[Any]:
        """Rows that may be the person's; see `Reader.candidates`."""
        where = narrow.candidates(table, partial(self._place, table), given, silent=silent)
        return self._select(table, telling_columns(table), where).limit(MOST_CANDIDATES + 1)

    def _place(self, table: Table, each: Recognise) -> narrow.Place:
        """Where an identifier of a table stands."""
        holder = table if each.table is None else self._mapping.table(each.table)
        there = self.catalog.tables[holder.place]
        normal = Normal(self._dialect, there.cells)
        if each.table is None:
            return narrow.Place(holder, there, normal)
        has, none = (partial(how, table, each) for how in (self._spread.has, self._spread.has_none))
        return narrow.Place(holder, there, normal, has, none)

    def said_beside(self, table: Table, each: Recognise, keys: Sequence[RawKey]) -> sa.Select[Any]:
        """What rows of another table say of the rows with these keys: key and columns."""
        return self._spread.said(table, each, self._keyed(table, identity(table), keys))

    def owned(
        self, table: Table, own: StoredKeys, names: Sequence[str] = ()
    ) -> sa.Select[Any] | None:
        """The person's rows, all columns or these; None where there can be none."""
        where = self._mine(table, own)
        names = names or [column.name for column in table.columns]
        return None if where is None else self._select(table, names, where)

    def asked(
        self, table: Table, own: StoredKeys, names: tuple[str, ...] = (), *, locks: bool = False
    ) -> tuple[Asked, Mapping[str, Any]] | None:
        """`owned`, whose rows it `locks`, and the values to ask it with. Where few rows were
        recognised, as is usual, it is the same statement for everyone of whom as many were."""
        shape = _shape(own, self._dialect.name)
        if shape is None:
            statement = self.owned(table, own, names)
            return None if statement is None else (self._asked(statement, locks), {})
        place = (table.name, shape, names, locks)
        if place not in self._kept:
            keys: dict[str, list[RawKey]] = {}
            for n, (name, kind) in enumerate(shape):
                keys.setdefault(name, []).append((sa.bindparam(f"{_PLACE}{n}", None, type_=kind),))
            statement = self.owned(table, keys, names)
            asked = None if statement is None else self._asked(statement, locks)
            self._kept[place] = asked
        found = self._kept[place]
        if found is None:
            return None
        values = (key[0] for keys in own.values() for key in keys)
        return found, {f"{_PLACE}{n}": value for n, value in enumerate(values)}

    def _asked(self, statement: sa.Select[Any], locks: bool) -> Asked:
        return Asked(statement.with_for_update() if locks else statement, self._dialect)

    def any_owned(self, table: Table, own: StoredKeys) -> sa.Select[Any] | None:
        where = self._mine(table, own)
        return None if where is None else self._select(table, identity(table), where).limit(1)

    def adrift(self, table: Table, keys: Sequence[RawKey]) -> sa.Select[Any]:
        """Those of the rows with these keys that point at no row that is somebody's."""
        ways = (self._there(table, each) for each in table.follows if not each.circle)
        mine = self._keyed(table, identity(table), keys)
        return self._select(table, identity(table), sa.and_(mine, *map(sa.not_, ways)))

    def _there(self, table: Table, follow: Follow) -> Condition:
        """Whether the row is there that a row of the table points at, and is somebody's: it says
        whose itself, or points on at such a row (a guest's order points at nobody)."""
        here, target = self._table(table), self._mapping.table(follow.table)
        pairs = zip(*self._alike(table, follow, target), strict=True)
        under = (
            here.c[name].in_(untyped(values, self._dialect.name)) for name, values in follow.where
        )
        theirs = [] if target.recognise else [each for each in target.follows if not each.circle]
        on = [sa.or_(*(self._there(target, each) for each in theirs))] if theirs else []
        one: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(self._table(target))
        return one.where(*(a == b for a, b in pairs), *under, *on).correlate(here).exists()

    def led_to(self, table: Table, own: StoredKeys) -> sa.Select[Any] | None:
        """The keys of the rows that the circles of a table lead to in one step more."""
        ways = [self._followed(table, each, own) for each in table.follows if each.circle]
        known = [way for way in ways if way is not None]
        return self._select(table, identity(table), sa.or_(*known)) if known else None

    def _select(self, table: Table, names: Sequence[str], where: Condition) -> sa.Select[Any]:
        here = self._table(table)
        order = [here.c[name] for name in table.identity]
        return sa.select(*(here.c[name] for name in names)).where(where).order_by(*order)

    def _mine(self, table: Table, own: StoredKeys) -> Condition | None:
        """Recognised rows by their keys, the others by a chain of sub-selects. What a circle
        leads to is among the keys already (`led_to`)."""
        ways = [self._keyed(table, identity(table), own[table.name])] if table.name in own else []
        for follow in table.follows:
            if not follow.circle and (way := self._followed(table, follow, own)) is not None:
                ways.append(way)
        return sa.or_(*ways) if ways else None

    def _followed(self, table: Table, follow: Follow, own: StoredKeys) -> Condition | None:
        way = self._pointing(table, follow, own)
        if way is None or not follow.where:
            return way
        here = self._table(table)
        return sa.and_(
            way,
            *(
                here.c[name].in_(untyped(values, self._dialect.name))
                for name, values in follow.where
            ),
        )

    def _pointing(self, table: Table, follow: Follow, own: StoredKeys) -> Condition | None:
        target = self._mapping.table(follow.table)
        straight = all(f.circle for f in target.follows) and follow.targets == identity(target)
        ours, theirs = self._alike(table, follow, target)
        if straight and not any(isinstance(each, sa.Cast) for each in (*ours, *theirs)):
            keys = own.get(target.name)  # they are known: no sub-select
            return self._keyed(table, follow.columns, keys) if keys else None
        inner = self._mine(target, own)
        if inner is None:
            return None
        if len(ours) == 1 or self._dialect.name not in _NO_ROWS:
            found = sa.select(*theirs).where(inner)
            here = ours[0] if len(ours) == 1 else sa.tuple_(*ours)
            return here.in_(found.correlate(None))
        same = (a == b for a, b in zip(ours, theirs, strict=True))
        one: sa.Select[Any] = sa.select(sa.literal_column("1")).where(inner, *same)
        return one.correlate(self._table(table)).exists()

    def _alike(
        self, table: Table, follow: Follow, target: Table
    ) -> tuple[list[sa.ColumnElement[Any]], list[sa.ColumnElement[Any]]]:
        """Both ends of a reference. Where one is text and the other is not both are compared as
        text: to compare them as numbers would take `1a` for 1."""
        ours: list[sa.ColumnElement[Any]] = []
        theirs: list[sa.ColumnElement[Any]] = []
        for name, aim in zip(follow.columns, follow.targets, strict=True):
            here, there = self._table(table).c[name], self._table(target).c[aim]
            mine = self.catalog.tables[table.place].cells[name]
            aimed = self.catalog.tables[target.place].cells[aim]
            a, b = mine.stored is Stored.TEXT, aimed.stored is Stored.TEXT
            ours.append(here if a or not b else sa.cast(here, sa.String))
            theirs.append(_like(there, mine, aimed) if b or not a else sa.cast(there, sa.String))
        return ours, theirs

    def _keyed(self, table: Table, names: Sequence[str], keys: Sequence[RawKey]) -> Condition:
        """The columns hold one of these keys."""
        here = self._table(table)
        if len(names) == 1:
            values = [key[0] for key in keys]
            known = [value for value in values if value is not None]
            found = self._in(here.c[names[0]], known)
            return found if len(known) == len(values) else sa.or_(found, here.c[names[0]].is_(None))
        if self._dialect.name not in _NO_ROWS and all(None not in key for key in keys):
            return self._columns(table, names).in_(keys)
        brand = self._dialect.name
        return sa.or_(*(
            sa.and_(*(
                here.c[name].is_(None) if value is None else here.c[name] == bare(value, brand)
                for name, value in zip(names, key, strict=True)
            ))
            for key in keys
        ))  # fmt: skip

    def _in(self, here: sa.ColumnElement[Any], values: Sequence[Any]) -> Condition:
        """More values than a brand takes are written out (SQL Server), or in several lists."""
        most = _MOST_NAMED.get(self._dialect.name, len(values))
        if len(values) <= most:
            return here.in_(untyped(values, self._dialect.name))
        if self._dialect.name == "mssql":
            written: sa.BindParameter[Any] = sa.bindparam(
                None, list(values), expanding=True, literal_execute=True
            )
            return here.in_(written)
        parts = (values[at : at + most] for at in range(0, len(values), most))
        return sa.or_(*(here.in_(untyped(part, self._dialect.name)) for part in parts))

    def _columns(self, table: Table, names: Sequence[str]) -> sa.ColumnElement[Any]:
        columns = [self._table(table).c[name] for name in names]
        return columns[0] if len(columns) == 1 else sa.tuple_(*columns)

    def _table(self, table: Table) -> sa.TableClause:
        if table.name not in self._tables:
            names = tuple(column.name for column in table.columns)
            self._tables[table.name] = named(table.stored, table.schema, names)
        return self._tables[table.name]


def _like(there: sa.ColumnElement[Any], mine: Cell, aimed: Cell) -> sa.ColumnElement[Any]:
    """MySQL compares no two columns of other collations: the far one is read as the near one is,
    whose index serves."""
    if mine.collation == aimed.collation or not (mine.collation and aimed.collation):
        return there
    converted = sa.func.convert(there.op("USING")(sa.literal_column(mine.charset or "utf8mb4")))
    return converted.collate(mine.collation)


@lru_cache(maxsize=1_000)
def named(table: str, schema: str | None, columns: tuple[str, ...]) -> sa.TableClause:
    """A table with these columns, made once: making them takes longer than asking for a row."""
    return sa.table(table, *map(sa.column, columns), schema=schema)


def untyped(values: Sequence[Any], brand: str) -> Any:
    """Values to look for. PostgreSQL takes the type of the column for texts that bring none: as
    VARCHAR a padded CHAR would be equal to nothing, and an enum could not be compared."""
    if values and brand == "postgresql" and all(type(each) is str for each in values):
        return sa.bindparam(None, list(values), type_=sa.types.NullType(), expanding=True)
    return list(values)


def bare(value: Any, brand: str) -> Any:
    """The same for one."""
    if type(value) is str and brand == "postgresql":
        return sa.bindparam(None, value, type_=sa.types.NullType())
    return value


def _shape(own: StoredKeys, brand: str) -> _Shape | None:
    """None for many keys, and for such as are not one plain value."""
    keys = [(name, key) for name, keys in own.items() for key in keys]
    if len(keys) > _FEW or any(len(k) != 1 or type(k[0]) not in (int, str, UUID) for _, k in keys):
        return None
    return tuple((name, _kind(key[0], brand)) for name, key in keys)


def _kind(value: Any, brand: str) -> type[sa.types.TypeEngine[Any]]:
    bare = type(value) is str and brand == "postgresql"
    return sa.types.NullType if bare else type(sa.literal(value).type)
