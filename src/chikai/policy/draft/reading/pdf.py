"""The text of a PDF, page by page; lines that repeat on every page are headers and go."""

from __future__ import annotations

import re
from collections import Counter

from chikai.policy.draft.page import BadPage

MAX_PAGES = 200
_PAGE_NUMBER = re.compile(
    r"^[-–\s]*(?:p\.?\s*)?[0-9０-９]{1,3}(?:\s*[/／]\s*[0-9]{1,3})?[-–\s]*$", re.I
)


def text(data: bytes) -> str:
    """Raises `BadPage`: a PDF that is locked, broken, too long, or holds pictures and no text."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import PdfiumError

    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        raise BadPage("locked" if "assword" in str(error) else "broken_pdf") from error
    try:
        if len(document) > MAX_PAGES:
            raise BadPage("too_many_pages", limit=MAX_PAGES)
        pages = [_lines(document, n) for n in range(len(document))]
    except PdfiumError as error:
        raise BadPage("broken_pdf") from error
    finally:
        document.close()
    joined = "\n".join("\n".join(each) for each in _without_headers(pages))
    if len(re.sub(r"\s", "", joined)) < 20:
        raise BadPage("picture_pdf")
    return joined


def _lines(document: object, number: int) -> list[str]:
    page = document[number]  # type: ignore[index]
    found = page.get_textpage().get_text_range()
    return [each.strip() for each in found.replace("\r", "").split("\n") if each.strip()]


def _without_headers(pages: list[list[str]]) -> list[list[str]]:
    """Drops page numbers, and first or last lines that stand on most pages."""
    kept = [[line for line in page if not _PAGE_NUMBER.match(line)] for page in pages]
    if len(kept) < 2:
        return kept
    edges = Counter(line for page in kept for line in {*page[:2], *page[-2:]})
    header = {line for line, times in edges.items() if times * 2 > len(kept) and times > 1}
    return [[line for line in page if line not in header] for page in kept]
