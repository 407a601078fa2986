"""A file's bytes as a page, whatever they are."""

from __future__ import annotations

import re

from chikai.policy.draft.page import BadPage, Page
from chikai.policy.draft.reading.decode import decode
from chikai.policy.draft.reading.markdown import is_markdown
from chikai.policy.draft.reading.outline import outline

MAX_BYTES = 5_000_000
MAX_TEXT = 400_000
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|ul|ol|table|section|h[1-6]|br)\b", re.I)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


def read_page(data: bytes) -> Page:
    """The sentences of an HTML page, Markdown, a plain text or a PDF.

    Raises `BadPage`: empty, too large, a picture or an archive, a locked or textless PDF, an
    unknown encoding, or nothing in it that could be a sentence.
    """
    if len(data) > MAX_BYTES:
        raise BadPage("too_large", limit=MAX_BYTES)
    if not data.strip():
        raise BadPage("empty")
    if data.startswith(_PICTURES):
        raise BadPage("binary")
    if data[:1024].lstrip().startswith(b"%PDF"):
        from chikai.policy.draft.reading import pdf

        return read_text(pdf.text(data), markup=False)
    text = decode(data)
    markup = _MARKUP.search(text[:20_000]) is not None
    return read_text(text, markup=markup and not is_markdown(text))


def read_text(text: str, *, markup: bool) -> Page:
    """The same for text already at hand. Raises `BadPage`."""
    from chikai.policy.draft.reading import html, markdown
    from chikai.policy.draft.reading import text as plain

    if len(text) > MAX_BYTES:
        raise BadPage("too_large", limit=MAX_BYTES)
    if markup:
        blocks = html.blocks(text)
    elif is_markdown(text):
        blocks = markdown.blocks(text)
    else:
        blocks = plain.blocks(text)
    if sum(len(each.text) for each in blocks) > MAX_TEXT:
        raise BadPage("too_much_text", limit=MAX_TEXT)
    page = outline(blocks)
    if not page.body:
        raise BadPage("no_text")
    return page
