"""Time, chance, and what sets documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chikai.duties.requests.letters.model import Letter
    from chikai.policy.publish.document import Document


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in Asia/Tokyo."""
        ...


class Entropy(Protocol):
    def bytes(self, n: int) -> bytes: ...

    def id(self, prefix: str) -> str:
        """A new id such as `case-7Q2K9M4T1C`: letters and digits only, safe in a URL."""
        ...


class Press(Protocol):
    def letter(self, letter: Letter, lang: str) -> bytes:
        """The letter as PDF/A, A4, folded for a window envelope, n/m and QR on every page."""
        ...


class Pages(Protocol):
    """What is published: documents as files."""

    def html(self, document: Document) -> bytes: ...

    def pdf(self, document: Document, *, made: date) -> bytes:
        """The document as PDF/A; `made` is its creation date."""
        ...


class Locker(Protocol):
    """Files that a secret opens, in a form that every reader knows."""

    def lock(self, pdf: bytes, secret: str, *, attached: Mapping[str, bytes]) -> bytes:
        """The PDF with files attached, all of it encrypted: only the secret opens it."""
        ...
