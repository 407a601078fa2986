"""A home with a store on disk and nothing else in it, for proofs and upkeep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from chikai.adapters import memory, sql
from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.store import Store
from chikai.kernel.event import Data, Draft, Event
from chikai.ports import Batch, Home, InboxRow


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 21, 12, 0, tzinfo=TOKYO))


@pytest.fixture
def open_store(clock) -> Callable[..., Store]:
    def open_it(url: Path | str, *, keys_dir: Path, **more) -> Store:
        fixed = {"company": "enigmo", "clock": clock, "entropy": SeededEntropy(str(url))}
        return sql.open_store(url, keys_dir=keys_dir, **{**fixed, **more})

    return open_it


@pytest.fixture
def home_of(clock) -> Callable[[Store], Home]:
    def build(store: Store) -> Home:
        return Home(
            company="enigmo",
            policies=(),
            journal=store.journal,
            vault=store.vault,
            keys=store.keys,
            views=store.views,
            press=None,
            sources=None,
            clock=clock,
            entropy=SeededEntropy(1),
            archive=store.archive,
        )

    return build


@pytest.fixture
def home(home_of, clock) -> Home:
    return home_of(memory.open_store(company="enigmo", clock=clock, entropy=SeededEntropy(1)))


@pytest.fixture
def append() -> Callable[..., Event]:
    """Appends one event to a case at its end."""

    def append_event(
        home: Home, case: str, data: Data | None = None, inbox: InboxRow | None = None
    ) -> Event:
        seq = len(home.journal.read(case))
        draft = Draft("noted", date(2026, 11, 21), data or {})
        (event,) = home.journal.append(
            [Batch(case, seq, [draft], inbox)],
            command_id=f"command-{case}-{seq}",
            actor_id="clerk-1",
            law="2026-11-21",
            policy="2025-04-01",
            at=home.clock.now(),
        )
        return event

    return append_event
