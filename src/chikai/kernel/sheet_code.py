"""What the code on every page we print says: which cases, which sheet, which page of how many.

It holds no personal data and stands for nothing but the sheet itself. Written with letters, digits
and `-./` only: a QR packs them tightly (ISO/IEC 18004, alphanumeric mode), and a reader that types
like a keyboard types them alike on a Japanese and an American one. Four digits of a CRC-16 (ITU-T
V.41) end it: no single wrong, lost or swapped character passes.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_HEAD: Final = "CHIKAI1"
_ID: Final = re.compile(r"[a-z]+(?:-[A-Z0-9]+)+")
_CODE: Final = re.compile(
    r"CHIKAI1\.((?:[A-Z]+(?:-[A-Z0-9]+)+(?:/[A-Z]+(?:-[A-Z0-9]+)+)*)?)"
    r"\.([A-Z]+(?:-[A-Z0-9]+)+)\.([1-9]\d{0,3})/([1-9]\d{0,3})\.([0-9A-F]{4})"
)


class BadSheetCode(ValueError):
    """The text is no code of a sheet, or was misread. `ours`: it began like one of ours."""

    def __init__(self, *, ours: bool) -> None:
        super().__init__("no code of a sheet")
        self.ours = ours


@dataclass(frozen=True, slots=True)
class SheetCode:
    """One printed page. `sheet` is a letter, a document or a form; `cases` whose sheet it is, none
    for a form printed before there was a case; `page` of `total`, from 1. Raises `ValueError`."""

    cases: tuple[str, ...]
    sheet: str
    page: int
    total: int

    def __post_init__(self) -> None:
        if not all(_ID.fullmatch(each) for each in (*self.cases, self.sheet)):
            raise ValueError("an id in a sheet's code is `word-LETTERS-OR-DIGITS`")
        if not 1 <= self.page <= self.total <= 9999:
            raise ValueError("a page lies between 1 and the number of pages")

    def __str__(self) -> str:
        cases = "/".join(self.cases).upper()
        body = f"{_HEAD}.{cases}.{self.sheet.upper()}.{self.page}/{self.total}"
        return f"{body}.{_check(body)}"


def read(text: str) -> SheetCode:
    """The sheet a code names, in any width and case. Raises `BadSheetCode`."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = _CODE.fullmatch(plain)
    if found is None or _check(plain.rpartition(".")[0]) != found[5]:
        raise BadSheetCode(ours=plain.startswith("CHIKAI"))
    cases = tuple(_id(each) for each in found[1].split("/") if each)
    page, total = int(found[3]), int(found[4])
    if page > total:
        raise BadSheetCode(ours=True)
    return SheetCode(cases, _id(found[2]), page, total)


def form_sheet(*parts: str) -> str:
    """The id of a form's sheet: what form it is and of which version of the policy."""
    return "form-" + "-".join(parts).upper().replace("_", "-")


def _id(upper: str) -> str:
    word, _, rest = upper.partition("-")
    return f"{word.lower()}-{rest}"


def _check(body: str) -> str:
    return f"{binascii.crc_hqx(body.encode('ascii'), 0xFFFF):04X}"
