"""Many people at one desk at the same moment: whoever only looks hinders nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from desk_work import House, Shift, no_orphans, story, survey

from chikai.adapters.vault import backup
from chikai.app import cases, destroying, proof, read, steps, sweep, upkeep
from chikai.app.cases import Actor
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import Disposal
from chikai.ports import BadData, Conflict, Home, Purpose

READERS = 8


def while_working(house: House, home: Home, looks: Callable[[], None], *, readers: int) -> None:
    """One turn of the work, while others look again and again through the same home."""
    wrong: list[BaseException] = []
    over = threading.Event()

    def look() -> None:
        try:
            while not over.is_set():
                looks()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=look) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        Shift(house, home, "turn").work()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_many_read_while_one_writes(house, quiet):
    """Every look sees whole commands only: no case without its row, no letter without its event."""
    with house.home() as home:

        def looks() -> None:
            rows = {row.case for row in home.journal.inbox()}
            seen = home.journal.size()
            assert {e.case for e in home.journal.all()} >= rows
            assert home.journal.size() >= seen
            assert len(read.inbox(home)) >= len(rows)
            for case in rows:
                history = home.journal.read(case)
                letters = {p.id for p in home.journal.postings(case)}
                after = home.journal.read(case)
                told = {e.data["letter"] for e in after if e.type in ("letter_sent", "answer_sent")}
                assert letters <= told
                assert after[: len(history)] == history
                cases.unseal(home, cases.load(home, case).sealed)

        while_working(house, home, looks, readers=READERS)
    survey(house)
    assert story(house, "turn") == quiet.story


def test_the_journal_can_be_audited_and_the_inbox_rebuilt_while_one_writes(house, quiet):
    with house.home() as home:

        def looks() -> None:
            assert proof.audit(home) == ()
            upkeep.rebuild(home, lambda history: cases.fold_row(home, history))

        while_working(house, home, looks, readers=2)
    survey(house)
    assert story(house, "turn") == quiet.story


def test_looks_at_personal_data_are_all_logged_while_one_writes(house, quiet):
    counted = 0
    lock = threading.Lock()
    with house.home() as home:

        def looks() -> None:
            nonlocal counted
            for row in home.journal.inbox():
                read.view(home, row.case, actor="clerk-2")
                with lock:
                    counted += 1

        while_working(house, home, looks, readers=4)
        days = {"2026-11-02", "2026-11-09", "2026-11-10", "2026-11-13", "2026-11-14"}
        days |= {"2028-11-20", "2028-11-22"}
        assert counted > 0
        assert sum(home.views.digest(day)[0] for day in days) == counted + 1
    survey(house)
    assert story(house, "turn") == quiet.story


def test_three_desks_write_at_once_and_none_waits_in_vain(house, quiet):
    """Three turns through one home, each with cases of its own, all on one day."""
    wrong: list[BaseException] = []
    with house.home() as home:

        def turn(name: str) -> None:
            try:
                shift = Shift(house, home, name)
                shift.on(2026, 11, 9)
                child, order = shift.envelopes_come()
                shift.rest_comes(child)
                shift.answers_go(child, order)
                home.keys.destroy(f"case-of-{name}", Purpose.PAPERS)
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=turn, args=(f"turn-{n}",)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    survey(house)
    no_orphans(house)


def destroyed_at_last(home: Home, case: str) -> None:
    happened = [event.type for event in home.journal.read(case)]
    assert happened.count("papers_destroyed") == 1
    assert cases.load(home, case).destroyed_on is not None


@pytest.fixture
def to_destroy(house):
    """A case whose papers may be destroyed today."""
    with house.home() as home:
        shift = Shift(house, home, "turn")
        shift.on(2026, 11, 9)
        child, order = shift.envelopes_come()
        shift.rest_comes(child)
        shift.answers_go(child, order)
        shift.do("delivered", steps.delivered, child.id)
        shift.on(2028, 11, 20)
        shift.do("dispose", steps.dispose_originals, child.id, Disposal.SHREDDED, 4)
        yield home, child.id


def at(point: str, home: Home, deed: Callable[[], object]) -> Home:
    """The same home, in which something else happens at this point."""
    return replace(home, failpoint=lambda name: deed() and None if name == point else None)


def test_the_sweep_writes_down_a_destruction_while_the_clerk_is_about_to(to_destroy):
    home, case = to_destroy
    seen = at("app.after_key_destruction", home, lambda: sweep.sweep(home, by=Actor("house", "s")))
    done = destroying.destroy_papers(seen, case, by=Actor("clerk-1", "destroy"))
    assert done == cases.load(home, case)
    destroyed_at_last(home, case)


def test_the_clerk_writes_down_a_destruction_while_the_sweep_is_about_to(to_destroy):
    home, case = to_destroy
    home.keys.destroy(case, Purpose.PAPERS)  # all that was left of a crash
    clerk = Actor("clerk-1", "destroy")
    seen = at("app.before_append", home, lambda: destroying.destroy_papers(home, case, by=clerk))
    sweep.sweep(seen, by=Actor("house", "s"))
    destroyed_at_last(home, case)


def test_a_hold_keeps_the_key(to_destroy):
    home, case = to_destroy
    steps.set_hold(home, case, "係争中", by=Actor("clerk-2", "hold"))
    with pytest.raises(UnlawfulStep):
        destroying.destroy_papers(home, case, by=Actor("clerk-1", "destroy"))
    assert home.keys.exists(case, Purpose.PAPERS)


@pytest.mark.parametrize("point", ["app.destruction_begun", "app.before_key_destruction"])
def test_a_hold_that_comes_when_the_destruction_has_begun_is_told_so(to_destroy, point):
    """Nobody is left believing that papers are held which are gone."""
    home, case = to_destroy
    told = []

    def hold() -> None:
        with pytest.raises(UnlawfulStep) as late:
            steps.set_hold(home, case, "係争中", by=Actor("clerk-2", "hold"))
        told.append(late.value.message.id)

    seen = at(point, home, hold)
    destroying.destroy_papers(seen, case, by=Actor("clerk-1", "destroy"))
    assert told == ["unlawful.hold_too_late"] and not cases.load(home, case).hold
    destroyed_at_last(home, case)


def test_a_hold_set_just_before_the_destruction_begins_stops_it(to_destroy):
    """The clerk looked, somebody held, the clerk destroyed: the journal takes the hold."""
    home, case = to_destroy
    held = []

    def hold() -> None:
        if not held:
            held.append(steps.set_hold(home, case, "係争中", by=Actor("clerk-2", "hold")))

    seen = at("app.before_append", home, hold)
    with pytest.raises(Conflict):
        destroying.destroy_papers(seen, case, by=Actor("clerk-1", "destroy"))
    assert home.keys.exists(case, Purpose.PAPERS) and cases.load(home, case).hold


def test_a_master_key_read_while_it_is_wiped_is_read_again(to_destroy):
    """Whoever opened the old master just before a destruction wiped it reads only zeros."""
    home, case = to_destroy
    masters = home.vault._masters
    read_master = type(masters).read

    def wiped_under_us(self, generation):
        monkey.undo()
        home.keys.destroy("another-case", Purpose.PAPERS)
        return bytes(32)

    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(type(masters), "read", wiped_under_us)
        assert cases.unseal(home, cases.load(home, case).sealed)["person"]
    assert type(masters).read is read_master


def test_a_key_backup_read_while_it_is_replaced_is_read_again(house, to_destroy, monkeypatch):
    home, _ = to_destroy
    upkeep.backup(home, house.root / "copies")
    read_backup = backup.read_key_backup

    def wiped_under_us(path):
        monkeypatch.setattr(backup, "read_key_backup", read_backup)
        raise BadData("backup.bad_keys", file=path.name)

    monkeypatch.setattr(backup, "read_key_backup", wiped_under_us)
    with house.home() as again:
        assert again.journal.size() == home.journal.size()


def test_a_key_backup_that_is_broken_is_still_named(house, to_destroy):
    home, _ = to_destroy
    copy = upkeep.backup(home, house.root / "copies").keys
    copy.write_bytes(bytes(100))
    with pytest.raises(BadData, match="bad_keys"), house.home():
        pass
