"""What the tests of drafts share: pages, their drafts, and whether a value stands in a page."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chikai.policy.draft.draft import Draft, draft
from chikai.policy.draft.page import Page
from chikai.policy.draft.reading.read import read_page
from chikai.policy.tree import read

PAGES = Path(__file__).parent / "pages"
GOLDEN = Path(__file__).parent / "golden"


def page_of(name: str) -> Page:
    return read_page((PAGES / name).read_bytes())


def draft_of(data: bytes, *, lang: str = "en") -> Draft:
    return draft(read_page(data), lang=lang, company_id="mihon")


def tree_of(made: Draft) -> Any:
    """The draft as the loader reads it. Its YAML has no fault of its own."""
    found = read(made.text, file="draft.yaml")
    assert found.findings == []
    return found.tree


def texts(node: Any, key: str = "") -> Iterator[str]:
    """Every text of the draft in the language of the page."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif key in ("ja", "en"):
        yield node


def squeeze(text: str) -> str:
    return re.sub(r"[\s;；、。，,./・|:：]", "", unicodedata.normalize("NFKC", text)).lower()


def stands_in(value: str, page: Page) -> bool:
    """Whether a text is made of sentences of the page, or of a part of one, and nothing else."""
    whole = squeeze(page.text)
    if squeeze(value) in whole:
        return True
    left = squeeze(value)
    for each in sorted((squeeze(s.text) for s in page.sentences), key=len, reverse=True):
        if each:
            left = left.replace(each, "")
    return left == ""
