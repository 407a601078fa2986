"""The shelves of the vault in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from chikai.adapters.vault.shelf import Blob, Shelf, Wrapped
from chikai.ports import Purpose


class MemoryShelf:
    """Implements `chikai.adapters.vault.shelf.Shelf`."""

    def __init__(self) -> None:
        self._generation = 0
        self._signer: bytes | None = None
        self._wrapped: dict[tuple[str, Purpose], Wrapped] = {}
        self._blobs: dict[str, Blob] = {}

    def copy(self) -> MemoryShelf:
        other = MemoryShelf()
        other._generation, other._signer = self._generation, self._signer
        other._wrapped, other._blobs = dict(self._wrapped), dict(self._blobs)
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

    def blob(self, blob_id: str) -> Blob | None:
        return self._blobs.get(blob_id)

    def put_blob(self, blob: Blob) -> None:
        self._blobs[blob.id] = blob

    def empty_blobs(self, case: str, purpose: Purpose) -> None:
        for blob in list(self._blobs.values()):
            if (blob.case, blob.purpose) == (case, purpose):
                self._blobs[blob.id] = replace(blob, sealed=None)

    def blobs_before(self, moment: datetime) -> Sequence[str]:
        return [blob.id for blob in self._blobs.values() if blob.stored_at < moment]

    def delete_blobs(self, ids: Collection[str]) -> None:
        for blob_id in ids:
            self._blobs.pop(blob_id, None)


class MemoryShelves:
    """Implements `chikai.adapters.vault.shelf.Shelves`: a writer works on a copy of its own."""

    def __init__(self) -> None:
        self._shelf = MemoryShelf()
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        yield self._shelf

    @contextmanager
    def writing(self) -> Iterator[Shelf]:
        with self._lock:
            draft = self._shelf.copy()
            yield draft
            self._shelf = draft

    def purge(self) -> None:
        """Nothing is left in memory of what was deleted."""
