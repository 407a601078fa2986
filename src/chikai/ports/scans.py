"""Scans and documents as pictures of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chikai.kernel.area import Area, Word
    from chikai.kernel.sheet_code import SheetCode


@dataclass(frozen=True, slots=True, repr=False)
class ScannedPage:
    """One page of a scan as a picture (JPEG or PNG), upright where a code of ours says what is up.
    `codes` are the picture codes on it; two scans of one paper have prints that differ in few
    bits. Personal data, not covered yet: never stored, logged or shown in a repr."""

    picture: bytes
    codes: tuple[Word, ...]
    print_: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """What can be got out of a PDF beside its pictures: all zero where nothing is left. `shown`
    counts the covered areas in which more than one colour is seen."""

    pages: int
    characters: int
    pictures: int
    attachments: int
    metadata: int
    revisions: int
    scripts: int
    shown: int


class Reader(Protocol):
    """A reader of print on pictures (OCR), offline."""

    def words(self, picture: bytes) -> tuple[Word, ...]:
        """Every run of print and its place."""
        ...


class Scans(Protocol):
    """Scans and documents as pictures of pages. All raise `BadData` for what they cannot open."""

    reads: bool  # whether words can be read off a picture here

    def pages(self, content: bytes, *, only: int | None = None) -> tuple[ScannedPage, ...]:
        """The pages of a PDF, TIFF, PNG or JPEG, at most a hundred; `only` one of them, from 1."""
        ...

    def words(self, picture: bytes) -> tuple[Word, ...]:
        """The print on a page; nothing where no reader is installed."""
        ...

    def covered(self, picture: bytes, areas: Sequence[Area]) -> bytes:
        """The picture with the areas painted over and nothing left but its pixels."""
        ...

    def uncovered(self, picture: bytes, areas: Sequence[Area]) -> tuple[Area, ...]:
        """Those areas in which a covered picture still shows anything, read anew."""
        ...

    def bundle(self, pictures: Sequence[bytes], codes: Sequence[SheetCode] = ()) -> bytes:
        """A PDF of A4 pages, each a picture, above the code of its sheet if there is one: no text,
        no metadata."""
        ...

    def extract(self, pdf: bytes, areas: Sequence[tuple[int, Area]] = ()) -> Extract:
        """What a reader of the file could get out of it; `areas` are pages from 1 and places on
        the pictures before they were bundled with codes."""
        ...
