"""The journal in memory."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from chikai.adapters import record, tree
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.kernel import merkle
from chikai.kernel.event import Event
from chikai.ports import Batch, Checkpoint, Conflict, InboxRow, Posting


class MemoryJournal:
    """Implements `chikai.ports.Journal`. Everything is prepared first and then kept at once."""

    def __init__(self, company: str, *, failpoint: Failpoint = no_failpoint) -> None:
        self._company, self._failpoint = company, failpoint
        self._lock = threading.RLock()
        self._events: list[Event] = []
        self._counts: Counter[str] = Counter()
        self._commands: dict[str, tuple[Event, ...]] = {}
        self._inbox: dict[str, InboxRow] = {}
        self._postings: list[Posting] = []
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._checkpoints: list[Checkpoint] = []

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
        record.check_batches(batches)
        with self._lock:
            self._failpoint("journal.append.begin")
            if command_id in self._commands:
                return self._commands[command_id]
            for batch in batches:
                if self._counts[batch.case] != batch.expected_seq:
                    raise Conflict(batch.case)
            events = record.place(
                batches,
                self._counts,
                first_seq=len(self._events),
                company=self._company,
                command_id=command_id,
                actor_id=actor_id,
                law=law,
                policy=policy,
                at=at,
            )
            postings = [posting for batch in batches for posting in batch.postings]
            record.check_new_postings(postings, {p.id for p in self._postings})
            nodes = tree.grow(self._frontier(len(self._events)), map(self.leaf, events))
            self._failpoint("journal.append.before_commit")
            self._events.extend(events)
            self._counts.update(event.case for event in events)
            self._nodes.update(((node.level, node.index), node.hash) for node in nodes)
            self._inbox.update((b.case, b.inbox) for b in batches if b.inbox)
            self._postings.extend(postings)
            self._commands[command_id] = events
        self._failpoint("journal.append.after_commit")
        return events

    def command(self, command_id: str) -> tuple[Event, ...]:
        return self._commands.get(command_id, ())

    def opened(self, case: str, command_id: str) -> tuple[tuple[Event, ...], bool]:
        return self.read(case), bool(self.command(command_id))

    def read(self, case: str) -> tuple[Event, ...]:
        return tuple(event for event in self.all() if event.case == case)

    def all(self, start: int = 0) -> Iterator[Event]:
        return iter(self._events[start:])

    def cases(self) -> tuple[str, ...]:
        return tuple(self._counts)

    def size(self) -> int:
        return len(self._events)

    def inbox(
        self, envelope: str | None = None, *, state: str | None = None
    ) -> tuple[InboxRow, ...]:
        rows = (self._inbox[case] for case in sorted(self._inbox))
        asked = (row for row in rows if envelope in (None, row.envelope))
        return tuple(row for row in asked if state in (None, row.state))

    def replace_inbox(self, rows: Sequence[InboxRow]) -> None:
        for row in rows:
            record.check_inbox(row)
        with self._lock:
            self._inbox = {row.case: row for row in rows}

    def postings(self, case: str | None = None) -> tuple[Posting, ...]:
        return tuple(each for each in self._postings if case in (None, each.case))

    def leaf(self, event: Event) -> bytes:
        return record.canonical(event)

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]:
        return merkle.inclusion_proof(seq, size=self._checked(size), nodes=self._node)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        return merkle.consistency_proof(old, size=self._checked(new), nodes=self._node)

    def root(self, size: int | None = None) -> bytes:
        return self._frontier(self._checked(self.size() if size is None else size)).root()

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        self._checkpoints.append(checkpoint)

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        return tuple(self._checkpoints)

    def _frontier(self, size: int) -> merkle.Frontier:
        return tree.frontier(self._node, size)

    def _node(self, level: int, index: int) -> bytes:
        return self._nodes[level, index]

    def _checked(self, size: int) -> int:
        return record.check_size(size, self.size())
