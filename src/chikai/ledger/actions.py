"""What a mapping says is done with a cell or a row when data are erased, ceased or corrected.

Nothing here has a default that changes data: where the mapping says nothing, `erase` is None and
a plan must ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from chikai.ledger.terms import Label

Value: TypeAlias = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Empty:
    """The cell becomes NULL (`erase: null`)."""


@dataclass(frozen=True, slots=True)
class Replace:
    """The cell becomes this value, the same for everybody, so that it says nothing of anyone."""

    value: Value


class Coarser(StrEnum):
    """How a value is made coarser: a date to the first day of its year or month, a text to its
    first characters, a number down to a multiple."""

    YEAR = "year"
    MONTH = "month"
    PREFIX = "prefix"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Generalise:
    """The cell keeps only what is coarse. `size`: characters kept, or the multiple."""

    how: Coarser
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A day, or so many years, months and days `after` the day another column of the row holds."""

    on: date | None = None
    after: str | None = None
    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Detach:
    """The cell is a reference and becomes NULL: the row stays and leads to nobody."""


@dataclass(frozen=True, slots=True)
class WithRow:
    """The cell (or table) goes by deleting the row."""


@dataclass(frozen=True, slots=True)
class Keep:
    """It stays, for a reason that is told to the person; `law` is the duty that demands it. `then`
    is what becomes of rows whose term is over; with None somebody must say it first."""

    reason: Label
    law: Label | None = None
    until: Term | None = None
    then: Empty | Replace | Generalise | Detach | WithRow | None = None


@dataclass(frozen=True, slots=True)
class ByColumn:
    """Of a table: the row stays and each of its columns says what becomes of it."""


Erase: TypeAlias = Empty | Replace | Generalise | Keep | Detach | WithRow
"""What erasure does to a cell."""
EraseRow: TypeAlias = WithRow | ByColumn | Keep
"""What erasure does to a row."""


class Stops(StrEnum):
    """What a flag stops: use, provision to third parties, or both."""

    USE = "use"
    PROVISION = "provision"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppress:
    """A flag that the company's programs obey: when use is ceased, `column` becomes `to`.

    `table` is the table of the mapping that holds the flag, None for the table it stands in;
    it must be one that the row follows. `back` is what the flag is otherwise; with `purposes`
    the flag stops only these. `stops` is what whoever obeys it leaves off.
    """

    column: str
    to: Value
    back: Value | None = None
    table: str | None = None
    purposes: tuple[str, ...] = ()
    stops: Stops = Stops.USE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unflagged:
    """Rows of which no flag stops what `stops` says, and why none is needed: nothing is provided
    from them, say. The reason is told, and asked of who approves where no `law` demands it."""

    reason: Label
    law: Label | None = None
    stops: Stops = Stops.USE
