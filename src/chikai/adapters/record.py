"""An event as it is written down: checked, given its place, and as canonical JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import cast

import rfc8785

from chikai.adapters.clock import TOKYO
from chikai.kernel.event import VERSION, Data, Draft, Event, FreeString, Value, check
from chikai.ports import Batch, InboxRow, Posting, Unavailable


def place(
    batches: Sequence[Batch],
    counts: Mapping[str, int],
    *,
    first_seq: int,
    company: str,
    command_id: str,
    actor_id: str,
    law: str,
    policy: str,
    at: datetime,
) -> tuple[Event, ...]:
    """The events of one command in their places; `counts` is how many each case has so far.

    The event id is the command's with a number: it names the command that made the event and
    cannot occur twice. Raises `FreeString` for anything that is no token.
    """
    check({"company": company, "command_id": command_id, "actor_id": actor_id})
    check({"law": law, "policy": policy})
    recorded_at = in_tokyo(at)
    events: list[Event] = []
    for batch in batches:
        check({"case": batch.case})
        for case_seq, draft in enumerate(batch.events, start=counts[batch.case]):
            events.append(
                Event(
                    v=VERSION,
                    seq=first_seq + len(events),
                    event_id=f"{command_id}.{len(events)}",
                    command_id=command_id,
                    company=company,
                    case=batch.case,
                    case_seq=case_seq,
                    type=str(draft.type),
                    occurred_on=_day(draft.occurred_on),
                    recorded_at=recorded_at,
                    actor_id=actor_id,
                    law=law,
                    policy=policy,
                    data=_clean(draft),
                )
            )
    return tuple(events)


def check_batches(batches: Sequence[Batch]) -> None:
    """One batch per case; inbox rows and postings hold tokens only and belong to their case."""
    if len({batch.case for batch in batches}) < len(batches):
        raise ValueError("one batch per case in one command")
    for batch in batches:
        rows: list[InboxRow | Posting] = [*batch.postings]
        rows += [batch.inbox] if batch.inbox else []
        if any(row.case != batch.case for row in rows):
            raise ValueError("an inbox row or a posting of another case")
        if batch.inbox:
            check_inbox(batch.inbox)
        for posting in batch.postings:
            check_posting(posting)


def check_inbox(row: InboxRow) -> None:
    """An inbox row is derived from events, so it can say no more than they do."""
    for name, value in inbox_data(row).items():
        for each in value if isinstance(value, tuple) else (value,):
            if each:
                check({name: each})


def check_posting(posting: Posting) -> None:
    """A posting names a letter in the vault; it holds nothing of it."""
    check({name: getattr(posting, name) for name in Posting.__slots__})


def check_new_postings(postings: Sequence[Posting], known: Collection[str]) -> None:
    """Raises `ValueError` for a posting that is already waiting: nothing is sent twice."""
    ids = [posting.id for posting in postings]
    if len(set(ids)) < len(ids) or not set(ids).isdisjoint(known):
        raise ValueError("a posting of this id exists")


def check_size(size: int, most: int) -> int:
    """Raises `ValueError` for a size the journal has not reached."""
    if not 0 <= size <= most:
        raise ValueError("the journal has not reached this size")
    return size


def inbox_data(row: InboxRow) -> Data:
    """The fields of an inbox row by name."""
    return {name: getattr(row, name) for name in InboxRow.__slots__}


def canonical(event: Event) -> bytes:
    """The canonical bytes of an event (RFC 8785), which its Merkle leaf hashes."""
    fields: dict[str, object] = {name: getattr(event, name) for name in Event.__slots__}
    fields["occurred_on"] = event.occurred_on.isoformat()
    fields["recorded_at"] = event.recorded_at.isoformat()
    return rfc8785.dumps(cast("rfc8785._impl._Value", fields))


def parse(body: bytes | str) -> Event:
    """The event that these canonical bytes say. Raises `Unavailable` for damaged ones."""
    try:
        fields = json.loads(body)
        fields["occurred_on"] = date.fromisoformat(fields["occurred_on"])
        fields["recorded_at"] = in_tokyo(datetime.fromisoformat(fields["recorded_at"]))
        fields["data"] = {key: _frozen(value) for key, value in fields["data"].items()}
        return Event(**fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unavailable("DamagedEvent") from None


def in_tokyo(at: datetime) -> datetime:
    """The same moment in Tokyo. Raises `ValueError` for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(TOKYO)


def _day(day: date) -> date:
    """A day and nothing finer, even where a moment was given."""
    return date(day.year, day.month, day.day)


def _clean(draft: Draft) -> Data:
    check({"type": draft.type})
    for key in draft.data:
        check({"key": key})
    return check({key: _plain(key, value) for key, value in draft.data.items()})


def _plain(key: str, value: object) -> Value:
    """Enums become what they stand for; anything that is not event data is refused."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple | list):
        return tuple(_plain(key, each) for each in value)
    raise FreeString(f"`{key}` of an event must be an id, an enum, a date or a commitment")


def _frozen(value: object) -> Value:
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return cast("Value", value)
