"""Proof: signed checkpoints of the journal, and packs that anyone can verify offline.

A pack holds the events of one case, the path from each to the root of a signed checkpoint
(RFC 6962), and the proof that this checkpoint only added to the one before. It holds no personal
value: what lies in the vault enters only when it is asked for by its id, and is then checked
against the commitment in the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import rfc8785
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from chikai.app import pack as packs
from chikai.kernel import merkle
from chikai.kernel.event import Event, Value
from chikai.kernel.message import Message, say
from chikai.ports import BadData, Checkpoint, Home, Missing
from chikai.words import LANGS, render

VERSION: Final = 1


class Altered(Exception):
    """The journal no longer begins as its signed checkpoint says. Nothing more may be signed."""


def checkpoint(home: Home) -> Checkpoint:
    """Sign the journal's present size and root. Where nothing was added since, the last
    checkpoint stands. Raises `Altered`."""
    size = home.journal.size()
    earlier = home.journal.checkpoints()
    last = earlier[-1] if earlier else None
    if last is not None:
        if last.size > size or home.journal.root(last.size).hex() != last.root:
            raise Altered
        if last.size == size:
            return last
    at, root = home.clock.now(), home.journal.root(size).hex()
    signature = home.keys.sign(
        rfc8785.dumps(statement(home.company, size=size, root=root, at=at.isoformat()))
    )
    signed = Checkpoint(home.company, size, root, at, signature.hex())
    home.failpoint("proof.checkpoint.before_save")
    home.journal.save_checkpoint(signed)
    return signed


def statement(company: str, *, size: int, root: str, at: str) -> dict[str, str | int]:
    """What a checkpoint's signature is over, as canonical JSON."""
    return {"company": company, "size": size, "root": root, "at": at}


def prove(
    home: Home,
    case: str,
    *,
    policies: Mapping[str, str] | None = None,
    reveal: Sequence[str] = (),
) -> bytes:
    """The pack of one case. The same journal gives the same bytes.

    `policies` names the policy versions by their SHA-256. `reveal` lists blobs to show in the
    clear: personal data, so none by default. Raises `Missing` for an unknown case and for a blob
    the case does not refer to, `Destroyed` for one whose key is gone, `Altered`.
    """
    events = home.journal.read(case)
    if not events:
        raise Missing(case)
    point = checkpoint(home)
    before = [each for each in home.journal.checkpoints() if each.size < point.size]
    public = home.keys.public_key()
    files: dict[str, bytes] = {
        "README.txt": "\n\n".join(
            render(say("proof.readme"), lang=lang).strip() for lang in LANGS
        ).encode()
        + b"\n",
        "checkpoint.json": rfc8785.dumps(_written(point)),
        "events.json": b"["
        + b",".join(_proved(home, event, point.size) for event in events)
        + b"]",
        "policies.json": rfc8785.dumps(dict(policies or {})),
        "public.key": public,
    }
    if before:
        path = home.journal.consistency(before[-1].size, point.size)
        files["consistency.json"] = rfc8785.dumps(
            {"from": _written(before[-1]), "path": [each.hex() for each in path]}
        )
    for blob_id in reveal:
        opening = home.vault.opening(blob_id)
        if hashlib.sha256(opening).hexdigest() not in set(tokens(events)):
            raise Missing(blob_id)
        files[f"revealed/{blob_id}"] = opening
    manifest = rfc8785.dumps(
        {
            "v": VERSION,
            "company": home.company,
            "case": case,
            "key": key_id(public),
            "files": {name: hashlib.sha256(each).hexdigest() for name, each in files.items()},
        }
    )
    files |= {"manifest.json": manifest, "manifest.sig": home.keys.sign(manifest)}
    return packs.encode(files)


def audit(home: Home) -> tuple[Message, ...]:
    """Recompute the whole journal from its events: gaps, roots, checkpoints and signatures.
    Empty when all is well. Looking makes no key: where the key is gone, no signature holds."""
    points = {each.size: each for each in home.journal.checkpoints()}
    tree, found = merkle.Frontier(), list[Message]()
    counts: dict[str, int] = {}

    def compare() -> None:
        point = points.pop(tree.size, None)
        if point is None:
            return
        if tree.root().hex() != point.root:
            found.append(say("proof.root_differs", size=tree.size))
        known = home.keys.known_public_key()
        signed = rfc8785.dumps(
            statement(point.company, size=point.size, root=point.root, at=point.at.isoformat())
        )
        public = Ed25519PublicKey.from_public_bytes(known) if known else None
        if public is None or not signed_by(public, bytes.fromhex(point.signature), signed):
            found.append(say("proof.checkpoint_signature", size=tree.size))

    compare()
    for event in home.journal.all():
        place = (tree.size, counts.get(event.case, 0))
        if (event.seq, event.case_seq) != place or event.company != home.company:
            found.append(say("proof.event_out_of_place", seq=tree.size))
        counts[event.case] = place[1] + 1
        tree = tree.append(merkle.hash_leaf(home.journal.leaf(event)))
        compare()
    if tree.root() != home.journal.root(tree.size):
        found.append(say("proof.root_differs", size=tree.size))
    found.extend(say("proof.events_missing", size=size) for size in sorted(points))
    return tuple(found)


def key_id(public: bytes) -> str:
    """What a public key is called where it is published: hex SHA-256 of its 32 bytes."""
    return hashlib.sha256(public).hexdigest()


def read_public_key(text: bytes) -> bytes:
    """The 32 bytes of a published key: raw, as hex, or as PEM. Raises `BadData`."""
    if len(text) == 32:
        return text
    try:
        if text.lstrip().startswith(b"-----BEGIN"):
            key = load_pem_public_key(text)
            if isinstance(key, Ed25519PublicKey):
                return key.public_bytes_raw()
        elif len(raw := bytes.fromhex(text.decode("ascii").strip())) == 32:
            return raw
    except (ValueError, UnsupportedAlgorithm):
        pass
    raise BadData("proof.bad_key")


def signed_by(public: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether this key signed this message (RFC 8032)."""
    try:
        public.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _written(point: Checkpoint) -> dict[str, str | int]:
    signed = statement(point.company, size=point.size, root=point.root, at=point.at.isoformat())
    return {**signed, "signature": point.signature}


def _proved(home: Home, event: Event, size: int) -> bytes:
    """`{"event": …, "path": …}`; an event's leaf is canonical JSON already."""
    path = [each.hex() for each in home.journal.inclusion(event.seq, size)]
    return b'{"event":' + home.journal.leaf(event) + b',"path":' + rfc8785.dumps(path) + b"}"


def tokens(events: Iterable[Event]) -> Iterator[str]:
    """Every string in the data of these events: ids of blobs, commitments, enums, dates."""
    for event in events:
        yield from _strings(tuple(event.data.values()))


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
