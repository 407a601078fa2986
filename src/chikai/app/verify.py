"""Verifying a proof pack: offline, from the pack and a published key alone.

Every byte matters. The envelope is packed again and compared; every file is hashed in a signed
manifest; every JSON file is in the one canonical form (RFC 8785). What is left is whether the
statements hold: signatures, the path of each event, and the step from the checkpoint before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from chikai.app import pack as packs
from chikai.app.proof import key_id, signed_by, statement
from chikai.kernel import merkle
from chikai.kernel.message import Message, say

T = TypeVar("T")
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]

_NEEDED = {
    "README.txt",
    "checkpoint.json",
    "events.json",
    "manifest.json",
    "manifest.sig",
    "policies.json",
    "public.key",
}


class Outcome(StrEnum):
    VALID = "valid"
    INTACT_SIGNER_UNKNOWN = "intact_signer_unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pack is worth. What it says about itself is given only when it is not broken."""

    outcome: Outcome
    findings: tuple[Message, ...]
    company: str | None = None
    case: str | None = None
    events: int = 0
    size: int = 0
    at: datetime | None = None
    key: str | None = None


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Manifest(_Model):
    v: Literal[1]
    company: str
    case: str
    key: Hash
    files: dict[str, Hash]


class _Point(_Model):
    company: str
    size: Annotated[int, Field(ge=0)]
    root: Hash
    at: str
    signature: Signature

    def holds(self, public: Ed25519PublicKey) -> bool:
        signed = statement(self.company, size=self.size, root=self.root, at=self.at)
        return signed_by(public, bytes.fromhex(self.signature), rfc8785.dumps(signed))


class _Step(_Model):
    earlier: Annotated[_Point, Field(alias="from")]
    path: list[Hash]


class _Proved(_Model):
    event: dict[str, Any]
    path: list[Hash]


@dataclass(frozen=True, slots=True)
class _Opened:
    files: dict[str, bytes]
    manifest: _Manifest
    point: _Point
    events: list[_Proved]
    step: _Step | None
    public: Ed25519PublicKey


def verify(pack: bytes, public_key: bytes | None = None) -> Verdict:
    """Whether the pack is what the holder of `public_key` (32 raw bytes) signed.

    Without a key the signer is unknown: anybody can make a pack that is intact.
    """
    try:
        opened = _open(pack)
    except (
        ValueError,
        RecursionError,
    ):  # not the form of a pack; pydantic's errors are ValueErrors
        return Verdict(Outcome.BROKEN, (say("proof.not_a_pack"),))
    findings = [*_seals(opened, public_key), *_statements(opened)]
    if findings:
        return Verdict(Outcome.BROKEN, tuple(findings))
    outcome = Outcome.VALID if public_key is not None else Outcome.INTACT_SIGNER_UNKNOWN
    manifest = opened.manifest
    return Verdict(
        outcome,
        () if public_key is not None else (say("proof.signer_unknown"),),
        company=manifest.company,
        case=manifest.case,
        events=len(opened.events),
        size=opened.point.size,
        at=datetime.fromisoformat(opened.point.at),
        key=manifest.key,
    )


def _open(pack: bytes) -> _Opened:
    files = packs.decode(pack)
    if not files.keys() >= _NEEDED:
        raise packs.NotAPack
    step = files.get("consistency.json")
    point = _parse(_Point, files["checkpoint.json"])
    datetime.fromisoformat(point.at)
    return _Opened(
        files,
        _parse(_Manifest, files["manifest.json"]),
        point,
        _parse(list[_Proved], files["events.json"]),
        None if step is None else _parse(_Step, step),
        Ed25519PublicKey.from_public_bytes(files["public.key"]),
    )


def _parse(kind: type[T], text: bytes) -> T:
    """Raises `ValueError` for another shape, and for JSON that is not in the canonical form."""
    value = json.loads(text)
    if rfc8785.dumps(value) != text:
        raise packs.NotAPack
    return TypeAdapter(kind).validate_python(value)


def _seals(opened: _Opened, public_key: bytes | None) -> Iterator[Message]:
    """The manifest names every other file, and its signature is by the key we were given."""
    manifest, files = opened.manifest, opened.files
    signed = files.keys() - {"manifest.json", "manifest.sig"}
    for name in sorted(signed | manifest.files.keys()):
        if hashlib.sha256(files.get(name, b"")).hexdigest() != manifest.files.get(name):
            yield say("proof.file_changed", file=name)
    public = opened.public.public_bytes_raw()
    if (public_key is not None and public_key != public) or manifest.key != key_id(public):
        yield say("proof.other_signer")
    if not signed_by(opened.public, files["manifest.sig"], files["manifest.json"]):
        yield say("proof.bad_signature")


def _statements(opened: _Opened) -> Iterator[Message]:
    point, manifest = opened.point, opened.manifest
    if not point.holds(opened.public):
        yield say("proof.checkpoint_signature", size=point.size)
    if point.company != manifest.company:
        yield say("proof.other_company")
    yield from _events(opened)
    if opened.step is not None:
        yield from _consistency(opened.step, opened)
    tokens = set(_strings([each.event for each in opened.events]))
    for name, opening in opened.files.items():
        if name in _NEEDED or name == "consistency.json":
            continue
        known = name.startswith("revealed/")
        if not known or hashlib.sha256(opening).hexdigest() not in tokens:
            yield say("proof.not_in_case", file=name)


def _events(opened: _Opened) -> Iterator[Message]:
    """Each event has its place under the root, and the case has no gap."""
    point, root = opened.point, bytes.fromhex(opened.point.root)
    last = -1
    for number, proved in enumerate(opened.events):
        event, seq = proved.event, proved.event.get("seq")
        place = (event.get("company"), event.get("case"), event.get("case_seq"))
        in_place = place == (opened.manifest.company, opened.manifest.case, number)
        if not in_place or type(seq) is not int or seq <= last:
            yield say("proof.event_out_of_place", seq=number)
            return
        last = seq
        leaf = merkle.hash_leaf(rfc8785.dumps(event))
        path = [bytes.fromhex(each) for each in proved.path]
        if not merkle.verify_inclusion(leaf, index=seq, size=point.size, proof=path, root=root):
            yield say("proof.event_not_included", seq=seq)
    if last < 0:
        yield say("proof.no_events")


def _consistency(step: _Step, opened: _Opened) -> Iterator[Message]:
    earlier, point = step.earlier, opened.point
    if not earlier.holds(opened.public):
        yield say("proof.checkpoint_signature", size=earlier.size)
    holds = merkle.verify_consistency(
        old_size=earlier.size,
        old_root=bytes.fromhex(earlier.root),
        size=point.size,
        root=bytes.fromhex(point.root),
        proof=[bytes.fromhex(each) for each in step.path],
    )
    if not holds or earlier.company != point.company:
        yield say("proof.not_consistent", size=earlier.size)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
