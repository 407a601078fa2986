"""Every claim in one run: the table of the strongest peer's figures beside ours and the floor.

    .venv/bin/python benchmarks/table.py --quick          # SQLite, small: does it all still run?
    .venv/bin/python benchmarks/table.py \\
        --postgres postgresql+psycopg://u@host/postgres --mariadb mysql+pymysql://u@host/mysql

On each server the shop lies in databases of its own, `chikai_bench_<scale>`, made where they are
missing and kept for the next run. Each part runs in a process of its own, so that memory is its
own too. Statements are those the databases count: `pg_stat_statements` (which the server must
preload), MariaDB's `Questions`, SQLite's trace; own store and shop together, BEGIN and COMMIT
aside.
`--growth` also makes a shop a tenth and one five times as large (5,000,000 orders), on PostgreSQL.
`--save FILE` keeps the figures as JSON. Exits 1 when a claim is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from measured import Line, dumped, loaded

HERE = Path(__file__).parent
FIDES = {
    "disclosure, typical": "1.56 s, 729 statements",
    "  20 in a row": "22.8 s, 14,600",
    "disclosure, heavy": "3.3–3.8 s, 730",
    "erasure, typical": "2.6–3.8 s, 2,199",
    "erasure, heavy": "491 s, 311,804",
    "idle server, memory": "405 MB",
}
"""Fides 2.86 on PostgreSQL at scale 1, from its published release, on a machine of two cores."""


@dataclass(frozen=True, slots=True)
class Given:
    scale: float
    heavy: int
    giant: int
    turns: int

    @property
    def words(self) -> list[str]:
        return [
            *("--scale", str(self.scale), "--heavy", str(self.heavy)),
            *("--giant", str(self.giant), "--json"),
        ]


def main() -> int:
    said = _arguments()
    given = Given(0.01, 500, 2_000, 3) if said.quick else Given(said.scale, 5_000, 50_000, 5)
    found: dict[str, list[Line]] = {}
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f}, scale {given.scale}")
    with TemporaryDirectory(prefix="chikai-bench-") as folder:
        for name, server in _databases(said, folder):
            url = _shop(server, given.scale)
            for part in ("disclosure.py", "erasure.py"):
                turns = ("--turns", str(given.turns))
                lines = _run(part, "--url", url, *turns, *given.words)
                found.setdefault(name, []).extend(_claimed(lines, name))
            found[name] += _run("disclosure.py", "--url", url, "--giant-only", *given.words)
            _print(name, found[name])
        if said.growth and said.postgres:
            found["growth, PostgreSQL"] = list(_growth(said.postgres, given))
            _print("growth, PostgreSQL", found["growth, PostgreSQL"])
    here = _run("idle.py", "--json")
    requests = "100" if said.quick else "1000"
    server = ("--server", said.postgres) if said.postgres else ()
    here += _run("jobs.py", "--requests", requests, *server, "--json")
    found["server and workers"] = here
    _print("server and workers", here)
    if said.save:
        every = [line for lines in found.values() for line in lines]
        said.save.write_text(dumped(every), "utf-8")
    missed = [(n, line.what) for n, lines in found.items() for line in lines if line.met is False]
    print(f"\nload {os.getloadavg()[0]:.1f}. Missed: {missed or 'nothing'}")
    return 1 if missed else 0


def _databases(said: argparse.Namespace, folder: str) -> Iterator[tuple[str, str]]:
    if said.postgres:
        yield "PostgreSQL", said.postgres
    if said.mariadb:
        yield "MariaDB", said.mariadb
    if not said.no_sqlite:
        yield "SQLite", f"sqlite:///{folder}/shop.db"


def _shop(server: str, scale: float) -> str:
    """The address of the shop's own database, made where it is missing."""
    at = sa.make_url(server)
    if at.get_backend_name() == "sqlite":
        return server
    name = f"chikai_bench_{scale:g}".replace(".", "_")
    engine = sa.create_engine(at, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if name not in sa.inspect(connection).get_schema_names() and not _there(connection, name):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return at.set(database=name).render_as_string(hide_password=False)


def _there(connection: sa.Connection, name: str) -> bool:
    if connection.dialect.name != "postgresql":
        return False
    found = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
    return connection.execute(found, {"name": name}).scalar() is not None


def _claimed(lines: Sequence[Line], name: str) -> list[Line]:
    """The ratios are claimed for servers. The floor of a SQLite file is less than one write that
    reaches the disk; what is claimed there is the number of statements."""
    if name != "SQLite":
        return list(lines)
    return [replace(line, at_most=None) for line in lines]


def _growth(server: str, given: Given) -> Iterator[Line]:
    """Typical people in a tenth of the shop and in five of it; nothing else is asked."""
    for scale in (given.scale / 10, given.scale * 5):
        words = Given(scale, given.heavy, given.giant, 1).words
        url = _shop(server, scale)
        for part in ("disclosure.py", "erasure.py"):
            for line in _run(part, "--url", url, "--turns", "1", *words):
                if line.what.endswith(("typical", "heavy")) and not line.what.startswith(" "):
                    note = f"{int(scale * 1_000_000):,} orders; {line.note}"
                    yield replace(line, note=note, at_most=None)


def _run(part: str, *words: str) -> list[Line]:
    command = [sys.executable, str(HERE / part), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    told = done.stdout.strip().splitlines()
    if not told or not told[-1].startswith("["):
        sys.exit(f"{part} did not end well: {told[-3:]}")
    return loaded(told[-1])


def _print(name: str, lines: Sequence[Line]) -> None:
    print(f"\n| {name} | Fides | floor | Chikai | ratio | statements | claim |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for line in lines:
        peer = FIDES.get(line.what, "") if name in ("PostgreSQL", "server and workers") else ""
        took = f"{line.seconds:.4f} s" if line.seconds is not None else ""
        if line.amount is not None:
            took = f"{line.amount:.0f} {line.unit}"
        ratio = f"{line.ratio:.2f} ×" if line.ratio is not None else ""
        floor = f"{line.floor:.4f} s" if line.floor is not None else ""
        counted = f"{line.statements:,}" if line.statements is not None else ""
        what = line.what.replace("  ", "– ", 1) + (f" ({line.note})" if line.note else "")
        print(f"| {what} | {peer} | {floor} | {took} | {ratio} | {counted} | {_claim(line)} |")
    sys.stdout.flush()


def _claim(line: Line) -> str:
    said = [
        *([f"≤ {line.at_most:g} ×"] if line.at_most else []),
        *([f"≤ {line.few} statements"] if line.few else []),
        *([f"≤ {line.most:g} {line.unit}"] if line.most else []),
    ]
    verdict = {True: ": met", False: ": **missed**", None: ""}[line.met]
    return ", ".join(said) + verdict


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postgres", default=os.environ.get("CHIKAI_TEST_POSTGRES_URL"))
    parser.add_argument("--mariadb", default=os.environ.get("CHIKAI_TEST_MARIADB_URL"))
    parser.add_argument("--no-sqlite", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--save", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
