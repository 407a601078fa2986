"""The board in SQL: one row a job, in a file or schema of its own. Any face may read it without
starting what does the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    delete,
    event,
    func,
    select,
    update,
)

from chikai.adapters.sql.database import Database, connect
from chikai.ports import Missing
from chikai.ports.jobs import Job, Order, Standing

_MANY: Final = 500
MOST_CONNECTIONS: Final = 3
"""To a server: one is a worker's sign of life, the others are for one statement at a time."""
_meta: Final = MetaData()
_jobs: Final = Table(
    "chikai_job",
    _meta,
    Column("id", String, primary_key=True),
    Column("case_id", String, nullable=False),
    Column("action", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("standing", String, nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("step", String),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("since", String),
    Column("retry_at", String),
    Column("code", String),
    Column("put_at", String, nullable=False),
)


def schema_of(company: str) -> str:
    """The PostgreSQL schema of a company's jobs."""
    return f"chikai_{company}__jobs"


class SqlBoard:
    """Implements `chikai.adapters.jobs.carry.Board`. Raises `Unavailable` as every store does.
    Each statement stands alone, a write is of one row: workers need not wait for one another."""

    def __init__(self, url: str | Path, *, company: str) -> None:
        """`url` names a file for these jobs alone, or the server of the company's store."""
        name = f"{company}__jobs"
        self._database: Final[Database] = connect(url, company=name, most=MOST_CONNECTIONS)
        if self._database.is_sqlite:
            event.listen(self._database.engine, "connect", _need_not_wait)
        with self._database.writing() as connection:
            _meta.create_all(connection)

    @property
    def database(self) -> Database:
        return self._database

    def add(self, job: Job) -> bool:
        new = _insert(self._database).values(**_cells(job), put_at=job.at.isoformat())
        with self._database.glancing() as connection:
            return bool(connection.execute(new.on_conflict_do_nothing()).rowcount)

    def save(self, job: Job, *, was: Standing | None = None) -> bool:
        change = update(_jobs).where(_jobs.c.id == job.id).values(**_cells(job))
        if was is not None:
            change = change.where(_jobs.c.standing == was.value)
        with self._database.glancing() as connection:
            return bool(connection.execute(change).rowcount)

    def get(self, id: str) -> Job:
        with self._database.glancing() as connection:
            row = connection.execute(select(_jobs).where(_jobs.c.id == id)).one_or_none()
        if row is None:
            raise Missing(id)
        return _job(row)

    def all(self, *standings: Standing) -> tuple[Job, ...]:
        query = select(_jobs).order_by(_jobs.c.put_at, _jobs.c.id)
        if standings:
            query = query.where(_jobs.c.standing.in_([s.value for s in standings]))
        with self._database.glancing() as connection:
            return tuple(map(_job, connection.execute(query)))

    def count(self, *standings: Standing) -> int:
        these = _jobs.c.standing.in_([s.value for s in standings])
        with self._database.glancing() as connection:
            return int(connection.scalar(select(func.count()).where(these)) or 0)

    def queued(self, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        these = _jobs.c.id.in_([job.id for job in jobs])
        still = _jobs.c.standing == Standing.ORDERED.value
        with self._database.glancing() as connection:
            change = update(_jobs).where(these, still)
            connection.execute(change.values(standing=Standing.QUEUED.value))

    def drop(self, ids: Sequence[str]) -> None:
        with self._database.glancing() as connection:
            for some in range(0, len(ids), _MANY):
                these = _jobs.c.id.in_(ids[some : some + _MANY])
                connection.execute(delete(_jobs).where(these))

    def close(self) -> None:
        self._database.close()


def _insert(database: Database) -> Any:
    """Only the dialect that is used is loaded."""
    if database.is_sqlite:
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(_jobs)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(_jobs)


def _need_not_wait(connection: Any, _: object) -> None:
    """What a power cut takes from the end of the file is made again from the journal."""
    connection.execute("PRAGMA synchronous = NORMAL")


def _cells(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "case_id": job.order.case,
        "action": job.order.action,
        "plan": job.order.plan,
        "standing": job.standing.value,
        "at": job.at.isoformat(),
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "attempt": job.attempt,
        "failed": job.failed,
        "since": job.since.isoformat() if job.since else None,
        "retry_at": job.retry_at.isoformat() if job.retry_at else None,
        "code": f"{job.code}?{job.places}" if job.places else job.code,
    }


def _job(row: Row[Any]) -> Job:
    code, _, places = (row.code or "").partition("?")

    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return Job(
        Order(row.case_id, row.action, row.plan),
        Standing(row.standing),
        datetime.fromisoformat(row.at),
        row.step,
        row.done,
        row.total,
        row.attempt,
        row.failed,
        moment(row.since),
        moment(row.retry_at),
        code or None,
        places,
    )
