"""What every vault and every key ring promises: sealed, bound, and destroyed for good."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chikai.kernel.event import FreeString
from chikai.ports import BadData, Destroyed, Missing, Purpose

PAPERS, ANSWER, RECORD = Purpose.PAPERS, Purpose.ANSWER, Purpose.RECORD
NAME = "架空 太郎".encode()


def test_what_is_put_in_comes_out(store):
    sealed = store.vault.put("case-1", PAPERS, NAME)
    assert (sealed.case, sealed.purpose) == ("case-1", PAPERS)
    assert store.vault.get(sealed.id) == NAME
    assert store.vault.opens(sealed.id, sealed.commitment)


def test_nothing_at_all_can_be_sealed_too(store):
    assert store.vault.get(store.vault.put("case-1", RECORD, b"").id) == b""


def test_a_commitment_is_over_salt_and_content_and_differs_each_time(store):
    first, second = (store.vault.put("case-1", PAPERS, NAME) for _ in range(2))
    opening = store.vault.opening(first.id)
    assert opening[16:] == NAME
    assert hashlib.sha256(opening).hexdigest() == first.commitment != second.commitment
    assert not store.vault.opens(first.id, second.commitment)


def test_what_comes_in_pieces_is_sealed_part_by_part_and_comes_out_the_same(store):
    pieces = [b"%06d" % n * 1_000 for n in range(400)]  # 2.4 MB
    sealed = store.vault.put_stream("case-1", PAPERS, iter(pieces))
    assert b"".join(store.vault.stream(sealed.id)) == b"".join(pieces) == store.vault.get(sealed.id)
    assert all(len(part) <= 1_000_000 for part in store.vault.stream(sealed.id))
    opening = store.vault.opening(sealed.id)
    assert hashlib.sha256(opening).hexdigest() == sealed.commitment
    assert store.vault.opens(sealed.id, sealed.commitment)
    small = store.vault.put_stream("case-1", PAPERS, [NAME, NAME])
    assert store.vault.several([small.id, sealed.id]) == (NAME * 2, b"".join(pieces))
    assert list(store.vault.stream(small.id)) == [NAME * 2]
    store.keys.destroy("case-1", PAPERS)
    with pytest.raises(Destroyed):
        store.vault.get(sealed.id)
    with pytest.raises(Destroyed):
        next(store.vault.stream(sealed.id))


def test_a_large_blob_cut_off_half_way_is_no_blob_and_is_swept(store, clock):
    def cut_off():
        yield bytes(2_500_000)
        raise OSError

    with pytest.raises(OSError):
        store.vault.put_stream("case-1", PAPERS, cut_off())
    clock.advance(timedelta(days=2))
    whole = store.vault.put_stream("case-1", PAPERS, [bytes(2_500_000)])
    assert store.vault.sweep(frozenset({whole.id}), older_than=clock.now()) == 0
    assert len(store.vault.get(whole.id)) == 2_500_000


def test_an_unknown_blob_is_missing(store):
    with pytest.raises(Missing):
        store.vault.get("blob-0000000000")
    assert not store.vault.opens("blob-0000000000", "00" * 32)


def test_too_much_is_refused_before_anything_is_kept(store):
    with pytest.raises(BadData) as caught:
        store.vault.put("case-1", PAPERS, bytes(50_000_001))
    assert (caught.value.code, caught.value.args_) == ("vault.too_large", {"limit_mb": 50})
    assert not store.keys.exists("case-1", PAPERS)


def test_a_case_is_an_id(store):
    with pytest.raises(FreeString):
        store.vault.put("架空 太郎", PAPERS, b"")
    with pytest.raises(FreeString):
        store.keys.destroy("架空 太郎", PAPERS)


def test_destroying_takes_one_purpose_of_one_case_and_no_other(store, clock):
    gone = store.vault.put("case-1", PAPERS, NAME)
    kept = [
        store.vault.put("case-1", ANSWER, b"answer"),
        store.vault.put("case-1", RECORD, b"record"),
        store.vault.put("case-2", PAPERS, b"papers"),
    ]
    done = store.keys.destroy("case-1", PAPERS)
    assert (done.case, done.purpose, done.already) == ("case-1", PAPERS, False)
    assert done.at == clock.now()
    with pytest.raises(Destroyed):
        store.vault.get(gone.id)
    assert not store.vault.opens(gone.id, gone.commitment)
    assert not store.keys.exists("case-1", PAPERS)
    assert [store.vault.get(each.id) for each in kept] == [b"answer", b"record", b"papers"]


def test_destroying_twice_changes_nothing(store, clock):
    store.vault.put("case-1", PAPERS, NAME)
    first = store.keys.destroy("case-1", PAPERS)
    clock.advance(timedelta(days=1))
    again = store.keys.destroy("case-1", PAPERS)
    assert again.already
    assert (again.at, again.generation) == (first.at, first.generation)


def test_a_late_paper_does_not_bring_a_key_back(store):
    store.vault.put("case-1", PAPERS, NAME)
    store.keys.destroy("case-1", PAPERS)
    with pytest.raises(Destroyed):
        store.vault.put("case-1", PAPERS, NAME)
    assert not store.keys.exists("case-1", PAPERS)


def test_what_never_was_can_be_destroyed_and_then_never_comes(store):
    assert not store.keys.destroy("case-1", PAPERS).already
    with pytest.raises(Destroyed):
        store.vault.put("case-1", PAPERS, NAME)


def test_many_destructions_leave_the_survivors_readable(store):
    sealed = [store.vault.put(f"case-{n}", RECORD, b"%d" % n) for n in range(6)]
    generations = [store.keys.destroy(f"case-{n}", RECORD).generation for n in range(5)]
    assert generations == sorted(set(generations))
    assert store.vault.get(sealed[5].id) == b"5"
    assert store.vault.get(store.vault.put("case-6", RECORD, b"new").id) == b"new"


def test_orphans_are_swept_and_the_rest_is_not(store, clock):
    kept = store.vault.put("case-1", PAPERS, b"kept")
    orphan = store.vault.put("case-1", PAPERS, b"orphan")
    clock.advance(timedelta(days=2))
    young = store.vault.put("case-1", PAPERS, b"young")
    day_ago = clock.now() - timedelta(days=1)
    assert store.vault.sweep(frozenset({kept.id}), older_than=day_ago) == 1
    assert store.vault.sweep(frozenset({kept.id}), older_than=day_ago) == 0
    with pytest.raises(Missing):
        store.vault.get(orphan.id)
    assert [store.vault.get(each.id) for each in (kept, young)] == [b"kept", b"young"]


def test_signatures_are_ed25519_by_the_published_key(store):
    public = Ed25519PublicKey.from_public_bytes(store.keys.public_key())
    public.verify(store.keys.sign(b"root"), b"root")
    assert store.keys.sign(b"root") == store.keys.sign(b"root")


def test_a_second_opening_has_the_same_keys(store, open_again):
    sealed = store.vault.put("case-1", PAPERS, NAME)
    other = open_again()
    assert other.vault.get(sealed.id) == NAME
    assert other.keys.public_key() == store.keys.public_key()
    other.keys.destroy("case-1", PAPERS)
    with pytest.raises(Destroyed):
        store.vault.get(sealed.id)
    assert store.vault.get(store.vault.put("case-2", PAPERS, b"next").id) == b"next"
    other.close()
