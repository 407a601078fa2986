"""An envelope of a drill as it should be handled, as it was, and the points between the two."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.duties.requests.case import Case
from chikai.duties.requests.open_item import OpenItem
from chikai.kernel.citation import Citation
from chikai.kernel.event import Event
from chikai.kernel.message import Message
from chikai.people.model import Person
from chikai.policy.model import Policy

Cites = tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One envelope as it should be handled: `case` is what the core makes of it, `items` what it
    then says the requester must be asked for. `foreign`: a sheet of somebody else lies in it."""

    number: int
    scenario: str
    goal: str
    case: Case
    items: tuple[OpenItem, ...]
    person: Person
    policy: Policy
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """One case the desk opened for an envelope, its events, and the person as it was typed."""

    case: Case
    events: tuple[Event, ...]
    person: Person


@dataclass(frozen=True, slots=True)
class Point:
    """One thing there was to do. `worth` it when `kept`; `message` says why, either way. `key` is
    what a training record may keep."""

    key: str
    worth: int
    kept: bool
    message: Message
    cites: Cites = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """One envelope, marked. `case` is the one it became, None for one left unopened; `days` is how
    long the first answer or question to the requester took, by the drill's clock."""

    number: int
    scenario: str
    goal: str
    case: str | None
    points: tuple[Point, ...]
    days: int | None = None

    @property
    def got(self) -> int:
        return sum(p.worth for p in self.points if p.kept)

    @property
    def most(self) -> int:
        return sum(p.worth for p in self.points)

    @property
    def lost(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if not p.kept)
