"""Looking at a database without anybody's data: a draft of its mapping, drift, forms, indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources import barred, catalog, indexes
from chikai.adapters.sources.drafting import draft
from chikai.adapters.sources.resembling import kind_of
from chikai.adapters.sources.survey import Surveyed, survey
from chikai.adapters.sources.values import said, unmasked, writer
from chikai.ledger.check import against
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import Problem
from chikai.ledger.sampled import Sampled, form
from chikai.ports import BadData

_MOST_FORMS: Final = 5
"""Forms that are told of one column."""
_LOOKED_AT: Final = 50
"""Rows of a table that a draft is made from."""


def inspect(
    engine: sa.Engine,
    *,
    source: str,
    company: str,
    url_env: str,
    items: Sequence[str] = (),
    schemas: Sequence[str] = (),
) -> str:
    """The draft of a mapping; see `drafting`."""
    with engine.connect() as connection:
        tables = survey(connection, schemas)
    if not tables:
        raise BadData("sources.nothing_there", field="URL")
    return draft(
        tables,
        source=source,
        company=company,
        url_env=url_env,
        items=items,
        schemas=schemas,
        resembling=dict(_resembling(engine, tables)),
    )


def _resembling(
    engine: sa.Engine, tables: Sequence[Surveyed]
) -> Iterator[tuple[tuple[str, str], str]]:
    """What the first rows of each table look like, by column. A table this account may not read
    tells nothing; a view, which may cost much, is not asked."""
    for table in tables:
        texts = [f.name for f in table.fields if f.tells and not f.blob]
        if table.view or not texts:
            continue
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in texts]
        here = sa.table(table.name, *columns, schema=table.schema)
        try:
            with engine.connect() as connection:
                rows = connection.execute(sa.select(*here.columns).limit(_LOOKED_AT)).all()
        except sa.exc.DBAPIError:
            continue
        for at, name in enumerate(texts):
            values = [row[at] for row in rows if row[at] is not None]
            if kind := kind_of([said(v) if type(v) is bytes else unmasked(str(v)) for v in values]):
                yield (table.place, name), kind


def check(connection: sa.Connection, mapping: SourceMapping) -> Iterator[Problem]:
    """Where the database is not what the mapping says or does not show it all, and what has
    changed in a table since the mapping was reviewed: a type, a key, a reference."""
    there = catalog.read(connection, mapping)
    drift = tuple(against(mapping, there.structure))
    yield from drift or barred.unreadable(connection, mapping)
    yield from barred.hidden(mapping, there)
    yield from _beside(connection, mapping)
    if mapping.review is None:
        return
    now = {each.place: each.shape for each in _surveyed(connection, mapping)}
    for table in mapping.tables:
        then = mapping.review.shape(table.place)
        if then is not None and now.get(table.place, then) != then:
            field = f"tables.{table.name}"
            args: dict[str, str | int] = {"table": table.place}
            yield Problem("sources.shape_changed", field, args, mapping.line(field))


def _beside(connection: sa.Connection, mapping: SourceMapping) -> Iterator[Problem]:
    """Schemas with tables this account may read, of which the mapping says nothing."""
    if connection.dialect.name != "postgresql":  # elsewhere a schema is a database of its own
        return
    said = {*mapping.schemas, *(t.schema for t in mapping.tables)}
    for name, own in connection.execute(_SCHEMAS):
        if (
            (None if own else name) not in said
            and name not in said
            and f"{name}.*" not in mapping.elsewhere
        ):
            args: dict[str, str | int] = {"schema": name}
            yield Problem("sources.unmapped_schema", "schemas", args, mapping.line("schemas"))


_SCHEMAS: Final = sa.text("""
SELECT n.nspname, n.nspname = current_schema() FROM pg_catalog.pg_namespace n
WHERE n.nspname NOT LIKE 'pg@_%' ESCAPE '@' AND n.nspname <> 'information_schema'
  AND has_schema_privilege(n.oid, 'USAGE')
  AND EXISTS (
    SELECT FROM pg_catalog.pg_class c
    WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND has_table_privilege(c.oid, 'SELECT') AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
ORDER BY 1
""")
"""What an extension brought along is its own."""


def shapes(connection: sa.Connection, mapping: SourceMapping) -> dict[str, str]:
    """The fingerprint of every mapped table as it is now, for `reviewed: {shape: …}`."""
    mapped = {table.place for table in mapping.tables}
    return {t.place: t.shape for t in _surveyed(connection, mapping) if t.place in mapped}


def _surveyed(connection: sa.Connection, mapping: SourceMapping) -> Iterator[Surveyed]:
    named = tuple(dict.fromkeys(t.schema for t in mapping.tables if t.schema))
    if named:
        yield from survey(connection, named)
    if any(table.schema is None for table in mapping.tables):
        yield from survey(connection)


def sample(connection: sa.Connection, mapping: SourceMapping, *, rows: int) -> Iterator[Sampled]:
    """The forms of the values in the first rows of every table; never a value."""
    there = catalog.read(connection, mapping)
    for table in mapping.tables:
        cells = there.tables[table.place].cells
        names = [each.name for each in table.columns if each.name in cells]
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
        here = sa.table(table.stored, *columns, schema=table.schema)
        found = connection.execute(sa.select(*here.columns).limit(rows)).all()
        for at, column in enumerate(columns):
            told = writer(
                table.column(column.name),
                stored=cells[column.name].stored,
                charset=cells[column.name].charset,
            )
            values = [value for row in found if (value := told(row[at])) is not None]
            forms = Counter(map(form, values)).most_common(_MOST_FORMS)
            yield Sampled(table.name, column.name, len(values), tuple(forms))


def advised(connection: sa.Connection, mapping: SourceMapping) -> tuple[indexes.Advice, ...]:
    """The indexes a search lacks; see `indexes`."""
    there = catalog.read(connection, mapping)
    dialect = connection.dialect
    parted: tuple[str, ...] = ()
    if dialect.name == "postgresql":
        found = connection.execute(sa.text("SELECT relname FROM pg_class WHERE relkind = 'p'"))
        parted = tuple(found.scalars())
    return tuple(indexes.advice(mapping, there, dialect, partitioned=parted))
