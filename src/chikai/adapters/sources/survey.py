"""A database as it declares itself: columns, keys, references, comments, generated columns."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import DOMAIN

from chikai.adapters.sources import catalog
from chikai.adapters.sources.catalog import Stored
from chikai.adapters.sources.checks import checks
from chikai.adapters.sources.naming import plain
from chikai.adapters.sources.reflecting import everything, kept, referred

_MOMENT = re.compile(r"((^|_)(at|time|timestamp|datetime)|日時)(_(ms|us|millis|micros|sec))?$")


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `written` is its type as the database writes it; `values` those of an enum."""

    name: str
    stored: Stored
    written: str
    nullable: bool
    comment: str | None
    derived: bool
    values: tuple[str, ...]
    json: bool = False

    @property
    def document(self) -> bool:
        return self.json or self.written.upper().startswith("JSON")

    @property
    def counts(self) -> bool:
        """Whether it is a number whose name says that it counts from 1970 (`created_at`). One
        that is no such moment is told as it is."""
        return self.stored is Stored.INTEGER and bool(_MOMENT.search(plain(self.name)))

    @property
    def length(self) -> int | None:
        """Of a text in characters; None where there is no limit."""
        found = re.search(r"CHAR(?:ACTER VARYING)?\((\d+)", self.written.upper())
        return int(found[1]) if found else None

    @property
    def tells(self) -> bool:
        """Whether it could hold something about a person that its name does not say: a text of
        more than a few characters, a document, a picture, a type nobody knows."""
        if self.values or self.stored in (Stored.DATE, Stored.MOMENT, Stored.INSTANT):
            return False
        if self.stored is Stored.TEXT:
            return self.length is None or self.length > 4
        return self.stored is Stored.OTHER and not _BARE.match(self.written.upper())

    @property
    def blob(self) -> bool:
        """Whether it is made for files; names and addresses are kept in short ones too."""
        written = self.written.upper()
        if found := re.fullmatch(r"(?:VAR)?BINARY\((\d+)\)|(TINYBLOB)", written):
            return not found[2] and int(found[1]) > 255
        return any(word in written for word in ("BLOB", "BYTEA", "BINARY"))


_BARE = re.compile(
    r"(NUMERIC|DECIMAL|REAL|FLOAT|DOUBLE|BOOL|BIT|TIME|INTERVAL|YEAR|MONEY|UUID|OID|TSVECTOR|"
    r"(BIG|SMALL)?INT|(TINY|MEDIUM)INT|(INT4|INT8|TS|TSTZ|NUM|DATE)RANGE)"
)
"""Types of numbers and times."""


@dataclass(frozen=True, slots=True)
class Link:
    """A declared reference to `table` (of `schema`, None for its own)."""

    columns: tuple[str, ...]
    schema: str | None
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One table or view. No two rows are alike in the columns `apart`, or in others beside them,
    as where an index holds `lower(email)`."""

    schema: str | None
    name: str
    view: bool
    comment: str | None
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    apart: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)

    @property
    def shape(self) -> str:
        """A fingerprint of what a mapping relies on: columns, types, keys and references."""
        lines = [
            *(f"c {f.name} {f.written} {f.nullable} {f.derived} {f.values}" for f in self.fields),
            f"k {self.key}",
            *sorted(f"u {each}" for each in self.unique),
            *sorted(f"f {each.columns} {each.table} {each.targets}" for each in self.links),
        ]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def survey(connection: sa.Connection, schemas: Sequence[str] = ()) -> tuple[Surveyed, ...]:
    """Every table and view of the connection's own schema, or of the named ones."""
    inspector = sa.inspect(connection)
    there = catalog.looked_up(connection, schemas, own=not schemas)
    found = [
        each
        for schema in schemas or (None,)
        for each in _schema(connection, inspector, schema)
        if each.place in there.tables
    ]
    if connection.dialect.name == "sqlite":
        found = [replace(each, links=tuple(_as_declared(each.links, found))) for each in found]
    return tuple(sorted(found, key=lambda each: each.place))


def _schema(
    connection: sa.Connection, inspector: sa.Inspector, schema: str | None
) -> Iterator[Surveyed]:
    views = {*inspector.get_view_names(schema), *_materialised(inspector, schema)}
    every, tables = everything(connection, schema)
    with warnings.catch_warnings():  # a type SQLAlchemy has no name for is asked about
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        columns = inspector.get_multi_columns(**every)
        keys = inspector.get_multi_pk_constraint(**tables)
        uniques = inspector.get_multi_unique_constraints(**tables)
        indexes = inspector.get_multi_indexes(**tables)
        links = inspector.get_multi_foreign_keys(**tables)
    comments = _comments(inspector, tables)
    spans = kept(connection, schema).spans
    documents = _documents(connection, schema)
    for at, fields in columns.items():
        declared = [tuple(each["column_names"]) for each in uniques.get(at, ())]
        declared += [
            tuple(name for name in each["column_names"] if name)
            for each in indexes.get(at, ())
            if each["unique"] and None not in each["column_names"]
        ]
        yield Surveyed(
            schema=schema,
            name=at[1],
            view=at[1] in views,
            comment=comments.get(at[1]),
            fields=tuple(
                replace(
                    _field(each, (at[1], each["name"]) in spans),
                    json=(at[1], each["name"]) in documents,
                )
                for each in fields
            ),
            key=_outside(spans, at[1], keys[at]["constrained_columns"]) if at in keys else (),
            unique=tuple(dict.fromkeys(declared)),
            apart=frozenset(name for names in declared for name in names)
            | frozenset(_within(indexes.get(at, ()), fields)),
            links=tuple(
                Link(
                    tuple(each["constrained_columns"]),
                    referred(inspector, schema, each),
                    each["referred_table"],
                    tuple(each["referred_columns"]),
                )
                for each in links.get(at, ())
            ),
        )


def _within(indexes: Sequence[Any], fields: Sequence[Any]) -> Iterator[str]:
    """The columns of unique indexes of expressions."""
    said = [s for each in indexes if each["unique"] for s in each.get("expressions", ())]
    for field in fields:
        if any(re.search(rf"\b{re.escape(field['name'])}\b", each) for each in said):
            yield field["name"]


def _documents(connection: sa.Connection, schema: str | None) -> set[tuple[str, str]]:
    """Tables and columns that MariaDB keeps as texts and takes for JSON."""
    if connection.dialect.name not in ("mysql", "mariadb"):
        return set()
    return {
        (place.rpartition(".")[2] if schema else place, found[1])
        for place, rules in checks(connection, schema).items()
        for _, condition in rules
        if (found := re.fullmatch(r"json_valid\(`([^`]+)`\)", condition))
    }


def _outside(
    spans: frozenset[tuple[str, str]], table: str, names: Sequence[str]
) -> tuple[str, ...]:
    """A key without the end of the time in which a row was so, which a history puts into it."""
    return tuple(name for name in names if (table, name) not in spans)


def _materialised(inspector: sa.Inspector, schema: str | None) -> Sequence[str]:
    try:
        return inspector.get_materialized_view_names(schema)
    except NotImplementedError:
        return ()


def _comments(inspector: sa.Inspector, tables: dict[str, Any]) -> dict[str, str]:
    try:
        found = inspector.get_multi_table_comment(**tables)
    except NotImplementedError:
        return {}
    return {at[1]: text for at, each in found.items() if (text := each["text"])}


def _field(column: Any, span: bool) -> Field:
    kind = column["type"]
    if isinstance(kind, DOMAIN):
        kind = kind.data_type
    written = _written(kind)
    values = tuple(kind.enums) if isinstance(kind, sa.Enum) else ()
    return Field(
        name=column["name"],
        stored=_stored(kind, written),
        written=written,
        nullable=bool(column.get("nullable", True)),
        comment=column.get("comment"),
        derived=span or bool(column.get("computed")),
        values=values,
    )


def _written(kind: sa.types.TypeEngine[Any]) -> str:
    try:
        return str(kind)
    except Exception:  # a type of an extension that has no name in standard SQL
        return type(kind).__name__


def _stored(kind: sa.types.TypeEngine[Any], written: str) -> Stored:
    if isinstance(kind, sa.DateTime):
        return Stored.MOMENT
    if isinstance(kind, sa.Date):
        return Stored.DATE
    if isinstance(kind, sa.Integer):
        return Stored.INTEGER
    if isinstance(kind, sa.String) and not isinstance(kind, sa.Enum):
        return Stored.TEXT
    return catalog.stored(written)


def _as_declared(links: Sequence[Link], tables: Sequence[Surveyed]) -> Iterator[Link]:
    """To SQLite `REFERENCES Customers (ID)` is the table `customers`."""
    named = {each.name.casefold(): each for each in tables}
    for link in links:
        aim = named.get(link.table.casefold())
        if aim is None:
            yield link
            continue
        fields = {each.name.casefold(): each.name for each in aim.fields}
        targets = tuple(fields.get(name.casefold(), name) for name in link.targets)
        yield replace(link, table=aim.name, targets=targets)
