"""One objection, as its events make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chikai.duties.changes.events import Kept, Standing
from chikai.duties.changes.flow import FLOW, State
from chikai.kernel.event import Data, Event
from chikai.law.kinds import Channel

FIRST = "objection_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """`kept` says how much of the version `before` goes on for this person."""

    id: str
    seq: int
    state: State
    arrived_on: date
    channel: Channel
    person: str
    before: str
    after: str
    noticed_on: date
    until: date | None
    standing: Standing
    sealed: str
    kept: Kept | None = None
    acknowledged_on: date | None = None
    letter: str | None = None
    letter_sealed: str | None = None
    destroyed_on: date | None = None

    @property
    def version(self) -> str:
        """The version that counts for this person as a whole: the earlier one where all of it is
        kept. Otherwise the later one, without what is held back."""
        return self.before if self.kept is Kept.WHOLE else self.after


def fold(history: Sequence[Event]) -> Objection:
    """The objection after all its events. Raises `ValueError` for another kind of stream."""
    first, *later = history
    if first.type != FIRST:
        raise ValueError("this stream is no objection")
    objection = _start(first)
    for event in later:
        objection = advance(objection, event.type, event.data, on=event.occurred_on)
    return objection


def advance(objection: Objection, type_: str, data: Data, *, on: date) -> Objection:
    """The objection after one more event. Raises `NoSuchStep` for one that cannot follow."""
    state = FLOW.next(objection.state, type_)
    more: dict[str, Any] = {"state": state, "seq": objection.seq + 1}
    if type_ == "old_version_kept":
        more["kept"] = Kept(str(data["scope"]))
    if type_ == "objection_acknowledged":
        more |= {
            "acknowledged_on": on,
            "letter": str(data["letter"]),
            "letter_sealed": str(data["sealed"]),
        }
    if type_ == "objection_file_destroyed":
        more["destroyed_on"] = on
    return replace(objection, **more)


def _start(first: Event) -> Objection:
    data = first.data
    return Objection(
        id=first.case,
        seq=1,
        state=State.RECEIVED,
        arrived_on=first.occurred_on,
        channel=Channel(str(data["channel"])),
        person=str(data["person"]),
        before=str(data["before"]),
        after=str(data["after"]),
        noticed_on=date.fromisoformat(str(data["noticed_on"])),
        until=date.fromisoformat(str(data["until"])) if data["until"] else None,
        standing=Standing(str(data["standing"])),
        sealed=str(data["sealed"]),
    )
