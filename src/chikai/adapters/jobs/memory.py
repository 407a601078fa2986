"""Jobs in memory: for tests, and for whoever wants the work done while they wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from chikai.adapters.jobs.carry import OPEN, STILL, Board, again, carry
from chikai.ports import Clock, Missing
from chikai.ports.jobs import Deed, Job, Order, Standing, Worker


class MemoryBoard:
    """Implements `Board`."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def add(self, job: Job) -> bool:
        with self._lock:
            return self._jobs.setdefault(job.id, job) is job

    def save(self, job: Job, *, was: Standing | None = None) -> bool:
        with self._lock:
            found = self._jobs.get(job.id)
            if found is None or (was is not None and found.standing is not was):
                return False
            self._jobs[job.id] = job
            return True

    def get(self, id: str) -> Job:
        if id not in self._jobs:
            raise Missing(id)
        return self._jobs[id]

    def all(self, *standings: Standing) -> tuple[Job, ...]:
        with self._lock:
            return tuple(j for j in self._jobs.values() if not standings or j.standing in standings)

    def queued(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self.save(replace(job, standing=Standing.QUEUED), was=Standing.ORDERED)

    def drop(self, ids: Sequence[str]) -> None:
        with self._lock:
            for id in ids:
                self._jobs.pop(id, None)


class BoardedJobs:
    """What every kind of jobs does by its board alone; the board is opened at first use."""

    def __init__(self, board: Callable[[], Board]) -> None:
        self._open_board = board

    @cached_property
    def board(self) -> Board:
        return self._open_board()

    def put(self, order: Order, *, at: datetime) -> bool:
        return self.board.add(Job(order, Standing.ORDERED, at))

    def all(self, *standings: Standing) -> tuple[Job, ...]:
        return self.board.all(*standings)

    def get(self, id: str) -> Job:
        return self.board.get(id)

    def resume(self, id: str, *, at: datetime) -> Job:
        job = self.board.get(id)
        if job.standing in STILL:
            self.board.save(again(job, at=at), was=job.standing)
        return self.board.get(id)

    def drop(self, id: str) -> None:
        try:
            standing = self.board.get(id).standing
        except Missing:
            return
        if standing not in (Standing.RUNNING, Standing.DONE):
            self.board.drop([id])


class MemoryJobs(BoardedJobs):
    """Implements `chikai.ports.jobs.Jobs`; whoever sweeps does the work."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(MemoryBoard)
        self._clock = clock

    @contextmanager
    def working(self, deed: Deed, *, at_once: int) -> Iterator[Worker]:
        yield _MemoryWorker(self.board, deed, self._clock)


@dataclass(frozen=True, slots=True)
class _MemoryWorker:
    board: Board
    deed: Deed
    clock: Clock

    def turn(self) -> AbstractContextManager[bool]:
        return nullcontext(True)

    def sweep(self) -> int:
        try_again(self.board, at=self.clock.now())
        for job in self.board.all(Standing.ORDERED):
            carry(job, self.deed, board=self.board, clock=self.clock, record=lambda _, do: do())
        return len(self.board.all(*OPEN))

    def forget(self, before: datetime) -> int:
        return len(forgotten(self.board, before))


def try_again(board: Board, *, at: datetime) -> None:
    """Order anew whatever waited for a source long enough."""
    for job in board.all(Standing.UNREACHED):
        if job.is_due(at):
            board.save(again(job, at=at), was=Standing.UNREACHED)


def forgotten(board: Board, before: datetime) -> tuple[Job, ...]:
    """Take off the board what was done before that moment."""
    old = tuple(job for job in board.all(Standing.DONE) if job.at < before)
    board.drop([job.id for job in old])
    return old
