"""Where sealed blobs and wrapped keys lie. The memory and the SQL store each have their shelves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chikai.ports import Purpose


@dataclass(frozen=True, slots=True)
class Blob:
    """A sealed blob; `sealed` is None once its key is destroyed and its body deleted."""

    id: str
    case: str
    purpose: Purpose
    commitment: str
    sealed: bytes | None
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key, wrapped under the key its ring has had since `generation`; where `ring` is None,
    under the master key of `generation`.

    After its destruction `key` is None and `ring` 0, and `generation` and `destroyed_at` say which
    master took over and when. The row stays, so that no late write can bring the key back.
    """

    case: str
    purpose: Purpose
    generation: int
    key: bytes | None
    destroyed_at: datetime | None = None
    ring: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """The key of a ring, made in generation `since`, wrapped under the current master key."""

    number: int
    since: int
    key: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """A blob with what opens it: its wrapped key, the ring of that, and the current generation.
    `parts` is how many follow the first, which is the blob's own body."""

    blob: Blob
    wrapped: Wrapped | None
    ring: Ring | None
    generation: int
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new blob would go: the current generation (0: none yet), the wrapped key it is
    sealed under, the ring of that (None: not made yet), and whether its id is taken."""

    generation: int
    wrapped: Wrapped
    ring: Ring | None
    taken: bool


class Shelf(Protocol):
    """The shelves within one transaction."""

    def generation(self) -> int:
        """Of the current master key; 0 before there is one."""
        ...

    def set_generation(self, generation: int) -> None: ...

    def signer(self) -> bytes | None:
        """The public half of the checkpoint key; None before there is one."""
        ...

    def set_signer(self, public: bytes) -> None: ...

    def wrapped(self, case: str, purpose: Purpose) -> Wrapped | None: ...

    def all_wrapped(self) -> Sequence[Wrapped]: ...

    def beside(self, case: str, purpose: Purpose, ring: int) -> Sequence[Wrapped]:
        """This key, every key of the ring, and those of no ring."""
        ...

    def put_wrapped(self, rows: Iterable[Wrapped]) -> None:
        """Insert or replace."""
        ...

    def rings(self) -> Sequence[Ring]: ...

    def put_rings(self, rings: Iterable[Ring]) -> None:
        """Insert or replace."""
        ...

    def place(self, proposed: Wrapped, blob_id: str) -> Place:
        """Where a new blob would go, in one statement. The proposed key becomes the key of its
        case and purpose where there is none yet."""
        ...

    def held(self, blob_ids: Collection[str]) -> Sequence[Held]:
        """These blobs, as far as there are any, in one look."""
        ...

    def put_blob(self, blob: Blob) -> None: ...

    def put_part(self, blob_id: str, n: int, sealed: bytes, *, at: datetime) -> None: ...

    def part(self, blob_id: str, n: int) -> bytes | None: ...

    def empty_blobs(self, case: str, purpose: Purpose) -> None:
        """Delete the bodies of the blobs of one key; their rows stay."""
        ...

    def blobs_before(self, moment: datetime) -> Sequence[str]: ...

    def delete_blobs(self, ids: Collection[str]) -> None: ...

    def delete_stray_parts(self, moment: datetime) -> None:
        """Parts stored before it whose blob was never finished."""
        ...


class Shelves(Protocol):
    """`writing` keeps every other writer out, in this process and in others."""

    def reading(self) -> AbstractContextManager[Shelf]: ...

    def glancing(self) -> AbstractContextManager[Shelf]:
        """For one look, which sees one moment by itself."""
        ...

    def writing(self) -> AbstractContextManager[Shelf]: ...

    def once_kept(self, then: Callable[[], None]) -> None:
        """Do it when what was written is on the disk: now, or after a larger transaction that
        `writing` was part of."""
        ...

    def purge(self) -> None:
        """Wipe what the store's own files still hold of deleted rows, soon and as far as it
        can."""
        ...
