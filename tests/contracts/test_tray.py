"""What every tray promises: only the code opens it, for its time, and its name tells nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chikai.kernel.event import FreeString, check


def test_only_the_code_opens_it(store, clock):
    until = clock.now() + timedelta(days=14)
    name = store.tray.put("draft", "0794507945", "見本 花子".encode(), until=until)
    assert store.tray.get("draft", "0794507945", at=clock.now()) == "見本 花子".encode()
    assert store.tray.get("draft", "0794507946", at=clock.now()) is None
    assert store.tray.get("access", "0794507945", at=clock.now()) is None
    assert name == store.tray.name("draft", "0794507945") and "0794507945" not in name
    assert check({"access": name})


def test_it_is_over_when_its_time_is_over(store, clock):
    until = clock.now() + timedelta(days=1)
    store.tray.put("draft", "1", b"short", until=until)
    store.tray.put("access", "1", b"long", until=None)
    assert store.tray.get("draft", "1", at=until - timedelta(microseconds=1)) == b"short"
    assert store.tray.get("draft", "1", at=until) is None
    assert store.tray.sweep(at=until) == 1
    assert store.tray.sweep(at=until) == 0
    assert store.tray.get("access", "1", at=until) == b"long"


def test_put_again_takes_the_place(store, clock):
    store.tray.put("draft", "1", b"first", until=None)
    store.tray.put("draft", "1", b"second", until=None)
    assert store.tray.get("draft", "1", at=clock.now()) == b"second"
    store.tray.drop(store.tray.name("draft", "1"))
    assert store.tray.get("draft", "1", at=clock.now()) is None


def test_another_process_opens_it_too(open_again, clock):
    first = open_again()
    first.tray.put("upload", "u-1", b"picture", until=None)
    second = open_again()
    assert second.tray.get("upload", "u-1", at=clock.now()) == b"picture"
    first.close()
    second.close()


def test_a_kind_is_a_plain_word(store):
    with pytest.raises(FreeString):
        store.tray.put("a kind", "1", b"", until=None)
