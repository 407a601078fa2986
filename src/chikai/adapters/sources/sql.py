"""Company databases through SQLAlchemy Core: read only, one transaction, set-based statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.pool import NullPool

from chikai.adapters.sources import narrow
from chikai.adapters.sources.finding import find
from chikai.adapters.sources.given import going_by
from chikai.adapters.sources.reader import (
    MOST_CANDIDATES,
    Given,
    Key,
    Owned,
    Reader,
    Row,
    TooMany,
    identity,
    key_of,
)
from chikai.adapters.sources.values import as_text
from chikai.ledger.check import Structure
from chikai.ledger.model import Found, SourceMapping, Table
from chikai.people.model import Person
from chikai.ports import Missing, Unavailable

Engines = Callable[[SourceMapping], sa.Engine]


class SqlSources:
    """`ports.Sources` over SQL databases. `engines` opens one for a mapping; see `open_engine`."""

    def __init__(self, mappings: Sequence[SourceMapping], *, engines: Engines) -> None:
        self._mappings = tuple(mappings)
        self._engines = engines
        self._opened: dict[str, sa.Engine] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(each.source for each in self._mappings)

    def mapping(self, name: str) -> SourceMapping:
        """Raises `Missing` for a source that is not mapped."""
        for each in self._mappings:
            if each.source == name:
                return each
        raise Missing(name)

    def find(self, person: Person, *, by: Sequence[str] = ()) -> Found:
        """See `ports.Sources.find`. `by` names the identifiers to go by, all stated ones if
        empty. Raises `Unavailable` or `BadData`."""
        return find(going_by(person, by), self._mappings, self._open)

    def _engine(self, mapping: SourceMapping) -> sa.Engine:
        """Kept, with the statements it has compiled; `open_engine` holds no connection."""
        if mapping.source not in self._opened:
            self._opened[mapping.source] = self._engines(mapping)
        return self._opened[mapping.source]

    @contextmanager
    def _open(self, mapping: SourceMapping) -> Iterator[Reader]:
        with _reaching(mapping):
            connection = self._engine(mapping).connect()
        with closing(connection):
            yield _SqlReader(mapping, connection)


@contextmanager
def _reaching(mapping: SourceMapping) -> Iterator[None]:
    """Errors of the driver are cut off here: their texts quote addresses and values."""
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.NoSuchModuleError, ImportError, OSError, Unavailable):
        raise Unavailable(f"sources/{mapping.source}") from None


def open_engine(url: str) -> sa.Engine:
    """An engine that only reads. Raises `Unavailable` when a SQLite file is not there, so that
    none is made, and when the driver of the URL is not installed."""
    try:
        address = sa.make_url(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite(address.database)
        engine = sa.create_engine(address, poolclass=NullPool, hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError):
        raise Unavailable("DriverOrAddressMissing") from None
    sa.event.listen(engine, "connect", _only_read(engine.dialect.name))
    return engine


def _sqlite(path: str | None) -> sa.Engine:
    if not path or not Path(path).is_file():
        raise Unavailable("FileMissing")
    url = f"sqlite:///file:{quote(str(Path(path).resolve()))}?mode=ro&uri=true"
    return sa.create_engine(url, poolclass=NullPool, hide_parameters=True)


_READ_ONLY = {
    "postgresql": (
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    ),
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
}


def _only_read(dialect: str) -> Callable[[DBAPIConnection, object], None]:
    def on_connect(connection: DBAPIConnection, record: object) -> None:
        if statement := _READ_ONLY.get(dialect):
            cursor = connection.cursor()
            cursor.execute(statement)
            cursor.close()
            connection.commit()

    return on_connect


class _SqlReader:
    """One database in one transaction. Raw keys are kept, so that they go back to the database
    in the type they came in."""

    def __init__(self, mapping: SourceMapping, connection: sa.Connection) -> None:
        self._mapping = mapping
        self._connection = connection
        self._types: dict[str, narrow.Types] = {}
        self._tables: dict[str, sa.TableClause] = {}
        self._raw: dict[tuple[str, Key], tuple[Any, ...]] = {}

    def structure(self) -> Structure:
        with _reaching(self._mapping):
            inspector = sa.inspect(self._connection)
            found = inspector.get_multi_columns(kind=ObjectKind.ANY)
            named = inspector.get_table_names()
        self._types = {
            name: {column["name"]: column["type"] for column in columns}
            for (_, name), columns in found.items()
        }
        tables = {*named, *(t.name for t in self._mapping.tables)}
        return {name: frozenset(types) for name, types in self._types.items() if name in tables}

    def candidates(self, table: Table, given: Given) -> Sequence[Row]:
        where = narrow.candidates(table, self._types[table.name], given)
        names = [*identity(table), *(c for f in table.follows for c in f.columns)]
        names += [name for each in table.recognise for name in each.columns]
        rows = self._select(table, tuple(dict.fromkeys(names)), where, most=MOST_CANDIDATES + 1)
        if len(rows) > MOST_CANDIDATES:
            raise TooMany
        return rows

    def owned(self, table: Table, own: Owned) -> Sequence[Row]:
        where = self._mine(table, own)
        if where is None:
            return ()
        return self._select(table, tuple(column.name for column in table.columns), where)

    def owns_any(self, table: Table, own: Owned) -> bool:
        where = self._mine(table, own)
        return where is not None and bool(self._select(table, identity(table), where, most=1))

    def _mine(self, table: Table, own: Owned) -> narrow.Condition | None:
        """Recognised rows by their keys, the others by a chain of sub-selects."""
        ways: list[narrow.Condition] = []
        if keys := own.get(table.name):
            raw = [self._raw[table.name, key] for key in keys]
            raw = [each[0] for each in raw] if len(identity(table)) == 1 else raw
            ways.append(self._tuple(table, identity(table)).in_(raw))
        for follow in table.follows:
            target = self._mapping.table(follow.table)
            inner = self._mine(target, own)
            if inner is not None:
                columns = (self._table(target).c[name] for name in follow.targets)
                theirs = sa.select(*columns).where(inner)
                ways.append(self._tuple(table, follow.columns).in_(theirs))
        return sa.or_(*ways) if ways else None

    def _select(
        self,
        table: Table,
        names: Sequence[str],
        where: narrow.Condition,
        *,
        most: int | None = None,
    ) -> Sequence[Row]:
        statement = (
            sa.select(*(self._table(table).c[name] for name in names))
            .select_from(self._table(table))
            .where(where)
            .order_by(*(self._table(table).c[name] for name in table.identity))
            .limit(most)
        )
        columns = [table.column(name) for name in names]
        at = [list(names).index(name) for name in identity(table)]
        rows: list[Row] = []
        with _reaching(self._mapping):
            found = self._connection.execute(statement).all()
        for values in found:
            row: Mapping[str, str | None] = {
                column.name: as_text(value, column)
                for column, value in zip(columns, values, strict=True)
            }
            self._raw[table.name, key_of(table, row)] = tuple(values[n] for n in at)
            rows.append(row)
        return rows

    def _tuple(self, table: Table, names: Sequence[str]) -> sa.ColumnElement[Any]:
        columns = [self._table(table).c[name] for name in names]
        return columns[0] if len(columns) == 1 else sa.tuple_(*columns)

    def _table(self, table: Table) -> sa.TableClause:
        if table.name not in self._tables:
            columns: list[sa.ColumnClause[Any]] = [sa.column(c.name) for c in table.columns]
            self._tables[table.name] = sa.table(table.stored, *columns, schema=table.schema)
        return self._tables[table.name]
