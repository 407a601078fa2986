"""Once a case's key is destroyed, nothing in our reach gives its papers back.

The tests stand where an attacker would stand: with every file of the company, every copy ever
made, and today's keys.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from office_at_work import NOW, PAPER, Office, note, receive

from chikai.adapters import sql
from chikai.adapters.clock import FixedClock, OsEntropy
from chikai.adapters.vault import seal
from chikai.adapters.vault.backup import read_key_backup
from chikai.adapters.vault.rings import RINGS, OpenRing, open_ring
from chikai.adapters.vault.shelf import Ring, Wrapped
from chikai.app import proof, upkeep
from chikai.app.verify import Outcome, verify
from chikai.ports import Destroyed, Purpose

PAPERS = Purpose.PAPERS


def data_key(office: Office, case: str) -> bytes:
    """The key that the papers of a case are sealed under, while it lives."""
    with closing(sqlite3.connect(office.url)) as store:
        query = (
            "SELECT wrapped, k.generation, number, since, sealed, value"
            " FROM wrapped_keys k, key_rings r, meta m"
            " WHERE case_id = ? AND number = ring AND name = 'generation'"
        )
        key, made, *ring, generation = store.execute(query, (case,)).fetchone()
    master = (office.folder / "keys" / f"master-{generation}.key").read_bytes()
    opened = open_ring("enigmo", Ring(*ring), master, int(generation))
    return opened.unwrap(Wrapped(case, PAPERS, made, key, ring=ring[0]))


def sealed_body(office: Office, case: str) -> bytes:
    with closing(sqlite3.connect(office.url)) as store:
        query = "SELECT sealed FROM blobs WHERE case_id = ?"
        return store.execute(query, (case,)).fetchone()[0]


def every_file(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def history(office):
    """Two cases, with copies of everything made before, between and after; then one case's
    papers are destroyed. Gives what had to be secret."""
    with office.home() as home:
        receive(home, office, "case-1")
        proof.checkpoint(home)
        upkeep.backup(home, office.folder / "copies")
        for end in ("", "-wal"):  # what a copy of the disk would have held
            shutil.copyfile(f"{office.url}{end}", office.folder / "copies" / f"disk.sqlite{end}")
        receive(home, office, "case-2")
        home.clock.advance(timedelta(days=1))
        upkeep.backup(home, office.folder / "copies")
        secrets = {
            "the paper": PAPER[:60],
            "its key": data_key(office, "case-1"),
            "the old master": (office.folder / "keys" / "master-1.key").read_bytes(),
        }
        body = sealed_body(office, "case-1")
        home.keys.destroy("case-1", PAPERS)
        note(home, office, "case-1", "papers_destroyed")
        home.clock.advance(timedelta(days=1))
        upkeep.backup(home, office.folder / "copies")
        yield home, secrets, body


def test_no_file_holds_the_paper_its_key_or_the_old_master(office, history):
    _, secrets, _ = history
    files = every_file(office.folder)
    assert len(files) >= 8
    for (name, secret), (path, content) in product(secrets.items(), files.items()):
        assert secret not in content, f"{name} in {path.name}"
        assert secret.hex().encode() not in content, f"{name} in {path.name}"


def test_the_stores_own_files_do_not_even_hold_the_sealed_paper(office, history):
    """The log is wiped soon after the destruction, and no one waits for it."""
    _, _, body = history
    own = [path for end in ("", "-wal") if (path := Path(f"{office.url}{end}")).exists()]
    deadline = time.monotonic() + 30
    while any(body[:64] in path.read_bytes() for path in own):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_no_wrapped_key_of_any_copy_opens_under_any_key_we_have(office, history):
    _, secrets, _ = history
    files = every_file(office.folder)
    masters = [content for path, content in files.items() if path.suffix == ".key"]
    key_copy = read_key_backup(office.folder / "key-copies" / "enigmo-keys.json")
    masters += [key_copy.master, key_copy.signing]
    wrapped = {row.key for row in key_copy.wrapped if row.key}
    rings = set(key_copy.rings)
    for path in [Path(office.url), *(office.folder / "copies").glob("*.sqlite")]:
        with closing(sqlite3.connect(path)) as copy:
            rows = copy.execute("SELECT wrapped FROM wrapped_keys WHERE wrapped IS NOT NULL")
            wrapped |= {row[0] for row in rows}
            rings |= {Ring(*row) for row in copy.execute("SELECT * FROM key_rings")}
    assert len(masters) == 4
    assert len(wrapped) == 2  # of case-1 and case-2
    assert len({ring.key for ring in rings}) == 2 * RINGS  # of either generation
    open_rings: set[OpenRing] = set()
    for master, ring, generation in product(masters, rings, range(1, 4)):
        with suppress(seal.WrongKey):
            open_rings.add(open_ring("enigmo", ring, master, generation))
    assert len(open_rings) == RINGS
    opened = set()
    for ring, key, case in product(open_rings, wrapped, ("case-1", "case-2")):
        with suppress(seal.WrongKey):
            row = Wrapped(case, PAPERS, ring.since, key, ring=ring.number)
            opened.add((case, ring.unwrap(row)))
    assert {case for case, _ in opened} == {"case-2"}
    assert secrets["its key"] not in {key for _, key in opened}


def test_the_key_backup_is_renewed_by_the_destruction_itself(office):
    """Nobody has to remember to make a backup afterwards."""
    with office.home() as home:
        receive(home, office, "case-1")
        copy = office.folder / "key-copies" / "enigmo-keys.json"
        upkeep.backup(home, office.folder / "copies")
        old = read_key_backup(copy)
        home.keys.destroy("case-1", PAPERS)
        new = read_key_backup(copy)
    assert (old.generation, new.generation) == (1, 2)
    assert old.master.hex().encode() not in copy.read_bytes()
    assert [row.key for row in new.wrapped] == [None]


def test_no_copy_opened_with_todays_keys_gives_the_paper(office, history, tmp_path):
    home, _, _ = history
    blob = home.journal.read("case-1")[0].data["sealed"]
    copies = sorted((office.folder / "copies").glob("*.sqlite"))
    assert len(copies) == 4
    for number, copy in enumerate(copies):
        folder = tmp_path / f"turn-{number}"
        folder.mkdir()
        for file in copy.parent.glob(copy.name + "*"):
            shutil.copyfile(file, folder / file.name)
        store = sql.open_store(
            folder / copy.name,
            company="enigmo",
            keys_dir=office.folder / "keys",
            clock=FixedClock(NOW),
            entropy=OsEntropy(),
        )
        with pytest.raises(Destroyed):
            store.vault.get(blob)
        store.close()
    assert home.vault.get(home.journal.read("case-2")[0].data["sealed"]) == PAPER


def test_no_copy_restored_with_todays_key_backup_gives_the_paper(office, history, tmp_path):
    home, _, _ = history
    blob = home.journal.read("case-1")[0].data["sealed"]
    for number, copy in enumerate(sorted((office.folder / "copies").glob("enigmo-*.sqlite"))):
        folder = tmp_path / f"turn-{number}"
        folder.mkdir()
        sql.restore(
            copy,
            office.folder / "key-copies" / "enigmo-keys.json",
            url=folder / "store.sqlite",
            company="enigmo",
            keys_dir=folder / "keys",
        )
        again = Office(folder, folder / "store.sqlite")
        with again.home() as restored:
            with pytest.raises(Destroyed):
                restored.vault.get(blob)
            assert proof.audit(restored) == ()
            if number:
                paper = restored.journal.read("case-2")[0].data["sealed"]
                assert restored.vault.get(paper) == PAPER


def test_the_journal_still_verifies_and_still_tells_what_happened(history):
    home, _, _ = history
    assert proof.audit(home) == ()
    verdict = verify(proof.prove(home, "case-1"), home.keys.public_key())
    assert (verdict.outcome, verdict.events) == (Outcome.VALID, 2)
    assert [event.type for event in home.journal.read("case-1")] == [
        "received",
        "papers_destroyed",
    ]


def test_a_backup_that_was_cut_off_keeps_no_old_key(office):
    """A leftover of the very first key backup would hold the old master for ever."""
    with office.home() as home:
        receive(home, office, "case-1")
        old = (office.folder / "keys" / "master-1.key").read_bytes()
        (office.folder / "key-copies").mkdir()
        leftover = office.folder / "key-copies" / "enigmo-keys.json.new"
        leftover.write_text(f'{{"master": "{old.hex()}"')
        home.keys.destroy("case-1", PAPERS)
        assert not leftover.exists()
