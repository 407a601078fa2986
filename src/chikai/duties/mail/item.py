"""One mail as its events make it, and one mail of ours on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from chikai.duties.mail.events import MailReceived, MailSetAside
from chikai.kernel.event import Event, Value
from chikai.law.kinds import RequestKind

Standing = Literal["waiting", "linked", "dismissed", "set_aside"]

KEPT_DAYS: Final = 30
"""How long the words of a mail that was no request are kept, should it have been one after all.
No law sets a number; Art. 22 asks that what is not needed any more be erased without delay."""


@dataclass(frozen=True, slots=True)
class Reply:
    id: str
    on: date
    sealed: str


@dataclass(frozen=True, slots=True)
class Item:
    """A mail. `sealed` is where its words lie, None for one that was set aside; `named` the cases
    that its own words name, `cases` those it was booked to."""

    id: str
    seq: int
    arrived_on: date
    standing: Standing
    sealed: str | None = None
    sender: str = ""
    text: str = ""
    files: int = 0
    service: str | None = None
    guess: tuple[RequestKind, ...] = ()
    claims: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    why: str | None = None
    settled_on: date | None = None
    replies: tuple[Reply, ...] = ()
    forgotten: bool = False

    def forget_on(self) -> date | None:
        """From which day its words are destroyed; None while somebody needs them."""
        if self.standing != "dismissed" or self.settled_on is None or self.forgotten:
            return None
        return self.settled_on + timedelta(days=KEPT_DAYS)


def fold(history: Sequence[Event]) -> Item:
    """The mail after all its events. Raises `ValueError` for another kind of stream."""
    first, *later = history
    item = _first(first)
    for event in later:
        item = replace(_after(item, event), seq=item.seq + 1)
    return item


def is_mail(history: Sequence[Event]) -> bool:
    return bool(history) and history[0].type in (MailReceived.type(), MailSetAside.type())


def _first(event: Event) -> Item:
    data = event.data
    if event.type == MailSetAside.type():
        return Item(event.case, 1, event.occurred_on, "set_aside", why=str(data["reason"]))
    if event.type != MailReceived.type():
        raise ValueError("this stream is no mail")
    return Item(
        event.case,
        1,
        date.fromisoformat(str(data["arrived_on"])),
        "waiting",
        str(data["sealed"]),
        str(data["sender"]),
        str(data["text"]),
        int(str(data["files"])),
        None if data["service"] is None else str(data["service"]),
        tuple(RequestKind(each) for each in _strings(data["guess"])),
        _strings(data["claims"]),
        _strings(data["cases"]),
    )


def _after(item: Item, event: Event) -> Item:
    data, on = event.data, event.occurred_on
    match event.type:
        case "mail_linked":
            cases = tuple(dict.fromkeys((*item.cases, *_strings(data["cases"]))))
            sealed = str(data["sealed"])
            return replace(item, standing="linked", cases=cases, sealed=sealed, settled_on=on)
        case "mail_dismissed":
            return replace(item, standing="dismissed", why=str(data["why"]), settled_on=on)
        case "reply_written":
            reply = Reply(str(data["reply"]), on, str(data["sealed"]))
            return replace(item, replies=(*item.replies, reply))
        case "mail_forgotten":
            return replace(item, forgotten=True)
        case _:
            raise ValueError("an event that belongs to no mail")


def _strings(value: Value) -> tuple[str, ...]:
    assert isinstance(value, tuple | list)
    return tuple(str(each) for each in value)


# --- on its way out -----------------------------------------------------------------------------

MOST_TRIES: Final = 8
_FIRST_PAUSE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Way:
    """How a mail of ours fares. `seq` counts its events, `tries` how often it was tried."""

    seq: int = 0
    tries: int = 0
    tried_at: datetime | None = None
    sent_on: date | None = None
    bounced_on: date | None = None
    given_up: bool = False

    def due(self, at: datetime) -> bool:
        """Whether to try now: at once, then after 1, 4, 16 … minutes. What was tried and not
        finished (a crash, a server that was not there) is tried again with the same Message-ID.
        """
        if self.sent_on or self.given_up:
            return False
        return self.tried_at is None or at >= self.tried_at + _FIRST_PAUSE * 4 ** (self.tries - 1)

    @property
    def failed(self) -> bool:
        return self.given_up or self.bounced_on is not None


def way(history: Sequence[Event]) -> Way:
    """How a mail of ours fared, by the events of its stream."""
    found = Way()
    for event in history:
        found = replace(found, seq=found.seq + 1)
        match event.type:
            case "mail_tried":
                tries = int(str(event.data["attempt"]))
                found = replace(found, tries=tries, tried_at=event.recorded_at)
            case "mail_sent":
                found = replace(found, sent_on=event.occurred_on)
            case "mail_given_up":
                found = replace(found, given_up=True)
            case "mail_bounced":
                found = replace(found, bounced_on=event.occurred_on)
    return found
