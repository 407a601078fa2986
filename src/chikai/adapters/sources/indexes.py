"""The indexes that let a search look rows up instead of reading tables through.

They are printed for the company's own people to review and run; nothing here runs them. MySQL and
MariaDB index no expressions: there a hidden generated column holds the plain form, and the
mapping names it (`recognise: phone: {columns: tel, normal: chikai_phone_…}`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from sqlalchemy.engine import Dialect

from chikai.adapters.sources.catalog import Catalog, quoted
from chikai.adapters.sources.normal import INDEXED, Normal
from chikai.ledger.belonging import Recognise
from chikai.ledger.model import Kind, SourceMapping, Table
from chikai.ledger.terms import Identifier

WITHOUT = ("bigquery", "snowflake")
"""Brands that have no indexes: they read every column they search, in parallel."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One statement to run, for the table of the mapping and what is looked up there.
    `mapping` is what the mapping must say then, None where nothing."""

    table: str
    of: str
    statement: str
    mapping: str | None = None


def advice(
    mapping: SourceMapping, there: Catalog, dialect: Dialect, *, partitioned: Container[str] = ()
) -> Iterator[Advice]:
    """Every index a search would use and does not have. PostgreSQL builds one without stopping
    writers, but not on the `partitioned` tables."""
    if mapping.kind is not Kind.DATABASE or dialect.name in WITHOUT:
        return
    for table in mapping.tables:
        if table.view or table.place not in there.tables:
            continue
        shape = there.tables[table.place]
        at = _At(dialect, table, table.stored not in partitioned)
        normal = Normal(dialect, shape.cells)
        for each in _standing_in(mapping, table):
            if _looked_up(each, table, normal) and not shape.indexed(table, each, normal):
                yield _recognising(table, each, normal, at)
        for follow in table.follows:
            if follow.columns[0] not in shape.leads and follow.columns[0] not in table.key[:1]:
                yield _plain(table, follow.columns, at)


def _standing_in(mapping: SourceMapping, table: Table) -> Iterator[Recognise]:
    """What is looked up in a table: of its own rows, and of those that they follow."""
    for other in mapping.tables:
        for each in other.recognise:
            if (each.table or other.name) == table.name:
                yield each


def _looked_up(each: Recognise, table: Table, normal: Normal) -> bool:
    """An address is, by the name; a name itself is not, nor what is in a list."""
    if normal.lists(each.columns):
        return False
    if each.identifier is Identifier.NAME:
        return Identifier.ADDRESS in table.identifiers and normal.holds_names
    return not each.identifier.names and each.identifier is not Identifier.ADDRESS


@dataclass(frozen=True, slots=True)
class _At:
    dialect: Dialect
    table: Table
    quietly: bool

    def quote(self, name: str) -> str:
        return quoted(self.dialect, name)

    @property
    def place(self) -> str:
        stored = self.quote(self.table.stored)
        return f"{self.quote(self.table.schema)}.{stored}" if self.table.schema else stored

    def index(self, name: str, of: str) -> str:
        once = "CONCURRENTLY " if self.dialect.name == "postgresql" and self.quietly else ""
        return f"CREATE INDEX {once}{self.quote(name)} ON {self.place} ({of});"


def _recognising(table: Table, each: Recognise, normal: Normal, at: _At) -> Advice:
    of = each.identifier.value
    if each.identifier is Identifier.BIRTH_DATE or each.normal is not None:
        return _plain(table, (each.normal or each.columns[0],), at, of)
    assert each.identifier in INDEXED
    name = normal.name(table, each)
    computed, hidden = normal.computed(each), at.quote(name)
    said = [f"columns: [{', '.join(each.columns)}]", f"normal: {name}"]
    if each.table is not None:
        said.append(f"table: {each.table}")
    if each.where:
        under = (f"{key}: [{', '.join(map(str, values))}]" for key, values in each.where)
        said.append(f"where: {{{', '.join(under)}}}")
    then = f"{of}: {{{', '.join(said)}}}"
    match at.dialect.name:
        case "mysql" | "mariadb":
            statement = (
                f"ALTER TABLE {at.place} ADD COLUMN {hidden} VARCHAR(255) "
                f"CHARACTER SET utf8mb4 COLLATE utf8mb4_bin "  # else rows in latin1 were refused
                f"GENERATED ALWAYS AS (left({computed}, 255)) VIRTUAL INVISIBLE, "
                f"ADD INDEX {hidden} ({hidden});"
            )
            return Advice(table.name, of, statement, then)
        case "mssql":
            column = f"ALTER TABLE {at.place} ADD {hidden} AS CAST({computed} AS NVARCHAR(255));"
            return Advice(table.name, of, f"{column} {at.index(name, hidden)}", then)
        case "postgresql":
            return Advice(table.name, of, at.index(name, f"({computed})"))
    return Advice(table.name, of, at.index(name, computed))


def _plain(table: Table, columns: tuple[str, ...], at: _At, of: str | None = None) -> Advice:
    name = "_".join(["chikai", table.stored, *columns])[:60]
    listed = ", ".join(at.quote(column) for column in columns)
    return Advice(table.name, of or ", ".join(columns), at.index(name, listed))
