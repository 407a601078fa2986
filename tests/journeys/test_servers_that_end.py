"""A server that ends in the middle of it, and one whose disk is full: nothing is half done, the
person is told what to do, and doing it again finishes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
import throwaway
from faulty import FaultyDesk, desk_at, made, refused
from test_carry_out import by

from chikai.app import carry_out
from chikai.app.faults import faults_of
from chikai.ports import Hindered, Hindrance, Unavailable

pytestmark = pytest.mark.usefixtures("nobody_looks_twice")
LONG = "削除済み" + "。" * 600
"""So long that rows which become it need room."""


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[throwaway.Server]:
    named = {"postgresql": "CHIKAI_TEST_POSTGRES_URL", "mariadb": "CHIKAI_TEST_MARIADB_URL"}
    if not os.environ.get(named[request.param]):
        if os.environ.get("CI"):
            pytest.fail(f"{named[request.param]} is not set")
        pytest.skip(f"{named[request.param]} is not set; scripts/test sets it")
    start = getattr(throwaway, request.param)
    with start() as server:
        yield server


@contextmanager
def desk_before(server: throwaway.Server, folder: Path, erased: str) -> Iterator[FaultyDesk]:
    name = f"t_{uuid4().hex[:8]}"
    root = sa.create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = sa.make_url(server.url).set(database=name).render_as_string(hide_password=False)
    engine = made(url)
    with desk_at(folder, {"shop": url}, engine, erased=erased) as desk:
        yield desk
        desk.writing.dispose()
    engine.dispose()


@pytest.mark.parametrize("when", ["written", "committed", "between"])
def test_a_server_that_ends_in_the_middle_and_comes_back(
    server: throwaway.Server, tmp_path: Path, when: str
) -> None:
    """Before the commit, after it, and between the approval and the work."""
    with desk_before(server, tmp_path, "削除済み") as desk:
        case = desk.approved()
        points = {
            "written": "sources.apply.before_commit",
            "committed": "sources.apply.after_commit",
        }
        ended: list[str] = []

        def end(point: str) -> None:
            if point == points.get(when) and not ended:
                ended.append(point)
                server.end()
                server.start()

        desk.home.changes._failpoint = end  # type: ignore[union-attr]
        if when == "between":
            desk.writing.connect().close()  # a line that is kept, and that the server forgets
            server.end()
            server.start()
            carry_out.apply(desk.home, case.id, by=by())
        else:
            try:
                carry_out.apply(desk.home, case.id, by=by())
            except Unavailable as error:
                assert "`shop`" in faults_of(error)[1][0].say("ja")
                desk.engine.dispose()
                assert desk.all_or_nothing() is (when == "committed")
                assert desk.journal(case)[-1] == "apply_started"
                carry_out.apply(desk.home, case.id, by=by())
            else:
                assert when == "committed", "what was not committed is gone, and that is said"
        desk.engine.dispose()
        assert desk.all_or_nothing()
        desk.told(case)


def test_a_disk_that_is_full(server: throwaway.Server, tmp_path: Path) -> None:
    with desk_before(server, tmp_path, LONG) as desk:
        more = ", ".join(f"({n}, 1, '見本 花子様方')" for n in range(100, 600))
        with desk.engine.begin() as connection:
            connection.exec_driver_sql(f"INSERT INTO orders VALUES {more}")
        case = desk.approved()
        fill(desk)
        error = refused(desk, case)
        assert isinstance(error, Hindered) and error.why is Hindrance.FULL
        code, (fault,) = faults_of(error)
        assert code == 4 and "空き容量" in fault.say("ja") and "room" in fault.say("en")
        assert not desk.all_or_nothing() and desk.journal(case)[-1] == "apply_started"
        make_room(desk, server)
        carry_out.apply(desk.home, case.id, by=by())
        assert desk.all_or_nothing()
        desk.told(case)


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """SQLite: the disk is full for the one file."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    engine = made(url)
    with desk_at(tmp_path, {"shop": url}, engine, erased=LONG) as desk:
        more = ", ".join(f"({n}, 1, '見本 花子様方')" for n in range(100, 200))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"INSERT INTO orders VALUES {more}")
        case = desk.approved()
        room = [True]

        def on_connect(connection: object, record: object) -> None:
            if room:
                cursor = connection.cursor()  # type: ignore[attr-defined]
                (pages,) = cursor.execute("PRAGMA page_count").fetchone()
                cursor.execute(f"PRAGMA max_page_count = {pages}")

        sa.event.listen(desk.writing, "connect", on_connect)
        error = refused(desk, case)
        assert isinstance(error, Hindered) and error.why is Hindrance.FULL
        assert not desk.all_or_nothing() and desk.journal(case)[-1] == "apply_started"
        room.clear()
        carry_out.apply(desk.home, case.id, by=by())
        assert desk.all_or_nothing()
        desk.told(case)
    engine.dispose()


FILLER = 1_500


def fill(desk: FaultyDesk) -> None:
    """Until the database takes no more: first many rows at once, then one by one."""
    table = "orders" if desk.engine.dialect.name == "postgresql" else "filler"
    number = 1_000
    for many in (1_000, 100, 10, 1):
        while True:
            rows = [{"id": number + n, "body": "x" * FILLER} for n in range(many)]
            put = sa.text(f"INSERT INTO {table} VALUES (:id, 2, :body)")
            try:
                with desk.engine.begin() as connection:
                    connection.execute(put, rows)
            except sa.exc.DBAPIError:
                break
            number += many
    assert number > 1_100


def make_room(desk: FaultyDesk, server: throwaway.Server) -> None:
    if desk.engine.dialect.name == "postgresql":
        connection = desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with connection:
            connection.exec_driver_sql("DELETE FROM orders WHERE id >= 1000")
            connection.exec_driver_sql("VACUUM orders")
    else:  # a larger disk
        server.end()
        server.command = [each.replace("max:14M", "max:90M") for each in server.command]
        server.start()
        desk.engine.dispose()
