"""Killed anywhere in two whole cases, the desk goes on where it was, and nobody outside can tell.

After every kill the house is looked at as it was left; then the same deeds are done once more
under the same command ids. What comes of it must be what came of uninterrupted work: the same
events, letters, fees, inbox and keys.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from desk_work import House, Quiet, Shift, ended, no_orphans, proves, story, survey
from office_at_work import in_child

from chikai import wiring
from chikai.app import cases, destroying, letters, proof, sweep
from chikai.app.cases import Actor
from chikai.duties.requests.decide import NotNow

OF_THE_DESK = {
    "app.before_seal",
    "app.after_seal",
    "app.before_append",
    "app.after_append",
    "app.destruction_begun",
    "app.before_key_destruction",
    "app.after_key_destruction",
}
ONCE_IN_A_HOUSE = (
    "store.migrate.before_commit",
    "store.migrate.after_commit",
    "vault.put.after_master",
    "keys.sign.after_key",
)
SAME_AS_ANOTHER = ("vault.put.", "app.before_", "journal.append.begin", "journal.append.after_")
"""Points that leave the same files behind as the one that is passed just before or after."""


def finish(house: House, turn: str, quiet: Quiet) -> None:
    assert house.work(turn) == 0
    survey(house)
    assert story(house, turn) == quiet.story


def test_the_work_passes_every_point_of_the_desk(quiet):
    assert set(quiet.points) >= OF_THE_DESK | set(ONCE_IN_A_HOUSE)
    assert len(quiet.points) > 40


@pytest.mark.parametrize("point", ONCE_IN_A_HOUSE)
def test_killed_when_the_house_is_new(house, quiet, point):
    assert house.work("turn", {"CHIKAI_FAILPOINT": point}) == signal.SIGKILL
    survey(house)
    finish(house, "turn", quiet)


def test_killed_once_at_every_other_point(house, quiet):
    kill_once_at_each(house, quiet, quiet.points)


def test_killed_once_at_every_third_point_before_a_server(house_on_server, quiet):
    kill_once_at_each(house_on_server, quiet, quiet.points[::3])


def kill_once_at_each(house: House, quiet: Quiet, points: tuple[str, ...]) -> None:
    """A turn that comes to its end without passing the point is followed by a new one."""
    turn = 0
    for point in points:
        if point in ONCE_IN_A_HOUSE:
            continue
        wanted = {"CHIKAI_FAILPOINT": point}
        if house.work(f"turn-{turn}", wanted) == 0:
            turn += 1
            assert house.work(f"turn-{turn}", wanted) == signal.SIGKILL, point
        survey(house)
    finish(house, f"turn-{turn}", quiet)
    for earlier in range(turn):
        assert story(house, f"turn-{earlier}") == quiet.story
    no_orphans(house)
    proves(house, f"turn-{turn}")


def test_killed_at_every_write_one_after_the_other(house, quiet, tmp_path):
    """One turn that never gets further than its next write."""
    died, kills = tmp_path / "died", 0
    while True:
        child = in_child(lambda: work_until_next_write(house, died))
        if ended(child) == 0:
            break
        kills += 1
        if kills % 10 == 0:
            survey(house)
    assert kills > 100
    finish(house, "turn", quiet)
    no_orphans(house)
    proves(house, "turn")


def work_until_next_write(house: House, died: Path) -> None:
    """Die at the first point, after the last deed the clerk saw done, where nobody died yet."""
    places = set(died.read_text().splitlines()) if died.exists() else set()
    passed: Counter[str] = Counter()

    def failpoint(name: str) -> None:
        place = f"{len(house.told())} {name}"
        passed[place] += 1
        place += f" {passed[place]}"
        if place not in places and not name.startswith(SAME_AS_ANOTHER):
            with died.open("a") as file:
                file.write(place + "\n")
            os.kill(os.getpid(), signal.SIGKILL)

    wiring.from_environment = lambda: failpoint
    with house.home() as home:
        Shift(house, home, "turn").work()


def test_killed_fifty_times_at_random(house, quiet):
    kill_at_random(house, quiet, kills=50, seed=20261102)


def test_killed_at_random_before_a_server(house_on_server, quiet):
    kill_at_random(house_on_server, quiet, kills=8, seed=20281120)


def kill_at_random(house: House, quiet: Quiet, *, kills: int, seed: int) -> None:
    dice, turn, killed = random.Random(seed), 0, 0
    while killed < kills:
        child = house.start(f"turn-{turn}")
        time.sleep(dice.uniform(0.05, 0.6))
        os.kill(child, signal.SIGKILL)
        if ended(child) == signal.SIGKILL:
            killed += 1
            survey(house)
        else:
            turn += 1
    finish(house, f"turn-{turn}", quiet)
    for earlier in range(turn):
        assert story(house, f"turn-{earlier}") == quiet.story
    no_orphans(house)
    proves(house, f"turn-{turn}")


@pytest.mark.parametrize("point", ["app.destruction_begun", "app.after_key_destruction"])
def test_the_sweep_finishes_a_destruction_that_was_cut_off(house, point):
    """The destruction was begun, or the key is gone already, and the journal does not say so: the
    sweep writes it down, once, and the certificate follows."""
    cut_off = {"CHIKAI_FAILPOINT": point}
    assert house.work("turn", cut_off) == signal.SIGKILL
    survey(house)
    with house.home() as home:
        shift = Shift(house, home, "turn")
        shift.on(2028, 11, 21)
        case = home.journal.command("turn.child.receive")[0].case
        with pytest.raises(NotNow):
            letters.certificate(home, case, by=Actor("clerk-1", "too-early"))
        swept = sweep.sweep(home, by=Actor("house", "sweep-after-crash"))
        assert swept.finished == (case,)
        assert sweep.sweep(home, by=Actor("house", "sweep-again")).finished == ()
        size = home.journal.size()
        again = destroying.destroy_papers(
            home, case, by=Actor("clerk-1", "turn.disclosure.destroy")
        )
        assert (again, home.journal.size()) == (cases.load(home, case), size)
        letters.certificate(home, case, by=Actor("clerk-1", "certificate"))
        happened = [event.type for event in home.journal.read(case)]
        assert happened[-4:] == [
            "originals_disposed",
            "destruction_begun",
            "papers_destroyed",
            "letter_sent",
        ]
        assert proof.audit(home) == ()
    survey(house)
