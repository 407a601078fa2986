"""A house with the demo's databases, served on a free port, and browsers to walk through it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from chikai import wiring
from chikai.demo_data import build
from chikai.web.homes import DemoClock
from chikai.web.main import create_app


@dataclass(frozen=True, slots=True)
class House:
    """Where the pages are, where their files are, and the clock they go by."""

    url: str
    root: Path
    clock: DemoClock


def today_of_demo() -> date:
    return date(2026, 11, 24)


@contextmanager
def serve(root: Path, day: date | None = None) -> Iterator[House]:
    """The pages over a home directory, on a free port, until the block ends."""
    clock = DemoClock(day or today_of_demo())
    free = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(root=root, clock=clock), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
    thread.start()
    yield House(f"http://127.0.0.1:{free.getsockname()[1]}", root, clock)
    server.should_exit = True
    thread.join(timeout=10)


def furnish(root: Path) -> None:
    """Every company's mapping and fictional database."""
    for company in wiring.COMPANIES:
        folder = root / company
        (folder / "sources").mkdir(parents=True)
        for mapping in build.mappings(company):
            (folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
        build.build(company, folder / "shop.db")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    furnish(tmp_path)
    with serve(tmp_path, date(2026, 11, 2)) as served:
        yield served


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path=chromium,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield launched
    launched.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[OpenPage]:
    """A new visitor: `visit(lang="en", script=False, width=390)` gives a page of their own. What
    a page asks of any other host fails the test."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def open_page(*, lang: str = "ja", script: bool = True, width: int = 1200) -> Page:
        context = browser.new_context(
            base_url=house.url,
            locale=lang,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: (
                strangers.append(asked.url)
                if not asked.url.startswith((house.url, "blob:", "data:"))
                else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []
