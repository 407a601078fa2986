"""An Excel file of texts (ECMA-376, SpreadsheetML) in which nothing is lost: what a sheet or a cell
does not hold goes on in another sheet, whose name says so. No cell is a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final
from xml.sax.saxutils import escape

from chikai.kernel.message import Message
from chikai.words import render

MOST_ROWS: Final = 1_048_576
"""Of a sheet, its head among them (Excel specifications and limits)."""
MOST_COLUMNS: Final = 16_384
MOST_IN_CELL: Final = 32_767
"""Of a cell, in UTF-16 units."""
_PIECE: Final = 16_000
"""Characters: they fit whatever they are, with the words that say where the rest is."""
_MOST_IN_NAME: Final = 31
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_A_NAME: Final = re.compile(r"[\\/:*?\"<>|\[\]\x00-\x1f']+")


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """`rows` can be gone through again and again."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]


def book(tables: Sequence[Table], lang: str) -> bytes:
    """A sheet for each table, and further ones where a table or a text goes on."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        made = _Book(file, lang)
        for table in tables or [Table("-", (), ())]:
            for start in range(0, len(table.head) or 1, MOST_COLUMNS):
                made.write(table, start=start)
        if made.longer:
            made.write(Table(made.name_of_longer, made.heads_of_longer, made.longer))
        sheets = range(1, len(made.names) + 1)
        file.writestr("[Content_Types].xml", _types(sheets))
        file.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        file.writestr("xl/workbook.xml", _workbook(made.names))
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations([("worksheet", f"worksheets/sheet{n}.xml") for n in sheets]),
        )
    return out.getvalue()


class _Book:
    """The sheets so far, and the rest of what their cells did not hold: sheet, cell, text."""

    def __init__(self, file: zipfile.ZipFile, lang: str) -> None:
        def words(id: str, **places: str) -> str:
            return render(Message(id, dict(places)), lang=lang)

        self._file, self._more = file, " " + words("annex.excel.continued")
        self.name_of_longer = words("annex.excel.longer")
        heads = ("annex.excel.sheet", "annex.excel.cell", "annex.excel.text")
        self.heads_of_longer = tuple(words(each) for each in heads)
        self._see = "… " + words("annex.excel.see", sheet=self.name_of_longer)
        self.names: list[str] = []
        self.longer: list[tuple[str, str, str]] = []

    def write(self, table: Table, *, start: int = 0) -> None:
        """The columns from `start` that a sheet holds, in as many sheets as the rows need."""
        columns, rows = slice(start, start + MOST_COLUMNS), iter(table.rows)
        more, ahead = self._more if start else "", list(islice(rows, 1))
        while True:
            name = unlike(table.name, self.names, most=_MOST_IN_NAME, end=more)
            self.names.append(name)
            with self._file.open(f"xl/worksheets/sheet{len(self.names)}.xml", "w") as sheet:
                sheet.write(f"{_XML}{_SHEET}<sheetData>".encode())
                below = islice(chain(ahead, rows), MOST_ROWS - 1)
                for number, row in enumerate(chain([table.head], below), start=1):
                    sheet.write(self._row(row[columns], name, number))
                sheet.write(b"</sheetData></worksheet>")
            more, ahead = self._more, list(islice(rows, 1))
            if not ahead:
                return

    def _row(self, cells: Sequence[str], sheet: str, number: int) -> bytes:
        said = "".join(
            f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
            for cell in (
                cell if _fits(cell) else self._cut(cell, sheet, f"{_letters(n)}{number}")
                for n, cell in enumerate(cells)
            )
        )
        return f"<row>{said}</row>".encode()

    def _cut(self, text: str, sheet: str, cell: str) -> str:
        """The beginning of a text; the rest of it goes to the last sheet."""
        for at in range(_PIECE, len(text), _PIECE):
            self.longer.append((sheet, cell, text[at : at + _PIECE]))
        return text[:_PIECE] + self._see


def _fits(text: str) -> bool:
    return len(text) <= _PIECE or len(text.encode("utf-16-le", "replace")) <= 2 * MOST_IN_CELL


def _letters(column: int) -> str:
    """A, B … Z, AA …; `column` counts from 0."""
    more, last = divmod(column, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)


def unlike(label: str, taken: Sequence[str], *, most: int, end: str = "") -> str:
    """A name no program refuses, unlike those that are taken, in at most so many characters."""
    known = {each.casefold() for each in taken}
    plain = _NOT_A_NAME.sub(" ", label).strip() or "-"
    name, n = plain[: most - len(end)] + end, 1
    while name.casefold() in known:
        n += 1
        last = f"{end} {n}"
        name = plain[: most - len(last)] + last
    return name


# --- the parts of the file ----------------------------------------------------------------------

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OPEN}/spreadsheetml/2006/main"
_LINK: Final = f"{_OPEN}/officeDocument/2006/relationships"
_SHEET: Final = f'<worksheet xmlns="{_MAIN}">'
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _types(sheets: Iterable[int]) -> str:
    parts = [("/xl/workbook.xml", "sheet.main")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in sheets]
    said = "".join(
        f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in parts
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'{_XML}<Types xmlns="{_OPEN}/package/2006/content-types">{default}{said}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINK}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    at = f"{_OPEN}/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{at}">{said}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    said = "".join(
        f'<sheet name="{_text(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    head = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}">'
    return f"{_XML}{head}<sheets>{said}</sheets></workbook>"


def _text(value: str) -> str:
    """What XML has no character for is seen as `�`; it is whole in the other files."""
    return escape(_NOT_XML.sub("�", value), {'"': "&quot;", "\r": "&#13;"})
