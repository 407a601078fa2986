"""Company databases through SQLAlchemy Core: read only, one transaction, set-based statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources import catalog, looking
from chikai.adapters.sources.barred import hidden
from chikai.adapters.sources.compare import one_value
from chikai.adapters.sources.engines import chunks
from chikai.adapters.sources.finding import bad_data, find
from chikai.adapters.sources.given import going_by
from chikai.adapters.sources.hindered import no_text, unavailable
from chikai.adapters.sources.reader import (
    MANY,
    MOST_CANDIDATES,
    MOST_IN_CIRCLES,
    Cells,
    Given,
    Key,
    Owned,
    Reader,
    Row,
    StoredKeys,
    TooMany,
    identity,
    key_of,
    listed,
    telling_columns,
)
from chikai.adapters.sources.statements import RawKey, Statements
from chikai.adapters.sources.values import writer
from chikai.ledger.belonging import Recognise
from chikai.ledger.check import Structure
from chikai.ledger.found import Found
from chikai.ledger.model import Kind, SourceMapping, Table
from chikai.ledger.named import FoundFile
from chikai.ledger.problem import Problem
from chikai.ledger.sampled import Sampled
from chikai.people.model import Person
from chikai.ports import BadData, Hindered, Missing, Unavailable

Engines = Callable[[SourceMapping], sa.Engine]
_KEYS_AT_ONCE: Final = 1_000


class SqlSources:
    """`ports.Sources` over SQL databases. `engines` opens one for a mapping; see
    `engines.open_engine`."""

    def __init__(self, mappings: Sequence[SourceMapping], *, engines: Engines) -> None:
        self._mappings = tuple(mappings)
        self._engines = engines
        self._opened: dict[str, sa.Engine] = {}
        self._kept: dict[str, Statements] = {}

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
        return find(going_by(person, by), self._mappings, self.open)

    def looked(self, found: Found) -> Found:
        """See `ports.Sources.looked`. Files lie elsewhere."""
        return found

    def read_file(self, source: str, table: str, file: FoundFile) -> Iterator[bytes]:
        """See `ports.Sources.read_file`. Raises `Unavailable`."""
        raise Unavailable("files")

    def check(self, name: str) -> tuple[Problem, ...]:
        """See `ports.Sources.check`."""
        with self._looking(name) as (connection, mapping):
            return tuple(looking.check(connection, mapping))

    def shapes(self, name: str) -> dict[str, str]:
        """See `ports.Sources.shapes`."""
        with self._looking(name) as (connection, mapping):
            return looking.shapes(connection, mapping)

    def sample(self, name: str, *, rows: int) -> tuple[Sampled, ...]:
        """See `ports.Sources.sample`."""
        with self._looking(name) as (connection, mapping):
            return tuple(looking.sample(connection, mapping, rows=rows))

    def indexes(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """See `ports.Sources.indexes`."""
        with self._looking(name) as (connection, mapping):
            found = looking.advised(connection, mapping)
        return tuple((each.statement, each.mapping) for each in found)

    @contextmanager
    def _looking(self, name: str) -> Iterator[tuple[sa.Connection, SourceMapping]]:
        mapping = self.mapping(name)
        if mapping.kind is not Kind.DATABASE:
            raise BadData("sources.no_database", field="NAME", source=name)
        with reaching(mapping), self._engine(mapping).connect() as connection:
            yield connection, mapping

    @contextmanager
    def open(self, mapping: SourceMapping) -> Iterator[Reader]:
        """One source, within one transaction. A connection that was kept and has died since is
        replaced once. Raises `Unavailable`."""
        with reaching(mapping):
            engine = self._engine(mapping)
            connection = engine.connect()
            try:
                there = catalog.read(connection, mapping)
            except sa.exc.DBAPIError as error:
                connection.close()
                if not error.connection_invalidated:
                    raise
                connection = engine.connect()
                there = catalog.read(connection, mapping)
        with closing(connection):
            barred = next(hidden(mapping, there), None)
            if barred is not None:
                raise bad_data(barred, mapping.file or mapping.source)
            yield _SqlReader(mapping, connection, self._statements(mapping, there, connection))

    def _statements(
        self, mapping: SourceMapping, there: catalog.Catalog, connection: sa.Connection
    ) -> Statements:
        """Those of the last search, as long as the database is what it was."""
        kept = self._kept.get(mapping.source)
        if kept is None or kept.catalog != there:
            kept = self._kept[mapping.source] = Statements(mapping, there, connection.dialect)
        return kept

    def _engine(self, mapping: SourceMapping) -> sa.Engine:
        """Kept, with the statements it has compiled."""
        if mapping.source not in self._opened:
            self._opened[mapping.source] = self._engines(mapping)
        return self._opened[mapping.source]


@contextmanager
def reaching(mapping: SourceMapping) -> Iterator[None]:
    """Errors of the driver are cut off here: their texts quote addresses and values. Raises
    `Unavailable`, and `BadData` for what is called a text and is none."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if column := no_text(error):
            raise BadData(
                "sources.no_text", file=mapping.file, source=mapping.source, name=column
            ) from None
        raise unavailable(mapping.source, error) from None
    except Hindered:
        raise
    except (sa.exc.NoSuchModuleError, ImportError, OSError, UnicodeEncodeError, Unavailable):
        raise Unavailable(f"sources/{mapping.source}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("psycopg", "pymysql", "sqlite3"):
            raise
        raise unavailable(mapping.source, error) from None


class _SqlReader:
    """One database in one transaction. Raw keys are kept, so that they go back to the database
    in the type they came in."""

    def __init__(
        self, mapping: SourceMapping, connection: sa.Connection, statements: Statements
    ) -> None:
        self._mapping = mapping
        self._connection = connection
        self._catalog = statements.catalog
        self._statements = statements
        self._raw: dict[tuple[str, Key], RawKey] = {}

    def structure(self) -> Structure:
        return self._catalog.structure

    def candidates(self, table: Table, given: Given, *, silent: bool = True) -> Sequence[Row]:
        statement = self._statements.candidates(table, given, silent=silent)
        rows = self._rows(table, telling_columns(table), statement)
        if len(rows) > MOST_CANDIDATES:
            raise TooMany
        for each in table.recognise:
            if each.table is not None:
                rows = self._with_beside(table, each, rows)
        return rows

    def _with_beside(self, table: Table, each: Recognise, rows: Sequence[Row]) -> list[Row]:
        """The rows, with what rows of another table say of them."""
        holder = self._mapping.table(each.table or "")
        write = [self._writer(holder, name) for name in each.columns]
        many, said = len(identity(table)), defaultdict[RawKey, list[str]](list)
        keys = [self._raw[table.name, key_of(table, row)] for row in rows]
        with reaching(self._mapping):
            for n in range(0, len(keys), _KEYS_AT_ONCE):
                asked = self._statements.said_beside(table, each, keys[n : n + _KEYS_AT_ONCE])
                for found in self._connection.execute(asked).all():
                    told = (w(cell) for w, cell in zip(write, found[many:], strict=True))
                    said[tuple(found[:many])] += listed(one_value(told))
        values = (MANY.join(dict.fromkeys(filter(None, said[key]))) for key in keys)
        return [
            {**row, each.beside: value or None} for row, value in zip(rows, values, strict=True)
        ]

    def adrift(self, table: Table, rows: Sequence[Row]) -> frozenset[Key]:
        keys = self.stored({table.name: tuple(key_of(table, row) for row in rows)})
        statement = self._statements.adrift(table, keys[table.name])
        return frozenset(key_of(table, r) for r in self._rows(table, identity(table), statement))

    def closed(self, own: Owned) -> Owned:
        keys = dict(own)
        circles = [t for t in self._mapping.tables if any(f.circle for f in t.follows)]
        new = bool(circles)
        while new:
            new = False
            for table in circles:
                statement = self._statements.led_to(table, self.stored(keys))
                if statement is None:
                    continue
                known = dict.fromkeys(keys.get(table.name, ()))
                rows = self._rows(table, identity(table), statement)
                keys[table.name] = tuple(known | dict.fromkeys(key_of(table, r) for r in rows))
                new = new or len(keys[table.name]) > len(known)
                if len(keys[table.name]) > MOST_IN_CIRCLES:
                    raise TooMany
        return {name: found for name, found in keys.items() if found}

    def owned(self, table: Table, own: Owned) -> Iterator[Sequence[Cells]]:
        asked = self._statements.asked(table, self.stored(own))
        if asked is None:
            return
        write = [self._writer(table, column.name) for column in table.columns]
        with reaching(self._mapping):
            for chunk in chunks(self._connection, *asked):
                columns = zip(*chunk, strict=True)
                told = (map(w, values) for w, values in zip(write, columns, strict=True))
                yield list(zip(*told, strict=True))

    def owns_any(self, table: Table, own: Owned) -> bool:
        statement = self._statements.any_owned(table, self.stored(own))
        return statement is not None and bool(self._rows(table, identity(table), statement))

    def stored(self, own: Owned) -> StoredKeys:
        """See `Reader.stored`."""
        return {name: [self._raw[name, key] for key in keys] for name, keys in own.items()}

    def _writer(self, table: Table, name: str) -> Callable[[Any], str | None]:
        cell = self._catalog.tables[table.place].cells[name]
        return writer(table.column(name), stored=cell.stored, charset=cell.charset)

    def _rows(self, table: Table, names: Sequence[str], statement: sa.Select[Any]) -> list[Row]:
        write = [self._writer(table, name) for name in names]
        at = [list(names).index(name) for name in identity(table)]
        rows: list[Row] = []
        with reaching(self._mapping):
            found = self._connection.execute(statement).all()
        for values in found:
            row = {
                name: told(value) for name, told, value in zip(names, write, values, strict=True)
            }
            self._raw[table.name, key_of(table, row)] = tuple(values[n] for n in at)
            rows.append(row)
        return rows
