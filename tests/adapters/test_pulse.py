"""Whether anybody wrote to a store: on a disk and on a server, without opening it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.jobs.board import SqlBoard
from chikai.adapters.sql import database, open_store
from chikai.adapters.sql.pulse import Pulses
from chikai.kernel.event import Draft
from chikai.ports import Batch
from chikai.ports.jobs import Job, Order, Standing

NOON = datetime(2026, 11, 2, 12, tzinfo=TOKYO)


@pytest.fixture(params=["disk", "server"])
def url(request, tmp_path):
    if request.param == "disk":
        return tmp_path / "store.db"
    return request.getfixturevalue("postgres_url")


def opened(url, tmp_path):
    keys, clock = tmp_path / "keys", FixedClock(NOON)
    return open_store(url, company="enigmo", keys_dir=keys, clock=clock, entropy=SeededEntropy(1))


def test_it_changes_when_somebody_wrote_and_only_then(url, tmp_path):
    pulses, jobs = Pulses(), tmp_path / "jobs.db"

    def pulse():
        return pulses.of(url, "enigmo", beside=jobs)

    assert pulse() is None, "nobody has set it up"
    store = opened(url, tmp_path)
    before = pulse()
    assert before is not None and pulse() == before
    batch = Batch("case-AAAA111111", 0, [Draft("received", date(2026, 11, 2), {})])
    store.journal.append(
        [batch], command_id="c1", actor_id="clerk", law="2026-04-01", policy="2026-04-01", at=NOON
    )
    assert pulse() != before
    store.close()
    pulses.close()


def test_it_changes_when_a_job_is_to_be_tried_again(url, tmp_path):
    pulses, jobs = Pulses(), tmp_path / "jobs.db"
    opened(url, tmp_path).close()
    board = SqlBoard(jobs if isinstance(url, Path) else url, company="enigmo")
    seen = [pulses.of(url, "enigmo", beside=jobs)]
    order = Order("case-AAAA111111", "erase", "5e" * 32)
    board.add(Job(order, Standing.HALTED, NOON))
    seen.append(pulses.of(url, "enigmo", beside=jobs))
    board.save(Job(order, Standing.ORDERED, NOON + timedelta(minutes=1)))
    seen.append(pulses.of(url, "enigmo", beside=jobs))
    assert len(set(seen)) == 3
    board.close()
    pulses.close()


def test_a_connection_that_died_is_replaced(tmp_path, postgres_url, monkeypatch):
    """The server was started again in the meantime: who comes next notices nothing."""
    monkeypatch.setattr(database, "FRESH", 0.0)
    store = opened(postgres_url, tmp_path)
    assert store.journal.size() == 0
    other = database.connect(postgres_url, company="other")
    with other.glancing() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert store.journal.size() == 0
    other.close()
    store.close()
