"""What was disclosed, as files: JSON for programs, CSV and Excel for people (Guidelines 3-8-2:
readable, searchable, portable). Rows are written one after the other, never all at once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chikai.app import excel_book
from chikai.app.excel_book import Table, unlike

_BOM: Final = "\ufeff"
"""Excel takes a CSV without it for Shift_JIS."""
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_MOST_IN_NAME: Final = 60


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
    """A sheet a table, or several where one does not hold it; see `excel_book`."""
    return excel_book.book(
        [Table(t.label[lang], tuple(c[lang] for c in t.columns), _AsRead(t, lang)) for t in tables],
        lang,
    )


def files(
    tables: Sequence[Disclosed], data: bytes, lang: str, own: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Every file of a package by its name, `data` as `data.json` and the person's `own` files as
    they are; `index.csv` lists them."""
    made = {"data.json": data, "data.xlsx": as_excel(tables, lang)}
    names = _names([t.label[lang] for t in tables])
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


@dataclass(frozen=True, slots=True, repr=False)
class _AsRead:
    """The rows of a table as a person reads them, one at a time."""

    table: Disclosed
    lang: str

    def __iter__(self) -> Iterator[list[str]]:
        for row in self.table.rows:
            yield list(_read(self.table, row, self.lang))


def _names(labels: Sequence[str]) -> list[str]:
    """Names of files, each once."""
    names: list[str] = []
    for label in labels:
        names.append(unlike(label, names, most=_MOST_IN_NAME))
    return names
