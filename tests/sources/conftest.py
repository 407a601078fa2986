"""The fictional databases, built once."""

from pathlib import Path

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
