"""What a database demands of its tables: types, lengths, NOT NULL, keys, references, triggers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import DOMAIN
from sqlalchemy.sql import sqltypes

from chikai.adapters.sources.checks import Checks, checks
from chikai.adapters.sources.reflecting import Kept, everything, kept, place_of, referred
from chikai.adapters.sources.triggers import Trigger, triggers_in
from chikai.ledger.model import SourceMapping

SETS_NULL = frozenset({"SET NULL", "SET DEFAULT"})


@dataclass(frozen=True, slots=True)
class ColumnFact:
    """`charset` is that of MySQL where not every character can be written. In a `stamp` MySQL
    writes by itself when a row was changed, unless the change says what is to stand there."""

    name: str
    type: sa.types.TypeEngine[Any]
    nullable: bool
    derived: bool
    charset: str | None = None
    stamp: bool = False

    @property
    def length(self) -> int | None:
        """In characters, or bytes; None where there is no limit, or another one (a SET)."""
        held = isinstance(self.type, sa.String | sqltypes._Binary)
        return self.type.length if held and type(self.type).__name__ != "SET" else None  # type: ignore[attr-defined]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.type.enums) if isinstance(self.type, sa.Enum) else ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key of the table `child`, to `targets` of the table `parent`."""

    child: str
    columns: tuple[str, ...]
    parent: str
    targets: tuple[str, ...]
    on_delete: str


@dataclass(frozen=True, slots=True)
class Facts:
    """By `Table.place`. `engines` are those that know no transaction, `versioned` the tables that
    keep a history of their own."""

    columns: Mapping[str, Mapping[str, ColumnFact]]
    unique: Mapping[str, tuple[tuple[str, ...], ...]]
    references: tuple[Reference, ...]
    triggers: tuple[Trigger, ...]
    checks: Checks = field(default_factory=dict)
    engines: Mapping[str, str] = field(default_factory=dict)
    versioned: frozenset[str] = frozenset()

    def pointing_at(self, place: str) -> tuple[Reference, ...]:
        return tuple(each for each in self.references if each.parent == place)

    def shape(self, places: Sequence[str]) -> str:
        """A fingerprint of what a plan for these tables relies on. Plans that wait for approval
        hold it: what a line says must stay, and with it the fields of `Reference` and `Trigger`."""
        lines = [
            *(
                f"c {p} {c.name} {_written(c.type)} {c.nullable} {c.derived}"
                for p in places
                for c in self.columns[p].values()
            ),
            *(f"u {p} {u}" for p in places for u in self.unique.get(p, ())),
            *(f"r {r}" for r in self.references if r.parent in places or r.child in places),
            *(f"t {t}" for t in self.triggers if t.table in places),
            *(f"k {p} {k}" for p in places for k in self.checks.get(p, ())),
            *(f"e {p} {self.engines[p]}" for p in places if p in self.engines),
            *(f"h {p}" for p in places if p in self.versioned),
        ]
        return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _written(kind: sa.types.TypeEngine[Any]) -> str:
    try:
        return str(kind)
    except Exception:  # a type of an extension that has no name in standard SQL
        return type(kind).__name__


def facts(connection: sa.Connection, mapping: SourceMapping) -> Facts:
    """Of every table in the schemas of the mapping: a table nobody mapped may point at one."""
    if connection.dialect.name == "sqlite":
        return _of_sqlite(connection)
    schemas = tuple(dict.fromkeys([None if t.schema is None else t.schema for t in mapping.tables]))
    inspector = sa.inspect(connection)
    columns: dict[str, dict[str, ColumnFact]] = {}
    unique: dict[str, tuple[tuple[str, ...], ...]] = {}
    references: list[Reference] = []
    triggers: list[Trigger] = []
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    engines: dict[str, str] = {}
    versioned: set[str] = set()
    for schema in schemas or (None,):
        own = kept(connection, schema)
        engines.update({place_of(schema, name): engine for name, engine in own.engines.items()})
        versioned.update(place_of(schema, name) for name in own.versioned)
        triggers += triggers_in(connection, schema)
        known.update(checks(connection, schema))
        options, tables = everything(connection, schema)
        with warnings.catch_warnings():  # a type SQLAlchemy has no name for stays as it is
            warnings.simplefilter("ignore", sa.exc.SAWarning)
            every = inspector.get_multi_columns(**options)
        for (_, name), found in every.items():
            columns[place_of(schema, name)] = {
                each["name"]: _column(each, (name, each["name"]), own) for each in found
            }
        unique.update(_unique(inspector, schema, tables))
        for (_, name), links in inspector.get_multi_foreign_keys(**tables).items():
            for link in links:
                there = referred(inspector, schema, link) or schema
                references.append(
                    Reference(
                        place_of(schema, name),
                        tuple(link["constrained_columns"]),
                        place_of(there if there in schemas else None, link["referred_table"]),
                        tuple(link["referred_columns"]),
                        str(link.get("options", {}).get("ondelete") or "NO ACTION").upper(),
                    )
                )
    mapped = {table.place for table in mapping.tables}
    others = {*(r.child for r in references), *(t.table for t in triggers)} - mapped
    if connection.dialect.name == "postgresql" and others:
        roots = _roots(connection, schemas)
        triggers = [replace(t, table=roots.get(t.table, t.table)) for t in triggers]
        references = [replace(r, child=roots.get(r.child, r.child)) for r in references]
    told = tuple(dict.fromkeys(references)), tuple(triggers)
    return Facts(columns, unique, *told, known, engines, frozenset(versioned))


def _roots(connection: sa.Connection, schemas: Sequence[str | None]) -> dict[str, str]:
    """By partition, the table it is part of: its rows are that table's."""
    found: dict[str, str] = {}
    for schema, own, name, theirs, root in connection.execute(sa.text(_PARTITIONS)):
        at = schema if schema in schemas else None
        if at is not None or own:
            found[place_of(at, name)] = place_of(theirs if theirs in schemas else None, root)
    return found


_PARTITIONS = """
SELECT n.nspname, n.nspname = current_schema(), c.relname, m.nspname, r.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class r ON r.oid = pg_partition_root(c.oid)
JOIN pg_catalog.pg_namespace m ON m.oid = r.relnamespace WHERE c.relispartition
"""


def _column(found: Any, at: tuple[str, str], own: Kept) -> ColumnFact:
    derived = bool(found.get("computed")) or bool((found.get("identity") or {}).get("always"))
    derived, charset = derived or at in own.spans, own.charsets.get(at)
    nullable, kind = bool(found.get("nullable", True)), found["type"]
    if isinstance(kind, DOMAIN):
        nullable, kind = nullable and not kind.not_null, kind.data_type
    return ColumnFact(found["name"], kind, nullable, derived, charset, at in own.stamps)


def _unique(
    inspector: sa.Inspector, schema: str | None, tables: dict[str, Any]
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    keys = inspector.get_multi_pk_constraint(**tables)
    named = inspector.get_multi_unique_constraints(**tables)
    indexes = inspector.get_multi_indexes(**tables)
    for at in {*keys, *named, *indexes}:
        found = [tuple(keys[at]["constrained_columns"])] if at in keys else []
        found += [tuple(each["column_names"]) for each in named.get(at, ())]
        found += [
            tuple(str(n) for n in each["column_names"])
            for each in indexes.get(at, ())
            if each["unique"] and None not in each["column_names"] and not _partial(each)
        ]
        yield place_of(schema, at[1]), tuple(dict.fromkeys(each for each in found if each))


def _partial(index: Any) -> bool:
    """It speaks of some rows only; which they will be, the database tells when it refuses."""
    return bool(index.get("dialect_options", {}).get("postgresql_where"))


_COLUMNS = """
SELECT m.name, p.name, p.type, p."notnull", p.pk, p.hidden FROM sqlite_master m
JOIN pragma_table_xinfo(m.name) p
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite@_%' ESCAPE '@'
"""
_LINKS = """
SELECT m.name, f.id, f."table", f."from", f."to", f.on_delete FROM sqlite_master m
JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq
"""


def _of_sqlite(connection: sa.Connection) -> Facts:
    """Its catalog in four statements, however many tables."""
    columns: dict[str, dict[str, ColumnFact]] = {}
    keys: dict[str, list[tuple[int, str]]] = {}
    typed: Any = connection.dialect
    for table, name, kind, required, key, hidden in connection.execute(sa.text(_COLUMNS)):
        type_ = typed._resolve_type_affinity(str(kind))
        fact = ColumnFact(name, type_, not required and not key, hidden in (2, 3))
        columns.setdefault(table, {})[name] = fact
        if key:
            keys.setdefault(table, []).append((key, name))
    links: dict[tuple[str, int], list[tuple[str, ...]]] = {}
    for table, number, *link in connection.execute(sa.text(_LINKS)):
        links.setdefault((table, number), []).append(tuple(link))
    named = {table.casefold(): table for table in columns}

    def reference(child: str, parts: list[tuple[str, ...]]) -> Reference:
        """It may be written in other letters, and without the columns of the key."""
        parent = named.get(parts[0][0].casefold(), parts[0][0])
        there = {name.casefold(): name for name in columns.get(parent, ())}
        aims = [there.get(aim.casefold(), aim) for _, _, aim, _ in parts if aim]
        key = aims or [name for _, name in sorted(keys.get(parent, ()))]
        return Reference(child, tuple(o for _, o, *_ in parts), parent, tuple(key), parts[0][3])

    references = tuple(reference(child, parts) for (child, _), parts in links.items())
    every = triggers_in(connection, None)
    triggers = tuple(replace(t, table=named.get(t.table.casefold(), t.table)) for t in every)
    known = checks(connection, None)
    return Facts(columns, dict(_unique_in_sqlite(connection)), references, triggers, known)


_INDEXES = """
SELECT m.name, l.name, x.name FROM sqlite_master m
JOIN pragma_index_list(m.name) l ON l."unique" = 1 AND l.partial = 0
JOIN pragma_index_info(l.name) x WHERE m.type = 'table' ORDER BY m.name, l.name, x.seqno
"""


def _unique_in_sqlite(
    connection: sa.Connection,
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Its catalog knows every unique index; the key of a rowid table has none and need not."""
    found: dict[str, dict[str, list[str]]] = {}
    for table, index, column in connection.execute(sa.text(_INDEXES)):
        found.setdefault(table, {}).setdefault(index, []).append(str(column))
    for table, indexes in found.items():
        yield table, tuple(dict.fromkeys(tuple(each) for each in indexes.values()))
