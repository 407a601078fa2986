"""Rings of keys: a destruction wraps anew what it must, and every other key still opens."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from chikai.adapters.vault import seal
from chikai.adapters.vault.rings import RINGS, open_ring, ring_of
from chikai.adapters.vault.shelf import Ring, Wrapped
from chikai.ports import Destroyed, Purpose

PAPERS = Purpose.PAPERS
CASES = [f"case-{n}" for n in range(3 * RINGS)]


def rows(path, query):
    with closing(sqlite3.connect(path)) as store:
        return store.execute(query).fetchall()


def test_only_the_keys_of_one_ring_are_wrapped_anew(tmp_path, open_store):
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    with store.together():
        kept = {case: store.vault.put(case, PAPERS, case.encode()) for case in CASES}
    before = dict(rows(path, "SELECT case_id, wrapped FROM wrapped_keys"))
    store.keys.destroy("case-7", PAPERS)
    after = dict(rows(path, "SELECT case_id, wrapped FROM wrapped_keys"))
    changed = {case for case in CASES if before[case] != after[case]}
    assert changed == {case for case in CASES if ring_of(case) == ring_of("case-7")}
    assert len(changed) < len(CASES) / 10
    for case, sealed in kept.items():
        if case == "case-7":
            with pytest.raises(Destroyed):
                store.vault.get(sealed.id)
        else:
            assert store.vault.get(sealed.id) == case.encode()
    store.close()


def test_what_another_process_destroyed_is_seen_by_the_next_sealing(tmp_path, open_store):
    path, keys = tmp_path / "store.sqlite", tmp_path / "keys"
    here, there = open_store(path, keys_dir=keys), open_store(path, keys_dir=keys)
    kept = []
    for n in range(4):
        beside = next(c for c in CASES[n:] if c != "case-7" and ring_of(c) == ring_of("case-7"))
        for case in (beside, f"case-of-{n}", "case-7" if n == 0 else "case-8"):
            kept.append((case, here.vault.put(case, PAPERS, case.encode())))
        there.keys.destroy("case-7", PAPERS)
        there.keys.destroy(f"nothing-{n}", PAPERS)
    for case, sealed in kept[3:]:
        assert here.vault.get(sealed.id) == there.vault.get(sealed.id) == case.encode()
    with pytest.raises(Destroyed):
        here.vault.put("case-7", PAPERS, b"late")
    here.close()
    there.close()


def as_before_rings(path, folder):
    """The store as it was when every key was right under the master."""
    with closing(sqlite3.connect(path)) as store:
        ((generation,),) = store.execute("SELECT value FROM meta WHERE name = 'generation'")
        master = (folder / f"master-{generation}.key").read_bytes()
        rings = {row[0]: Ring(*row) for row in store.execute("SELECT * FROM key_rings")}
        every = "SELECT case_id, purpose, generation, wrapped, ring FROM wrapped_keys"
        for case, purpose, since, wrapped, number in store.execute(every).fetchall():
            ring = open_ring("enigmo", rings[number], master, int(generation))
            key = ring.unwrap(Wrapped(case, Purpose(purpose), since, wrapped, ring=number))
            place = ("enigmo", case, purpose, f"master-{generation}")
            change = "UPDATE wrapped_keys SET wrapped = ?, generation = ?, ring = NULL"
            values = (seal.seal(master, key, *place), int(generation), case)
            store.execute(f"{change} WHERE case_id = ?", values)
        store.execute("DELETE FROM key_rings")
        store.commit()


def test_a_store_from_before_there_were_rings_is_read_and_gets_them(tmp_path, open_store):
    path, folder = tmp_path / "store.sqlite", tmp_path / "keys"
    store = open_store(path, keys_dir=folder)
    old = {case: store.vault.put(case, PAPERS, case.encode()) for case in CASES[:9]}
    store.close()
    as_before_rings(path, folder)
    store = open_store(path, keys_dir=folder)
    old["case-new"] = store.vault.put("case-new", PAPERS, b"case-new")
    again = store.vault.put("case-3", PAPERS, b"again")
    assert all(store.vault.get(sealed.id) == case.encode() for case, sealed in old.items())
    store.keys.destroy("case-5", PAPERS)
    assert rows(path, "SELECT count(*) FROM wrapped_keys WHERE ring IS NULL") == [(0,)]
    with pytest.raises(Destroyed):
        store.vault.get(old.pop("case-5").id)
    assert all(store.vault.get(sealed.id) == case.encode() for case, sealed in old.items())
    assert store.vault.get(again.id) == b"again"
    store.close()
