"""Killed at any moment, a store opens, verifies and goes on; what was promised is kept."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from office_at_work import Office, carry_on, in_child, survey, work_at_random, work_through

from chikai.adapters.failpoints import from_environment

POINTS = (
    "backup.between_data_and_keys",
    "backup.data.after_rename",
    "backup.data.before_commit",
    "backup.data.before_rename",
    "backup.keys.after_renew",
    "backup.keys.before_renew",
    "journal.append.after_commit",
    "journal.append.after_events",
    "journal.append.before_commit",
    "journal.append.begin",
    "journal.replace_inbox.after_commit",
    "journal.replace_inbox.before_commit",
    "journal.save_checkpoint.after_commit",
    "journal.save_checkpoint.before_commit",
    "keys.destroy.after_commit",
    "keys.destroy.after_master",
    "keys.destroy.after_purge",
    "keys.destroy.after_tidy",
    "keys.destroy.before_commit",
    "keys.destroy.begin",
    "keys.file.after_replace",
    "keys.file.before_replace",
    "keys.sign.after_key",
    "keys.tidy.after_backup",
    "keys.tidy.after_delete",
    "keys.tidy.before_delete",
    "proof.checkpoint.before_save",
    "rebuild.before_replace",
    "store.migrate.after_commit",
    "store.migrate.before_commit",
    "store.open.after_claim",
    "vault.put.after_commit",
    "vault.put.after_master",
    "vault.put.before_commit",
    "vault.put.begin",
    "vault.sweep.after_commit",
    "vault.sweep.before_commit",
    "views.log.after_commit",
    "views.log.before_commit",
)
PASSED_OFTEN = tuple(
    (f"keys.file.{when}_replace", turn) for when in ("before", "after") for turn in range(2, 6)
)
"""Key files of every kind are written through the same two points."""


def worked_until(office: Office, failpoint: dict[str, str]) -> int:
    """Work in a child until its end or until it is killed; the signal that ended it, or 0."""

    def deed() -> None:
        with office.home(from_environment(failpoint)) as home:
            work_through(home, office)

    _, status = os.waitpid(in_child(deed), 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def test_every_point_is_in_the_list(office, tmp_path):
    listing = tmp_path / "points"
    assert worked_until(office, {"CHIKAI_FAILPOINT_LIST": str(listing)}) == 0
    assert set(listing.read_text().split()) == set(POINTS)


@pytest.mark.parametrize(("point", "turn"), [*((point, 1) for point in POINTS), *PASSED_OFTEN])
def test_killed_at_a_point(office, point, turn):
    kill_and_carry_on(office, f"{point}:{turn}")


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_before_a_server(office_on_server, point):
    kill_and_carry_on(office_on_server, point)


def kill_and_carry_on(office, failpoint):
    assert worked_until(office, {"CHIKAI_FAILPOINT": failpoint}) == signal.SIGKILL
    survey(office)
    carry_on(office)
    survey(office)


@pytest.mark.parametrize("seed", range(50))
def test_killed_at_random(office, seed):
    dice = random.Random(seed)

    def deed() -> None:
        with office.home() as home:
            work_at_random(home, office, dice)

    child = in_child(deed)
    time.sleep(dice.uniform(0.01, 0.4))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    survey(office)
    carry_on(office)
    survey(office)
