"""How a case ends, in events: completed or closed otherwise, and what is destroyed when.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from chikai.duties.requests.flow import Exit
from chikai.duties.requests.happening import Happening, event


class Disposal(StrEnum):
    """How paper originals went."""

    SHREDDED = "shredded"
    DISSOLVED = "dissolved"
    BURNT = "burnt"
    RETURNED = "returned"
    NONE_HELD = "none_held"


class Reached(StrEnum):
    """How an electronic answer reached the person: fetched under their code, or handed over by
    the desk, on a disc or the like or in a mail that a secret locks."""

    FETCHED = "fetched"
    IN_PERSON = "in_person"
    BY_POST = "by_post"
    BY_MAIL = "by_mail"


@event
class Completed(Happening):
    """The answer reached the person: on the day of the event. The number by which the post traces
    it, where it has one, is sealed. `reached`: how an electronic answer did."""

    letter: str
    sealed: str | None = None
    commitment: str | None = None
    reached: Reached | None = None


@event
class Withdrawn(Happening):
    """The requester took the request back."""


@event
class TreatedAsNotMade(Happening):
    """The fee was told, asked for, and not paid within the period the policy states."""

    clause: str


@event
class HandedOver(Happening):
    """Another window answers; we handed the request over ourselves, and it arrived here."""

    clause: str
    sealed: str
    commitment: str


@event
class NotConfirmed(Happening):
    """Who asks, or with what power, could not be confirmed; a named person decided so."""

    question: str
    sealed: str
    commitment: str


@event
class BroughtOver(Happening):
    """The case had ended before this house kept it; what is left is its papers in the cabinet.
    `destroy_on` is the day written on them, None where the policy's own period counts."""

    exit_: Exit
    destroy_on: date | None


@event
class OriginalsDisposed(Happening):
    """A named person recorded how the paper originals went."""

    how: Disposal
    sheets: int
    by: str


@event
class DestructionBegun(Happening):
    """The papers' key is about to go. Written first, so that a hold set at the same moment either
    comes before it and stops it, or comes too late and is told so."""


@event
class PapersDestroyed(Happening):
    """The key of the submitted papers is gone. `copies_until`: the last day on which a backup of
    our own may still open them; None when nobody has told us how long such copies are kept."""

    generation: int
    sheets: int
    copies_until: date | None


@event
class RecordsDestructionBegun(Happening):
    """A named person confirmed that our answer and the record of the case may go."""

    by: str


@event
class RecordsDestroyed(Happening):
    """The keys of our answer and of the record are gone: what is left of the case is this
    journal. `copies_until` as for the papers."""

    generation: int
    copies_until: date | None
