"""(r) again, where database servers are there: the same rows, and nothing stays on the server."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from chikai.adapters.press.plain import PlainPress
from chikai.demo.servers import SERVERS, Server, play_on_servers
from chikai.law.kinds import RequestKind

NAMES = {"PostgreSQL": "postgres_url", "MariaDB": "mariadb_url"}
DATABASES = {
    "PostgreSQL": "SELECT datname FROM pg_database",
    "MariaDB": "SELECT schema_name FROM information_schema.schemata",
}


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.database)
def test_a_disclosure_and_an_erasure_on_a_server(
    server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(NAMES[server.database])
    rows, missing = play_on_servers(tmp_path, environ={server.setting: url}, press=PlainPress())
    assert missing == [each for each in SERVERS if each is not server]
    assert [(row.journey, row.database) for row in rows] == [("r", server.database)] * 2
    asked = [f"kind.{k.value}" for k in (RequestKind.DISCLOSURE, RequestKind.CESSATION_NEED_ENDED)]
    assert [row.request.id for row in rows] == asked
    letters = [row.letter_file.name for row in rows if row.letter_file]
    assert [name.split("-")[1] for name in letters] == ["disclosure", "erased"]
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        left = connection.exec_driver_sql(DATABASES[server.database]).scalars()
        assert not [name for name in left if name.startswith("chikai_demo_")]


def test_a_server_that_is_not_there_is_named_and_stops_nothing(tmp_path: Path) -> None:
    nobody = {"CHIKAI_DEMO_POSTGRESQL_URL": "postgresql://chikai@127.0.0.1:1/postgres"}
    rows, missing = play_on_servers(tmp_path, environ=nobody)
    assert (rows, missing) == ([], list(SERVERS))
