"""What can happen to an objection: ids, enums, days and commitments, nothing of the person.

Who objects, and in which words, lies in the vault under `sealed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chikai.kernel import happening
from chikai.law.kinds import Channel


class Standing(StrEnum):
    """How the day of arrival stands to the period for objections. `NO_PERIOD`: none is set."""

    IN_TIME = "in_time"
    LATE = "late"
    NO_PERIOD = "no_period"


class Kept(StrEnum):
    """How much of the earlier version stays for this person: all of it, or whatever a duty holds
    back (a consent, a notice, a judgment)."""

    WHOLE = "whole"
    HELD_BACK = "held_back"


class Happening(happening.Happening):
    """What can happen to an objection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionReceived(Happening):
    """An objection arrived. `before` and `after` are the versions; `noticed_on` the day the change
    was made known; `until` the last day of the period, None where none is set."""

    channel: Channel
    person: str
    before: str
    after: str
    noticed_on: date
    until: date | None
    standing: Standing
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldVersionKept(Happening):
    """For this person the earlier version goes on, as a whole or in what is held back."""

    version: str
    scope: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAcknowledged(Happening):
    """The letter that says so left; it lies sealed."""

    letter: str
    delivery: str
    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFileDestroyed(Happening):
    """The keys of who objected, in which words, and of our letter are destroyed. The event keeps
    the generation of the master key from which on nobody can read them."""

    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeJudged(Happening):
    """Somebody judged a planned change: whether it stays within what is reasonably related, and
    the like. `where` is its place in the file, `question` what was judged; the reasons lie sealed.
    """

    before: str
    after: str
    where: str
    question: str
    answer: bool
    sealed: str
    commitment: str
