"""What is written to the store together is kept all at once, or not at all; and an old master key
is wiped only once that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chikai.adapters.store import Store
from chikai.ports import Destroyed, Home, Missing, Purpose

PAPERS, PRIOR = Purpose.PAPERS, Purpose.PRIOR


@pytest.fixture(params=["sqlite", "postgres"])
def store(request, tmp_path, open_store) -> Iterator[Store]:
    on_server = request.param == "postgres"
    url = request.getfixturevalue("postgres_url") if on_server else tmp_path / "store.sqlite"
    opened = open_store(url, keys_dir=tmp_path / "keys")
    yield opened
    opened.close()


@pytest.fixture
def home(store, home_of) -> Home:
    return home_of(store)


def masters(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "keys").glob("master-*"))


def test_all_of_it_or_nothing(store: Store, home: Home, append: Callable[..., object]):
    with pytest.raises(KeyboardInterrupt), store.together():
        lost = store.vault.put("case-1", PAPERS, b"paper")
        append(home, "case-1")
        assert store.vault.get(lost.id) == b"paper", "who writes it reads it"
        raise KeyboardInterrupt
    assert store.journal.size() == 0
    with pytest.raises(Missing):
        store.vault.get(lost.id)
    with store.together(), store.together():
        kept = store.vault.put("case-1", PAPERS, b"paper")
        append(home, "case-1")
    assert store.journal.size() == 1
    assert store.vault.get(kept.id) == b"paper"


def test_a_destruction_that_is_not_kept_leaves_key_and_master(store: Store, tmp_path: Path):
    prior = store.vault.put("case-1", PRIOR, b"old values")
    with pytest.raises(KeyboardInterrupt), store.together():
        store.keys.destroy("case-1", PRIOR)
        raise KeyboardInterrupt
    assert store.vault.get(prior.id) == b"old values"
    assert "master-1.key" in masters(tmp_path)
    assert not store.keys.destroy("case-1", PRIOR).already
    assert masters(tmp_path) == ["master-2.key"]


def test_the_old_master_goes_when_the_destruction_is_kept(
    store: Store, home: Home, append: Callable[..., object], tmp_path: Path
):
    prior = store.vault.put("case-1", PRIOR, b"old values")
    with store.together():
        store.keys.destroy("case-1", PRIOR)
        append(home, "case-1")
        assert masters(tmp_path) == ["master-1.key", "master-2.key"], "it may yet be undone"
    assert masters(tmp_path) == ["master-2.key"]
    with pytest.raises(Destroyed):
        store.vault.get(prior.id)
    assert store.journal.size() == 1
