"""What a database's catalog said, kept as long as it says the same.

Reading a catalog takes some ten statements, and every plan is carried out against what it says
now. A mark of all that it says, one statement, tells whether it is what was read before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources import catalog, facts
from chikai.ledger.model import SourceMapping

_POSTGRESQL: Final = sa.text("""
WITH place AS (
  SELECT oid FROM pg_catalog.pg_namespace
  WHERE nspname = current_schema() OR nspname = ANY(:schemas)
), thing AS (
  SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relispartition, c.relpersistence
  FROM pg_catalog.pg_class c JOIN place ON place.oid = c.relnamespace
)
SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
  SELECT concat_ws(' ', 'class', oid, relnamespace, relname, relkind, relispartition,
                   relpersistence) FROM thing
  UNION ALL SELECT concat_ws(' ', 'column', a.attrelid, a.attnum, a.mark)
  FROM thing, LATERAL (SELECT attrelid, attnum, xmin AS mark FROM pg_catalog.pg_attribute
                       WHERE attrelid = thing.oid AND attnum > 0 OFFSET 0) a -- by its index
  UNION ALL SELECT concat_ws(' ', 'default', d.adrelid, d.adnum, d.xmin)
  FROM pg_catalog.pg_attrdef d JOIN thing ON thing.oid = d.adrelid
  UNION ALL SELECT concat_ws(' ', 'constraint', k.oid, k.xmin)
  FROM pg_catalog.pg_constraint k WHERE k.conrelid IN (SELECT oid FROM thing)
     OR k.confrelid IN (SELECT oid FROM thing) OR k.contypid <> 0
  UNION ALL SELECT concat_ws(' ', 'index', i.indexrelid, i.indisvalid, i.xmin)
  FROM pg_catalog.pg_index i JOIN thing ON thing.oid = i.indrelid
  UNION ALL SELECT concat_ws(' ', 'trigger', t.oid, t.xmin)
  FROM pg_catalog.pg_trigger t JOIN thing ON thing.oid = t.tgrelid
  UNION ALL SELECT concat_ws(' ', 'rule', w.oid, w.xmin)
  FROM pg_catalog.pg_rewrite w JOIN thing ON thing.oid = w.ev_class
  UNION ALL SELECT concat_ws(' ', 'type', oid, xmin) FROM pg_catalog.pg_type
  WHERE typtype IN ('d', 'e')
  UNION ALL SELECT concat_ws(' ', 'value', oid, xmin) FROM pg_catalog.pg_enum
  UNION ALL SELECT concat_ws(' ', 'schema', current_schema(), current_user)
) all_of_it(said)
""")
_SQLITE: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
_MYSQL: Final = """
SELECT 'column' AS what, table_schema, table_name, column_name, ordinal_position, column_type,
       is_nullable, extra, generation_expression, collation_name
FROM information_schema.columns WHERE {where}
UNION ALL SELECT 'table', table_schema, table_name, table_type, coalesce(engine, ''), '', '', '',
       '', ''
FROM information_schema.tables WHERE {where}
UNION ALL SELECT 'index', table_schema, table_name, index_name, seq_in_index,
       coalesce(column_name, ''), non_unique, '', '', ''
FROM information_schema.statistics WHERE {where}
UNION ALL SELECT 'key', table_schema, table_name, constraint_name, ordinal_position, column_name,
       coalesce(referenced_table_schema, ''), coalesce(referenced_table_name, ''),
       coalesce(referenced_column_name, ''), ''
FROM information_schema.key_column_usage WHERE {where}
UNION ALL SELECT 'rule', constraint_schema, table_name, constraint_name, delete_rule, '', '', '',
       '', ''
FROM information_schema.referential_constraints WHERE {rule_where}
UNION ALL SELECT 'check', constraint_schema, constraint_name, check_clause, '', '', '', '', '', ''
FROM information_schema.check_constraints WHERE {rule_where}
UNION ALL SELECT 'trigger', event_object_schema, event_object_table, trigger_name,
       event_manipulation, '', '', '', '', ''
FROM information_schema.triggers WHERE {trigger_where}
"""


class Remembered:
    """By source, the catalog and the facts as they were last read."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, catalog.Catalog, facts.Facts]] = {}

    def read(
        self, connection: sa.Connection, mapping: SourceMapping
    ) -> tuple[catalog.Catalog, facts.Facts]:
        """As they are now, within the transaction of the connection."""
        mark = _mark(connection, mapping)  # first: what changes after it is read the next time
        if mark is not None and mapping.source in self._known:
            then, there, known = self._known[mapping.source]
            if then == mark:
                return there, known
        there, known = catalog.read(connection, mapping), facts.facts(connection, mapping)
        if mark is not None:
            self._known[mapping.source] = mark, there, known
        return there, known


def _mark(connection: sa.Connection, mapping: SourceMapping) -> str | None:
    """None for a brand whose catalog is read each time."""
    schemas = sorted({*mapping.schemas, *(t.schema for t in mapping.tables if t.schema)})
    match connection.dialect.name:
        case "postgresql":
            found = connection.execute(_POSTGRESQL, {"schemas": schemas})
            return str(found.scalar_one())
        case "mysql" | "mariadb":
            return _hash(connection.execute(_mysql(schemas), _named(schemas)).all())
        case "sqlite":
            return _hash(connection.exec_driver_sql(_SQLITE).all())
    return None


def _hash(rows: Sequence[Any]) -> str:
    said = sorted(repr(tuple(row)) for row in rows)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _named(schemas: Sequence[str]) -> dict[str, Any]:
    return {"schemas": list(schemas)} if schemas else {}


def _mysql(schemas: Sequence[str]) -> sa.TextClause:
    def where(column: str) -> str:
        return f"({column} = database(){f' OR {column} IN :schemas' if schemas else ''})"

    written = sa.text(
        _MYSQL.format(
            where=where("table_schema"),
            rule_where=where("constraint_schema"),
            trigger_where=where("event_object_schema"),
        )
    )
    return written.bindparams(sa.bindparam("schemas", expanding=True)) if schemas else written
