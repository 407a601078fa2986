"""Triggers, and the rules of PostgreSQL: what a database does beside a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from chikai.adapters.sources.reflecting import place_of


@dataclass(frozen=True, slots=True)
class Trigger:
    """What runs at an UPDATE or a DELETE of rows of a table; `event` says at which, or at both."""

    table: str
    name: str
    event: str


_STANDARD: Final = (
    "SELECT event_object_table, trigger_name, event_manipulation"
    " FROM information_schema.triggers WHERE event_object_schema = {schema}"
)
_RULES: Final = """
UNION ALL SELECT c.relname, w.rulename, CASE w.ev_type WHEN '2' THEN 'UPDATE' ELSE 'DELETE' END
FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE w.ev_type IN ('2', '4') AND n.nspname = {schema}
"""
"""What PostgreSQL does beside a change, or in place of it, without calling it a trigger."""
_BY_BRAND: Final = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": _STANDARD + _RULES,
    "mysql": _STANDARD,
    "mariadb": _STANDARD,
    "mssql": "SELECT OBJECT_NAME(parent_id), name, 'UPDATE DELETE' FROM sys.triggers"
    " WHERE parent_id <> 0",
    "oracle": "SELECT table_name, trigger_name, triggering_event FROM all_triggers"
    " WHERE table_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')",
}
_HERE: Final = {"postgresql": "current_schema()", "mysql": "database()", "mariadb": "database()"}


def triggers_in(connection: sa.Connection, schema: str | None) -> Iterator[Trigger]:
    """Those of every table in the schema; None is the connection's own."""
    brand = connection.dialect.name
    written = _BY_BRAND.get(brand)
    if written is None:
        return
    statement = sa.text(written.format(schema=":schema" if schema else _HERE.get(brand, "")))
    if schema and "{schema}" in written:
        statement = statement.bindparams(schema=schema)
    for table, name, event in connection.execute(statement):
        yield Trigger(place_of(schema, str(table)), str(name), _events(str(event)))


def _events(said: str) -> str:
    """Which of UPDATE and DELETE set it off, out of an event or the text of the trigger."""
    head = said.upper().partition(" BEGIN")[0]
    return " ".join(each for each in ("UPDATE", "DELETE") if each in head)
