"""The journal in SQL: events, inbox, outbox and tree change in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    select,
)

from chikai.adapters import record, tree
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.standing import standing_of
from chikai.adapters.sql.tables import checkpoints, commands, events, inbox, nodes, postings
from chikai.adapters.sql.together import insert_all, said
from chikai.kernel import merkle
from chikai.kernel.event import Event
from chikai.ports import Batch, Checkpoint, Conflict, InboxRow, Posting

_PAGE = 1000
_OPENED: Final = "SELECT body FROM events WHERE case_id = ? OR command_id = ? ORDER BY seq"


class SqlJournal:
    """Implements `chikai.ports.Journal`."""

    def __init__(
        self, database: Database, company: str, *, failpoint: Failpoint = no_failpoint
    ) -> None:
        self._database, self._company, self._failpoint = database, company, failpoint

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
        with self._database.writing() as connection:
            self._failpoint("journal.append.begin")
            standing = standing_of(connection, command_id, [batch.case for batch in batches])
            if standing.ran:
                return _made_by(connection, command_id)
            for batch in batches:
                if standing.counts[batch.case] != batch.expected_seq:
                    raise Conflict(batch.case)
            new = record.place(
                batches,
                standing.counts,
                first_seq=standing.tree.size,
                company=self._company,
                command_id=command_id,
                actor_id=actor_id,
                law=law,
                policy=policy,
                at=at,
            )
            _add_events(connection, standing.tree, new)
            self._failpoint("journal.append.after_events")
            for batch in batches:
                if batch.inbox:
                    _put_inbox(connection, batch.inbox)
            _add_postings(connection, [each for batch in batches for each in batch.postings])
            if not new:  # a command that made events is known by them
                connection.execute(insert(commands).values(command_id=command_id, events=0))
            self._failpoint("journal.append.before_commit")
        self._failpoint("journal.append.after_commit")
        return new

    def command(self, command_id: str) -> tuple[Event, ...]:
        with self._database.glancing() as connection:
            return _made_by(connection, command_id)

    def opened(self, case: str, command_id: str) -> tuple[tuple[Event, ...], bool]:
        with self._database.glancing() as connection:
            bodies = said(connection, _OPENED, case, command_id).scalars()
            found = tuple(map(record.parse, bodies))
        ran = any(event.command_id == command_id for event in found)
        return tuple(event for event in found if event.case == case), ran

    def read(self, case: str) -> tuple[Event, ...]:
        query = select(events.c.body).where(events.c.case_id == case).order_by(events.c.case_seq)
        with self._database.glancing() as connection:
            return _events(connection, query)

    def all(self, start: int = 0) -> Iterator[Event]:
        """Page by page: no transaction stays open while the caller takes its time."""
        query = select(events.c.body).order_by(events.c.seq).limit(_PAGE)
        while True:
            with self._database.glancing() as connection:
                page = _events(connection, query.where(events.c.seq >= start))
            yield from page
            if len(page) < _PAGE:
                return
            start = page[-1].seq + 1

    def cases(self) -> tuple[str, ...]:
        query = select(events.c.case_id).where(events.c.case_seq == 0).order_by(events.c.seq)
        with self._database.glancing() as connection:
            return tuple(connection.scalars(query))

    def size(self) -> int:
        with self._database.glancing() as connection:
            return _size(connection)

    def inbox(
        self, envelope: str | None = None, *, state: str | None = None
    ) -> tuple[InboxRow, ...]:
        query = select(inbox)
        if envelope is not None:
            query = query.where(inbox.c.envelope == envelope)
        if state is not None:
            query = query.where(inbox.c.state == state)
        with self._database.glancing() as connection:
            rows = connection.execute(query)
            found = [_inbox_row(row) for row in rows]
        return tuple(sorted(found, key=lambda row: row.case))  # collations differ; this does not

    def replace_inbox(self, rows: Sequence[InboxRow]) -> None:
        for row in rows:
            record.check_inbox(row)
        with self._database.writing() as connection:
            connection.execute(delete(inbox))
            if rows:
                connection.execute(insert(inbox), [_inbox_values(row) for row in rows])
            self._failpoint("journal.replace_inbox.before_commit")
        self._failpoint("journal.replace_inbox.after_commit")

    def postings(self, case: str | None = None) -> tuple[Posting, ...]:
        query = select(postings).order_by(postings.c.n)
        if case is not None:
            query = query.where(postings.c.case_id == case)
        with self._database.glancing() as connection:
            rows = connection.execute(query)
            return tuple(
                Posting(row.id, row.case_id, row.blob, row.letter, row.delivery) for row in rows
            )

    def leaf(self, event: Event) -> bytes:
        return record.canonical(event)

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]:
        with self._database.reading() as connection:
            record.check_size(size, _size(connection))
            return merkle.inclusion_proof(seq, size=size, nodes=_nodes(connection))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        with self._database.reading() as connection:
            record.check_size(new, _size(connection))
            return merkle.consistency_proof(old, size=new, nodes=_nodes(connection))

    def root(self, size: int | None = None) -> bytes:
        with self._database.reading() as connection:
            most = _size(connection)
            wanted = record.check_size(most if size is None else size, most)
            return tree.frontier(_nodes(connection), wanted).root()

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        with self._database.writing() as connection:
            connection.execute(
                insert(checkpoints).values(
                    size=checkpoint.size,
                    root=checkpoint.root,
                    at=checkpoint.at.isoformat(),
                    signature=checkpoint.signature,
                )
            )
            self._failpoint("journal.save_checkpoint.before_commit")
        self._failpoint("journal.save_checkpoint.after_commit")

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        with self._database.glancing() as connection:
            rows = connection.execute(select(checkpoints).order_by(checkpoints.c.n))
            return tuple(
                Checkpoint(
                    self._company,
                    row.size,
                    row.root,
                    record.in_tokyo(datetime.fromisoformat(row.at)),
                    row.signature,
                )
                for row in rows
            )


def _size(connection: Connection) -> int:
    last = connection.scalar(select(func.max(events.c.seq)))
    return 0 if last is None else int(last) + 1


def _made_by(connection: Connection, command_id: str) -> tuple[Event, ...]:
    query = select(events.c.body).where(events.c.command_id == command_id)
    return _events(connection, query.order_by(events.c.seq))


def _events(connection: Connection, query: Select[str]) -> tuple[Event, ...]:
    return tuple(record.parse(body) for body in connection.scalars(query))


def _nodes(connection: Connection) -> merkle.Nodes:
    def node(level: int, index: int) -> bytes:
        query = select(nodes.c.hash).where(nodes.c.level == level, nodes.c.place == index)
        return bytes(connection.scalars(query).one())

    return node


def _add_events(connection: Connection, frontier: merkle.Frontier, new: Sequence[Event]) -> None:
    if not new:
        return
    bodies = [record.canonical(event) for event in new]
    insert_all(
        connection,
        events.name,
        [
            {
                "seq": event.seq,
                "case_id": event.case,
                "case_seq": event.case_seq,
                "command_id": event.command_id,
                "body": body.decode(),
            }
            for event, body in zip(new, bodies, strict=True)
        ],
    )
    grown = tree.grow(frontier, bodies)
    insert_all(
        connection,
        nodes.name,
        [{"level": node.level, "place": node.index, "hash": node.hash} for node in grown],
    )


def _add_postings(connection: Connection, new: Sequence[Posting]) -> None:
    if not new:
        return
    known = select(postings.c.id).where(postings.c.id.in_([each.id for each in new]))
    record.check_new_postings(new, set(connection.scalars(known)))
    connection.execute(
        insert(postings),
        [
            {
                "id": each.id,
                "case_id": each.case,
                "blob": each.blob,
                "letter": each.letter,
                "delivery": each.delivery,
            }
            for each in new
        ],
    )


def _put_inbox(connection: Connection, row: InboxRow) -> None:
    insert_all(connection, inbox.name, [_inbox_values(row)], over=("case_id",))


def _inbox_values(row: InboxRow) -> dict[str, Any]:
    values = dict(record.inbox_data(row))
    values["case_id"] = values.pop("case")
    return {**values, "waits_for": json.dumps(row.waits_for)}


def _inbox_row(row: Row[Any]) -> InboxRow:
    values = dict(row._mapping)
    waits_for = tuple(json.loads(values.pop("waits_for")))
    return InboxRow(case=values.pop("case_id"), waits_for=waits_for, **values)
