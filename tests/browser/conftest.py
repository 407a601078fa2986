"""Browsers to walk through a house that is served for the test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browser_house import House, OpenPage, furnish, serve
from hands import PATIENCE
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All five companies with their databases, made once: to be copied, never to be lived in."""
    root = tmp_path_factory.mktemp("furnished")
    furnish(root)
    return root


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    root = shutil.copytree(furnished, tmp_path / "house")
    with serve(root, date(2026, 11, 2)) as served:
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
        timeout=2 * PATIENCE,
    )
    yield launched
    launched.close()


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
        context.set_default_timeout(PATIENCE)
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
