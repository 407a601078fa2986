"""An Excel book with some cells changed (ECMA-376, SpreadsheetML).

Only the sheet's own part and the table of shared texts are touched: formats, formulas, pictures,
other sheets and every other part of the book stay byte for byte. A row that goes leaves an empty
row behind, so that no formula and no format moves. Texts that nobody refers to any more are
emptied in the shared table, with their kana.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from xml.sax.saxutils import escape

from chikai.adapters.sources.books import notes, opened, sheet_of
from chikai.adapters.sources.folder import spool
from chikai.adapters.sources.rewriting import Edit, Unwritable, filled

_ROW = re.compile(rb"<((?:\w+:)?row)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_C = re.compile(rb"<((?:\w+:)?c)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_SI = re.compile(rb"<((?:\w+:)?si)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_V = re.compile(rb"<(?:\w+:)?v>\s*(\d+)\s*</")
_SIZE = re.compile(rb'(<(?:\w+:)?dimension\b[^>]*?\bref="[A-Z]+\d+:[A-Z]+)\d+')
_SHARED = "xl/sharedStrings.xml"


@dataclass(slots=True)
class _Cells:
    """New values by row and column, both from 1."""

    at: dict[tuple[int, int], Any]
    added: list[dict[int, Any]]
    columns: Mapping[str, int]


def excel_with(file: IO[bytes], edit: Edit, sheet: str) -> IO[bytes]:
    """Raises `Unwritable`."""
    book = opened(file)
    here = sheet_of(book, sheet)
    part, epoch = here._worksheet_path, book.epoch
    wanted = _wanted(here, edit)
    before = _values(here)
    book.close()
    file.seek(0)
    out = spool()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        if notes(old, part) & wanted.at.keys():
            raise Unwritable("plan.cell_has_note")
        changed, refers = _sheet(old.read(part), wanted, epoch)
        parts = {part: changed}
        if _SHARED in old.namelist():
            left = _still_used(old, part, changed)
            parts[_SHARED] = _without(old.read(_SHARED), refers - left)
        for info in old.infolist():
            new.writestr(info, parts.get(info.filename, old.read(info.filename)))
    out.seek(0)
    _compare(out, sheet, before, wanted)
    return out


def _wanted(here: Any, edit: Edit) -> _Cells:
    rows = here.iter_rows(values_only=True)
    head = [None if each is None else str(each) for each in next(rows, ())]
    columns = {name: at for at, name in enumerate(head, start=1) if name is not None}
    found: dict[tuple[int, int], Any] = {}
    for number, values in enumerate(rows, start=2):
        row = {name: values[at - 1] for name, at in columns.items() if at <= len(values)}
        if all(filled(value) is None for value in row.values()):
            continue
        meant, after = edit.of(row)
        if meant and after is None:
            found |= {(number, at): None for at in columns.values()}
        elif meant:
            assert after is not None
            for name, value in zip(edit.columns, after, strict=True):
                if filled(row.get(name)) != value:
                    found[number, columns[name]] = value
    added = [{columns[n]: v for n, v in row.items() if n in columns} for row in edit.added]
    return _Cells(found, added, columns)


def _sheet(xml: bytes, wanted: _Cells, epoch: datetime) -> tuple[bytes, set[int]]:
    """The sheet with new cells, and the shared texts that the old ones referred to."""
    refers: set[int] = set()
    parts: list[bytes] = []
    styles: dict[int, bytes] = {}
    done = number = 0
    by_row: dict[int, dict[int, Any]] = {}
    for (at, column), value in wanted.at.items():
        by_row.setdefault(at, {})[column] = value
    tag = b"row"
    for found in _ROW.finditer(xml):
        tag = found[1]
        number = int(_attribute(found[2], b"r") or number + 1)
        styles.update(_styles(found[3] or b"") if number > 1 else {})
        new = by_row.pop(number, None)
        if new is None:
            continue
        inside = _row_with(found[3] or b"", number, new, refers, epoch, _prefix(tag))
        attributes = found[2].rstrip(b"/")
        parts += [xml[done : found.start()], b"<%b%b>%b</%b>" % (tag, attributes, inside, tag)]
        done = found.end()
    if by_row:
        raise Unwritable("plan.file_form")
    if wanted.added:
        end = re.search(rb"</(?:\w+:)?sheetData>", xml)
        if end is None:
            raise Unwritable("plan.file_form")
        parts.append(xml[done : end.start()])
        done = end.start()
        for below, row in enumerate(wanted.added, start=number + 1):
            cells = _row_with(b"", below, row, refers, epoch, _prefix(tag), styles)
            parts.append(b'<%b r="%d">%b</%b>' % (tag, below, cells, tag))
        parts[0] = _SIZE.sub(rb"\g<1>%d" % (number + len(wanted.added)), parts[0], count=1)
    return b"".join([*parts, xml[done:]]), refers


def _row_with(
    inside: bytes,
    number: int,
    new: Mapping[int, Any],
    refers: set[int],
    epoch: datetime,
    prefix: bytes,
    styles: Mapping[int, bytes] | None = None,
) -> bytes:
    cells: dict[int, bytes] = {}
    column = 0
    style = dict(styles or {})
    for found in _C.finditer(inside):
        column = _column(_attribute(found[2], b"r")) or column + 1
        cells[column] = found[0]
        style[column] = _attribute(found[2], b"s") or b""
        if column in new:
            if re.search(rb"<(?:\w+:)?f\b", found[3] or b""):
                raise Unwritable("plan.cell_is_formula")
            if _attribute(found[2], b"t") == b"s" and (text := _V.search(found[3] or b"")):
                refers.add(int(text[1]))
    for at, value in new.items():
        cells[at] = _cell_xml(at, number, value, style.get(at, b""), epoch, prefix)
    return b"".join(cells[at] for at in sorted(cells))


def _cell_xml(
    column: int, row: int, value: Any, style: bytes, epoch: datetime, prefix: bytes
) -> bytes:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
    from openpyxl.utils.datetime import to_excel  # type: ignore[import-untyped]

    head = b'<%bc r="%b%d"' % (prefix, get_column_letter(column).encode(), row)
    if style:
        head += b' s="%b"' % style

    def plain(text: str, kind: bytes = b"") -> bytes:
        return b"%b%b><%bv>%b</%bv></%bc>" % (head, kind, prefix, text.encode(), prefix, prefix)

    match value:
        case None:
            return head + b"/>"
        case bool():
            return plain(str(int(value)), b' t="b"')
        case int() | float():
            return plain(repr(value))
        case date():
            return plain(repr(to_excel(value, epoch)))
        case str():
            text = escape(value).encode()
            p = prefix
            return (
                head
                + b' t="inlineStr"><%bis><%bt xml:space="preserve">%b</%bt></%bis></%bc>'
                % (p, p, text, p, p, p)
            )
    raise Unwritable("plan.wrong_type")


def _still_used(book: zipfile.ZipFile, part: str, changed: bytes) -> set[int]:
    """The shared texts some cell of any sheet refers to."""
    found: set[int] = set()
    for name in book.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            xml = changed if name == part else book.read(name)
            for cell in _C.finditer(xml):
                text = _V.search(cell[3] or b"")
                if text and _attribute(cell[2], b"t") == b"s":
                    found.add(int(text[1]))
    return found


def _without(xml: bytes, gone: set[int]) -> bytes:
    parts: list[bytes] = []
    done = 0
    for number, found in enumerate(_SI.finditer(xml)):
        if number in gone:
            tag = found[1]
            text = _prefix(tag)
            parts += [xml[done : found.start()], b"<%b><%bt/></%b>" % (tag, text, tag)]
            done = found.end()
    return b"".join([*parts, xml[done:]])


def _styles(inside: bytes) -> Iterator[tuple[int, bytes]]:
    for found in _C.finditer(inside):
        column = _column(_attribute(found[2], b"r"))
        style = _attribute(found[2], b"s")
        if column and style:
            yield column, style


def _attribute(attributes: bytes, name: bytes) -> bytes:
    found = re.search(rb'\s%b\s*=\s*["\']([^"\']*)' % name, attributes)
    return found[1] if found else b""


def _column(place: bytes) -> int:
    """`AB12` is in column 28."""
    number = 0
    for letter in place.rstrip(b"0123456789").upper():
        number = number * 26 + letter - 64
    return number


def _prefix(tag: bytes) -> bytes:
    before, colon, _ = tag.rpartition(b":")
    return before + colon


# --- what was written is read again --------------------------------------------------------------


def _values(here: Any) -> dict[tuple[int, int], Any]:
    rows = here.iter_rows(values_only=True)
    return {
        (number, at): value
        for number, row in enumerate(rows, start=1)
        for at, value in enumerate(row, start=1)
        if filled(value) is not None
    }


def _compare(
    out: IO[bytes], sheet: str, before: dict[tuple[int, int], Any], wanted: _Cells
) -> None:
    """Every cell of the sheet is what it was, or what it was to become. Raises `Unwritable`."""
    book = opened(out)
    now = _values(sheet_of(book, sheet))
    book.close()
    out.seek(0)
    expected = {
        place: value for place, value in {**before, **wanted.at}.items() if value is not None
    }
    last = max((row for row, _ in now), default=1)
    for at, row in enumerate(reversed(wanted.added)):
        expected |= {(last - at, column): v for column, v in row.items() if v is not None}
    if now != expected:
        raise Unwritable("plan.file_form")
