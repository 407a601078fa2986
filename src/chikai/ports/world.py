"""Time, chance, and what sets documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from chikai.duties.requests.letters.model import Letter
    from chikai.kernel.area import Area
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


@dataclass(frozen=True, slots=True)
class Window:
    """Page 1 of a letter in its envelope: where the window lies on it, and whether the address
    shows there, and nothing else, however the letter slides."""

    envelope: str
    area: Area
    fits: bool


@runtime_checkable
class Windowed(Protocol):
    """A press that can read back what shows in a window."""

    def window(self, pdf: bytes, envelope: str) -> Window: ...


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
