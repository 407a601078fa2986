"""Which tables and columns a database has now: one statement to its catalog, however many tables.

A partition is part of its table and is left out, and so are the tables in which SQLite keeps a
virtual one; a view is a table here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from chikai.ledger.belonging import Recognise
from chikai.ledger.check import Structure
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.terms import Identifier


class Stored(StrEnum):
    """What a column holds, as far as finding must know."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"  # without a zone of its own
    INSTANT = "instant"  # a moment on the time line; the database forgot the zone it came in
    INTEGER = "integer"
    BITS = "bits"  # of which a driver gives the bytes
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column as the database declares it. `charset` is what MySQL stores its text in,
    `collation` how it compares it. It `lists` where a cell holds several values (`text[]`)."""

    name: str
    stored: Stored
    charset: str | None = None
    collation: str | None = None
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its columns, and which of them an index begins with. Where an index begins
    with an expression, `leads` holds the name of the index. `hides`: row security may keep rows of
    it from this account."""

    cells: Mapping[str, Cell]
    leads: frozenset[str] = frozenset()
    hides: bool = False

    def indexed(self, table: Table, each: Recognise, normal: Naming) -> bool:
        """Whether an index helps to look an identifier up. None holds what is in a list."""
        if any(name in self.cells and self.cells[name].lists for name in each.columns):
            return False
        if each.normal is not None:
            return each.normal in self.leads
        if each.identifier is Identifier.ADDRESS:  # it is looked for among the rows of one name
            names = [n for n in table.recognise if n.identifier is Identifier.NAME]
            return bool(names) and all(self.indexed(table, n, normal) for n in names)
        if each.identifier is Identifier.BIRTH_DATE:
            return each.columns[0] in self.leads
        return normal.name(table, each) in self.leads


class Naming(Protocol):
    def name(self, table: Table, each: Recognise) -> str: ...


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every table, by `Table.place`."""

    tables: Mapping[str, Shape]

    @property
    def structure(self) -> Structure:
        return {place: frozenset(shape.cells) for place, shape in self.tables.items()}


_INDEX: Final = "index"
"""Stands for the type where a row of the catalog is no column but what an index begins with."""
_HIDES: Final = "hides"
"""Stands for the type where the row only says that rows are hidden. A policy that shows this
account all of them hides none."""
_POSTGRESQL: Final = """
SELECT n.nspname, n.nspname = current_schema(), c.relname, a.attname,
       format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END, NULL), NULL
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND c.relpersistence <> 't' AND {where}
UNION ALL
SELECT n.nspname, true, c.relname, coalesce(a.attname, x.relname), 'index', NULL
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND i.indisvalid AND {where}
UNION ALL
SELECT n.nspname, true, c.relname, '', 'hides', NULL
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relrowsecurity AND {where} AND row_security_active(c.oid) AND (NOT EXISTS (
  SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
    AND p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) = 'true'
    AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role(r, 'USAGE'))
) OR EXISTS (
  SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive
    AND p.polcmd IN ('r', '*')
    AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role(r, 'USAGE'))
))
"""
_MYSQL: Final = """
SELECT table_schema, table_schema = database(), table_name, column_name, data_type,
       character_set_name, collation_name
FROM information_schema.columns WHERE {where}
UNION ALL
SELECT table_schema, 1, table_name, column_name, 'index', NULL, NULL
FROM information_schema.statistics WHERE seq_in_index = 1 AND column_name IS NOT NULL AND {where}
"""
_SQLITE: Final = """
SELECT NULL, 1, m.name, p.name, p.type, NULL
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) p
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite@_%' ESCAPE '@' AND p.hidden <> 1
  AND m.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
UNION ALL
SELECT NULL, 1, m.name, coalesce(x.name, l.name), 'index', NULL
FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) x
WHERE m.type = 'table' AND x.seqno = 0
"""
_ORACLE: Final = """
SELECT owner, CASE WHEN owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') THEN 1 ELSE 0 END,
       table_name, column_name, data_type, NULL
FROM all_tab_columns WHERE {where}
"""
_STANDARD: Final = """
SELECT table_schema, CASE WHEN table_schema = {here} THEN 1 ELSE 0 END, table_name, column_name,
       data_type, NULL
FROM INFORMATION_SCHEMA.COLUMNS WHERE {where}
"""


def statement(dialect: str, schemas: Sequence[str], *, own: bool = True) -> sa.TextClause:
    """The statement for a brand: what lies in these schemas, and in the connection's `own`."""
    if dialect == "sqlite":
        return sa.text(_SQLITE)
    if dialect == "bigquery":  # whose catalog lies in the data set
        return sa.text(_STANDARD.format(here="table_schema", where="1 = 1"))
    here = _HERE.get(dialect, "current_schema()")
    column = {"postgresql": "n.nspname", "oracle": "owner"}.get(dialect, "table_schema")
    ways = [f"{column} = {here}"] if own or not schemas else []
    ways += [f"{column} IN :schemas"] if schemas else []
    written = {"postgresql": _POSTGRESQL, "mysql": _MYSQL, "mariadb": _MYSQL, "oracle": _ORACLE}
    where = f"({' OR '.join(ways)})"
    found = sa.text(written.get(dialect, _STANDARD).format(where=where, here=here))
    named: sa.BindParameter[Any] = sa.bindparam("schemas", list(schemas), expanding=True)
    return found.bindparams(named) if schemas else found


_HERE: Final = {
    "mysql": "database()",
    "mariadb": "database()",
    "mssql": "SCHEMA_NAME()",
    "oracle": "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')",
}
_written: Final = functools.lru_cache(maxsize=64)(statement)


def read(connection: sa.Connection, mapping: SourceMapping) -> Catalog:
    """What is there in the schemas the mapping looks at."""
    named = (each.schema for each in mapping.tables if each.schema)
    schemas = tuple(dict.fromkeys([*mapping.schemas, *named]))
    own = any(each.schema is None for each in mapping.tables)
    return looked_up(connection, schemas, own=own)


def looked_up(connection: sa.Connection, schemas: Sequence[str], *, own: bool = True) -> Catalog:
    """What is there, with names as SQLAlchemy writes them: Oracle's and Snowflake's in lower
    case where they were given without quotes."""
    dialect = connection.dialect
    named = [dialect.denormalize_name(s) if dialect.requires_name_normalize else s for s in schemas]
    rows = connection.execute(_written(dialect.name, tuple(named), own=own)).all()
    if dialect.requires_name_normalize:
        plain = dialect.normalize_name
        told = [(plain(s), own, plain(t), plain(c), *rest) for s, own, t, c, *rest in rows]
        return catalog(told, schemas=schemas)
    return catalog(rows, schemas=schemas)


def catalog(rows: Iterable[Sequence[Any]], *, schemas: Sequence[str] = ()) -> Catalog:
    """The rows of `statement` as tables; a schema that was named stands before its tables."""
    cells: dict[str, dict[str, Cell]] = {}
    leads: dict[str, set[str]] = {}
    hides: set[str] = set()
    for schema, _, table, name, kind, *written in rows:
        place = f"{schema}.{table}" if schema in schemas else table
        if kind == _INDEX:
            leads.setdefault(place, set()).add(name)
        elif kind == _HIDES:
            hides.add(place)
        else:
            charset, collation = (*written, None)[:2]
            lists = str(kind).casefold().startswith("json") or str(kind).endswith("[]")
            cell = Cell(name, stored(str(kind)), charset, collation, lists)
            cells.setdefault(place, {})[name] = cell
    found = {p: c for p, c in cells.items() if not c.keys() >= _COUNTER}
    return Catalog({
        p: Shape(c, frozenset(leads.get(p, ())), p in hides) for p, c in found.items()
    })  # fmt: skip


_COUNTER: Final = frozenset(
    {"next_not_cached_value", "minimum_value", "maximum_value", "start_value", "cycle_option"}
)
"""The columns of a sequence, which MariaDB lists among its tables."""


def quoted(dialect: Dialect, name: str) -> str:
    """A name as a text of SQL writes it. SQLAlchemy has already doubled a `%` for drivers that
    take places by it, and does so again to what it is given as SQL."""
    found = dialect.identifier_preparer.quote(name)
    return found.replace("%%", "%") if dialect.paramstyle in ("format", "pyformat") else found


@functools.cache
def stored(kind: str) -> Stored:
    """What a type as the catalog names it holds."""
    name = kind.casefold().partition("(")[0].strip()
    if _OF_OTHERS.search(kind.casefold()):
        return Stored.OTHER
    if name in ("timestamp", "timestamp with time zone", "timestamptz", "timestamp_tz"):
        return Stored.INSTANT  # MySQL and BigQuery call it `timestamp`
    for ends, found in _KINDS:
        if name.startswith(ends):
            return found
    return Stored.OTHER


_OF_OTHERS: Final = re.compile(r"\[\]$|range\b|^interval\b")
"""Types that hold others, or only begin like them: `text[]`, `daterange`, `interval`."""
_KINDS: Final = (
    ("datetime", Stored.MOMENT),
    ("timestamp", Stored.MOMENT),
    ("smalldatetime", Stored.MOMENT),
    ("date", Stored.DATE),
    ("int", Stored.INTEGER),
    ("bigint", Stored.INTEGER),
    ("smallint", Stored.INTEGER),
    ("mediumint", Stored.INTEGER),
    ("tinyint", Stored.INTEGER),
    ("bit", Stored.BITS),
    ("char", Stored.TEXT),
    ("varchar", Stored.TEXT),
    ("nchar", Stored.TEXT),
    ("nvarchar", Stored.TEXT),
    ("bpchar", Stored.TEXT),
    ("citext", Stored.TEXT),
    ("string", Stored.TEXT),
    ("clob", Stored.TEXT),
    ("nclob", Stored.TEXT),
    ("text", Stored.TEXT),
    ("ntext", Stored.TEXT),
    ("tinytext", Stored.TEXT),
    ("mediumtext", Stored.TEXT),
    ("longtext", Stored.TEXT),
)
