"""What was found of one person in the company's databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chikai.ledger.named import FoundFile
from chikai.ledger.terms import ExistenceGround, Format, Identifier, Label, Recorded, Role


@dataclass(frozen=True, slots=True)
class FoundColumn:
    item: str | None
    label: Label
    format: Format
    values: tuple[tuple[str, Label], ...] = ()
    record: Recorded | None = None


@dataclass(frozen=True, slots=True)
class WithheldColumn:
    """A personal column that holds something about the person and is not shown, and why."""

    label: Label
    reason: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """The person's rows in one table, in the order of its key. Values are strings: dates ISO
    8601, moments ISO 8601 with their offset, amounts plain digits; None is an empty cell.

    `linked_rows` of them were recognised by a record of the person that the request had led to:
    the name agrees with the request, and what `linked` names with that record.
    """

    source: str
    table: str
    category: str
    label: Label
    role: Role
    columns: tuple[FoundColumn, ...]
    rows: Sequence[tuple[str | None, ...]]
    withheld: tuple[WithheldColumn, ...] = ()
    files: tuple[FoundFile, ...] = ()
    linked: tuple[Identifier, ...] = ()
    linked_rows: int = 0

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

    `agrees` and `differs` are the identifiers of the request that agree and disagree with the
    file: a moved or a renamed person differs in one. `as_found` and `unlike_found` are those that
    agree and disagree with the records of the person that were recognised already. `protected`
    says that a table of Order Art. 5(i) names the person: look before any letter is made.
    """

    source: str
    table: str
    shown: tuple[tuple[Identifier, str], ...]
    differs: tuple[Identifier, ...] = ()
    protected: bool = False
    agrees: tuple[Identifier, ...] = ()
    as_found: tuple[Identifier, ...] = ()
    unlike_found: tuple[Identifier, ...] = ()

    def __repr__(self) -> str:
        return f"Candidate({self.source}.{self.table}, <sealed>)"


@dataclass(frozen=True, slots=True)
class Undecided:
    """A table with rows of that name about which the request does not say enough: any one of
    `needs` would settle whether they are this person's. `rows` are they, masked, those that look
    most like the person's first; `more` is how many are not shown."""

    source: str
    table: str
    label: Label
    needs: tuple[Identifier, ...]
    rows: tuple[Candidate, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A source nobody can reach from here: its owner must look and answer."""

    source: str
    label: Label
    owner: Label


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
    when nobody does for certain. `candidates` are those who may be meant, `more` how many others
    there are that are not among them, and `ask` what would settle it. A candidate that differs
    in something is a near miss: with `one` it is a further row of a person who seems to have
    moved. `undecided` tables hold rows of that name and need one more identifier. `agreed` are
    the identifiers that the request states as current and the file holds too. `tasks` are the
    sources in which a person must still look.
    """

    matched: int
    tables: tuple[FoundTable, ...] = ()
    hidden: tuple[HiddenTable, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    more: int = 0
    ask: tuple[Identifier, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    agreed: tuple[Identifier, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.matched:
            return Outcome.ONE if self.matched == 1 else Outcome.SEVERAL
        maybe = any(not each.differs for each in self.candidates)
        return Outcome.TOO_LITTLE if maybe else Outcome.NONE

    @property
    def complete(self) -> bool:
        """Whether one person was found and nothing on file is left in doubt."""
        return self.outcome is Outcome.ONE and not self.in_doubt and not self.tasks

    @property
    def in_doubt(self) -> bool:
        """Whether there are rows of which nobody knows whose they are."""
        return bool(self.candidates or self.undecided)

    @property
    def none(self) -> bool:
        """Whether nobody on file fits for certain."""
        return self.matched == 0

    @property
    def rows(self) -> tuple[FoundTable, ...]:
        """What Art. 33(1) asks for."""
        return tuple(each for each in self.tables if each.role is not Role.PROVISION_RECORDS)

    @property
    def provision_records(self) -> tuple[FoundTable, ...]:
        """What Art. 33(5) asks for."""
        return tuple(each for each in self.tables if each.role is Role.PROVISION_RECORDS)

    def __repr__(self) -> str:
        return f"Found(matched={self.matched}, <sealed>)"
