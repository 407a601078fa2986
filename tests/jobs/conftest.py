"""One yard on a disk, and one before a server that all tests share."""

from __future__ import annotations

from itertools import count

import pytest
from yard import Yard

_turns = count()


@pytest.fixture
def yard(tmp_path) -> Yard:
    return Yard(tmp_path, tmp_path / "jobs.db")


@pytest.fixture
def yard_on_server(tmp_path, shared_postgres_url) -> Yard:
    return Yard(tmp_path, shared_postgres_url, prefix=f"case-{next(_turns)}")
