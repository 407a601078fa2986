"""What an Excel book holds beside the cells of one sheet: other sheets, cells that stand over
several rows, and notes at cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from typing import Any

BOOKS = (".xlsx", ".xlsm")

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"'][A-Z]+(\d+):[A-Z]+(\d+)")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_PLACE = re.compile(r"([A-Z]+)(\d+)")


def sheet_of(book: Any, name: str) -> Any:
    """A sheet by its name, or the first; read to its real end, whatever it says of its size."""
    sheet = book[name] if name else book.worksheets[0]
    sheet.reset_dimensions()
    return sheet


def opened(file: Any) -> Any:
    """The book, with the results of its formulas."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    return load_workbook(file, read_only=True, data_only=True)


def beside(book: Any, names: Collection[str]) -> Iterator[str]:
    """What stands in the sheets, hidden ones too, that are not among `names`; an empty name is the
    first."""
    known = {name or book.worksheets[0].title for name in names}
    for sheet in (each for each in book.worksheets if each.title not in known):
        for row in sheet_of(book, sheet.title).iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def rows_are_merged(book: Any, sheet: Any) -> bool:
    """Whether a cell stands over several rows: then only the first of them has its value."""
    xml = book._archive.read(sheet._worksheet_path)
    return any(first != last for first, last in _MERGED.findall(xml))


def notes(book: zipfile.ZipFile, part: str) -> set[tuple[int, int]]:
    """The cells of a sheet, by row and column, to which somebody has written a note."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in book.namelist():
        return set()
    found: set[tuple[int, int]] = set()
    for relation in _RELATION.findall(book.read(relations)):
        kind, target = _said(relation, "Type"), _said(relation, "Target")
        if kind.rpartition("/")[2].casefold() in ("comments", "threadedcomment"):
            path = target[1:] if target.startswith("/") else f"{folder}/{target}"
            xml = book.read(posixpath.normpath(path)).decode(errors="replace")
            found |= {place(ref) for ref in re.findall(r"\bref=[\"']([A-Z]+\d+)[\"']", xml)}
    return found


def _said(relation: bytes, name: str) -> str:
    found = re.search(rf"\b{name}=[\"']([^\"']*)".encode(), relation)
    return found[1].decode() if found else ""


def place(ref: str) -> tuple[int, int]:
    """`AB12` is row 12, column 28."""
    found = _PLACE.fullmatch(ref)
    assert found is not None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
