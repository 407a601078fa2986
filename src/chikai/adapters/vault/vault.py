"""The vault: every blob is sealed under the key of its case and purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault import rings, seal
from chikai.adapters.vault.masters import Masters
from chikai.adapters.vault.shelf import Blob, Held, Ring, Shelf, Shelves
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
STREAM_LIMIT_MB: Final = 2_000
PART: Final = 1_000_000
"""Bytes of a part, the most of a streamed blob that is in memory at a time."""
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
        seen: rings.SeenRings,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self._company, self._shelves, self._masters = company, shelves, masters
        self._seen = seen
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
            key, blob_id = self._place(shelf, case, purpose)
            sealed = Sealed(blob_id, case, purpose, seal.commitment(opening))
            body = seal.seal(key, opening, self._company, case, purpose, blob_id)
            shelf.put_blob(Blob(blob_id, case, purpose, sealed.commitment, body, self._clock.now()))
            self._failpoint("vault.put.before_commit")
        self._failpoint("vault.put.after_commit")
        return sealed

    def put_stream(self, case: str, purpose: Purpose, content: Iterable[bytes]) -> Sealed:
        """`put` for what comes in pieces. What is larger than one part is stored part by part,
        each in a transaction of its own, and is nothing but strays to be swept until the first
        part, which knows how many there are, is written last."""
        parts = _parts(content)
        first, second = next(parts, b""), next(parts, None)
        if second is None:
            return self.put(case, purpose, first)
        check({"case": case})
        opening = self._entropy.bytes(seal.SALT) + first
        committed, size, blob_id, number = hashlib.sha256(opening), len(first), "", 0
        for number, part in enumerate(chain((second,), parts), start=1):
            committed.update(part)
            size += len(part)
            if size > STREAM_LIMIT_MB * 1_000_000:
                raise BadData("vault.too_large", limit_mb=STREAM_LIMIT_MB)
            with self._shelves.writing() as shelf:
                key, blob_id = self._place(shelf, case, purpose, blob_id)
                body = seal.seal(key, part, *self._part(case, purpose, blob_id, str(number)))
                shelf.put_part(blob_id, number, body, at=self._clock.now())
                self._failpoint("vault.put_stream.before_commit")
            self._failpoint("vault.put_stream.after_commit")
        sealed = Sealed(blob_id, case, purpose, committed.hexdigest())
        with self._shelves.writing() as shelf:
            key, _ = self._place(shelf, case, purpose, blob_id)
            body = seal.seal(key, opening, *self._part(case, purpose, blob_id, f"0/{number}"))
            shelf.put_blob(Blob(blob_id, case, purpose, sealed.commitment, body, self._clock.now()))
            self._failpoint("vault.put_stream.before_last_commit")
        return sealed

    def get(self, blob_id: str) -> bytes:
        return self.opening(blob_id)[seal.SALT :]

    def several(self, blob_ids: Sequence[str]) -> tuple[bytes, ...]:
        found = self._known(blob_ids)
        return tuple(self._whole(*each)[seal.SALT :] for each in found)

    def stream(self, blob_id: str) -> Iterator[bytes]:
        """The content, part by part. Raises as `get`."""
        ((held, key),) = self._known([blob_id])
        parts = self._opened(held, key)
        yield next(parts)[seal.SALT :]
        yield from parts

    def opening(self, blob_id: str) -> bytes:
        """The salt and the content after it: what the commitment is the SHA-256 of."""
        ((held, key),) = self._known([blob_id])
        return self._whole(held, key)

    def opens(self, blob_id: str, commitment: str) -> bool:
        committed = hashlib.sha256()
        try:
            ((held, key),) = self._key_of([blob_id])
            for part in self._opened(held, key):
                committed.update(part)
        except (Destroyed, Missing, seal.WrongKey):
            return False
        return committed.hexdigest() == commitment

    def sweep(self, referenced: frozenset[str], *, older_than: datetime) -> int:
        with self._shelves.writing() as shelf:
            orphans = set(shelf.blobs_before(older_than)) - referenced
            shelf.delete_blobs(orphans)
            shelf.delete_stray_parts(older_than)
            self._failpoint("vault.sweep.before_commit")
        self._failpoint("vault.sweep.after_commit")
        return len(orphans)

    # --- opening --------------------------------------------------------------------------------

    def _known(self, blob_ids: Sequence[str]) -> list[tuple[Held, bytes]]:
        try:
            return self._key_of(blob_ids)
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def _key_of(self, blob_ids: Sequence[str]) -> list[tuple[Held, bytes]]:
        """The blobs in the order asked for, each with its data key, in one look."""
        failed = 0
        for _ in range(_TRIES):
            with self._shelves.glancing() as shelf:
                there = {held.blob.id: held for held in shelf.held(blob_ids)}
            found: list[tuple[Held, bytes]] = []
            for blob_id in blob_ids:
                if blob_id not in there:
                    raise Missing(blob_id)
                held = there[blob_id]
                if held.blob.sealed is None or held.wrapped is None or held.wrapped.key is None:
                    raise Destroyed(blob_id)
                generation, master = held.generation, self._masters.read(held.generation)
                if master is None:
                    break
                try:
                    opened = (held.wrapped, held.ring, master, generation)
                    found.append((held, rings.unwrap(self._company, *opened)))
                except seal.WrongKey:
                    if failed == generation:
                        raise
                    failed = generation  # perhaps it was being wiped just as we read it
                    break
            else:
                return found
        if any(newer > generation for newer in self._masters.generations()):
            raise Destroyed(blob_id)  # an older copy of the store beside newer keys
        raise Unavailable("MasterKeyMissing")

    def _whole(self, held: Held, key: bytes) -> bytes:
        try:
            return b"".join(self._opened(held, key))
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def _opened(self, held: Held, key: bytes) -> Iterator[bytes]:
        """Salt and content, part by part. Raises `WrongKey`, also where a part is missing."""
        blob = held.blob
        assert blob.sealed is not None
        if not held.parts:
            place = (self._company, blob.case, blob.purpose, blob.id)
            yield seal.unseal(key, blob.sealed, *place)
            return
        for number in range(held.parts + 1):
            said = str(number) if number else f"0/{held.parts}"
            part = self._part(blob.case, blob.purpose, blob.id, said)
            sealed = blob.sealed
            if number:
                with self._shelves.glancing() as shelf:
                    sealed = shelf.part(blob.id, number) or b""
            yield seal.unseal(key, sealed, *part)

    def _part(self, case: str, purpose: Purpose, blob_id: str, number: str) -> tuple[str, ...]:
        """Where a part belongs: no other blob, no other place in it, and none left out."""
        return (self._company, case, purpose, blob_id, f"part-{number}")

    # --- storing --------------------------------------------------------------------------------

    def _place(
        self, shelf: Shelf, case: str, purpose: Purpose, blob_id: str = ""
    ) -> tuple[bytes, str]:
        """The data key of this case and purpose, made at its first use, and a free id. A new key
        is proposed under the ring as it was last seen, and wrapped anew where that is not it."""
        number, fresh = rings.ring_of(case), seal.new_key()
        guess = self._seen.guess(number)
        guessed = self._guessed(*guess)
        ring = guessed or rings.new_ring(self._company, number, since=0)
        proposed = ring.wrap(fresh, case, purpose)
        there = shelf.place(proposed, blob_id := blob_id or self._entropy.id("blob"))
        while there.taken:
            there = shelf.place(proposed, blob_id := self._entropy.id("blob"))
        if there.wrapped.key is None:
            raise Destroyed(case)
        if there.wrapped.key == proposed.key:
            if guessed is None or (there.generation, there.ring) != guess:
                ring = self._current(shelf, there.generation, number)
                shelf.put_wrapped([ring.wrap(fresh, case, purpose)])
            return fresh, blob_id
        try:
            master = self._master(there.generation)
            opened = (there.wrapped, there.ring, master, there.generation)
            return rings.unwrap(self._company, *opened), blob_id
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def _guessed(self, generation: int, ring: Ring | None) -> rings.OpenRing | None:
        """The ring last seen, if it still opens."""
        master = self._masters.read(generation)
        if ring is None or master is None:
            return None
        try:
            return rings.open_ring(self._company, ring, master, generation)
        except seal.WrongKey:
            return None  # the master was being wiped just as we read it

    def _current(self, shelf: Shelf, generation: int, number: int) -> rings.OpenRing:
        """The ring as it is now; the first master and the rings are made where there are none."""
        if generation == 0:
            generation = max(self._masters.generations(), default=0) + 1
            self._masters.write(generation, seal.new_key())
            self._failpoint("vault.put.after_master")
            shelf.set_generation(generation)
        master, there = self._master(generation), {r.number: r for r in shelf.rings()}
        new = rings.missing_rings(self._company, there, since=generation)
        there |= {n: ring.under(master, generation) for n, ring in new.items()}
        shelf.put_rings([there[n] for n in new])
        self._seen.see(generation, there.values())
        try:
            return rings.open_ring(self._company, there[number], master, generation)
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None

    def _master(self, generation: int) -> bytes:
        master = self._masters.read(generation)
        if master is None:
            raise Unavailable("MasterKeyMissing")
        return master


def _parts(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same content in parts of one size, but for the last."""
    held = bytearray()
    for piece in content:
        held += piece
        while len(held) > PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)
