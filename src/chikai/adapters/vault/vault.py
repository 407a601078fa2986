"""The vault: every blob is sealed under the key of its case and purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault import seal
from chikai.adapters.vault.masters import Masters
from chikai.adapters.vault.shelf import Blob, Shelf, Shelves, Wrapped
from chikai.kernel.event import check
from chikai.ports import (
    BadData,
    Clock,
    Destroyed,
    Entropy,
    Missing,
    Purpose,
    Sealed,
    Unavailable,
)

LIMIT_MB: Final = 50
_TRIES: Final = 5  # a destruction may switch masters between our two looks; never five times


class SealedVault:
    """Implements `chikai.ports.Vault` over any shelves."""

    def __init__(
        self,
        company: str,
        *,
        shelves: Shelves,
        masters: Masters,
        clock: Clock,
        entropy: Entropy,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self._company, self._shelves, self._masters = company, shelves, masters
        self._clock, self._entropy, self._failpoint = clock, entropy, failpoint

    def put(self, case: str, purpose: Purpose, content: bytes) -> Sealed:
        """Seal and store. Raises `BadData` above 50 MB, `Destroyed` when the key of this case and
        purpose has been destroyed: no late paper brings it back."""
        if len(content) > LIMIT_MB * 1_000_000:
            raise BadData("vault.too_large", limit_mb=LIMIT_MB)
        check({"case": case})
        opening = self._entropy.bytes(seal.SALT) + content
        with self._shelves.writing() as shelf:
            self._failpoint("vault.put.begin")
            key = self._key(shelf, case, purpose)
            blob_id = self._new_id(shelf)
            sealed = Sealed(blob_id, case, purpose, seal.commitment(opening))
            body = seal.seal(key, opening, self._company, case, purpose, blob_id)
            shelf.put_blob(Blob(blob_id, case, purpose, sealed.commitment, body, self._clock.now()))
            self._failpoint("vault.put.before_commit")
        self._failpoint("vault.put.after_commit")
        return sealed

    def get(self, blob_id: str) -> bytes:
        return self.opening(blob_id)[seal.SALT :]

    def opening(self, blob_id: str) -> bytes:
        """The salt and the content after it: what the commitment is the SHA-256 of."""
        try:
            return self._open(blob_id)
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def opens(self, blob_id: str, commitment: str) -> bool:
        try:
            return seal.commitment(self._open(blob_id)) == commitment
        except (Destroyed, Missing, seal.WrongKey):
            return False

    def sweep(self, referenced: frozenset[str], *, older_than: datetime) -> int:
        with self._shelves.writing() as shelf:
            orphans = set(shelf.blobs_before(older_than)) - referenced
            shelf.delete_blobs(orphans)
            self._failpoint("vault.sweep.before_commit")
        self._failpoint("vault.sweep.after_commit")
        return len(orphans)

    def _open(self, blob_id: str) -> bytes:
        failed = 0
        for _ in range(_TRIES):
            with self._shelves.reading() as shelf:
                blob = shelf.blob(blob_id)
                if blob is None:
                    raise Missing(blob_id)
                wrapped = shelf.wrapped(blob.case, blob.purpose)
                generation = shelf.generation()
            if blob.sealed is None or wrapped is None or wrapped.key is None:
                raise Destroyed(blob_id)
            master = self._masters.read(generation)
            if master is not None:
                try:
                    key = unwrap(master, wrapped, self._company)
                except seal.WrongKey:
                    if failed == generation:
                        raise
                    failed = generation  # perhaps it was being wiped just as we read it
                    continue
                place = (self._company, blob.case, blob.purpose, blob.id)
                return seal.unseal(key, blob.sealed, *place)
        if any(newer > generation for newer in self._masters.generations()):
            raise Destroyed(blob_id)  # an older copy of the store beside newer keys
        raise Unavailable("MasterKeyMissing")

    def _key(self, shelf: Shelf, case: str, purpose: Purpose) -> bytes:
        """The data key of this case and purpose, made at its first use."""
        generation = shelf.generation()
        if generation == 0:
            generation = max(self._masters.generations(), default=0) + 1
            self._masters.write(generation, seal.new_key())
            self._failpoint("vault.put.after_master")
            shelf.set_generation(generation)
        master = self._masters.read(generation)
        if master is None:
            raise Unavailable("MasterKeyMissing")
        wrapped = shelf.wrapped(case, purpose)
        if wrapped is None:
            key = seal.new_key()
            shelf.put_wrapped([wrap(master, generation, key, case, purpose, self._company)])
            return key
        if wrapped.key is None:
            raise Destroyed(case)
        try:
            return unwrap(master, wrapped, self._company)
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def _new_id(self, shelf: Shelf) -> str:
        while shelf.blob(blob_id := self._entropy.id("blob")) is not None:
            pass
        return blob_id


def wrap(
    master: bytes, generation: int, key: bytes, case: str, purpose: Purpose, company: str
) -> Wrapped:
    """A data key sealed under a master key, bound to its case, purpose and generation."""
    place = (company, case, purpose, f"master-{generation}")
    return Wrapped(case, purpose, generation, seal.seal(master, key, *place))


def unwrap(master: bytes, wrapped: Wrapped, company: str) -> bytes:
    """The data key. Raises `WrongKey`."""
    place = (company, wrapped.case, wrapped.purpose, f"master-{wrapped.generation}")
    return seal.unseal(master, wrapped.key or b"", *place)
