"""What leaves the house: letters and answers, how each goes, and what of them comes back."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from chikai.duties.requests.happening import Happening, event
from chikai.law.kinds import Manner


class Delivery(StrEnum):
    REGISTERED = "registered"
    SIMPLE_REGISTERED = "simple_registered"
    ORDINARY = "ordinary"
    ELECTRONIC = "electronic"
    IN_PERSON = "in_person"

    @property
    def tracked(self) -> bool:
        """Whether the day it reached the person is recorded by itself."""
        return self in (Delivery.REGISTERED, Delivery.SIMPLE_REGISTERED, Delivery.IN_PERSON)

    @property
    def noted(self) -> bool:
        """Whether somebody notes the day it reached the person: that of the post's own record, or
        that on which an electronic answer was fetched or handed over. Ordinary mail leaves none."""
        return self.tracked or self is Delivery.ELECTRONIC


class CameBack(StrEnum):
    """Why a letter came back, as the post stamps it."""

    ADDRESS_UNKNOWN = "address_unknown"
    MOVED = "moved"
    NOT_COLLECTED = "not_collected"
    DECLINED = "declined"
    OTHER = "other"

    @property
    def doubts_address(self) -> bool:
        """Whether it says that the address may be wrong. Nobody at home and a letter that was not
        taken say nothing of the kind."""
        return self not in (CameBack.NOT_COLLECTED, CameBack.DECLINED)


@event
class LetterSent(Happening):
    """A letter left the house. `open_items` are the questions it asked."""

    letter: str
    kind: str
    delivery: Delivery
    open_items: tuple[str, ...]
    answer_by: date | None
    sealed: str
    commitment: str


@event
class LetterReturned(Happening):
    """A letter that is not the answer came back: what it asked for was never told."""

    letter: str
    why: CameBack


@event
class EnvelopeChecked(Happening):
    """Every sheet was read before an envelope was sealed, or counted `by_hand`. It passed when the
    sheets of the letter were all there, once each, and nothing else."""

    letter: str
    expected: int
    read: int
    missing: int
    foreign: int
    twice: int
    unread: int
    by_hand: bool
    passed: bool


@event
class AnswerSent(Happening):
    """`attached` is the electronic file that goes with an electronic answer."""

    letter: str
    kind: str
    manner: Manner
    delivery: Delivery
    sealed: str
    commitment: str
    attached: str | None = None
    attached_commitment: str | None = None


@event
class AnswerPosted(Happening):
    """The printed answer was handed to the post; the day of the event is that of posting. The
    number by which the post traces it, where it has one, is sealed."""

    letter: str
    sealed: str | None = None
    commitment: str | None = None


@event
class AnswerReturned(Happening):
    """The letter came back. The response is not complete, and no period starts; where it was held
    complete before, it is open again."""

    letter: str
    why: CameBack | None = None
