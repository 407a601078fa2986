"""The shelves of the vault in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from chikai.adapters.vault.shelf import Blob, Held, Place, Ring, Shelf, Wrapped
from chikai.ports import Purpose


class MemoryShelf:
    """Implements `chikai.adapters.vault.shelf.Shelf`."""

    def __init__(self) -> None:
        self._generation = 0
        self._signer: bytes | None = None
        self._wrapped: dict[tuple[str, Purpose], Wrapped] = {}
        self._rings: dict[int, Ring] = {}
        self._blobs: dict[str, Blob] = {}
        self._parts: dict[tuple[str, int], tuple[bytes, datetime]] = {}

    def copy(self) -> MemoryShelf:
        other = MemoryShelf()
        other._generation, other._signer = self._generation, self._signer
        other._wrapped, other._blobs = dict(self._wrapped), dict(self._blobs)
        other._parts, other._rings = dict(self._parts), dict(self._rings)
        return other

    def generation(self) -> int:
        return self._generation

    def set_generation(self, generation: int) -> None:
        self._generation = generation

    def signer(self) -> bytes | None:
        return self._signer

    def set_signer(self, public: bytes) -> None:
        self._signer = public

    def wrapped(self, case: str, purpose: Purpose) -> Wrapped | None:
        return self._wrapped.get((case, purpose))

    def all_wrapped(self) -> Sequence[Wrapped]:
        return list(self._wrapped.values())

    def put_wrapped(self, rows: Iterable[Wrapped]) -> None:
        self._wrapped.update(((row.case, row.purpose), row) for row in rows)

    def beside(self, case: str, purpose: Purpose, ring: int) -> Sequence[Wrapped]:
        ours = (case, purpose)
        return [
            row for key, row in self._wrapped.items() if key == ours or row.ring in (ring, None)
        ]

    def rings(self) -> Sequence[Ring]:
        return list(self._rings.values())

    def put_rings(self, rings: Iterable[Ring]) -> None:
        self._rings.update((ring.number, ring) for ring in rings)

    def place(self, proposed: Wrapped, blob_id: str) -> Place:
        wrapped = self._wrapped.setdefault((proposed.case, proposed.purpose), proposed)
        return Place(self._generation, wrapped, self._ring(wrapped), blob_id in self._blobs)

    def held(self, blob_ids: Collection[str]) -> Sequence[Held]:
        found = [self._blobs[each] for each in blob_ids if each in self._blobs]
        return [
            Held(
                blob,
                wrapped := self.wrapped(blob.case, blob.purpose),
                self._ring(wrapped),
                self._generation,
                sum(blob_id == blob.id for blob_id, _ in self._parts),
            )
            for blob in found
        ]

    def _ring(self, wrapped: Wrapped | None) -> Ring | None:
        return self._rings.get((wrapped and wrapped.ring) or 0)

    def put_blob(self, blob: Blob) -> None:
        self._blobs[blob.id] = blob

    def put_part(self, blob_id: str, n: int, sealed: bytes, *, at: datetime) -> None:
        self._parts[blob_id, n] = sealed, at

    def part(self, blob_id: str, n: int) -> bytes | None:
        return self._parts.get((blob_id, n), (None, None))[0]

    def empty_blobs(self, case: str, purpose: Purpose) -> None:
        for blob in list(self._blobs.values()):
            if (blob.case, blob.purpose) == (case, purpose):
                self._blobs[blob.id] = replace(blob, sealed=None)
                self._drop_parts({blob.id})

    def blobs_before(self, moment: datetime) -> Sequence[str]:
        return [blob.id for blob in self._blobs.values() if blob.stored_at < moment]

    def delete_blobs(self, ids: Collection[str]) -> None:
        for blob_id in ids:
            self._blobs.pop(blob_id, None)
        self._drop_parts(ids)

    def delete_stray_parts(self, moment: datetime) -> None:
        old = {blob_id for (blob_id, _), (_, at) in self._parts.items() if at < moment}
        self._drop_parts(old - set(self._blobs))

    def _drop_parts(self, ids: Collection[str]) -> None:
        self._parts = {place: each for place, each in self._parts.items() if place[0] not in ids}


class MemoryShelves:
    """Implements `chikai.adapters.vault.shelf.Shelves`: a writer works on a copy of its own."""

    def __init__(self) -> None:
        self._shelf = MemoryShelf()
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        yield self._shelf

    @contextmanager
    def glancing(self) -> Iterator[Shelf]:
        yield self._shelf

    @contextmanager
    def writing(self) -> Iterator[Shelf]:
        with self._lock:
            draft = self._shelf.copy()
            yield draft
            self._shelf = draft

    def once_kept(self, then: Callable[[], None]) -> None:
        then()

    def purge(self) -> None:
        """Nothing is left in memory of what was deleted."""
