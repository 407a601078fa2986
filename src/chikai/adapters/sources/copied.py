"""Where PostgreSQL keeps more of a row than in its table: in tables that inherit from it, in
materialised views made of it, in large objects that a cell only numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from chikai.adapters.sources.catalog import quoted
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping, Table
from chikai.ports.changes import Remains

_HEIRS: Final = sa.text("""
WITH RECURSIVE heir AS (
  SELECT place, CAST(to_regclass(place) AS oid) AS oid FROM unnest(CAST(:places AS text[])) place
  UNION SELECT heir.place, i.inhrelid FROM heir
  JOIN pg_catalog.pg_inherits i ON i.inhparent = heir.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE NOT c.relispartition
)
SELECT place, CAST(CAST(oid AS regclass) AS text) FROM heir WHERE oid <> to_regclass(place)
""")
_MADE_OF: Final = sa.text("""
WITH RECURSIVE made AS (
  SELECT CAST(to_regclass(place) AS oid) AS oid FROM unnest(CAST(:places AS text[])) place
  UNION SELECT w.ev_class FROM made
  JOIN pg_catalog.pg_depend d ON d.refobjid = made.oid AND d.classid = to_regclass('pg_rewrite')
  JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid
)
SELECT CAST(CAST(c.oid AS regclass) AS text) FROM made JOIN pg_catalog.pg_class c USING (oid)
WHERE c.relkind = 'm' ORDER BY c.oid
""")
_NUMBERS: Final = sa.text("""
SELECT place, a.attname FROM unnest(CAST(:places AS text[])) place
JOIN pg_catalog.pg_attribute a ON a.attrelid = to_regclass(place) AND a.attnum > 0
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid WHERE t.typname IN ('oid', 'lo')
""")
_THERE: Final = sa.text(
    "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata WHERE oid = ANY(CAST(:ids AS oid[]))"
)


def place(connection: sa.Connection, table: Table) -> str:
    """The table as a statement names it."""
    names = (each for each in (table.schema, table.stored) if each)
    return ".".join(quoted(connection.dialect, each) for each in names)


def heirs(connection: sa.Connection, places: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """By table, those that inherit from it; partitions are part of it."""
    found: dict[str, list[str]] = {}
    for place, heir in connection.execute(_HEIRS, {"places": list(places)}):
        found.setdefault(place, []).append(heir)
    return found


def left(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> Iterator[Remains]:
    """What is left in materialised views, which are made anew, and in large objects."""
    source = mapping.source
    places = [place(connection, mapping.table(each.table)) for each in rows]
    for view in connection.execute(_MADE_OF, {"places": places}).scalars().all():
        try:
            connection.exec_driver_sql(f"REFRESH MATERIALIZED VIEW {view}".replace("%", "%%"))
        except sa.exc.DBAPIError:
            yield Remains(source, "plan.left.copy_in_view", view)
    numbered = {tuple(row) for row in connection.execute(_NUMBERS, {"places": places})}
    for each, at in zip(rows, places, strict=True):
        names = [name for name in each.columns if (at, name) in numbered]
        ids = {n for name in names for n in _gone(each, each.columns.index(name))}
        if ids and (many := connection.execute(_THERE, {"ids": sorted(ids)}).scalar_one()):
            yield Remains(source, "plan.left.large_objects", each.table, many)


def _gone(rows: Rows, at: int) -> Iterator[int]:
    """The numbers that cells held and hold no more."""
    for n, row in enumerate(rows.before):
        if row[at] and (rows.deletes or rows.after[n][at] != row[at]):
            yield row[at]
