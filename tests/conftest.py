"""What the tests may ask of the machine: `scripts/test` brings and names it."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pylopdf_fonts_jp
import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

settings.load_profile("ci")
"""The same examples each time, and no time limit: a busy machine is no fault of a rule. Who looks
for new ones asks for `--hypothesis-profile=default`."""


@pytest.fixture(autouse=True)
def no_running_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its event loop running in the thread of the tests for as long as a browser
    is open. A worker's process has none, and DBOS refuses to work within one."""
    loop = asyncio._get_running_loop()
    if loop is None or "playwright" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def provided(name: str) -> str:
    """The value of an environment variable of `scripts/test`; without it the test is skipped."""
    if value := os.environ.get(name):
        return value
    reason = f"{name} is not set; scripts/test sets it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def fresh_database(server: str, drop: str) -> Iterator[str]:
    """The URL of a new, empty database on this server, dropped at the end."""
    name = f"test_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(drop.format(name)))
    engine.dispose()


@pytest.fixture
def postgres_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """On a busy machine it takes the server a while to notice that somebody has gone, who might
    still have seen what an erased row was."""
    monkeypatch.setattr("chikai.adapters.sources.dead_rows._PATIENCE", 60.0)
    server = provided("CHIKAI_TEST_POSTGRES_URL")
    with fresh_database(server, drop="DROP DATABASE {} WITH (FORCE)") as url:
        yield url


@pytest.fixture(scope="session")
def shared_postgres_url() -> Iterator[str]:
    """One database for all tests that can share it."""
    server = provided("CHIKAI_TEST_POSTGRES_URL")
    with fresh_database(server, drop="DROP DATABASE {} WITH (FORCE)") as url:
        yield url


@pytest.fixture
def mariadb_url() -> Iterator[str]:
    server = provided("CHIKAI_TEST_MARIADB_URL")
    with fresh_database(server, drop="DROP DATABASE {}") as url:
        yield url


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a Chromium that runs, and that shows Japanese where the system has no font."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(
        "<fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
        f"<dir>{pylopdf_fonts_jp.sans_path().parent}</dir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    return provided("CHIKAI_TEST_CHROMIUM")
