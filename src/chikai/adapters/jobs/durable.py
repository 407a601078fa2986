"""Workers with DBOS: it queues attempts and keeps a record of their steps; what it cannot know,
which workers are alive and what the journal orders, is ours.

DBOS is one for each process, so a worker works for one company. Importing it costs 27 MB: only
workers import this module.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from dbos import DBOS, DBOSConfig, Queue, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy import Engine, create_engine, event

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.jobs.alive import Alive
from chikai.adapters.jobs.board import SqlBoard
from chikai.adapters.jobs.carry import OPEN, Ended, again, carry
from chikai.adapters.jobs.memory import forgotten, try_again
from chikai.adapters.jobs.sealing import SealedJson
from chikai.adapters.sql.database import reaching
from chikai.ports import Clock, Missing, Unavailable
from chikai.ports.jobs import Deed, Job, Standing, Worker

VERSION: Final = "chikai-jobs-1"
"""Of what an attempt records, not of the program: any release takes over what another left. It
changes only when the arguments or the meaning of a recorded step do."""

QUEUE: Final = "chikai"
BUSY, QUIET = 0.05, 1.0
"""Seconds between looks at the queue while there is work, and while there is none."""
PATIENCE: Final = 30
"""Seconds a worker that is told to end gives the steps it is in."""
_BATCH: Final = 50
_FAILED: Final = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the attempts are kept: a SQLite engine of their own, or a PostgreSQL URL and schema."""

    url: str
    schema: str
    file: bool


@dataclass(frozen=True, slots=True)
class _Hands:
    deed: Deed
    board: SqlBoard
    alive: Alive
    clock: Clock
    failpoint: Failpoint

    def record(self, step: str, do: Callable[[], Ended]) -> Ended:
        def doing() -> dict[str, str]:
            try:
                self.alive.check()
            except Unavailable:
                raise _Lost from None
            self.failpoint("jobs.step.begin")
            ended = dict(do())
            self.failpoint("jobs.step.done")
            return ended

        ended = DBOS.run_step({"name": step}, doing)
        self.failpoint("jobs.step.recorded")
        return ended


class _Lost(BaseException):
    """Not an `Exception`: nothing is put on record by a worker that others count as dead."""


_hands: _Hands | None = None


@DBOS.workflow(name="chikai.attempt")
def _attempt(id: str) -> None:
    hands = _hands
    assert hands is not None
    with suppress(Missing):
        job = hands.board.get(id)
        hands.failpoint("jobs.attempt.begin")
        carry(job, hands.deed, board=hands.board, clock=hands.clock, record=hands.record)
        hands.failpoint("jobs.attempt.done")


@contextmanager
def working(
    bench: Bench,
    board: SqlBoard,
    deed: Deed,
    *,
    key: bytes,
    company: str,
    executor: str,
    alive: Alive,
    clock: Clock,
    at_once: int,
    failpoint: Failpoint = no_failpoint,
) -> Iterator[Worker]:
    """Be a worker under the id `executor`, until the end of the block."""
    global _hands
    config = DBOSConfig(
        name="chikai",
        system_database_url=bench.url,
        application_version=VERSION,
        executor_id=executor,
        serializer=SealedJson(key, company),
        log_level="CRITICAL",
        enable_otlp=False,
        max_executor_threads=at_once + 4,
        sys_db_pool_size=at_once + 4,
        dbos_system_schema=bench.schema,
        notification_listener_polling_interval_sec=0.2,  # nothing listens: it only ends sooner
    )
    engine = _sqlite(bench.url) if bench.file else None
    if engine is not None:
        config["system_database_engine"] = engine
    _hands = _Hands(deed, board, alive, clock, failpoint)
    logging.getLogger("dbos").handlers.clear()  # it flushes those of an earlier start, open or not
    with reaching():
        DBOS(config=config)
    try:
        with reaching():
            DBOS.launch()
            queue = DBOS.register_queue(
                QUEUE,
                worker_concurrency=at_once,
                polling_interval_sec=BUSY,
                on_conflict="always_update",
            )
        yield DurableWorker(queue, board, alive, clock, failpoint)
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=PATIENCE if _in_hand(executor) else 0)
        _hands = None
        if engine is not None:
            engine.dispose()


def _in_hand(executor: str) -> bool:
    """Whether this worker is in the middle of a job; not when its store cannot be reached."""
    try:
        with reaching():
            mine = DBOS.list_workflows(
                status="PENDING", executor_id=executor, limit=1, load_input=False
            )
    except (Unavailable, dbos_error.DBOSException):
        return False
    return bool(mine)


class DurableWorker:
    """Implements `chikai.ports.jobs.Worker`."""

    def __init__(
        self, queue: Queue, board: SqlBoard, alive: Alive, clock: Clock, failpoint: Failpoint
    ) -> None:
        self._queue, self._board, self._alive = queue, board, alive
        self._clock, self._failpoint = clock, failpoint
        self._pace = BUSY

    def sweep(self) -> int:
        self._alive.check()
        with reaching():
            self._take_over()
            self._mend()
            try_again(self._board, at=self._clock.now())
            ordered = self._board.all(Standing.ORDERED)
            for some in range(0, len(ordered), _BATCH):
                self._queue_up(ordered[some : some + _BATCH])
            left = self._board.all(*OPEN)
            self._keep_pace(busy=any(job.standing is not Standing.UNREACHED for job in left))
        return len(left)

    def _take_over(self) -> None:
        """Queue again what dead workers had in hand. DBOS does so once only, however many of the
        living ask for it."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        executors = {str(each.executor_id) for each in pending}
        if dead := self._alive.dead(sorted(executors)):
            self._failpoint("jobs.take_over")
            DBOS._recover_pending_workflows(dead)

    def _mend(self) -> None:
        """Begin anew what ended without leaving word on the board, as when its disk was full."""
        failed = DBOS.list_workflows(status=_FAILED, load_input=False, load_output=False)
        runs = {each.workflow_id for each in failed}
        for job in self._board.all(Standing.QUEUED, Standing.RUNNING) if runs else ():
            if job.run in runs:
                self._board.save(again(job, at=self._clock.now()), was=job.standing)

    def _queue_up(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            with SetWorkflowID(job.run):
                DBOS.enqueue_workflow(QUEUE, _attempt, job.id)
        self._failpoint("jobs.queued")
        self._board.queued(jobs)

    def _keep_pace(self, *, busy: bool) -> None:
        if (pace := BUSY if busy else QUIET) != self._pace:
            self._queue.set_polling_interval_sec(pace)
            self._pace = pace

    def forget(self, before: datetime) -> int:
        old = forgotten(self._board, before)
        runs = [replace(job, attempt=n + 1).run for job in old for n in range(job.attempt)]
        with reaching():
            for some in range(0, len(runs), _BATCH):
                DBOS.delete_workflows(runs[some : some + _BATCH])
        return len(old)


def _sqlite(url: str) -> Engine:
    """In WAL. What a power cut takes from its end is made again from the journal, so no write
    waits for the disk."""
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            "busy_timeout = 30000",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
