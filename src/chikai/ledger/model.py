"""What one database of the company holds, in words of its policy.

A `SourceMapping` says of every column of every table which item of the policy it holds, or why
it is never shown, and what becomes of it when the person asks. Nothing that is personal can be
left out silently. What a search comes to is in `chikai.ledger.found`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chikai.ledger.actions import Detach, Erase, EraseRow, Keep, Suppress, Unflagged
from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.terms import (
    ExistenceGround,
    Format,
    Identifier,
    Label,
    Media,
    Recorded,
    Role,
)


class Kind(StrEnum):
    """How a source is reached: a database, files, a system that answers signed requests, or a
    person who looks for us."""

    DATABASE = "database"
    FILES = "files"
    WEBHOOK = "webhook"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class FileAt:
    """A cell that names a file. `location` is an address with places `{value}` (the cell) and
    `{column}` (other columns of the row): `s3://recordings/{year}/{value}.wav`. Nothing may lead
    out of `root`, a folder or `s3://BUCKET/PREFIX`, read from the environment at `root_env`; with
    neither it is what `location` begins with. `separator` stands between several in one cell."""

    location: str
    media: Media
    root: str | None = None
    root_env: str | None = None
    separator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """One place in a JSON document: `path` is `$.contact.phone` or `$.family[*].name`."""

    path: str
    personal: bool
    item: str | None = None
    label: Label | None = None
    format: Format = Format.TEXT
    withheld: Label | None = None
    erase: Erase | None = None
    correct: bool = True

    @property
    def shown(self) -> bool:
        return self.personal and self.withheld is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. A personal column is shown under its label, or `withheld` says why it is not.

    `item` is an item id of the policy. `zone` is the time zone of a `datetime` without offset.
    `values` are the labels of an `enum`'s stored values. `undecided` columns (`personal:
    unknown`) exist in drafts only. `purposes` and `retention` are ids of the policy; none means
    those of the category. `erase` is None where the mapping does not say. `derived` columns are
    computed by the database and never written. `inside` are the places of a JSON document; what
    none of them names is shown under the column's own label. `file` names where the file lies
    that the cell refers to. `record` is what a column of records of provision says of the third
    party. Where rows hold now this and now that, `by` is the column that says what
    (`name: birthdate`) and `keys` how the cell is to be read then; a row that none of them names
    is read as the column itself.
    """

    name: str
    personal: bool
    undecided: bool = False
    item: str | None = None
    label: Label | None = None
    format: Format = Format.TEXT
    zone: str = "Asia/Tokyo"
    values: tuple[tuple[str, Label], ...] = ()
    withheld: Label | None = None
    purposes: tuple[str, ...] = ()
    retention: str | None = None
    erase: Erase | None = None
    cease: Suppress | None = None
    correct: bool = True
    derived: bool = False
    inside: tuple[Inside, ...] = ()
    file: FileAt | None = None
    record: Recorded | None = None
    by: str | None = None
    keys: tuple[tuple[str, Column], ...] = ()

    @property
    def shown(self) -> bool:
        return self.personal and self.withheld is None

    @property
    def faces(self) -> tuple[Column, ...]:
        """All that its cells may be, itself last."""
        return (*(each for _, each in self.keys), self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: whose data (`category`, an id of the policy) and how a row finds its person.

    `name` is its name in the mapping; `stored` and `schema` are those in the database. `key`
    tells rows apart; where neither it nor `unique` columns do, a person's rows are changed all
    together, and the columns that say whose they are only with the row. A `view` is only read.
    A row is the person's when everything it says of the person agrees (`recognise`), or when
    the row it `follows` is the person's. `references` are links that say nothing about whose a
    row is (who introduced a customer); changes must respect them. `existence` marks a table that
    Order Art. 5 keeps out of retained personal data: nobody outside may learn that a row is
    there. `erase` is None where the mapping does not say. `shared` is
    what becomes of rows that are another's as well: they stay or let go; None asks.
    """

    name: str
    category: str
    label: Label
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    recognise: tuple[Recognise, ...] = ()
    follows: tuple[Follow, ...] = ()
    references: tuple[Follow, ...] = ()
    role: Role = Role.ROWS
    existence: ExistenceGround | None = None
    schema: str | None = None
    stored: str = ""
    view: bool = False
    unique: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    retention: str | None = None
    erase: EraseRow | None = None
    shared: Keep | Detach | None = None
    cease: tuple[Suppress, ...] = ()
    unflagged: tuple[Unflagged, ...] = ()

    def __post_init__(self) -> None:
        if not self.stored:
            object.__setattr__(self, "stored", self.name)

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    @property
    def place(self) -> str:
        """Its name in the database, with the schema where one is given: `crm.customers`."""
        return f"{self.schema}.{self.stored}" if self.schema else self.stored

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell its rows apart; empty where nothing does."""
        return self.key or self.unique

    @property
    def telling(self) -> tuple[str, ...]:
        """The columns that say whose a row is."""
        said = [name for each in self.recognise if each.table is None for name in each.columns]
        led = [name for each in self.follows for name in each.telling]
        return tuple(dict.fromkeys([*said, *led]))

    @property
    def grouped(self) -> bool:
        """Whether a person's rows of it can only be changed together: nothing tells them apart."""
        return not self.view and not self.identity and bool(self.telling)

    @property
    def writable(self) -> bool:
        """Whether rows of it can be changed at all."""
        return not self.view and bool(self.identity or self.telling)

    @property
    def identifiers(self) -> frozenset[Identifier]:
        return frozenset(each.identifier for each in self.recognise)

    @property
    def kept(self) -> Keep | None:
        """Why its rows stay when data are erased, if they do."""
        return self.erase if isinstance(self.erase, Keep) else None


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed the mapping, when, and the shape of each table on that day (a fingerprint
    of its columns, types and keys): a later difference is drift."""

    by: str
    on: date
    shapes: tuple[tuple[str, str], ...] = ()

    def shape(self, place: str) -> str | None:
        return dict(self.shapes).get(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """One source. `url` may hold `{home}`, or is read from the environment at `url_env`.

    `elsewhere` names the tables without personal data, so that no table is forgotten, `undecided`
    (in drafts only) those of which nobody has said yet whether they hold any; `schemas`
    the schemas looked at (the connection's own if empty). `draft` says that nobody has reviewed
    it yet: it can be checked and sampled, and finds nobody. `owner` is who looks in a `manual`
    source, `secret_env` where the secret of a `webhook` stands. `file` and `lines` (a dotted
    field and its line) let a message point into the file.
    """

    source: str
    company: str
    label: Label
    tables: tuple[Table, ...]
    kind: Kind = Kind.DATABASE
    url: str | None = None
    url_env: str | None = None
    secret_env: str | None = None
    owner: Label | None = None
    zone: str = "Asia/Tokyo"
    schemas: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    draft: bool = False
    review: Review | None = None
    file: str | None = None
    lines: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    def table(self, name: str) -> Table:
        return next(each for each in self.tables if each.name == name)

    def line(self, field: str) -> int | None:
        """The line of a field such as `tables.orders.columns.total`, or of what encloses it."""
        known = dict(self.lines)
        while field and field not in known:
            field = field.rpartition(".")[0]
        return known.get(field)

    def __repr__(self) -> str:
        return f"SourceMapping({self.company}/{self.source}, {len(self.tables)} tables)"
