"""Scans and documents as pictures of pages: split, read, covered, bundled, and proven covered."""

from __future__ import annotations

from collections.abc import Sequence

from chikai.adapters.scans.codes import codes_on, upright
from chikai.adapters.scans.cover import covered, still_shows
from chikai.adapters.scans.pdf import bundle, extract
from chikai.adapters.scans.pictures import as_picture, opened, pictures
from chikai.adapters.scans.prints import is_blank, print_of
from chikai.kernel.area import Area, Word
from chikai.kernel.sheet_code import SheetCode
from chikai.ports import Extract, Reader, ScannedPage

__all__ = ["PaperScans"]


class PaperScans:
    """`ports.Scans`. Without a `reader` nothing is proposed and everything goes by hand."""

    def __init__(self, reader: Reader | None = None) -> None:
        self._reader = reader
        self.reads = reader is not None

    def pages(self, content: bytes, *, only: int | None = None) -> tuple[ScannedPage, ...]:
        found = []
        for picture in pictures(content, only=only):
            turned, codes = upright(picture, codes_on(picture))
            blank = not codes and is_blank(turned)
            found.append(ScannedPage(as_picture(turned), codes, print_of(turned), blank))
        return tuple(found)

    def words(self, picture: bytes) -> tuple[Word, ...]:
        return self._reader.words(picture) if self._reader else ()

    def covered(self, picture: bytes, areas: Sequence[Area]) -> bytes:
        return as_picture(covered(opened(picture), areas))

    def uncovered(self, picture: bytes, areas: Sequence[Area]) -> tuple[Area, ...]:
        return still_shows(opened(picture), areas, words=self.words(picture))

    def bundle(self, pictures: Sequence[bytes], codes: Sequence[SheetCode] = ()) -> bytes:
        return bundle([opened(each) for each in pictures], codes)

    def extract(self, pdf: bytes, areas: Sequence[tuple[int, Area]] = ()) -> Extract:
        return extract(pdf, areas)
