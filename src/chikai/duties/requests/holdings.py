"""What a case holds: papers, money, facts, letters, searches by hand, documents.

Re-exported by `case`, which folds events into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests import events as ev
from chikai.law.kinds import Means, Paper, Whose


@dataclass(frozen=True, slots=True)
class PaperHeld:
    id: str
    type: Paper
    whose: Whose
    received_on: date
    issued_on: date | None
    expires_on: date | None
    domicile_shown: bool
    number_shown: bool
    sealed: str | None
    masked: frozenset[str] = frozenset()
    returned: bool = False
    returned_on: date | None = None

    def to_mask(self) -> tuple[str, ...]:
        """What still shows and must not be kept; nothing on a paper that went back."""
        if self.returned:
            return ()
        shown = (("domicile", self.domicile_shown), ("my_number", self.number_shown))
        return tuple(what for what, seen in shown if seen and what not in self.masked)


@dataclass(frozen=True, slots=True)
class FeeHeld:
    id: str
    means: Means
    amount: int
    received_on: date
    issued_on: date | None
    sealed: str
    returned: ev.ReturnReason | None = None
    part_returned: int = 0

    @property
    def left(self) -> int:
        """What is still here, in yen."""
        return 0 if self.returned else self.amount - self.part_returned


@dataclass(frozen=True, slots=True)
class Fact:
    value: bool
    judged: bool
    by: str
    on: date
    sealed: str | None


@dataclass(frozen=True, slots=True)
class Withholding:
    """One item that is not disclosed: its ground, who judged so, when. The reasons are sealed."""

    item: str
    ground: str
    by: str
    on: date
    sealed: str


@dataclass(frozen=True, slots=True)
class LetterOut:
    id: str
    kind: str
    on: date
    delivery: ev.Delivery
    open_items: tuple[str, ...]
    answer_by: date | None
    sealed: str
    returned_on: date | None = None
    attached: str | None = None
    posted_on: date | None = None
    fees_then: int = 0
    came_back: ev.CameBack | None = None
    tracking: str | None = None

    @property
    def to_requester(self) -> bool:
        """Whether it went to the requester, and not to somebody else who holds the data."""
        return self.kind != "recipient_notice"

    @property
    def posted(self) -> bool:
        """Whether it went by post, and so can come back."""
        return self.delivery not in (ev.Delivery.ELECTRONIC, ev.Delivery.IN_PERSON)


@dataclass(frozen=True, slots=True)
class SearchTask:
    """A search that a named owner does by hand. `found` None while they have not signed."""

    id: str
    owner: str
    due: date
    set_on: date
    sealed: str
    found: bool | None = None
    answered_on: date | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be disclosed: the copy that came, and the redacted one that may go out."""

    id: str
    pages: int
    sealed: str
    redacted: ev.DocumentRedacted | None = None
