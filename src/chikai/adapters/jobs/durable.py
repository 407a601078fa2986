"""Workers with DBOS: it queues attempts and keeps a record of their steps; what it cannot know,
which workers are alive and what the journal orders, is ours.

DBOS is one for each process, so a worker works for one company. Importing it costs 27 MB: only
workers import this module.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from dbos import DBOS, DBOSConfig, Queue, Serializer, SetWorkflowID
from dbos import error as dbos_error

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.jobs import engines
from chikai.adapters.jobs.alive import Alive
from chikai.adapters.jobs.board import SqlBoard
from chikai.adapters.jobs.carry import MOVING, Ended, again, carry
from chikai.adapters.jobs.memory import forgotten, try_again
from chikai.adapters.jobs.sealing import SealedJson
from chikai.adapters.sql.database import reaching
from chikai.ports import Clock, Missing, Unavailable
from chikai.ports.jobs import Deed, Job, Standing, Worker

VERSION: Final = "chikai-jobs-1"
"""Of what an attempt records, not of the program: any release takes over what another left. It
changes only when the arguments or the meaning of a recorded step do."""

QUEUE: Final = "chikai"
LOOK: Final = 0.05
"""Seconds between two looks of workers at the queue while there is work, whoever of them looks."""
REST: Final = 5
"""After so many sweeps that found nothing to do a worker lets go of DBOS."""
PATIENCE: Final = 30
"""Seconds a worker that is told to end gives the steps it is in."""
_BATCH: Final = 50
_MOST_FORGOTTEN: Final = 1000
_FAILED: Final = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_ENDED: Final = ["SUCCESS", *_FAILED]


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
    _hands = _Hands(deed, board, alive, clock, failpoint)
    awake = partial(_awake, bench, SealedJson(key, company), executor, at_once)
    worker = DurableWorker(awake, board, alive, clock, failpoint)
    try:
        yield worker
    finally:
        worker.rest()
        _hands = None


@contextmanager
def _awake(bench: Bench, serializer: Serializer, executor: str, at_once: int) -> Iterator[Queue]:
    """DBOS at work. It asks its database many times a second, whether there is work or not."""
    engine = engines.on_file(bench.url) if bench.file else engines.on_server(bench.url)
    config = DBOSConfig(
        name="chikai",
        system_database_url=bench.url,
        system_database_engine=engine,
        application_version=VERSION,
        executor_id=executor,
        serializer=serializer,
        log_level="CRITICAL",
        enable_otlp=False,
        max_executor_threads=at_once + 4,
        dbos_system_schema=bench.schema,
        use_listen_notify=False,  # we wait for nothing of what it would tell
        notification_listener_polling_interval_sec=0.2,  # nothing listens: it only ends sooner
    )
    logging.getLogger("dbos").handlers.clear()  # it flushes those of an earlier start, open or not
    with reaching():
        DBOS(config=config)
    try:
        with reaching():
            DBOS.launch()
            queue = DBOS.register_queue(
                QUEUE,
                worker_concurrency=at_once,
                polling_interval_sec=LOOK,
                on_conflict="always_update",
            )
        yield queue
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=PATIENCE if _in_hand(executor) else 0)
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
    """Implements `chikai.ports.jobs.Worker`. DBOS is awake only while a job is due."""

    def __init__(
        self,
        awake: Callable[[], AbstractContextManager[Queue]],
        board: SqlBoard,
        alive: Alive,
        clock: Clock,
        failpoint: Failpoint,
    ) -> None:
        self._awake, self._board, self._alive = awake, board, alive
        self._clock, self._failpoint = clock, failpoint
        self._open = ExitStack()
        self._queue: Queue | None = None
        self._quiet = 0

    def turn(self) -> AbstractContextManager[bool]:
        return self._alive.turn()

    def sweep(self) -> int:
        self._alive.check()
        with reaching():
            moving = self._board.count(*MOVING)
            waiting, now = self._board.all(Standing.UNREACHED), self._clock.now()
            if moving or any(job.is_due(now) for job in waiting):
                self._quiet = 0
                queue = self._woken()
                with self._alive.turn() as ours:
                    if ours:
                        self._put_in_order(queue)
            elif self._queue is not None:
                self._quiet += 1
                if self._quiet >= REST:
                    DBOS.destroy(workflow_completion_timeout_sec=PATIENCE)  # for what it just took
                    self.rest()
        return moving + len(waiting)

    def _woken(self) -> Queue:
        if self._queue is None:
            self._queue = self._open.enter_context(self._awake())
        return self._queue

    def rest(self) -> None:
        """Let go of DBOS; the steps in hand come to their end first."""
        self._queue, self._quiet = None, 0
        self._open.close()

    def _put_in_order(self, queue: Queue) -> None:
        """What one of the workers does for all of them."""
        self._take_over()
        self._mend()
        try_again(self._board, at=self._clock.now())
        ordered = self._board.all(Standing.ORDERED)
        for some in range(0, len(ordered), _BATCH):
            self._queue_up(ordered[some : some + _BATCH])
        if queue.polling_interval_sec != (pace := LOOK * max(1, self._alive.count())):
            queue.set_polling_interval_sec(pace)

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

    def forget(self, before: datetime) -> int:
        if self._queue is None and not any(j.at < before for j in self._board.all(Standing.DONE)):
            return 0
        self._woken()
        with reaching():
            old = forgotten(self._board, before)
            runs = [replace(job, attempt=n + 1).run for job in old for n in range(job.attempt)]
            left = DBOS.list_workflows(  # of jobs that were dropped, too
                status=_ENDED,
                end_time=before.isoformat(),
                limit=_MOST_FORGOTTEN,
                load_input=False,
                load_output=False,
            )
            runs += [each.workflow_id for each in left]
            for some in range(0, len(runs), _BATCH):
                DBOS.delete_workflows(runs[some : some + _BATCH])
        return len(old)
