"""What is published, as HTML and as PDF: one file a document, nothing fetched from anywhere."""

from __future__ import annotations

from datetime import date

from chikai.adapters.pages.html import html
from chikai.adapters.pages.pdf import Paper
from chikai.policy.publish.document import Document


class FilePages:
    """`ports.Pages`."""

    def __init__(self) -> None:
        self._paper = Paper()

    def html(self, document: Document) -> bytes:
        return html(document)

    def pdf(self, document: Document, *, made: date) -> bytes:
        return self._paper.pdf(document, made=made)
