"""Database servers of a test's own, to be ended in the middle of things and to run out of room."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from free_port import free_port

LARGEST = 17 * 1024 * 1024
"""No file of the PostgreSQL server grows beyond: a little more than a segment of its log."""


@dataclass
class Server:
    """`start` and `end` may be called again and again; `end` is as hard as a power cut."""

    folder: Path
    command: list[str]
    url: str
    room: int | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        def limits() -> None:
            if self.room:
                resource.setrlimit(resource.RLIMIT_FSIZE, (self.room, self.room))

        told = self.folder.parent / f"{self.folder.name}.log"
        with told.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                preexec_fn=limits,
                cwd=self.folder.parent,
                start_new_session=True,
            )
        engine = sa.create_engine(self.url, poolclass=sa.pool.NullPool)
        for _ in range(900):
            assert self.process.poll() is None, f"the server did not start: {_end_of(told)}"
            try:
                engine.connect().close()
                return
            except sa.exc.DBAPIError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def end(self) -> None:
        """Every process of it, as by a power cut.

        A process of PostgreSQL that serves a connection leads a session of its own and outlives
        the first one for as long as it computes; the memory it holds lets no server start.
        """
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)  # so that it starts no more
        while _state(self.process.pid) not in ("T", "Z"):
            time.sleep(0.001)
        every = [self.process.pid, *_children(self.process.pid)]
        for pid in every:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(_state(pid) not in (None, "Z") for pid in every):
            time.sleep(0.01)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-600:]


def _stat(pid: str) -> list[str] | None:
    """State, parent, … as Linux tells them of a process; `None` when it is gone."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _state(pid: int) -> str | None:
    told = _stat(str(pid))
    return told[0] if told else None


def _children(pid: int) -> list[int]:
    every = [path.name for path in Path("/proc").glob("[0-9]*")]
    return [int(one) for one in every if (told := _stat(one)) and told[1] == str(pid)]


def _unprivileged(folder: Path) -> list[str]:
    """As `scripts/test` does: the servers refuse to be run by root."""
    if os.getuid() != 0:
        return []
    shutil.chown(folder, "nobody", "nogroup")
    return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]


@contextmanager
def postgresql() -> Iterator[Server]:
    """One whose files are limited; it needs what `scripts/test` has brought."""
    with tempfile.TemporaryDirectory(prefix="chikai-server-", ignore_cleanup_errors=True) as place:
        yield from _running(_postgresql(Path(place)))


def _postgresql(folder: Path) -> Server:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    found = shutil.which("postgres") or (str(places[-1] / "postgres") if places else None)
    assert found is not None
    as_nobody, data, port = _unprivileged(folder), folder / "postgres", free_port()
    initdb = [*as_nobody, str(Path(found).with_name("initdb")), "--pgdata", str(data)]
    more = ["--username", "chikai", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    subprocess.run([*initdb, *more, "--no-sync"], check=True, capture_output=True, cwd=folder)
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "autovacuum=off"]
    options += ["-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=20"]
    url = f"postgresql+psycopg://chikai@127.0.0.1:{port}/postgres"
    room = LARGEST + 4096
    return Server(data, [*as_nobody, found, "-D", str(data), *options], url, room)


@contextmanager
def mariadb() -> Iterator[Server]:
    """One whose tables lie in a file that may not grow beyond 14 MB."""
    with tempfile.TemporaryDirectory(prefix="chikai-server-", ignore_cleanup_errors=True) as place:
        yield from _running(_mariadb(Path(place)))


def _mariadb(folder: Path) -> Server:
    as_nobody, data, port = _unprivileged(folder), folder / "mariadb", free_port()
    install = shutil.which("mariadb-install-db")
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    assert install is not None
    store = ["--innodb-data-file-path=ibdata1:12M:autoextend:max:14M", "--innodb-file-per-table=0"]
    store += [f"--tmpdir={folder}"]  # ours may be closed to them
    make = [*as_nobody, install, "--no-defaults", f"--datadir={data}", "--skip-test-db"]
    subprocess.run([*make, *store], check=True, capture_output=True, cwd=folder)
    first = folder / "first.sql"
    first.write_text(
        "CREATE USER IF NOT EXISTS chikai@127.0.0.1;\nGRANT ALL ON *.* TO chikai@127.0.0.1;\n"
    )
    options = [
        "--no-defaults", f"--datadir={data}", f"--socket={folder}/s.sock", f"--port={port}",
        "--bind-address=127.0.0.1", "--skip-name-resolve", f"--init-file={first}",
        "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=1",
        "--innodb-autoextend-increment=1", *store,
    ]  # fmt: skip
    url = f"mysql+pymysql://chikai@127.0.0.1:{port}/mysql?charset=utf8mb4"
    return Server(data, [*as_nobody, server, *options], url)


def _running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.end()
