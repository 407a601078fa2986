"""The fictional databases, built once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from fictional import mapping_of, sources_at

from chikai.adapters.sources.sql import SqlSources
from chikai.demo_data import build


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database for each company."""
    folder = tmp_path_factory.mktemp("databases")
    paths = {company: folder / f"{company}.db" for company in build.COMPANIES}
    for company, path in paths.items():
        build.build(company, path)
    return paths


@pytest.fixture(scope="session")
def shop(databases: dict[str, Path]) -> SqlSources:
    """Enigmo's shop."""
    return sources_at(mapping_of("enigmo"), databases["enigmo"])


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of an S3-compatible store that is empty."""
    import boto3

    for name, value in (
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", s3_server),
    ):
        monkeypatch.setenv(name, value)
    urlopen(Request(f"{s3_server}/moto-api/reset", method="POST")).close()
    return boto3.client("s3")
