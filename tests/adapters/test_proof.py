"""Proof packs: what is whole is found whole, and every change is found."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chikai.adapters import memory, tree
from chikai.adapters.clock import SeededEntropy
from chikai.app import pack as packs
from chikai.app import proof
from chikai.app.verify import Outcome, verify
from chikai.kernel import merkle
from chikai.ports import BadData, Destroyed, Missing, Purpose
from chikai.words import LANGS, render


@pytest.fixture
def told(home, append):
    """A home with two cases, a checkpoint between their events, and a sealed paper."""
    sealed = home.vault.put("case-1", Purpose.PAPERS, "架空 太郎".encode())
    append(home, "case-1", {"paper": "family_register", "commitment": sealed.commitment})
    append(home, "case-2")
    proof.checkpoint(home)
    for number in range(4):
        append(home, "case-1", {"number": number})
        append(home, "case-2")
    return home, sealed


def codes(verdict):
    return {message.id for message in verdict.findings}


def resign(files, key, /, **manifest):
    """The pack that a forger makes from these files with a key of his own, or of ours."""
    files = {name: each for name, each in files.items() if not name.startswith("manifest.")}
    public = key.public_key().public_bytes_raw()
    files["public.key"] = public
    hashes = {name: hashlib.sha256(each).hexdigest() for name, each in files.items()}
    said = {"v": 1, "company": "enigmo", "case": "case-1", "key": proof.key_id(public)}
    text = proof.rfc8785.dumps({**said, "files": hashes, **manifest})
    return packs.encode({**files, "manifest.json": text, "manifest.sig": key.sign(text)})


def our_key(home):
    return Ed25519PrivateKey.from_private_bytes(home.keys._masters.signing())


def sign_point(point, key):
    """A checkpoint, signed over whatever it now says."""
    said = {name: point[name] for name in ("company", "size", "root", "at")}
    return {**said, "signature": key.sign(proof.rfc8785.dumps(said)).hex()}


def test_a_pack_is_valid_under_the_published_key(told):
    home, _ = told
    verdict = verify(proof.prove(home, "case-1"), home.keys.public_key())
    assert (verdict.outcome, verdict.findings) == (Outcome.VALID, ())
    assert (verdict.company, verdict.case, verdict.events) == ("enigmo", "case-1", 5)
    assert (verdict.size, verdict.at) == (10, home.clock.now())
    assert verdict.key == proof.key_id(home.keys.public_key())


def test_without_a_key_the_signer_is_unknown(told):
    home, _ = told
    verdict = verify(proof.prove(home, "case-1"))
    assert verdict.outcome is Outcome.INTACT_SIGNER_UNKNOWN
    assert codes(verdict) == {"proof.signer_unknown"}


def test_the_same_journal_gives_the_same_pack(told):
    home, _ = told
    assert proof.prove(home, "case-1") == proof.prove(home, "case-1")
    assert proof.prove(home, "case-1") != proof.prove(home, "case-2")


def test_any_zip_reader_opens_a_pack(told):
    home, _ = told
    with zipfile.ZipFile(io.BytesIO(proof.prove(home, "case-1"))) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert names == sorted(names)
        assert set(names) == {
            "README.txt",
            "checkpoint.json",
            "consistency.json",
            "events.json",
            "manifest.json",
            "manifest.sig",
            "policies.json",
            "public.key",
        }
        readme = file.read("README.txt").decode()
    assert all(line in readme for line in ("証明のパック", "PROOF PACK", "chikai verify"))


def test_a_pack_holds_no_personal_value_and_no_other_case(told):
    pack = proof.prove(told[0], "case-1")
    assert "架空".encode() not in pack
    assert b"case-2" not in pack


def test_every_flipped_byte_is_found(told):
    """Every byte of a pack once, each with another bit turned."""
    home, _ = told
    pack, public = proof.prove(home, "case-2"), home.keys.public_key()
    dice = random.Random(20261121)
    for place in range(len(pack)):
        flipped = bytearray(pack)
        flipped[place] ^= 1 << dice.randrange(8)
        assert verify(bytes(flipped), public).outcome is Outcome.BROKEN, place


def test_every_cut_and_every_addition_is_found(told):
    pack = proof.prove(told[0], "case-1")
    for changed in (b"", pack[:-1], pack[1:], pack + b"\x00", b"\x00" + pack, pack + pack):
        assert verify(changed).outcome is Outcome.BROKEN
    for length in range(0, len(pack), 97):
        assert verify(pack[:length]).outcome is Outcome.BROKEN


def test_a_pack_signed_anew_by_another_key_is_found(told):
    home, _ = told
    forger, files = Ed25519PrivateKey.generate(), packs.decode(proof.prove(home, "case-1"))
    point = sign_point(json.loads(files["checkpoint.json"]), forger)
    files["checkpoint.json"] = proof.rfc8785.dumps(point)
    del files["consistency.json"]
    forged = resign(files, forger)
    assert verify(forged).outcome is Outcome.INTACT_SIGNER_UNKNOWN
    verdict = verify(forged, home.keys.public_key())
    assert verdict.outcome is Outcome.BROKEN
    assert codes(verdict) == {"proof.other_signer"}


def test_another_company_key_does_not_verify(told, clock):
    other = memory.open_store(company="enigmo", clock=clock, entropy=SeededEntropy(2))
    verdict = verify(proof.prove(told[0], "case-1"), other.keys.public_key())
    assert verdict.outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda e: e["event"]["data"].update(paper="passport"), "proof.event_not_included"),
        (lambda e: e["event"].update(seq=3), "proof.event_not_included"),
        (lambda e: e["event"].update(seq=99), "proof.event_not_included"),
        (lambda e: e["path"].pop(), "proof.event_not_included"),
        (lambda e: e["path"].append("00" * 32), "proof.event_not_included"),
        (lambda e: e["event"].update(case="case-2"), "proof.event_out_of_place"),
        (lambda e: e["event"].update(company="actio"), "proof.event_out_of_place"),
        (lambda e: e["event"].update(case_seq=1), "proof.event_out_of_place"),
        (lambda e: e["event"].update(seq=True), "proof.event_out_of_place"),
        (lambda e: e["event"].pop("seq"), "proof.event_out_of_place"),
    ],
)
def test_even_we_cannot_prove_an_event_that_is_not_in_the_journal(told, change, code):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    events = json.loads(files["events.json"])
    change(events[0])
    files["events.json"] = proof.rfc8785.dumps(events)
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert verdict.outcome is Outcome.BROKEN
    assert code in codes(verdict)


@pytest.mark.parametrize("drop", [slice(0, 1), slice(1, 3), slice(0, None)])
def test_events_cannot_be_left_out_from_the_middle_or_the_start(told, drop):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    events = json.loads(files["events.json"])
    del events[drop]
    files["events.json"] = proof.rfc8785.dumps(events)
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) & {"proof.event_out_of_place", "proof.no_events"}


def test_a_checkpoint_that_says_something_else_is_found(told):
    home, _ = told
    for change in ({"size": 9}, {"root": "00" * 32}, {"at": "2020-01-01T00:00:00+09:00"}):
        files = packs.decode(proof.prove(home, "case-1"))
        point = json.loads(files["checkpoint.json"]) | change
        files["checkpoint.json"] = proof.rfc8785.dumps(point)
        verdict = verify(resign(files, our_key(home)), home.keys.public_key())
        assert "proof.checkpoint_signature" in codes(verdict)


def test_a_journal_rewritten_after_a_checkpoint_is_found(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    step = json.loads(files["consistency.json"])
    earlier = sign_point(step["from"] | {"root": "00" * 32}, our_key(home))
    files["consistency.json"] = proof.rfc8785.dumps({**step, "from": earlier})
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.not_consistent"}


def test_the_checkpoint_before_must_be_signed_too(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    step = json.loads(files["consistency.json"])
    step["from"]["at"] = "2020-01-01T00:00:00+09:00"
    files["consistency.json"] = proof.rfc8785.dumps(step)
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.checkpoint_signature"}


def test_there_is_one_way_to_write_each_file(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    files["events.json"] = files["events.json"].replace(b'{"event"', b'{ "event"', 1)
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.not_a_pack"}


def test_the_key_a_pack_names_is_the_key_that_signed_it(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    verdict = verify(resign(files, our_key(home), key="ab" * 32))
    assert codes(verdict) == {"proof.other_signer"}


def test_the_history_of_a_case_runs_forward(home, append):
    """A journal of our own making in which the second event stands before the first."""
    first, second = append(home, "case-1", {"n": 1}), append(home, "case-1", {"n": 2})
    home.journal._events = [replace(second, seq=0), replace(first, seq=1)]
    grown = tree.grow(merkle.Frontier(), map(home.journal.leaf, home.journal._events))
    home.journal._nodes = {(node.level, node.index): node.hash for node in grown}
    files = packs.decode(proof.prove(home, "case-1"))
    events = json.loads(files["events.json"])
    files["events.json"] = proof.rfc8785.dumps(events[::-1])
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.event_out_of_place"}


def test_the_case_a_pack_speaks_of_cannot_be_changed(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    for change in ({"case": "case-2"}, {"company": "actio"}):
        verdict = verify(resign(files, our_key(home), **change), home.keys.public_key())
        assert verdict.outcome is Outcome.BROKEN


def test_a_revealed_paper_must_be_the_one_in_the_journal(told):
    home, sealed = told
    pack = proof.prove(home, "case-1", reveal=[sealed.id])
    assert "架空 太郎".encode() in pack
    assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID
    files = packs.decode(pack)
    files[f"revealed/{sealed.id}"] += b"!"
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.not_in_case"}


def test_only_papers_of_the_case_can_be_revealed(told):
    home, _ = told
    other = home.vault.put("case-2", Purpose.PAPERS, b"another person's")
    with pytest.raises(Missing):
        proof.prove(home, "case-1", reveal=[other.id])


def test_the_proof_outlives_the_paper(told):
    home, sealed = told
    home.keys.destroy("case-1", Purpose.PAPERS)
    with pytest.raises(Destroyed):
        proof.prove(home, "case-1", reveal=[sealed.id])
    pack = proof.prove(home, "case-1")
    assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID
    assert proof.audit(home) == ()


def test_files_that_do_not_belong_are_found_though_signed(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1")) | {"note.txt": b"trust me"}
    verdict = verify(resign(files, our_key(home)), home.keys.public_key())
    assert codes(verdict) == {"proof.not_in_case"}


def test_policies_are_named_by_their_hash(told):
    home, _ = told
    pack = proof.prove(home, "case-1", policies={"2025-04-01": "ab" * 32})
    assert json.loads(packs.decode(pack)["policies.json"]) == {"2025-04-01": "ab" * 32}
    assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID


def test_a_zip_bomb_is_refused_and_not_inflated(told):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("events.json", bytes(50_000_000))
    assert verify(bomb.getvalue()).outcome is Outcome.BROKEN
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as file:
        for name, content in packs.decode(proof.prove(told[0], "case-1")).items():
            file.writestr(name, content)
    assert verify(stored.getvalue()).outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b"[" * 100_000, b"NaN", b'{"v":1}', b"\xff", b"[1", b"9" * 5000, b"null"],
)
def test_malformed_json_is_broken_and_no_error(told, text):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    for name in ("manifest.json", "events.json", "checkpoint.json", "consistency.json"):
        assert verify(packs.encode({**files, name: text})).outcome is Outcome.BROKEN


def test_a_checkpoint_is_signed_once_for_what_it_says(home, append):
    append(home, "case-1")
    first = proof.checkpoint(home)
    assert proof.checkpoint(home) == first
    append(home, "case-1")
    second = proof.checkpoint(home)
    assert home.journal.checkpoints() == (first, second)
    assert (first.size, second.size) == (1, 2)


def test_nothing_is_signed_over_a_journal_that_was_altered(home, append):
    append(home, "case-1")
    point = proof.checkpoint(home)
    home.journal._checkpoints[0] = replace(point, root="00" * 32)
    append(home, "case-1")
    with pytest.raises(proof.Altered):
        proof.checkpoint(home)
    assert {each.id for each in proof.audit(home)} == {
        "proof.root_differs",
        "proof.checkpoint_signature",
    }


def test_an_audit_finds_a_changed_and_a_missing_event(told):
    home, _ = told
    proof.checkpoint(home)
    assert proof.audit(home) == ()
    events = home.journal._events
    changed = replace(events[0], data={"paper": "passport"})
    home.journal._events = [changed, *events[1:]]
    assert {each.id for each in proof.audit(home)} == {"proof.root_differs"}
    home.journal._events = events[:-1]
    assert {each.id for each in proof.audit(home)} == {"proof.events_missing"}
    home.journal._events = [*events[:3], *events[4:], events[3]]
    assert "proof.event_out_of_place" in {each.id for each in proof.audit(home)}


def test_an_unknown_case_has_no_pack(home):
    with pytest.raises(Missing):
        proof.prove(home, "case-1")


def test_a_published_key_is_read_in_every_usual_form(home):
    raw = home.keys.public_key()
    pem = our_key(home).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for text in (raw, raw.hex().encode(), raw.hex().upper().encode() + b"\n", pem):
        assert proof.read_public_key(text) == raw
    for text in (b"", raw[:31], b"zz" * 32, b"-----BEGIN PUBLIC KEY-----\n", raw + raw):
        with pytest.raises(BadData, match=r"proof\.bad_key"):
            proof.read_public_key(text)


def test_every_finding_has_words(told):
    home, _ = told
    files = packs.decode(proof.prove(home, "case-1"))
    files["events.json"] = b"[]"
    for pack in (b"", packs.encode(files), packs.encode({**files, "extra": b""})):
        for message in verify(pack, bytes(32)).findings:
            assert all(render(message, lang=lang) for lang in LANGS)
