"""A disk that is full: a clear word, nothing half-written, and work goes on when there is room."""

from __future__ import annotations

import os
import resource

import pytest
from office_at_work import PAPER, Office, carry_on, destroy, in_child, receive, survey

from chikai.app import proof, upkeep
from chikai.ports import Purpose, Unavailable


def with_little_room(office: Office, deed, *, room: int) -> None:
    """Do the deed in a process whose files may grow by `room` bytes at most, then with room."""

    def child() -> None:
        with office.home() as home:
            receive(home, office, "case-1")
            proof.checkpoint(home)
            upkeep.backup(home, office.folder / "copies")
            before = (home.journal.size(), home.journal.root(), home.journal.inbox())
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
            with pytest.raises(Unavailable) as caught:
                deed(home)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert "/" not in str(caught.value)
            assert "架空" not in str(caught.value)
            assert (home.journal.size(), home.journal.root(), home.journal.inbox()) == before
            receive(home, office, "case-2")

    _, status = os.waitpid(in_child(child), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    survey(office)
    carry_on(office)
    survey(office)


@pytest.mark.parametrize("room", [0, 20, 5_000, 100_000, 150_000])
def test_a_paper_that_does_not_fit(office, room):
    def deed(home):
        for number in range(100):
            home.vault.put(f"case-9{number}", Purpose.PAPERS, PAPER * 20)

    with_little_room(office, deed, room=room)


@pytest.mark.parametrize("room", [0, 5_000, 100_000])
def test_an_event_that_does_not_fit(office, room):
    def deed(home):
        home.journal.replace_inbox(home.journal.inbox())  # fills the log until it is full
        while True:
            home.journal.replace_inbox(home.journal.inbox())

    with_little_room(office, deed, room=room)


@pytest.mark.parametrize("room", [0, 20, 100, 5_000])
def test_a_key_that_cannot_be_written_is_not_destroyed(office, room):
    """The new master must be on the disk before the old one goes."""

    def deed(home):
        paper = home.journal.read("case-1")[0].data["sealed"]
        try:
            home.keys.destroy("case-1", Purpose.PAPERS)
        finally:
            assert home.vault.get(paper) == PAPER
            assert home.keys.exists("case-1", Purpose.PAPERS)

    with_little_room(office, deed, room=room)


def test_a_copy_that_does_not_fit(office):
    def deed(home):
        home.clock.set(home.clock.now().replace(year=2030))
        try:
            upkeep.backup(home, office.folder / "copies")
        finally:
            assert len(list((office.folder / "copies").glob("*.sqlite"))) == 1

    with_little_room(office, deed, room=5_000)


def test_a_destruction_cut_off_by_a_full_disk_is_done_when_there_is_room(office):
    with office.home() as home:
        receive(home, office, "case-1")
        receive(home, office, "case-2")
        upkeep.backup(home, office.folder / "copies")
    wal_limit = 1_000

    def child() -> None:
        with office.home() as home:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (wal_limit, hard))
            office.tell("destroying", "case-1")
            with pytest.raises(Unavailable):
                home.keys.destroy("case-1", Purpose.PAPERS)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            destroy(home, office, "case-1")

    _, status = os.waitpid(in_child(child), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    survey(office)
    carry_on(office)
