"""The shape of a mapping file, and its reading as a `SourceMapping`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.model import Kind, Review, SourceMapping, Table
from chikai.ledger.terms import ExistenceGround, Identifier, Role
from chikai.ledger.written_actions import (
    Id,
    Model,
    Name,
    Names,
    WrittenEraseRow,
    WrittenLabel,
    WrittenShared,
    WrittenSuppress,
    WrittenUnflagged,
    as_list,
    label_of,
)
from chikai.ledger.written_columns import WrittenColumn, Zone


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Under = Annotated[tuple[str | int, ...], BeforeValidator(_one_or_more), Field(min_length=1)]


class _Follow(Model):
    columns: Names
    table: Name
    to: Names
    circle: bool = False
    where: dict[Name, Under] = Field(default_factory=dict)

    def follow(self) -> Follow:
        return Follow(self.columns, self.table, self.to, self.circle, tuple(self.where.items()))


Reference = Annotated[str, Field(pattern=r"^[^.]+\.[^.]+$")]
"""`customers.id`; names that hold a dot need the long form."""


def _form(value: Any) -> str:
    return "{long}" if isinstance(value, list | tuple) else "{short}"


Follows = Annotated[
    Annotated[dict[Name, Reference], Tag("{short}")]
    | Annotated[tuple[_Follow, ...], Tag("{long}")],
    Discriminator(_form),
]


def _follows(written: dict[str, str] | tuple[_Follow, ...]) -> tuple[Follow, ...]:
    if isinstance(written, tuple):
        return tuple(each.follow() for each in written)
    halves = ((column, to.split(".")) for column, to in written.items())
    return tuple(Follow((column,), table, (target,)) for column, (table, target) in halves)


class _There(Model):
    columns: Names
    normal: Name | None = None
    table: Name | None = None
    where: dict[Name, Under] = Field(default_factory=dict)


def _way(value: Any) -> str:
    return "{long}" if isinstance(value, dict | _There) else "{short}"


Way = Annotated[
    Annotated[Names, Tag("{short}")] | Annotated[_There, Tag("{long}")], Discriminator(_way)
]


def _recognise(identifier: Identifier, way: tuple[str, ...] | _There) -> Recognise:
    if isinstance(way, tuple):
        return Recognise(identifier, way)
    where = tuple(way.where.items())
    return Recognise(identifier, way.columns, way.normal, way.table, where)


class _Table(Model):
    category: Id
    label: WrittenLabel
    name: Name | None = None
    schema_: Name | None = Field(default=None, alias="schema")
    view: bool = False
    key: Annotated[tuple[Name, ...], BeforeValidator(as_list)]
    unique: Names | None = None
    recognise: dict[Identifier, Way] = Field(default_factory=dict)
    follows: Follows = ()
    references: Follows = ()
    role: Role = Role.ROWS
    existence: ExistenceGround | None = None
    purposes: tuple[Id, ...] = ()
    retention: Id | None = None
    erase: WrittenEraseRow = None
    shared: WrittenShared = None
    cease: tuple[WrittenSuppress, ...] = ()
    unflagged: tuple[WrittenUnflagged, ...] = ()
    columns: dict[Name, WrittenColumn] = Field(min_length=1)

    def table(self, name: str, zone: str) -> Table:
        return Table(
            name=name,
            category=self.category,
            label=self.label.label(),
            key=self.key,
            columns=tuple(each.column(column, zone) for column, each in self.columns.items()),
            recognise=tuple(_recognise(i, way) for i, way in self.recognise.items()),
            follows=_follows(self.follows),
            references=_follows(self.references),
            role=self.role,
            existence=self.existence,
            schema=self.schema_,
            stored=self.name or name,
            view=self.view,
            unique=self.unique or (),
            purposes=self.purposes,
            retention=self.retention,
            erase=self.erase.row() if self.erase else None,
            shared=self.shared.shared() if self.shared else None,
            cease=tuple(each.suppress() for each in self.cease),
            unflagged=tuple(each.unflagged() for each in self.unflagged),
        )


class _Review(Model):
    by: str = Field(min_length=1, max_length=200)
    on: date
    shape: dict[Name, Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]] = Field(
        default_factory=dict
    )

    def review(self) -> Review:
        return Review(self.by, self.on, tuple(self.shape.items()))


def _no(value: Any) -> Any:
    return None if value in ("no", False) else value


class Written(Model):
    """A mapping file as written."""

    schema_: Literal[1] = Field(alias="schema")
    source: Id
    company: Id
    label: WrittenLabel
    kind: Kind = Kind.DATABASE
    url: str | None = None
    url_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")] | None = None
    secret_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")] | None = None
    owner: WrittenLabel | None = None
    zone: Zone = "Asia/Tokyo"
    schemas: tuple[Name, ...] = ()
    elsewhere: tuple[Name, ...] = ()
    undecided: tuple[Name, ...] = ()
    reviewed: Annotated[_Review | None, BeforeValidator(_no)] = None
    tables: dict[Name, _Table]

    def mapping(self, file: str, lines: tuple[tuple[str, int], ...]) -> SourceMapping:
        return SourceMapping(
            source=self.source,
            company=self.company,
            label=self.label.label(),
            tables=tuple(each.table(name, self.zone) for name, each in self.tables.items()),
            kind=self.kind,
            url=self.url,
            url_env=self.url_env,
            secret_env=self.secret_env,
            owner=label_of(self.owner),
            zone=self.zone,
            schemas=self.schemas,
            elsewhere=self.elsewhere,
            undecided=self.undecided,
            draft="reviewed" in self.model_fields_set and self.reviewed is None,
            review=self.reviewed.review() if self.reviewed else None,
            file=file,
            lines=lines,
        )
