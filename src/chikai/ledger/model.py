"""What one database of the company holds, in words of its policy; and what was found in it.

A `SourceMapping` says of every column of every table which item of the policy it holds, or why
it is never shown. Nothing that is personal can be left out silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chikai.ledger.terms import ExistenceGround, Format, Identifier, Label, Role

__all__ = [
    "Candidate",
    "Column",
    "ExistenceGround",
    "Follow",
    "Format",
    "Found",
    "FoundColumn",
    "FoundTable",
    "HiddenTable",
    "Identifier",
    "Label",
    "Outcome",
    "Recognise",
    "Role",
    "SourceMapping",
    "Table",
    "Undecided",
    "WithheldColumn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. A personal column is shown under its label, or `withheld` says why it is not.

    `item` is an item id of the policy. `zone` is the time zone of a `datetime` without offset.
    `values` are the labels of an `enum`'s stored values.
    """

    name: str
    personal: bool
    item: str | None = None
    label: Label | None = None
    format: Format = Format.TEXT
    zone: str = "Asia/Tokyo"
    values: tuple[tuple[str, Label], ...] = ()
    withheld: Label | None = None

    @property
    def shown(self) -> bool:
        return self.personal and self.withheld is None


@dataclass(frozen=True, slots=True)
class Follow:
    """A row belongs to whom the row it points at belongs to: `column` holds `table.target`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Recognise:
    """The columns that hold one identifier; several are read joined, as 姓 and 名 are."""

    identifier: Identifier
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: whose data (`category`, an id of the policy) and how a row finds its person.

    A row is the person's when everything it says of the person agrees (`recognise`), or when
    the row it `follows` is the person's. `existence` marks a table that Order Art. 5 keeps out
    of retained personal data: nobody outside may learn that a row is there.
    """

    name: str
    category: str
    label: Label
    key: str
    columns: tuple[Column, ...]
    recognise: tuple[Recognise, ...] = ()
    follows: tuple[Follow, ...] = ()
    role: Role = Role.ROWS
    existence: ExistenceGround | None = None

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    @property
    def identifiers(self) -> frozenset[Identifier]:
        return frozenset(each.identifier for each in self.recognise)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """One database. `url` may hold `{home}`, or is read from the environment at `url_env`.

    `elsewhere` names the tables without personal data, so that no table is forgotten. `file`
    and `lines` (a dotted field and its line) let a message point into the file.
    """

    source: str
    company: str
    label: Label
    tables: tuple[Table, ...]
    url: str | None = None
    url_env: str | None = None
    elsewhere: tuple[str, ...] = ()
    file: str | None = None
    lines: tuple[tuple[str, int], ...] = ()

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


# --- what was found -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundColumn:
    item: str | None
    label: Label
    format: Format
    values: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class WithheldColumn:
    """A personal column that holds something about the person and is not shown, and why."""

    label: Label
    reason: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """The person's rows in one table, in the order of its key. Values are strings: dates ISO
    8601, moments ISO 8601 with their offset, amounts plain digits; None is an empty cell."""

    source: str
    table: str
    category: str
    label: Label
    role: Role
    columns: tuple[FoundColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]
    withheld: tuple[WithheldColumn, ...] = ()

    def __repr__(self) -> str:
        return f"FoundTable({self.source}.{self.table}, <sealed>)"


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """A table of Order Art. 5 that holds something about the person. Its rows never leave the
    source; that there are any is for the desk's sealed record and never for a letter."""

    source: str
    table: str
    ground: ExistenceGround

    def __repr__(self) -> str:
        return "HiddenTable(<sealed>)"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on file who may be meant, masked so that a clerk can ask and not read on.

    `differs` are the identifiers of the request that disagree with the file: a moved or a
    renamed person differs in one. `protected` says that a table of Order Art. 5(i) names the
    person: look before any letter is made.
    """

    source: str
    table: str
    shown: tuple[tuple[Identifier, str], ...]
    differs: tuple[Identifier, ...] = ()
    protected: bool = False

    def __repr__(self) -> str:
        return f"Candidate({self.source}.{self.table}, <sealed>)"


@dataclass(frozen=True, slots=True)
class Undecided:
    """A table with rows of that name about which the request does not say enough: any one of
    `needs` would settle whether they are this person's."""

    source: str
    table: str
    label: Label
    needs: tuple[Identifier, ...]


class Outcome(StrEnum):
    """What a search came to. Only `one` carries rows; `too_little` and `several` are questions."""

    ONE = "one"
    SEVERAL = "several"
    TOO_LITTLE = "too_little"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person's data in the company's databases.

    `matched` is 1 when one person on file fits everything the request says, and more than a
    name agrees; only then are there `tables`. It is 2 or more when several persons fit, and 0
    when nobody does for certain. `candidates` are those who may be meant and `ask` what would
    settle it. A candidate that differs in something is a near miss: with `one` it is a further
    row of a person who seems to have moved. `undecided` tables hold rows of that name and need
    one more identifier. `agreed` are the identifiers that the request states as current and
    the file holds too.
    """

    matched: int
    tables: tuple[FoundTable, ...] = ()
    hidden: tuple[HiddenTable, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    ask: tuple[Identifier, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    agreed: tuple[Identifier, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.matched:
            return Outcome.ONE if self.matched == 1 else Outcome.SEVERAL
        maybe = any(not each.differs for each in self.candidates)
        return Outcome.TOO_LITTLE if maybe else Outcome.NONE

    @property
    def complete(self) -> bool:
        """Whether one person was found and nothing on file is left in doubt."""
        return self.outcome is Outcome.ONE and not self.candidates and not self.undecided

    @property
    def none(self) -> bool:
        """Whether nobody on file fits for certain."""
        return self.matched == 0

    @property
    def rows(self) -> tuple[FoundTable, ...]:
        """What Art. 33(1) asks for."""
        return tuple(each for each in self.tables if each.role is Role.ROWS)

    @property
    def provision_records(self) -> tuple[FoundTable, ...]:
        """What Art. 33(5) asks for."""
        return tuple(each for each in self.tables if each.role is Role.PROVISION_RECORDS)

    def __repr__(self) -> str:
        return f"Found(matched={self.matched}, <sealed>)"
