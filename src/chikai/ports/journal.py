"""The append-only journal, and what is stored in one transaction with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chikai.kernel.event import Draft, Event

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the desk's inbox: derived from events, reproduced exactly by `rebuild`."""

    case: str
    envelope: str
    kind: str
    state: str
    exit: str | None
    arrived_on: str
    nearest_due: str | None
    waits_for: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Posting:
    """Something that leaves the house: a letter in the vault, waiting to be printed and sent."""

    id: str
    case: str
    blob: str
    letter: str
    delivery: str


@dataclass(frozen=True, slots=True)
class Batch:
    """New events of one case, and what must be stored in the same transaction."""

    case: str
    expected_seq: int  # how many events the case had when it was read
    events: Sequence[Draft]
    inbox: InboxRow | None = None
    postings: Sequence[Posting] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of the journal's size and Merkle root."""

    company: str
    size: int
    root: str
    at: datetime
    signature: str


class Journal(Protocol):
    """One append-only journal per company; case history and evidence at once."""

    def append(
        self,
        batches: Sequence[Batch],
        *,
        command_id: str,
        actor_id: str,
        law: str,
        policy: str,
        at: datetime,
    ) -> tuple[Event, ...]:
        """Append all batches in one transaction, with inbox rows and postings. A repeated
        `command_id` changes nothing and returns the first result. Raises `Conflict` when a case
        has moved past `expected_seq`, `FreeString` when an event holds one."""
        ...

    def command(self, command_id: str) -> tuple[Event, ...]:
        """The events an earlier command made; empty when it never ran."""
        ...

    def opened(self, case: str, command_id: str) -> tuple[tuple[Event, ...], bool]:
        """The events of a case, and whether the command has made any before: one look."""
        ...

    def read(self, case: str) -> tuple[Event, ...]: ...

    def all(self, start: int = 0) -> Iterator[Event]: ...

    def cases(self) -> tuple[str, ...]: ...

    def size(self) -> int: ...

    def inbox(
        self, envelope: str | None = None, *, state: str | None = None
    ) -> tuple[InboxRow, ...]:
        """One row for each case, or for each of one envelope or in one state, in the order of
        their ids."""
        ...

    def replace_inbox(self, rows: Sequence[InboxRow]) -> None: ...

    def postings(self, case: str | None = None) -> tuple[Posting, ...]: ...

    def leaf(self, event: Event) -> bytes:
        """The canonical bytes of an event that its Merkle leaf hashes (RFC 8785 JSON)."""
        ...

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]: ...

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the journal of size `new` only added to that of size `old`."""
        ...

    def root(self, size: int | None = None) -> bytes: ...

    def save_checkpoint(self, checkpoint: Checkpoint) -> None: ...

    def checkpoints(self) -> tuple[Checkpoint, ...]: ...
