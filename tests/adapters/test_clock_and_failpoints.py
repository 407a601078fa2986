"""Time in Tokyo, ids that survive the telephone, and failpoints that do nothing unasked."""

from __future__ import annotations

import os
import re
import signal
from datetime import UTC, datetime, timedelta

from chikai.adapters.clock import TOKYO, FixedClock, OsEntropy, SeededEntropy, SystemClock
from chikai.adapters.failpoints import from_environment, no_failpoint


def test_the_clock_tells_tokyo_time():
    assert SystemClock().now().utcoffset() == timedelta(hours=9)


def test_a_fixed_clock_stands_still_until_it_is_moved():
    clock = FixedClock(datetime(2026, 11, 20, 15, 0, tzinfo=UTC))
    assert clock.now() == clock.now()
    assert clock.now().isoformat() == "2026-11-21T00:00:00+09:00"
    clock.advance(timedelta(days=1))
    assert clock.now().date().isoformat() == "2026-11-22"
    clock.set(datetime(2026, 12, 1, 9, 0))
    assert clock.now() == datetime(2026, 12, 1, 9, 0, tzinfo=TOKYO)


def test_ids_use_no_letter_that_is_mistaken_for_another():
    for entropy in (OsEntropy(), SeededEntropy(1)):
        ids = {entropy.id("case") for _ in range(300)}
        assert len(ids) == 300
        assert all(re.fullmatch(r"case-[0-9A-HJKMNP-TV-Z]{10}", each) for each in ids)


def test_a_seed_gives_the_same_ids_and_another_seed_others():
    drawn = [[SeededEntropy(seed).id("case") for _ in range(2)] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    one = SeededEntropy(1)
    assert one.id("case") != one.id("case")
    assert len(one.bytes(40)) == len(OsEntropy().bytes(40)) == 40


def test_a_seed_never_makes_a_key(tmp_path, open_store, clock):
    keys = set()
    for turn in ("first", "second"):
        store = open_store(
            tmp_path / turn, keys_dir=tmp_path / f"{turn}-keys", entropy=SeededEntropy(1)
        )
        store.vault.put("case-1", "papers", b"paper")
        keys |= {store.keys.public_key(), (tmp_path / f"{turn}-keys/master-1.key").read_bytes()}
        store.close()
    assert len(keys) == 4


def test_without_a_wish_there_is_no_failpoint():
    assert from_environment({}) is no_failpoint
    assert no_failpoint("anything") is None


def test_a_failpoint_kills_at_the_turn_it_names(tmp_path):
    listing = tmp_path / "points"
    wish = {"CHIKAI_FAILPOINT": "here:2", "CHIKAI_FAILPOINT_LIST": str(listing)}
    child = os.fork()
    if child == 0:
        failpoint = from_environment(wish)
        for name in ("here", "there", "here", "after"):
            failpoint(name)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert listing.read_text().split() == ["here", "there", "here"]
