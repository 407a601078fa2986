"""Nothing on any page keeps anybody out: axe finds nothing at level AA, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_house import House, serve, today_of_demo
from hands import Hands
from playwright.sync_api import Browser, Page

from chikai import wiring
from chikai.demo.play import seed

AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
PORTAL = (
    "/",
    "/desk",
    "/enigmo",
    "/bengo4",
    "/actio/policy",
    "/bengo4/ask?kind=disclosure&asker=curator",
    "/actio/print?kind=correction&asker=parent",
    "/enhance/start",
    "/enhance/request?kind=disclosure&asker=mandatary",
    "/enhance/resume",
    "/enhance/status",
    "/enhance/room",
    "/no/such/page",
)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo's house, with cases in many states."""
    root: Path = tmp_path_factory.mktemp("house")
    seed(root, today=today_of_demo())
    for company in wiring.COMPANIES:
        (root / company / wiring.DEMO_MARK).touch()
    with serve(root) as house:
        yield house


def findings(page: Page) -> list[str]:
    """What axe found: the rule and the elements, without their text."""
    found = Axe().run(page, options=AA).response["violations"]
    return [f"{page.url}: {v['id']}: {[n['target'] for n in v['nodes']]}" for v in found]


@pytest.fixture
def page(browser: Browser, seeded: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    lang, width = request.param
    context = browser.new_context(
        base_url=seeded.url, locale=lang, viewport={"width": width, "height": 900}
    )
    yield context.new_page()
    context.close()


BOTH = pytest.mark.parametrize("page", [("ja", 390), ("en", 1200)], indirect=True, ids=["ja", "en"])


@BOTH
def test_the_portal_is_open_to_all(page: Page) -> None:
    found: list[str] = []
    for path in PORTAL:
        page.goto(path)
        found += findings(page)
    assert found == []


@BOTH
def test_the_desk_is_open_to_all(page: Page) -> None:
    """The inbox, a new envelope, a refused form, and one case of every state and next step."""
    hands = Hands(page, "enigmo")
    page.goto("/desk/enigmo/new")
    found = findings(page)
    hands.press(page.locator("form .button.large"))
    found += findings(page)
    looked_at: set[str] = set()
    for company in ("enigmo", "bengo4", "enhance", "en_japan", "actio"):
        hands.sign_in(company)
        found += findings(page)
        cases = [str(a.get_attribute("href")) for a in page.locator(".inbox > li > a").all()]
        for case in cases:
            page.goto(case)
            form = page.locator(".next form")
            seen = form.first.get_attribute("data-deed") if form.count() else "waiting"
            if seen in looked_at:
                continue
            looked_at.add(str(seen))
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            found += findings(page)
    assert found == []
    assert len(looked_at) > 4
