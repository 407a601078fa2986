"""A thousand requests in the queue, done by 1, 2 and 4 workers: jobs a second, beside bare DBOS.

    .venv/bin/python benchmarks/jobs.py [--requests 1000] [--server postgresql+psycopg://…]

Each job is one step that does nothing, so that only the queue, its record and the board are timed.
The floor is DBOS alone with the same step, one worker, pickling nothing and sealing nothing. SQLite
has one worker by design; more need `--server` (else `CHIKAI_TEST_POSTGRES_URL`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from measured import Line, dumped
from sqlalchemy import create_engine, make_url, text

from chikai.adapters.clock import OsEntropy, SystemClock
from chikai.adapters.jobs.company import CompanyJobs
from chikai.adapters.jobs.durable import LOOK
from chikai.app.jobs import PACE
from chikai.ports.jobs import Order, Standing

AT_ONCE = 8
PLAN = "5e" * 32
spawned = multiprocessing.get_context("spawn")


class Nothing:
    """A deed of one step that does nothing."""

    def stages(self, order: Order) -> Sequence[Sequence[str]]:
        return (("apply",),)

    def do(self, order: Order, step: str) -> None:
        pass


def jobs_at(url: str) -> CompanyJobs:
    return CompanyJobs(
        url if "://" in url else Path(url),
        company="enigmo",
        key=lambda: bytes(32),
        clock=SystemClock(),
        entropy=OsEntropy(),
    )


def work(url: str, ready: Any, go: Any, spent: Any) -> None:
    """A worker, at the pace of the real one; it tells what processor time its work took."""
    jobs = jobs_at(url)
    with jobs.working(Nothing(), at_once=AT_ONCE) as worker:
        jobs.put(Order(f"first-{os.getpid()}", "erase", PLAN), at=SystemClock().now())
        while worker.sweep():
            time.sleep(0.1)  # awake, as the floor is
        ready.release()
        go.wait()
        began = time.process_time()
        while worker.sweep():
            time.sleep(PACE)
        spent.put(time.process_time() - began)
    jobs.close()


def chikai(url: str, requests: int, workers: int) -> tuple[float, float, int]:
    """Seconds from the first worker's start of work to the last job done, the processor time of
    all workers, and the most connections they had open to a server at a time."""
    jobs, now = jobs_at(url), SystemClock().now()
    ready, go, spent = spawned.Semaphore(0), spawned.Event(), spawned.Queue()
    hands = [spawned.Process(target=work, args=(url, ready, go, spent)) for _ in range(workers)]
    for each in hands:
        each.start()
    for _ in hands:
        ready.acquire()
    for n in range(requests):
        jobs.put(Order(f"case-{n}", "erase", PLAN), at=now)
    began = time.perf_counter()
    go.set()
    most = 0
    while _done(jobs) < requests:
        most = max(most, _connections(jobs))
        time.sleep(0.05)
    took = time.perf_counter() - began
    busy = sum(spent.get() for _ in hands)
    for each in hands:
        each.join()
    jobs.close()
    return took, busy, most


def _connections(jobs: CompanyJobs) -> int:
    """Without this one."""
    if jobs.board.database.is_sqlite:
        return 0
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    with jobs.board.database.glancing() as connection:
        return int(connection.execute(asked).scalar_one()) - 1


def _done(jobs: CompanyJobs) -> int:
    """Counted by the database: reading a thousand jobs to count them takes time from workers."""
    asked = text("SELECT count(*) FROM chikai_job WHERE standing = :done AND case_id LIKE 'case-%'")
    with jobs.board.database.glancing() as connection:
        return int(connection.execute(asked, {"done": Standing.DONE.value}).scalar_one())


def bare(url: str, requests: int, said: Any) -> None:
    """The floor: DBOS alone, in WAL on SQLite as Chikai has it."""
    from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID

    from chikai.adapters.jobs import engines

    class Json(Serializer):
        def serialize(self, data: Any) -> str:
            return json.dumps(data)

        def deserialize(self, serialized_data: str) -> Any:
            return json.loads(serialized_data)

    config = DBOSConfig(
        name="bare",
        system_database_url=url,
        application_version="1",
        serializer=Json(),
        log_level="CRITICAL",
        max_executor_threads=AT_ONCE + 4,
        sys_db_pool_size=AT_ONCE + 4,
    )
    if url.startswith("sqlite"):
        config["system_database_engine"] = engines.on_file(url)
    DBOS(config=config)

    @DBOS.workflow()
    def attempt(id: str) -> None:
        DBOS.run_step({"name": "apply"}, dict)

    DBOS.launch()
    DBOS.register_queue("bare", worker_concurrency=AT_ONCE, polling_interval_sec=LOOK)
    began = time.perf_counter()
    for n in range(requests):
        with SetWorkflowID(f"case-{n}:erase:{PLAN}"):
            DBOS.enqueue_workflow("bare", attempt, f"case-{n}")
    counting = create_engine(url)
    table = "workflow_status" if url.startswith("sqlite") else "dbos.workflow_status"
    asked = text(f"SELECT count(*) FROM {table} WHERE status = 'SUCCESS'")
    with counting.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while int(connection.execute(asked).scalar_one()) < requests:
            time.sleep(0.05)
    said.put(time.perf_counter() - began)
    counting.dispose()
    DBOS.destroy()


def floor(url: str, requests: int) -> float:
    said = spawned.Queue()
    child = spawned.Process(target=bare, args=(url, requests, said))
    child.start()
    took = float(said.get())
    child.join()
    return took


def on_server(server: str, do: Callable[[str], Any]) -> Any:
    """In a database of its own, dropped at the end."""
    name = f"bench_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            return do(make_url(server).set(database=name).render_as_string(hide_password=False))
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def measure(server: str | None, requests: int) -> list[Line]:
    """On SQLite, and where there is a server on PostgreSQL by 1, 2 and 4 workers."""
    n = requests

    def line(where: str, what: str, found: tuple[float, float, int], least: float) -> Line:
        took, busy, most = found
        name = f"{n:,} jobs, {where}, {what}"
        note = f"{n / took:.0f} jobs/s; workers' processor time {busy / n * 1000:.1f} ms a job"
        note += f"; at most {most} connections" if most else ""
        return Line(name, took, least, note=note)

    with tempfile.TemporaryDirectory() as folder:
        least = floor(f"sqlite:///{folder}/bare.db", n)
        lines = [line("SQLite", "1 worker", chikai(f"{folder}/jobs.db", n, 1), least)]
    if server:
        least = on_server(server, lambda url: floor(url, n))
        for workers in (1, 2, 4):
            took = on_server(server, lambda url, w=workers: chikai(url, n, w))
            lines.append(line("PostgreSQL", f"{workers} workers", took, least))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--server", default=os.environ.get("CHIKAI_TEST_POSTGRES_URL"))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    lines = measure(given.server, given.requests)
    print(dumped(lines)) if given.json else print(*lines, sep="\n")


if __name__ == "__main__":
    main()
