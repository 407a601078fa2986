"""Two whole cases, with copies made all along: what is gone when their keys are gone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from desk_work import COMPANY, HOUSE, House, Shift

from chikai.adapters import sql
from chikai.adapters.clock import OsEntropy
from chikai.app import cases, destroying, proof, steps, sweep, upkeep
from chikai.app.cases import Actor
from chikai.app.proof import tokens
from chikai.app.verify import Outcome, verify
from chikai.demo.papers import SCAN
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.people.model import Person
from chikai.ports import Destroyed, Home, Missing, Purpose

PEOPLE = (cast.MIRAI, cast.KENICHI, cast.HANAKO)


def values_of(person: Person) -> set[str]:
    """What could name the person in a file."""
    names = {name.full for name in person.names} | {name.kana for name in person.names if name.kana}
    return names | {a.text for a in person.addresses} | {*person.emails, *person.phones}


def own_files(house: House) -> dict[Path, bytes]:
    """Every file but the shop's own database and its mapping."""
    folders = (house.where.folder, house.root / "copies")
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {p: p.read_bytes() for p in files if p.name != "shop.db" and p.suffix != ".yaml"}


def every_blob(home: Home) -> set[str]:
    return {token for token in tokens(home.journal.all()) if token.startswith("blob-")}


def copy_disk(house: House, name: str) -> None:
    """What somebody who copied the disk would hold, the log included."""
    for end in ("", "-wal"):
        source = house.where.folder / f"store.db{end}"
        if source.exists():
            shutil.copyfile(source, house.root / "copies" / f"{name}.sqlite{end}")


@pytest.fixture
def emptied(house):
    """All keys of both cases are destroyed; copies were made before, between and after."""
    with house.home() as home:
        shift = Shift(house, home, "turn")
        shift.on(2026, 11, 2)
        child, order = shift.envelopes_come()
        upkeep.backup(home, house.root / "copies")
        shift.on(2026, 11, 9)
        shift.rest_comes(child)
        shift.answers_go(child, order)
        for case in (child, order):
            shift.do(f"{case.kind}.delivered", steps.delivered, case.id)
        upkeep.backup(home, house.root / "copies")
        copy_disk(house, "disk-before")
        shift.on(2028, 11, 20)
        for case in (child, order):
            shift.papers_go(case)
        sweep.sweep(home, by=Actor("house", "sweep"))
        upkeep.backup(home, house.root / "copies")
        copy_disk(house, "disk-between")
        for case, purpose in product((child, order), Purpose):
            home.keys.destroy(case.id, purpose)
        shift.on(2028, 11, 21)
        upkeep.backup(home, house.root / "copies")
        yield home


def test_no_file_names_a_person(house, emptied):
    words = set().union(*map(values_of, PEOPLE))
    assert len(words) >= 12
    files = own_files(house)
    assert len(files) >= 9
    for word, (path, content) in product(words, files.items()):
        assert word.encode() not in content, path.name
        assert word.encode("unicode_escape") not in content, path.name
    assert all(SCAN not in content for content in files.values())


def test_every_copy_with_todays_keys_opens_nothing(house, emptied, tmp_path_factory):
    blobs = every_blob(emptied)
    assert len(blobs) > 20
    copies = sorted((house.root / "copies").glob("*.sqlite"))
    assert len(copies) == 6
    for copy in copies:
        folder = tmp_path_factory.mktemp("attacker")
        for file in copy.parent.glob(copy.name + "*"):
            shutil.copyfile(file, folder / file.name)
        with closing(sqlite3.connect(folder / copy.name)) as look:
            stored = {id for (id,) in look.execute("SELECT id FROM blobs")}
        assert stored
        store = sql.open_store(
            folder / copy.name,
            company=COMPANY,
            keys_dir=house.where.keys,
            clock=emptied.clock,
            entropy=OsEntropy(),
        )
        for blob in stored:
            with pytest.raises((Destroyed, Missing)):
                store.vault.get(blob)
        store.close()


def test_the_journal_still_verifies_and_every_case_can_still_be_proved(emptied):
    assert proof.audit(emptied) == ()
    folded = upkeep.rebuild(emptied, lambda history: cases.fold_row(emptied, history))
    assert folded.differed == ()
    for case in set(emptied.journal.cases()) - {HOUSE}:
        pack = proof.prove(emptied, case)
        assert verify(pack, emptied.keys.public_key()).outcome is Outcome.VALID


def test_the_certificate_came_after_the_originals_were_recorded_by_a_named_person(emptied):
    certified = 0
    for case in set(emptied.journal.cases()) - {HOUSE}:
        history = emptied.journal.read(case)
        happened = [event.type for event in history]
        disposed = happened.index("originals_disposed")
        assert history[disposed].data["by"] == history[disposed].actor_id == "clerk-1"
        assert disposed < happened.index("papers_destroyed")
        letters = [e for e in history if e.data.get("kind") == "destruction_certificate"]
        assert [e.case_seq > happened.index("papers_destroyed") for e in letters] == [True]
        certified += 1
    assert certified == 2


def test_the_key_stays_until_a_named_person_recorded_how_the_originals_went(house):
    with house.home() as home:
        shift = Shift(house, home, "turn")
        shift.on(2026, 11, 9)
        child, order = shift.envelopes_come()
        shift.rest_comes(child)
        shift.answers_go(child, order)
        shift.do("delivered", steps.delivered, child.id)
        shift.on(2028, 11, 20)
        with pytest.raises(UnlawfulStep, match="originals"):
            destroying.destroy_papers(home, child.id, by=Actor("clerk-1", "early"))
        assert sweep.sweep(home, by=Actor("house", "sweep")).finished == ()
        assert home.keys.exists(child.id, Purpose.PAPERS)
