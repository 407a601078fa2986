"""What every log of views promises: one digest a day that shows any change."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from chikai.kernel.event import FreeString


def look(store, what, at):
    store.views.log(actor_id="clerk-1", case="case-1", what=what, at=at)


def test_a_day_without_views(store):
    assert store.views.digest("2026-11-21") == (0, hashlib.sha256(b"").hexdigest())


def test_views_count_on_their_tokyo_day(store):
    look(store, "record", datetime(2026, 11, 20, 14, 59, tzinfo=UTC))
    look(store, "record", datetime(2026, 11, 20, 15, 0, tzinfo=UTC))
    assert [store.views.digest(f"2026-11-{day}")[0] for day in (20, 21, 22)] == [1, 1, 0]


def test_the_digest_tells_who_looked_at_what_in_which_order(store, clock):
    digests = set()
    for what in ("record", "papers", "record"):
        look(store, what, clock.now())
        digests.add(store.views.digest("2026-11-21")[1])
    assert len(digests) == 3


def test_a_view_names_no_person(store, clock):
    with pytest.raises(FreeString):
        look(store, "架空 太郎", clock.now())
    assert store.views.digest("2026-11-21")[0] == 0


def test_the_same_views_have_the_same_digest_in_every_store(store, clock):
    look(store, "record", clock.now())
    line = b'["2026-11-21T12:00:00+09:00","clerk-1","case-1","record"]\n'
    assert store.views.digest("2026-11-21") == (1, hashlib.sha256(line).hexdigest())
