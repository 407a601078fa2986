"""One desk for each module of tests: what it prints is slow to print and never changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from paper_desk import HANAKO, OTHER, Desk, open_desk

from chikai.duties.requests.case import Case


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def answered(desk: Desk) -> Case:
    """Hanako's answer is printed."""
    return desk.answered(HANAKO)


@pytest.fixture(scope="module")
def another(desk: Desk) -> Case:
    """Somebody else's answer is printed too."""
    return desk.answered(OTHER)
