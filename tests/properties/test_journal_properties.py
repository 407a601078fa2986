"""Rules of the journal, the vault and the proof that hold whatever is done with them."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.adapters import memory, record, sql
from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.vault import seal
from chikai.app import pack as packs
from chikai.app import proof
from chikai.app.verify import Outcome, verify
from chikai.kernel import merkle
from chikai.kernel.event import Draft, Event, FreeString
from chikai.ports import Batch, Conflict, Destroyed, Home, Purpose

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=TOKYO)

tokens = st.from_regex(r"[A-Za-z0-9_.:+\-]{1,100}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | tokens,
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)
data = st.dictionaries(tokens, values, max_size=4)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["c-1", "c-2", "c-3", "c-4", "c-5", "c-6"]),  # command
        st.lists(
            st.tuples(
                st.sampled_from(["case-1", "case-2", "case-3"]),
                st.integers(-1, 1),  # how far the expected count is off
                st.integers(0, 3),  # events
            ),
            max_size=2,
            unique_by=lambda batch: batch[0],
        ),
    ),
    max_size=12,
)


def in_memory():
    return memory.open_store(company="enigmo", clock=FixedClock(NOW), entropy=SeededEntropy())


def append(journal, command, batches):
    return journal.append(
        batches, command_id=command, actor_id="clerk-1", law="law", policy="policy", at=NOW
    )


def outcome(journal, command, batches):
    try:
        return append(journal, command, batches)
    except Conflict:
        return "conflict"


@settings(max_examples=30, deadline=None)
@given(deeds)
def test_disk_memory_and_a_dull_model_agree(deeds):
    """The model: a list of events, a count per case, and what each command made."""
    with tempfile.TemporaryDirectory() as folder:
        where = {"clock": FixedClock(NOW), "entropy": SeededEntropy()}
        disk = sql.open_store(
            Path(folder) / "store", company="enigmo", keys_dir=Path(folder) / "keys", **where
        )
        ours = in_memory()
        kept: list[tuple[str, int]] = []
        counts: Counter[str] = Counter()
        commands: dict[str, list[tuple[str, int]]] = {}
        for command, wanted in deeds:
            batches = [
                Batch(case, counts[case] + off, [Draft("noted", date(2026, 1, 1), {})] * number)
                for case, off, number in wanted
            ]
            on_disk, here = (outcome(store.journal, command, batches) for store in (disk, ours))
            assert on_disk == here
            if command not in commands:
                if any(off for _, off, _ in wanted):
                    assert here == "conflict"
                    continue
                commands[command] = [
                    (case, counts[case] + n) for case, _, number in wanted for n in range(number)
                ]
                kept += commands[command]
                counts.update(case for case, _ in commands[command])
            assert [(event.case, event.case_seq) for event in here] == commands[command]
        assert [(event.case, event.case_seq) for event in ours.journal.all()] == kept
        for store in (disk, ours):
            events = list(store.journal.all())
            assert [event.seq for event in events] == list(range(len(kept)))
            assert store.journal.root() == merkle.root(
                merkle.hash_leaf(store.journal.leaf(event)) for event in events
            )
            assert store.journal.cases() == ours.journal.cases()
        disk.close()


@given(data, tokens, moments, st.dates())
def test_an_event_written_and_read_is_the_same_event(data, token, at, day):
    (event,) = record.place(
        [Batch("case-1", 0, [Draft(token, day, data)])],
        {"case-1": 0},
        first_seq=0,
        company="enigmo",
        command_id="command-1",
        actor_id=token,
        law=token,
        policy=token,
        at=at,
    )
    again = record.parse(record.canonical(event))
    assert again == event
    assert record.canonical(again) == record.canonical(event)
    assert (event.data, event.recorded_at) == (data, at)


@given(st.text(min_size=1).filter(lambda text: not text.isascii() or " " in text))
def test_whatever_is_no_token_stays_out_and_is_not_repeated(text):
    journal = in_memory().journal
    for held in ({"key": text}, {text: 1}, {"key": ("fine", (text,))}):
        with pytest.raises(FreeString) as caught:
            append(journal, "c", [Batch("case-1", 0, [Draft("noted", date(2026, 1, 1), held)])])
        assert len(text) < 3 or text not in str(caught.value)
    assert journal.size() == 0


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_the_vault_gives_back_what_it_got_until_the_key_is_gone(first, second):
    store = in_memory()
    one = store.vault.put("case-1", Purpose.PAPERS, first)
    two = store.vault.put("case-1", Purpose.ANSWER, second)
    assert store.vault.get(one.id) == first
    assert one.commitment != two.commitment
    store.keys.destroy("case-1", Purpose.PAPERS)
    with pytest.raises(Destroyed):
        store.vault.get(one.id)
    assert store.vault.get(two.id) == second


@given(st.binary(max_size=100), st.data())
def test_a_changed_seal_never_opens(content, draw):
    key = seal.new_key()
    sealed = bytearray(seal.seal(key, content, "enigmo", "case-1"))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(seal.WrongKey):
        seal.unseal(key, bytes(sealed), "enigmo", "case-1")


names = st.from_regex(r"[A-Za-z0-9._/\-]{1,20}", fullmatch=True)
files = st.dictionaries(names, st.binary(max_size=50), min_size=1, max_size=5)


@given(files)
def test_a_pack_gives_back_its_files(files):
    assert packs.decode(packs.encode(files)) == files


@given(files, st.data())
def test_no_other_bytes_unpack_to_the_same_files(files, draw):
    pack = bytearray(packs.encode(files))
    place = draw.draw(st.integers(0, len(pack) - 1))
    pack[place] ^= draw.draw(st.integers(1, 255))
    with contextlib.suppress(packs.NotAPack):
        assert packs.decode(bytes(pack)) != files


@given(st.binary(max_size=200))
def test_any_bytes_at_all_get_a_verdict(noise):
    assert verify(noise).outcome is Outcome.BROKEN
    assert verify(b"PK\x03\x04" + noise, bytes(32)).outcome is Outcome.BROKEN


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["case-1", "case-2", "case-3", "sign"]), min_size=1, max_size=15),
    st.data(),
)
def test_every_case_of_every_journal_is_proved_and_every_change_is_found(steps, draw):
    clock, store = FixedClock(NOW), in_memory()
    home = Home(
        company="enigmo",
        policies=(),
        journal=store.journal,
        vault=store.vault,
        keys=store.keys,
        views=store.views,
        press=None,
        sources=None,
        clock=clock,
        entropy=SeededEntropy(),
    )
    for number, step in enumerate(steps):
        clock.advance(timedelta(hours=1))
        if step == "sign":
            proof.checkpoint(home)
        else:
            seq = len(home.journal.read(step))
            draft = Draft("noted", date(2026, 1, 1), {"number": number})
            append(home.journal, f"c-{number}", [Batch(step, seq, [draft])])
    for case in home.journal.cases():
        pack = proof.prove(home, case)
        verdict = verify(pack, home.keys.public_key())
        assert verdict.outcome is Outcome.VALID
        assert verdict.events == steps.count(case)
        changed = bytearray(pack)
        changed[draw.draw(st.integers(0, len(pack) - 1))] ^= draw.draw(st.integers(1, 255))
        assert verify(bytes(changed), home.keys.public_key()).outcome is Outcome.BROKEN
    assert proof.audit(home) == ()


def test_a_leaf_names_every_field_of_an_event():
    """A field that was left out of the leaf could be changed without anybody noticing."""
    (event,) = append(
        in_memory().journal, "c", [Batch("case-1", 0, [Draft("noted", date(2026, 1, 1), {})])]
    )
    assert set(json.loads(record.canonical(event))) == set(Event.__slots__)
