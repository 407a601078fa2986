"""What was disclosed, as files: JSON for programs, CSV and Excel for people (Guidelines 3-8-2:
readable, searchable, portable). Rows are written one after the other, never all at once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

_BOM: Final = "\ufeff"
"""Excel takes a CSV without it for Shift_JIS."""
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_A_NAME: Final = re.compile(r"[\\/:*?\"<>|\[\]\x00-\x1f']+")
_MOST_IN_CELL: Final = 32_767  # characters, Excel specifications and limits
_MOST_ROWS: Final = 1_048_575  # below the head


@dataclass(frozen=True, slots=True, repr=False)
class Disclosed:
    """One table as it is disclosed. `rows` can be gone through again and again."""

    label: dict[str, str]
    columns: Sequence[dict[str, Any]]
    rows: Iterable[Sequence[str | None]]


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """The rows of a table with only some of its cells, one at a time."""

    rows: Iterable[Sequence[str | None]]
    at: Sequence[int]

    def __iter__(self) -> Iterator[list[str | None]]:
        for row in self.rows:
            yield [row[n] for n in self.at]


def disclosed(table: dict[str, Any], hidden: set[str]) -> Disclosed:
    """A found table without the items that are withheld."""
    kept = [n for n, column in enumerate(table["columns"]) if column["item"] not in hidden]
    columns = [table["columns"][n] for n in kept]
    return Disclosed(table["label"], columns, Kept(table["rows"], kept))


def as_json(
    tables: Sequence[Disclosed], *, letter: str, case: str, withheld: Sequence[dict[str, Any]]
) -> Iterator[bytes]:
    """`{letter, case, tables: [{label, columns, rows}], withheld}`, piece by piece. Rows hold
    what is stored; a column whose stored codes mean something says so in `values`."""
    yield f'{{"letter": {_json(letter)}, "case": {_json(case)}, "tables": ['.encode()
    for n, table in enumerate(tables):
        columns = [{"ja": c["ja"], "en": c["en"]} | _meanings(c) for c in table.columns]
        head = f'{{"label": {_json(table.label)}, "columns": {_json(columns)}, "rows": ['
        yield (",\n" * bool(n) + head).encode()
        for m, row in enumerate(table.rows):
            yield (",\n" * bool(m) + _json(row)).encode()
        yield b"]}"
    yield f'],\n"withheld": {_json(list(withheld))}}}\n'.encode()


def _meanings(column: dict[str, Any]) -> dict[str, Any]:
    values = {value: {"ja": ja, "en": en} for value, ja, en in column["values"]}
    return {"values": values} if values else {}


def as_csv(table: Disclosed, lang: str) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, RFC 4180. A cell that a program would take for a formula is
    led by an apostrophe."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    line.write(_BOM)
    writer.writerow([_unarmed(c[lang]) for c in table.columns])
    for row in table.rows:
        writer.writerow([_unarmed(v) for v in _read(table, row, lang)])
        if line.tell() > 10_000:
            yield line.getvalue().encode()
            line.seek(0)
            line.truncate()
    yield line.getvalue().encode()


def as_excel(tables: Sequence[Disclosed], lang: str) -> bytes:
    """One sheet a table (ECMA-376, SpreadsheetML). Every cell is text, so none is a formula. A
    text that no cell holds is cut with `…`; it is whole in the CSV."""
    out = io.BytesIO()
    names = _names([t.label[lang] for t in tables], most=31) or ["-"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        sheets = range(1, len(names) + 1)
        book.writestr("[Content_Types].xml", _types(sheets))
        book.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        book.writestr("xl/workbook.xml", _workbook(names))
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations([("worksheet", f"worksheets/sheet{n}.xml") for n in sheets]),
        )
        for n, table in enumerate(tables, start=1):
            with book.open(f"xl/worksheets/sheet{n}.xml", "w") as sheet:
                for piece in _sheet(table, lang):
                    sheet.write(piece)
        if not tables:
            book.writestr("xl/worksheets/sheet1.xml", f"{_XML}{_SHEET}<sheetData/></worksheet>")
    return out.getvalue()


def files(
    tables: Sequence[Disclosed], data: bytes, lang: str, own: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Every file of a package by its name, `data` as `data.json` and the person's `own` files as
    they are; `index.csv` lists them."""
    made = {"data.json": data, "data.xlsx": as_excel(tables, lang)}
    names = _names([t.label[lang] for t in tables], most=60)
    counts = {}
    for n, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
        file = f"{n:02}_{name}.csv"
        made[file] = b"".join(as_csv(table, lang))
        counts[file] = name
    made |= own or {}
    index = io.StringIO(newline="")
    writer = csv.writer(index, lineterminator="\r\n")
    writer.writerow(["file", "table", "bytes", "sha256"])
    for file, content in made.items():
        digest = hashlib.sha256(content).hexdigest()
        writer.writerow([_unarmed(file), _unarmed(counts.get(file, "")), len(content), digest])
    return {"index.csv": (_BOM + index.getvalue()).encode(), **made}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unarmed(value: str) -> str:
    armed = value.startswith(_FORMULA) and not _NUMBER.fullmatch(value)
    return f"'{value}" if armed else value


def _read(table: Disclosed, row: Sequence[str | None], lang: str) -> Iterator[str]:
    """The cells as a person reads them: stored codes by their label, moments with their zone."""
    for value, column in zip(row, table.columns, strict=True):
        labels = {each[0]: each[1 if lang == "ja" else 2] for each in column["values"]}
        yield "" if value is None else labels.get(value, value)


def _names(labels: Sequence[str], *, most: int) -> list[str]:
    """Names no program refuses, each once."""
    names: list[str] = []
    for label in labels:
        plain = _NOT_A_NAME.sub(" ", label).strip()[:most] or "-"
        name, n = plain, 1
        while name.casefold() in {each.casefold() for each in names}:
            n += 1
            name = f"{plain[: most - len(str(n)) - 1]} {n}"
        names.append(name)
    return names


# --- the parts of an Excel file -----------------------------------------------------------------

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
        f'<sheet name="{_text(name, quote=True)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    head = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}">'
    return f"{_XML}{head}<sheets>{said}</sheets></workbook>"


def _sheet(table: Disclosed, lang: str) -> Iterator[bytes]:
    yield f"{_XML}{_SHEET}<sheetData>".encode()
    yield _row([c[lang] for c in table.columns])
    for n, row in enumerate(table.rows):
        if n == _MOST_ROWS:  # the rest is in the CSV
            break
        yield _row(_read(table, row, lang))
    yield b"</sheetData></worksheet>"


def _row(cells: Iterable[str]) -> bytes:
    said = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{_text(_fitting(c))}</t></is></c>'
        for c in cells
    )
    return f"<row>{said}</row>".encode()


def _fitting(value: str) -> str:
    return value if len(value) <= _MOST_IN_CELL else value[: _MOST_IN_CELL - 1] + "…"


def _text(value: str, *, quote: bool = False) -> str:
    return escape(_NOT_XML.sub("", value), {'"': "&quot;"} if quote else {})
