"""Sealed things: blobs, their keys, the tray of those who ask, and copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Purpose(StrEnum):
    """What a sealed blob is kept for; each purpose of a case has a key and a period of its own."""

    PAPERS = "papers"  # what the requester submitted
    ANSWER = "answer"  # what we sent: letters and annexes
    RECORD = "record"  # names, addresses, reasons, judgments: what the case file needs
    PRIOR = "prior"  # what a plan takes away in the databases, until nobody may put it back


@dataclass(frozen=True, slots=True)
class Sealed:
    """A blob in the vault. `commitment` is hex SHA-256 of a random salt and the content; the
    salt lies sealed with the content, so the commitment says nothing once the key is gone."""

    id: str
    case: str
    purpose: Purpose
    commitment: str


class Vault(Protocol):
    """Sealed blobs. `put` writes before the journal does; orphans are swept."""

    def put(self, case: str, purpose: Purpose, content: bytes) -> Sealed: ...

    def get(self, blob_id: str) -> bytes:
        """The content. Raises `Destroyed` when its key is gone, `Missing` when unknown."""
        ...

    def put_stream(self, case: str, purpose: Purpose, content: Iterable[bytes]) -> Sealed:
        """`put` for content that comes in pieces and is never whole in memory."""
        ...

    def several(self, blob_ids: Sequence[str]) -> tuple[bytes, ...]:
        """The contents of several blobs in one look, in this order. Raises as `get`."""
        ...

    def stream(self, blob_id: str) -> Iterator[bytes]:
        """The content piece by piece. Raises as `get`."""
        ...

    def opening(self, blob_id: str) -> bytes:
        """The salt and the content after it: the commitment is their SHA-256. Raises as `get`."""
        ...

    def opens(self, blob_id: str, commitment: str) -> bool:
        """Whether the blob still opens and matches its commitment."""
        ...

    def sweep(self, referenced: frozenset[str], *, older_than: datetime) -> int:
        """Delete blobs no event refers to; returns how many."""
        ...


class Keys(Protocol):
    """Data keys per case and purpose, wrapped under a master generation; the signing key."""

    def destroy(self, case: str, purpose: Purpose) -> Destruction:
        """Rewrap what is left under a new master generation, then delete the old one, so
        that every older copy of a wrapped key is dead. Doing it again changes nothing."""
        ...

    def exists(self, case: str, purpose: Purpose) -> bool: ...

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature by the company's checkpoint key."""
        ...

    def known_public_key(self) -> bytes | None:
        """The public half of the checkpoint key, where one was ever made; makes none."""
        ...

    def public_key(self) -> bytes:
        """The raw 32 bytes of the checkpoint key's public half, published with the policy."""
        ...

    def derived(self, label: str) -> bytes:
        """A secret of 256 bits for one use, which outlives every destruction."""
        ...


@dataclass(frozen=True, slots=True)
class Destruction:
    case: str
    purpose: Purpose
    generation: int
    at: datetime
    already: bool


class Tray(Protocol):
    """What a requester keeps here for a while under a code: a form half filled in, the access to
    a request, a paper that waits to be masked. Only the code opens it; the store alone cannot."""

    def name(self, kind: str, code: str) -> str:
        """The name of its place: it tells nothing of the code, so the journal may hold it."""
        ...

    def put(self, kind: str, code: str, content: bytes, *, until: datetime | None) -> str:
        """Seal it under the code, in the place of what lay there; the name of its place."""
        ...

    def get(self, kind: str, code: str, *, at: datetime) -> bytes | None:
        """What lies there; None for a code that opens nothing, or nothing any more."""
        ...

    def drop(self, name: str) -> None: ...

    def sweep(self, *, at: datetime) -> int:
        """Delete what has expired; how many."""
        ...


class Archive(Protocol):
    """Copies for the day the disk fails: data in one place, keys in another, never together."""

    def copy_data(self, target: Path) -> None:
        """Everything but the keys as of one moment, in one new file, all of it or nothing."""
        ...

    def copy_keys(self) -> Path | None:
        """Renew the key backup; None when no place for it is set. `Keys.destroy` renews it too."""
        ...
