"""Every adapter of the store, opened the same way, so that one suite holds for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

import pytest

from chikai.adapters import memory, sql
from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.store import Store
from chikai.kernel.event import Data, Draft, Event
from chikai.ports import Batch, InboxRow, Posting

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=TOKYO)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def open_again(request, tmp_path, clock) -> Callable[[], Store]:
    """Opens the store once more, as another process of the company would."""
    world = {"company": "enigmo", "clock": clock, "entropy": SeededEntropy(7)}
    if request.param == "memory":
        only = memory.open_store(**world)
        return lambda: only
    if request.param == "sqlite":
        url = tmp_path / "enigmo.sqlite"
    else:
        url = request.getfixturevalue("postgres_url")
    return partial(sql.open_store, url, keys_dir=tmp_path / "keys", **world)


@pytest.fixture
def store(open_again) -> Iterator[Store]:
    opened = open_again()
    yield opened
    opened.close()


@pytest.fixture
def append(store, clock) -> Callable[..., tuple[Event, ...]]:
    """Appends events of the given types to one case."""

    def append_events(
        case: str,
        *types: str,
        command: str,
        seq: int = 0,
        data: Data | None = None,
        inbox: InboxRow | None = None,
        postings: Sequence[Posting] = (),
        at: datetime | None = None,
    ) -> tuple[Event, ...]:
        drafts = [Draft(each, date(2026, 11, 21), data or {}) for each in types]
        return store.journal.append(
            [Batch(case, seq, drafts, inbox, postings)],
            command_id=command,
            actor_id="clerk-1",
            law="2026-11-21",
            policy="2025-04-01",
            at=at or clock.now(),
        )

    return append_events


@pytest.fixture
def row() -> Callable[..., InboxRow]:
    def make(case: str, **fields) -> InboxRow:
        return InboxRow(
            **{
                "case": case,
                "envelope": "envelope-1",
                "kind": "disclosure",
                "state": "preparing",
                "exit": None,
                "arrived_on": "2026-11-21",
                "nearest_due": None,
                "waits_for": ("fee", "identity"),
                "next_step": "next.ask_fee",
                **fields,
            }
        )

    return make


@pytest.fixture
def posting() -> Callable[..., Posting]:
    return lambda id, case="case-1": Posting(id, case, "blob-1", "receipt", "ordinary_mail")
