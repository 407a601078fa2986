"""A house with the demo's databases and a visitor to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from litestar.testing import TestClient
from web_visitor import HERE, Visitor

from chikai import policies
from chikai.demo_data import build
from chikai.web.homes import DemoClock
from chikai.web.main import create_app


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for company in policies.COMPANIES:
        folder = tmp_path / company
        (folder / "sources").mkdir(parents=True)
        for mapping in build.mappings(company):
            (folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
    build.build("enigmo", tmp_path / "enigmo" / "shop.db")
    build.build("enhance", tmp_path / "enhance" / "shop.db")
    return tmp_path


@pytest.fixture
def clock() -> DemoClock:
    return DemoClock(date(2026, 11, 2))


@pytest.fixture
def visitor(root: Path, clock: DemoClock) -> Iterator[Visitor]:
    app = create_app(root=root, clock=clock, local=[HERE])
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        yield Visitor(client, app=app)
