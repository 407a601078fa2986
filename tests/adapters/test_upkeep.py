"""Copies and restoring, orphans, and the inbox made anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select

from chikai.adapters import sql
from chikai.app import proof, upkeep
from chikai.app.verify import Outcome, verify
from chikai.ports import BadData, Destroyed, InboxRow, Missing, Posting, Purpose, Unavailable

NAME = "架空 太郎".encode()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return tmp_path / "enigmo.sqlite"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def full(url, tmp_path, open_store, home_of, append):
    """A store with a few cases, and folders for both kinds of copies."""
    (tmp_path / "copies").mkdir()
    backup = tmp_path / "key-copies"
    store = open_store(url, keys_dir=tmp_path / "keys", keys_backup=backup)
    home = home_of(store)
    for number in range(3):
        case = f"case-{number}"
        sealed = home.vault.put(case, Purpose.PAPERS, NAME + b"%d" % number)
        append(home, case, {"sealed": sealed.id, "commitment": sealed.commitment}, row(case))
    home.views.log(actor_id="clerk-1", case="case-0", what="papers", at=home.clock.now())
    proof.checkpoint(home)
    yield home
    store.close()


def row(case, **fields):
    every = {
        "case": case,
        "envelope": "envelope-1",
        "kind": "disclosure",
        "state": "preparing",
        "exit": None,
        "arrived_on": "2026-11-21",
        "nearest_due": None,
        "waits_for": ("fee",),
        "next_step": "next.ask_fee",
    }
    return InboxRow(**{**every, **fields})


def paper_of(home, case):
    return next(event.data["sealed"] for event in home.journal.read(case))


def test_a_copy_is_one_file_and_holds_no_key(full, tmp_path):
    made = upkeep.backup(full, tmp_path / "copies")
    assert (
        [p.name for p in (tmp_path / "copies").iterdir()]
        == ["enigmo-20261121T120000.sqlite"]
        == [made.data.name]
    )
    content = made.data.read_bytes()
    for key in (tmp_path / "keys").iterdir():
        assert key.read_bytes() not in content
        assert key.read_bytes().hex().encode() not in content
    assert NAME not in content
    assert made.keys.stat().st_mode & 0o777 == 0o600


def test_copies_restore_into_a_store_that_continues(full, tmp_path, open_store, home_of, append):
    made = upkeep.backup(full, tmp_path / "copies")
    before = made.data.read_bytes()
    new, keys = tmp_path / "new.sqlite", tmp_path / "new-keys"
    sql.restore(made.data, made.keys, url=new, company="enigmo", keys_dir=keys)
    assert made.data.read_bytes() == before
    store = open_store(new, keys_dir=keys)
    home = home_of(store)
    assert list(home.journal.all()) == list(full.journal.all())
    assert home.journal.root() == full.journal.root()
    assert home.journal.inbox() == full.journal.inbox()
    assert home.journal.checkpoints() == full.journal.checkpoints()
    assert home.views.digest("2026-11-21") == full.views.digest("2026-11-21")
    assert home.vault.get(paper_of(home, "case-1")) == NAME + b"1"
    assert home.journal.command("command-case-1-0") == full.journal.command("command-case-1-0")
    append(home, "case-1")
    assert proof.audit(home) == ()
    verdict = verify(proof.prove(home, "case-1"), full.keys.public_key())
    assert verdict.outcome is Outcome.VALID
    store.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_copy_of_a_file_restores_into_postgresql(
    full, tmp_path, postgres_url, open_store, home_of, append
):
    made = upkeep.backup(full, tmp_path / "copies")
    keys = tmp_path / "new-keys"
    sql.restore(made.data, made.keys, url=postgres_url, company="enigmo", keys_dir=keys)
    store = open_store(postgres_url, keys_dir=keys)
    home = home_of(store)
    append(home, "case-1", inbox=row("case-1"))
    proof.checkpoint(home)
    home.views.log(actor_id="clerk-1", case="case-0", what="papers", at=home.clock.now())
    assert home.vault.get(paper_of(home, "case-1")) == NAME + b"1"
    assert proof.audit(home) == ()
    store.close()


def test_what_was_destroyed_after_a_copy_stays_destroyed_and_the_rest_comes_back(
    full, tmp_path, open_store, home_of
):
    made = upkeep.backup(full, tmp_path / "copies")
    full.keys.destroy("case-1", Purpose.PAPERS)
    new, keys = tmp_path / "new.sqlite", tmp_path / "new-keys"
    sql.restore(made.data, made.keys, url=new, company="enigmo", keys_dir=keys)
    store = open_store(new, keys_dir=keys)
    home = home_of(store)
    with pytest.raises(Destroyed):
        home.vault.get(paper_of(home, "case-1"))
    assert home.keys.destroy("case-1", Purpose.PAPERS).already
    assert home.vault.get(paper_of(home, "case-2")) == NAME + b"2"
    store.close()


def test_a_copy_shows_one_moment_though_work_goes_on(full, tmp_path, append, monkeypatch):
    """A command comes in between the copying of one table and the next."""
    size, asked = full.journal.size(), []

    def select_while_others_work(*columns):
        asked.append(append(full, "case-0"))
        return select(*columns)

    monkeypatch.setattr("chikai.adapters.sql.copying.select", select_while_others_work)
    full.archive.copy_data(tmp_path / "copy.sqlite")
    assert full.journal.size() == size + len(asked) > size
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        counts = {
            table: copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("events", "nodes WHERE level = 0")
        }
    assert counts["events"] == counts["nodes WHERE level = 0"] <= size + 1


def test_a_copy_that_cannot_be_finished_leaves_nothing_under_its_name(full, tmp_path):
    def full_disk(name):
        raise OSError(28, "No space left on device")

    full.archive._failpoint = full_disk
    with pytest.raises(Unavailable, match="OSError"):
        full.archive.copy_data(tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()
    full.archive._failpoint = lambda name: None
    full.archive.copy_data(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").exists()
    assert not list(tmp_path.glob("copy.sqlite.*"))


def test_nothing_is_restored_over_what_is_in_use(full, tmp_path, url):
    made = upkeep.backup(full, tmp_path / "copies")
    new, others = tmp_path / "new.sqlite", tmp_path / "others-keys"
    others.mkdir()
    (others / "master-1.key").write_bytes(bytes(32))
    with pytest.raises(BadData, match=r"restore\.keys_in_use"):
        sql.restore(made.data, made.keys, url=new, company="enigmo", keys_dir=others)
    assert (others / "master-1.key").read_bytes() == bytes(32)
    with pytest.raises(BadData, match=r"restore\.store_in_use"):
        sql.restore(made.data, made.keys, url=url, company="enigmo", keys_dir=tmp_path / "new-keys")
    assert not list((tmp_path / "new-keys").glob("*.key"))


def test_a_restoring_that_was_cut_off_can_be_done_again(full, tmp_path, open_store, monkeypatch):
    made = upkeep.backup(full, tmp_path / "copies")
    where = {"url": tmp_path / "new.sqlite", "keys_dir": tmp_path / "new-keys"}

    def cut_off(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("chikai.adapters.sql.restoring.copy_tables", cut_off)
        with pytest.raises(KeyboardInterrupt):
            sql.restore(made.data, made.keys, company="enigmo", **where)
    sql.restore(made.data, made.keys, company="enigmo", **where)
    store = open_store(where["url"], keys_dir=where["keys_dir"])
    assert store.journal.root() == full.journal.root()
    store.close()


def test_where_only_the_data_were_lost_the_keys_stay_where_they_are(full, tmp_path, open_store):
    made = upkeep.backup(full, tmp_path / "copies")
    new, keys = tmp_path / "new.sqlite", tmp_path / "keys"
    sql.restore(made.data, made.keys, url=new, company="enigmo", keys_dir=keys)
    store = open_store(new, keys_dir=keys)
    assert store.journal.root() == full.journal.root()
    store.close()


def test_only_copies_of_this_company_are_restored(full, tmp_path):
    made = upkeep.backup(full, tmp_path / "copies")
    where = {"url": tmp_path / "new.sqlite", "keys_dir": tmp_path / "new-keys"}
    with pytest.raises(BadData, match=r"store\.other_company"):
        sql.restore(made.data, made.keys, company="actio", **where)
    with pytest.raises(BadData, match=r"backup\.bad_keys"):
        sql.restore(made.data, made.data, company="enigmo", **where)
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(BadData, match=r"restore\.bad_data"):
        sql.restore(empty, made.keys, company="enigmo", **where)


def test_a_store_in_memory_has_no_copies(home, tmp_path):
    with pytest.raises(Unavailable):
        upkeep.backup(home, tmp_path)


def test_orphans_are_swept_after_a_day(full, clock):
    orphan = full.vault.put("case-1", Purpose.ANSWER, b"a letter that was never decided")
    assert upkeep.sweep_orphans(full) == 0
    clock.advance(timedelta(days=1, seconds=1))
    assert upkeep.sweep_orphans(full) == 1
    with pytest.raises(Missing):
        full.vault.get(orphan.id)
    assert all(full.vault.get(paper_of(full, f"case-{n}")) for n in range(3))


def test_a_letter_waiting_to_be_sent_is_no_orphan(home, clock, append):
    letter = home.vault.put("case-1", Purpose.ANSWER, b"letter")
    append(home, "case-1")
    posting = Posting("posting-1", "case-1", letter.id, "receipt", "ordinary")
    home.journal._postings.append(posting)
    clock.advance(timedelta(days=2))
    assert upkeep.sweep_orphans(home) == 0
    assert home.vault.get(letter.id) == b"letter"


def test_the_inbox_is_made_anew_exactly(full):
    made = upkeep.rebuild(full, lambda events: row(events[0].case))
    assert made == upkeep.Rebuilt(3, ())
    full.journal.replace_inbox([row("case-0", state="closed"), row("case-1"), row("case-7")])
    made = upkeep.rebuild(full, lambda events: row(events[0].case))
    assert made == upkeep.Rebuilt(3, ("case-0", "case-2", "case-7"))
    assert full.journal.inbox() == tuple(row(f"case-{n}") for n in range(3))


def test_a_case_without_a_row_has_none_after_rebuilding(full):
    def fold(events):
        return None if events[0].case == "case-1" else row(events[0].case)

    assert upkeep.rebuild(full, fold).differed == ("case-1",)
    assert [each.case for each in full.journal.inbox()] == ["case-0", "case-2"]


def test_a_command_during_rebuilding_keeps_its_row(full, append):
    came = []

    def fold(events):
        if not came:
            came.append(append(full, "case-3", inbox=row("case-3")))
        return row(events[0].case)

    assert upkeep.rebuild(full, fold).rows == 4
    assert row("case-3") in full.journal.inbox()
