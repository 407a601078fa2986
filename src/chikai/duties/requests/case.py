"""A case: what its events have made of it (`fold`). Computed on read, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from chikai.duties.requests import events as ev
from chikai.duties.requests.changing import Change
from chikai.duties.requests.flow import OPEN, Exit, State
from chikai.duties.requests.holdings import (
    Document,
    Fact,
    FeeHeld,
    LetterOut,
    PaperHeld,
    SearchTask,
    Unreached,
    Withholding,
)
from chikai.law.kinds import Asker, Channel, Manner, Means, RequestKind


@dataclass(frozen=True, slots=True)
class Basis:
    """Frozen at receipt: papers, fee, channel and retention follow the policy of this day."""

    arrived_on: date
    policy: str


@dataclass(frozen=True, slots=True)
class Case:
    """One person, one kind of request. Cases of one envelope share papers and letters."""

    id: str
    kind: RequestKind
    asker: Asker
    envelope: str
    person: str
    basis: Basis
    channel: Channel
    form: ev.FormUsed
    manner: Manner | None
    minor: bool | None
    specific: bool
    sealed: str
    seq: int = 0
    state: State = State.PREPARING
    exit: Exit | None = None
    channels: tuple[Channel, ...] = ()
    papers: tuple[PaperHeld, ...] = ()
    fees: tuple[FeeHeld, ...] = ()
    fee_means: tuple[Means, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    match: ev.MatchRecorded | None = None
    protected: bool = False
    hold: bool = False
    letters: tuple[LetterOut, ...] = ()
    search: ev.SearchDone | None = None
    withheld: tuple[Withholding, ...] = ()
    in_doubt: str | None = None
    stopped: Unreached | None = None
    search_anew: bool = False
    outcome: ev.Happening | None = None
    action: ev.ActionOrdered | None = None
    answer: LetterOut | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    completed_on: date | None = None
    closed_on: date | None = None
    destroy_on: date | None = None
    disposed: ev.OriginalsDisposed | None = None
    disposed_on: date | None = None
    destroying: bool = False
    destroyed_on: date | None = None
    copies_until: date | None = None
    records_confirmed_by: str | None = None
    records_destroyed_on: date | None = None
    records_copies_until: date | None = None
    documents: tuple[Document, ...] = ()
    checks: tuple[ev.EnvelopeChecked, ...] = ()
    tasks: tuple[SearchTask, ...] = ()
    change: Change | None = None
    readdressed_by: str | None = None
    papers_then: int = 0
    told_others: tuple[ev.RecipientTold, ...] = ()
    decided_by: str | None = None
    needed: ev.ChecksNeeded | None = None
    checked_by: str | None = None
    looked_wrong: tuple[str, ...] = ()
    approved_by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def certified(self) -> bool:
        """Whether the certificate of the papers' destruction is drawn up; none without papers."""
        return not self.papers or any(x.kind == "destruction_certificate" for x in self.letters)

    @property
    def found_by_hand(self) -> bool:
        """Whether an owner who searched by hand found something."""
        return any(t.found for t in self.tasks)

    @property
    def down(self) -> Unreached | None:
        """The source that is down and that this case waits for."""
        change = self.change
        if not self.is_open:
            return None
        if change is not None and not change.settled and change.unreached_on is not None:
            return Unreached(change.unreached, change.unreached_on)
        return self.stopped

    @property
    def unchecked(self) -> bool:
        """Whether the second check is still to come before the answer may leave."""
        return self.needed is not None and self.needed.second_check and self.checked_by is None

    @property
    def unapproved(self) -> bool:
        return self.needed is not None and self.needed.approval and self.approved_by is None

    @property
    def papers_since(self) -> tuple[PaperHeld, ...]:
        """The papers that came since the address was changed."""
        return self.papers[self.papers_then :]

    @property
    def every_letter(self) -> tuple[LetterOut, ...]:
        """Every letter that left the house, the answer last."""
        return self.letters if self.answer is None else (*self.letters, self.answer)

    def told(self, item: str) -> LetterOut | None:
        """The latest letter that asked for this item; one that came back has told nobody."""
        asked = (x for x in reversed(self.letters) if item in x.open_items)
        return next((x for x in asked if x.returned_on is None), None)

    @property
    def back(self) -> LetterOut | None:
        """The letter that came back last and that no later letter has made up for."""
        if self.answer is not None:
            return self.answer if self.answer.returned_on else None
        sent = (x for x in reversed(self.letters) if x.posted and x.to_requester)
        last = next(sent, None)
        return last if last and last.returned_on else None

    @property
    def paid_since_told(self) -> bool:
        """Whether a payment has come since the latest letter that asked for the fee."""
        told = self.told("fee")
        return told is not None and len(self.fees) > told.fees_then

    def to_cover(self, paper: PaperHeld) -> tuple[str, ...]:
        """What must be covered on a paper before its scan may be stored: all that shows, but for
        the number a request about specific personal information is about; it is kept for it."""
        return tuple(w for w in paper.to_mask() if w != "my_number" or not self.specific)

    def unjudged(self) -> tuple[str, ...]:
        """The items found that the mapping does not show and nobody has judged yet."""
        judged = {w.item for w in self.withheld}
        found = self.search.withheld if self.search else ()
        return tuple(item for item in found if item not in judged)

    def fees_kept(self) -> tuple[FeeHeld, ...]:
        return tuple(f for f in self.fees if f.returned is None)
