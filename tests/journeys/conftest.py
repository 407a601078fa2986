"""A stage for each test: the companies it needs, in memory, letters as plain text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from whole import Whole

from chikai.adapters.press.plain import PlainPress
from chikai.demo.play import play_once
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.policies import COMPANIES

Open = Callable[..., Stage]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    root, logged = tmp_path_factory.mktemp("whole"), []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: logged.append(handler.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield Whole(root, play_once(root), logged)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The companies' databases, built once; no test changes them."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture
def open_at(house: Path) -> Iterator[Open]:
    """Open a stage with the companies named (all five when none is)."""
    with ExitStack() as stack:

        def opened(*companies: str, root: Path = house) -> Stage:
            return stack.enter_context(
                open_stage(
                    root, store=IN_MEMORY, press=PlainPress(), companies=companies or COMPANIES
                )
            )

        yield opened


@pytest.fixture
def nobody_looks_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which one person decides alone."""
    monkeypatch.setenv("CHIKAI_SECOND_CHECK", "off")
    monkeypatch.setenv("CHIKAI_APPROVAL", "off")


@pytest.fixture
def enigmo(open_at: Open) -> Stage:
    return open_at("enigmo")


@pytest.fixture
def bengo4(open_at: Open) -> Stage:
    return open_at("bengo4")


@pytest.fixture
def enhance(open_at: Open) -> Stage:
    return open_at("enhance")


@pytest.fixture
def en_japan(open_at: Open) -> Stage:
    return open_at("en_japan")


@pytest.fixture
def actio(open_at: Open) -> Stage:
    return open_at("actio")
