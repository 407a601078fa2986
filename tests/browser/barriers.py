"""What keeps somebody out of a page: axe at level AA, a page wider than its screen, the wrong
language."""

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


_OTHER: Final = {"en": "[\\u3040-\\u30ff\\u4e00-\\u9fff]", "ja": "([A-Za-z]{2,} ){2}[A-Za-z]{2,}"}
_STRAY: Final = """other => [...document.querySelectorAll(
    'h1, label > span, legend, button, summary, dt, thead th, .hint, .notice, nav a')]
    .filter(each => !each.closest('[lang]:not(html)') && each.innerText.match(other))
    .map(each => each.tagName)"""


def strays(page: Page) -> list[str]:
    """The words of the house that stand there in the other language: heads, labels, buttons."""
    other = _OTHER[str(page.locator("html").get_attribute("lang"))]
    return [f"{page.url}: {each} in the other language" for each in page.evaluate(_STRAY, other)]


def barriers(page: Page, *parts: str, fold: bool = False) -> list[str]:
    """The rules that are broken and the elements that break them, without their text: on the
    whole page, or in those parts of it that are new. What is folded is unfolded and looked at
    too, except with `fold`, and around a listing, which takes axe long."""
    if not fold:
        page.evaluate(_UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, [{"include": list(parts or ["html"])}, AA])
    return [f"{page.url}: {each}" for each in found]
