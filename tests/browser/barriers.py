"""What keeps somebody out of a page: axe at level AA, and a page wider than its screen."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

AA: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,
}
# Only what is wrong comes back: the list of all that is right is long, and slow to send.
_RUN: Final = """([parts, options]) => axe.run(parts, options).then(found => [
    ...found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`),
    ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : []),
])"""
_UNFOLD: Final = """document.querySelectorAll('details:not(:has(.listing))')
    .forEach(each => { each.open = true })"""


def barriers(page: Page, *parts: str, fold: bool = False) -> list[str]:
    """The rules that are broken and the elements that break them, without their text: on the
    whole page, or in those parts of it that are new. What is folded is unfolded
    and looked at too, except with `fold`, and around a listing, which takes axe long."""
    if not fold:
        page.evaluate(_UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, [{"include": list(parts or ["html"])}, AA])
    return [f"{page.url}: {each}" for each in found]
