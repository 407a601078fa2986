"""The indexes that let a search look rows up instead of reading tables through.

They are printed for the company's own people to review and run; nothing here runs them. MySQL and
MariaDB index no expressions: there a hidden generated column holds the plain form, and the
mapping names it (`recognise: phone: {columns: tel, normal: chikai_phone_…}`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.engine import Dialect

from chikai.adapters.sources.catalog import Catalog, Shape
from chikai.adapters.sources.normal import INDEXED, Normal
from chikai.ledger.model import Identifier, Kind, Recognise, SourceMapping, Table

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


def advice(mapping: SourceMapping, there: Catalog, dialect: Dialect) -> Iterator[Advice]:
    """Every index a search would use and does not have."""
    if mapping.kind is not Kind.DATABASE or dialect.name in WITHOUT:
        return
    for table in mapping.tables:
        if table.view or table.place not in there.tables:
            continue
        shape = there.tables[table.place]
        normal = Normal(dialect, shape.cells)
        for each in table.recognise:
            if not each.identifier.names and not shape.indexed(table, each, normal):
                yield _recognising(table, each, shape, normal, dialect)
        for follow in table.follows:
            if follow.columns[0] not in shape.leads and follow.columns[0] not in table.key[:1]:
                yield _plain(table, follow.columns, dialect)


def _recognising(
    table: Table, each: Recognise, shape: Shape, normal: Normal, dialect: Dialect
) -> Advice:
    if each.identifier is Identifier.BIRTH_DATE or each.normal is not None:
        return _plain(table, (each.normal or each.columns[0],), dialect, each.identifier.value)
    assert each.identifier in INDEXED
    name = normal.name(table, each)
    where = _place(table, dialect)
    computed = normal.computed(each)
    quoted = dialect.identifier_preparer.quote(name)
    if dialect.name in ("mysql", "mariadb"):
        columns = ", ".join(each.columns)
        return Advice(
            table.name,
            each.identifier.value,
            f"ALTER TABLE {where} ADD COLUMN {quoted} VARCHAR(255) "
            f"GENERATED ALWAYS AS (left({computed}, 255)) VIRTUAL INVISIBLE, "
            f"ADD INDEX {quoted} ({quoted});",
            f"{each.identifier.value}: {{columns: [{columns}], normal: {name}}}",
        )
    if dialect.name == "mssql":
        return Advice(
            table.name,
            each.identifier.value,
            f"ALTER TABLE {where} ADD {quoted} AS CAST({computed} AS NVARCHAR(255)); "
            f"CREATE INDEX {quoted} ON {where} ({quoted});",
            f"{each.identifier.value}: {{columns: [{', '.join(each.columns)}], normal: {name}}}",
        )
    once = "CONCURRENTLY " if dialect.name == "postgresql" else ""
    return Advice(
        table.name,
        each.identifier.value,
        f"CREATE INDEX {once}{quoted} ON {where} (({computed}));"
        if dialect.name == "postgresql"
        else f"CREATE INDEX {quoted} ON {where} ({computed});",
    )


def _plain(
    table: Table, columns: tuple[str, ...], dialect: Dialect, of: str | None = None
) -> Advice:
    quote = dialect.identifier_preparer.quote
    once = "CONCURRENTLY " if dialect.name == "postgresql" else ""
    name = quote("_".join(["chikai", table.stored, *columns])[:60])
    listed = ", ".join(quote(column) for column in columns)
    statement = f"CREATE INDEX {once}{name} ON {_place(table, dialect)} ({listed});"
    return Advice(table.name, of or ", ".join(columns), statement)


def _place(table: Table, dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    return f"{quote(table.schema)}.{quote(table.stored)}" if table.schema else quote(table.stored)
