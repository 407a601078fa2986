"""One company's store, on a disk or on a server."""

from __future__ import annotations

import pytest
from office_at_work import Office


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path, tmp_path / "enigmo.sqlite")


@pytest.fixture
def office_on_server(tmp_path, postgres_url) -> Office:
    return Office(tmp_path, postgres_url)
