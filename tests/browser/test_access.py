"""Nothing on any page keeps anybody out: axe finds nothing at level AA, in either language, nothing
is wider than its screen, and the words are all of one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from barriers import barriers, strays
from browser_house import House, serve, today_of_demo
from every_page import NO_PAGES, PAGES, Places, ask, lived_in, prepare
from hands import PATIENCE, Hands, follow, keep_picture
from playwright.sync_api import Browser, Page

from chikai.demo_data.build import COMPANIES
from chikai.web.main import create_app

DEEDS = "all => all.map(form => form.dataset.deed).filter(deed => deed)"
PHONE, DESK = ("ja", 390), ("en", 1280)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root: Path = tmp_path_factory.mktemp("house")
    lived_in(root, today_of_demo())
    with serve(root, today_of_demo()) as house:
        yield house


@pytest.fixture(scope="module")
def places(browser: Browser, seeded: House) -> Places:
    return prepare(browser, seeded)


@pytest.fixture(scope="module", params=[PHONE, DESK], ids=["ja on a phone", "en at a desk"])
def page(browser: Browser, seeded: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One browser for each language, signed in at every desk; it has asked over the portal, so
    that there is a receipt, and messages."""
    lang, width = request.param
    context = browser.new_context(
        base_url=seeded.url, locale=lang, viewport={"width": width, "height": 900}
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    ask(page)
    for company in COMPANIES:
        Hands(page, company)
    yield page
    context.close()


def test_every_page_is_looked_at(tmp_path: Path) -> None:
    """A new address needs a line in `every_page.py`: where to look at it, or why not."""
    app = create_app(root=tmp_path).app
    routes = {r.path for r in app.routes if "GET" in r.methods}  # type: ignore[attr-defined]
    pages = {r for r in routes if r == "/api/docs" or not r.startswith("/api/")}
    assert sorted([*PAGES, *NO_PAGES]) == sorted(pages)


@pytest.mark.parametrize("area", ["portal", "desk", "studio"])
def test_the_pages_are_open_to_all(page: Page, places: Places, area: str) -> None:
    found: list[str] = []
    for route, where in PAGES.items():
        first = route.split("/")[1]
        if (first if first in ("desk", "studio") else "portal") != area:
            continue
        for path in where(places):
            page.goto(path)
            assert leads(page.url, route) or "no" in path, f"{path} leads to {page.url}"
            keep_picture(page)
            found += [*barriers(page), *strays(page)]
    assert found == []


def leads(url: str, route: str) -> bool:
    """Whether a route answers at this address."""
    path = re.sub(r"^https?://[^/]+|[?#].*$", "", url)
    return re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", route), path) is not None


def test_every_next_step_is_open_to_all(page: Page) -> None:
    """One case of every state and next step, each deed that it offers unfolded once; and a form
    that was refused."""
    found: list[str] = []
    page.goto("/desk/enigmo/new")
    follow(page.locator("form .button.large"))
    assert page.locator(".alert").count() == 1
    found += barriers(page)
    deeds: set[str] = set()
    steps: set[str] = set()
    for company in COMPANIES:
        page.goto(f"/desk/{company}")
        for case in [str(a.get_attribute("href")) for a in page.locator(".inbox > li > a").all()]:
            page.goto(case)
            first = page.locator(".next form").evaluate_all(DEEDS)[:1]
            offered = {*first, *page.locator(".slot form").evaluate_all(DEEDS)}
            state = page.locator(".case-head .chip").first.get_attribute("class")
            step = f"{state} {first}"
            new = [f'form[data-deed="{deed}"]' for deed in sorted(offered - deeds)]
            if step not in steps:
                new += [".case-head", ".next"]
            if new:
                keep_picture(page)
                found += barriers(page, *new)
            steps.add(step)
            deeds |= offered
    assert found == []
    assert len(steps) > 6 and len(deeds) > 12
