"""The jobs of one company: beside its store, on a disk or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.jobs.alive import Alive, FileAlive, ServerAlive
from chikai.adapters.jobs.board import SqlBoard, schema_of
from chikai.adapters.jobs.memory import BoardedJobs
from chikai.ports import Clock, Entropy
from chikai.ports.jobs import Deed, Worker


class CompanyJobs(BoardedJobs):
    """Implements `chikai.ports.jobs.Jobs`. `url` is the path of their own file, or the URL of the
    PostgreSQL server that has the company's store."""

    def __init__(
        self,
        url: str | Path,
        *,
        company: str,
        key: Callable[[], bytes],
        clock: Clock,
        entropy: Entropy,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        super().__init__(lambda: self._sql)
        self._url, self._company, self._key = url, company, key
        self._clock, self._entropy, self._failpoint = clock, entropy, failpoint

    @cached_property
    def _sql(self) -> SqlBoard:
        return SqlBoard(self._url, company=self._company)

    @contextmanager
    def working(self, deed: Deed, *, at_once: int) -> Iterator[Worker]:
        from chikai.adapters.jobs import durable

        executor = self._entropy.id("worker")
        engine = self._sql.database.engine
        alive: Alive
        if self._sql.database.is_sqlite:
            alive = FileAlive(Path(str(engine.url.database) + "-worker"), executor)
        else:
            alive = ServerAlive(self._sql.database, executor)
        try:
            with durable.working(
                durable.Bench(
                    engine.url.render_as_string(hide_password=False),
                    schema_of(self._company),
                    self._sql.database.is_sqlite,
                ),
                self._sql,
                deed,
                key=self._key(),
                company=self._company,
                executor=executor,
                alive=alive,
                clock=self._clock,
                at_once=at_once,
                failpoint=self._failpoint,
            ) as worker:
                yield worker
        finally:
            alive.close()

    def close(self) -> None:
        if "_sql" in vars(self):
            self._sql.close()
