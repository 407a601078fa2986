"""What a case holds: papers, money, facts, letters, searches by hand, documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

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

    @classmethod
    def of(cls, came: ev.PaperReceived, *, on: date) -> PaperHeld:
        """A paper as it came."""
        return cls(
            came.paper,
            came.type_,
            came.whose,
            on,
            came.issued_on,
            came.expires_on,
            came.domicile_shown,
            came.number_shown,
            came.sealed,
        )

    def corrected(self, right: ev.PaperCorrected) -> PaperHeld:
        """What was noted of it wrongly, as it is."""
        return replace(
            self,
            type=right.type_,
            whose=right.whose,
            issued_on=right.issued_on,
            expires_on=right.expires_on,
            domicile_shown=right.domicile_shown,
            number_shown=right.number_shown,
        )


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

    def sent_back(self, back: ev.FeeReturned) -> FeeHeld:
        """What of it is still here after a part, or all of it, went back."""
        if back.part is None or back.part >= self.left:
            return replace(self, returned=back.reason)
        return replace(self, part_returned=self.part_returned + back.part)


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


DECIDE_AFTER: Final = timedelta(days=3)
"""A source that is down for longer than a weekend comes back when somebody sees to it. To go on
waiting is then a decision, and a person makes it: the answer is due without delay."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """A source that is down, and since when a case waits for it. `source` is empty where nobody
    knows which it is."""

    source: str
    since: date

    @property
    def decide_on(self) -> date:
        """From when a person decides what becomes of it."""
        return self.since + DECIDE_AFTER


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

    def signed(self, said: ev.SearchTaskAnswered, *, on: date) -> SearchTask:
        """What its owner found, and when they signed."""
        return replace(self, found=said.found, answered_on=on, answer=said.sealed)


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be disclosed: the copy that came, and the redacted one that may go out."""

    id: str
    pages: int
    sealed: str
    redacted: ev.DocumentRedacted | None = None
