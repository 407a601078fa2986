"""What SQLAlchemy is asked to reflect, and what MySQL and MariaDB alone say of their tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope

_NAMES: Final = sa.text("""
SELECT table_name FROM information_schema.tables
WHERE table_schema = coalesce(:schema, database()) AND table_type <> 'SEQUENCE'
""")
_ENGINES: Final = sa.text("""
SELECT t.table_name, t.table_type, t.engine, e.transactions
FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = coalesce(:schema, database())
""")
_COLUMNS: Final = sa.text("""
SELECT table_name, column_name, character_set_name, extra LIKE '%on update%'
FROM information_schema.columns
WHERE table_schema = coalesce(:schema, database())
  AND (character_set_name <> 'utf8mb4' OR generation_expression IN ('ROW START', 'ROW END')
    OR extra LIKE '%on update%')
""")


def everything(connection: sa.Connection, schema: str | None) -> tuple[dict[str, Any], ...]:
    """The arguments of the `get_multi_…` of an inspector: for every table and view, and for every
    table. In MariaDB a table that keeps its own history is no `BASE TABLE`, and SQLAlchemy would
    pass it over: there the names are given."""
    if connection.dialect.name not in ("mysql", "mariadb"):
        return {"schema": schema, "kind": ObjectKind.ANY}, {"schema": schema}
    names = list(connection.execute(_NAMES, {"schema": schema}).scalars())
    every: dict[str, Any] = {"schema": schema, "kind": ObjectKind.ANY, "scope": ObjectScope.ANY}
    if names:  # an empty list is as none at all
        every["filter_names"] = names
    return every, every


def referred(inspector: sa.Inspector, schema: str | None, link: Any) -> str | None:
    """The schema a reference leads to. Where a table of a named schema points into the
    connection's own, PostgreSQL's dialect names none."""
    said: str | None = link["referred_schema"]
    if said is None and schema is not None and inspector.dialect.name == "postgresql":
        return inspector.default_schema_name
    return said


def place_of(schema: str | None, name: str) -> str:
    """`Table.place` of a table of that schema; None is the connection's own."""
    return f"{schema}.{name}" if schema else name


@dataclass(frozen=True, slots=True)
class Kept:
    """How MySQL and MariaDB keep tables, by name: the engine of those without transactions, those
    with a history of their own, by table and column the character sets beside utf8mb4, the columns
    in which a history writes from when to when a row was so, and those in which the server writes
    when a row was changed."""

    engines: dict[str, str] = field(default_factory=dict)
    versioned: frozenset[str] = frozenset()
    charsets: dict[tuple[str, str], str] = field(default_factory=dict)
    spans: frozenset[tuple[str, str]] = frozenset()
    stamps: frozenset[tuple[str, str]] = frozenset()


def kept(connection: sa.Connection, schema: str | None) -> Kept:
    """Nothing for other brands."""
    if connection.dialect.name not in ("mysql", "mariadb"):
        return Kept()
    tables = connection.execute(_ENGINES, {"schema": schema}).all()
    columns = connection.execute(_COLUMNS, {"schema": schema}).all()
    return Kept(
        {name: engine for name, _, engine, safe in tables if safe != "YES"},
        frozenset(name for name, kind, _, _ in tables if kind == "SYSTEM VERSIONED"),
        {(table, name): charset for table, name, charset, _ in columns if charset},
        frozenset((t, name) for t, name, charset, stamp in columns if not (charset or stamp)),
        frozenset((table, name) for table, name, _, stamp in columns if stamp),
    )
