"""The same disclosure and erasure on database servers, where some are there to be used.

The company's tables are made in a database of their own on the server, which is dropped at the
end. Nothing else on the server is touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from chikai import places
from chikai.adapters.sources.company import CompanySources
from chikai.adapters.sources.engines import address_of
from chikai.demo.journeys import r_erased
from chikai.demo.row import Row, row_of
from chikai.demo.stage import Stage, open_stage
from chikai.demo_data import build
from chikai.ports import Press

COMPANY: Final = "enigmo"


@dataclass(frozen=True, slots=True)
class Server:
    """`setting` names the environment variable that holds its address. `create` and `drop` are
    its statements for a database of our own."""

    database: str
    setting: str
    create: str
    drop: str


SERVERS: Final = (
    Server(
        "PostgreSQL",
        "CHIKAI_DEMO_POSTGRESQL_URL",
        "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'",
        "DROP DATABASE {} WITH (FORCE)",
    ),
    Server(
        "MariaDB",
        "CHIKAI_DEMO_MARIADB_URL",
        "CREATE DATABASE {} CHARACTER SET utf8mb4",
        "DROP DATABASE {}",
    ),
)


def play_on_servers(
    root: Path, *, environ: Mapping[str, str] = os.environ, press: Press | None = None
) -> tuple[list[Row], list[Server]]:
    """Rows for every server that is there, and the servers that are not: without an address, or
    with one where nobody answers or lets us make a database."""
    rows: list[Row] = []
    missing = []
    for number, server in enumerate(SERVERS, 1):
        with _scratch(server, environ.get(server.setting)) as address:
            if address is None:
                missing.append(server)
                continue
            rows += _played(root, number, server, address, press)
    return rows, missing


def _played(
    root: Path, number: int, server: Server, address: sa.URL, press: Press | None
) -> Iterator[Row]:
    engine = _engine(address)
    build.build_on(engine, COMPANY)
    house = root / server.database.lower()
    with open_stage(house, press=press, seed=number, companies=(COMPANY,)) as stage:
        stage.letters = root / "letters"
        _lead_to(stage, address)
        for matters in stage.play(r_erased.disclosed, r_erased.erased):
            for matter in matters:
                yield row_of(matter, journey="r", database=server.database)


def _lead_to(stage: Stage, address: sa.URL) -> None:
    """The desk's mapping stays as it is; its tables are those on the server."""
    home, url = stage.homes[COMPANY], address.render_as_string(hide_password=False)
    mappings = places.read_mappings(stage.place(COMPANY), home.policies[-1])
    sources = CompanySources(mappings, address=lambda _: url, environ={})
    stage.homes[COMPANY] = replace(home, sources=sources, changes=sources.changes())


@contextmanager
def _scratch(server: Server, url: str | None) -> Iterator[sa.URL | None]:
    """A new, empty database on the server, dropped at the end; None where there can be none."""
    name = f"chikai_demo_{uuid4().hex[:12]}"
    try:
        if not url:
            raise ValueError(server.setting)
        address = address_of(url)
        engine = _engine(address, isolation_level="AUTOCOMMIT")
        _run(engine, server.create.format(name))
    except (ValueError, ImportError, sa.exc.SQLAlchemyError):
        yield None
        return
    try:
        yield address.set(database=name)
    finally:
        _run(engine, server.drop.format(name))


def _run(engine: sa.Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def _engine(address: sa.URL, **more: str) -> sa.Engine:
    return sa.create_engine(address, poolclass=NullPool, hide_parameters=True, **more)
