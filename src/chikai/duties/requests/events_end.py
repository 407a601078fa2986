"""How a case ends, in events: completed or closed otherwise, and what is destroyed when.

Re-exported by `events`, which says what may stand in an event at all.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from chikai.duties.requests.happening import Happening, event


class Disposal(StrEnum):
    """How paper originals went."""

    SHREDDED = "shredded"
    DISSOLVED = "dissolved"
    BURNT = "burnt"
    RETURNED = "returned"
    NONE_HELD = "none_held"


@event
class Completed(Happening):
    letter: str


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
class OriginalsDisposed(Happening):
    """A named person recorded how the paper originals went."""

    how: Disposal
    sheets: int
    by: str


@event
class PapersDestroyed(Happening):
    """The key of the submitted papers is gone. `copies_until`: the last day a copy out of our
    reach may live (the longest retention of key backups)."""

    generation: int
    sheets: int
    copies_until: date
