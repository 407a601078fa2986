"""Files as a source: CSV, Excel, Parquet and JSON lines, in a folder or in S3-compatible storage.

A table is a file (`name: members.csv`), a pattern of files (`name: members-*.csv`), or a sheet
(`name: book.xlsx#会員`). CSV may be UTF-8 or the Shift_JIS of older programs. Nothing is loaded
whole: rows come one after the other. What stands under no heading, and a sheet or a file that
nobody mapped, stops the search: no disclosure leaves it out silently.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import IO, Any

from chikai.adapters.sources.books import BOOKS, opened, rows_are_merged, sheet_of
from chikai.adapters.sources.folder import Changed, Folder
from chikai.adapters.sources.reader import CHUNK
from chikai.adapters.sources.rewriting import Unwritable, encoding, filled, form
from chikai.adapters.sources.storage import folder_of
from chikai.adapters.sources.streamed import StoredRow, StreamReader
from chikai.ledger.model import SourceMapping, Table
from chikai.ports import BadData, Moved, Refused, Unavailable

_LONGEST = 1 << 26
"""Characters of one field of a CSV file."""
OPENED = "~$"
"""What Excel lays beside a book that somebody has open begins so."""
_KNOWN = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".parquet")
_OTHERS = (".accdb", ".avro", ".db", ".json", ".mdb", ".ods", ".orc", ".sqlite", ".xls", ".xlsb")
"""Forms that hold rows, too, and that nobody reads here."""


@contextmanager
def open_files(mapping: SourceMapping, url: str) -> Iterator[StreamReader]:
    """The files of a mapping, open for reading. Raises `Unavailable`."""
    with storing(mapping):
        folder = folder_of(url)
    yield reading(mapping, folder)


def reading(mapping: SourceMapping, folder: Folder) -> StreamReader:
    """The files as they are now. Raises `Unavailable`."""
    with storing(mapping):
        names = tuple(folder.names())
        structure = dict(_structure(mapping, folder, names))

    def rows(table: Table) -> Iterator[StoredRow]:
        with storing(mapping):
            yield from _rows(table, folder, names)

    return StreamReader(mapping, rows, structure)


def storing(mapping: SourceMapping) -> AbstractContextManager[None]:
    """See `storing_at`."""
    return storing_at(mapping.source)


@contextmanager
def storing_at(source: str) -> Iterator[None]:
    """Errors of a storage's own library are cut off here: their texts quote addresses."""
    try:
        yield
    except (Unavailable, Refused, Moved, BadData, Changed, Unwritable):
        raise
    except Exception:
        raise Unavailable(f"sources/{source}") from None


def files_of(table: Table, names: Sequence[str]) -> list[str]:
    """The files of a table."""
    pattern = table.stored.partition("#")[0]
    return [n for n in names if fnmatchcase(n, pattern) and not n.startswith(OPENED)]


def files_of_all(tables: Iterable[Table], names: Sequence[str]) -> list[str]:
    """The files of several tables, each once."""
    return list(dict.fromkeys(name for table in tables for name in files_of(table, names)))


def _structure(
    mapping: SourceMapping, folder: Folder, names: Sequence[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """The mapped files with their headings, and every other file that could hold rows, also in
    folders beneath, unless `elsewhere` says it holds none (`archive/*`). Columns that only some
    files of a pattern have are columns of all."""
    taken: set[str] = set()
    for table in mapping.tables:
        here = files_of(table, names)
        taken |= set(here)
        if here:
            heads = [_head(table, folder, name) for name in here]
            yield table.place, frozenset(column for head in heads for column in head if column)
    for name in names:
        if name not in taken and (held(name) or _other(name)):
            yield name, frozenset()
    for name in sorted(folder.beneath()):
        last = PurePosixPath(name).name
        settled = any(fnmatchcase(name, each) for each in mapping.elsewhere)
        if (held(last) or _other(last)) and not settled:
            yield name, frozenset()
    for book in sorted(name for name in taken if form(name) in BOOKS):
        mapped = {t.stored.partition("#")[2] for t in mapping.tables if book in files_of(t, [book])}
        for at, (sheet, filled_in) in enumerate(sheets(folder, book).items()):
            if filled_in and sheet not in mapped and not (at == 0 and "" in mapped):
                yield f"{book}#{sheet}", frozenset()


def held(name: str) -> bool:
    """Whether a file could hold rows."""
    return form(name) in _KNOWN and not name.startswith(OPENED)


def sheets(folder: Folder, name: str) -> dict[str, bool]:
    """The sheets of a book, also those that are hidden, and whether anything stands in them."""
    with folder.open(name) as file, readable(name):
        book = opened(file)
        return {each.title: _filled_in(sheet_of(book, each.title)) for each in book.worksheets}


def _filled_in(sheet: Any) -> bool:
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _rows(table: Table, folder: Folder, names: Sequence[str]) -> Iterator[StoredRow]:
    for name in files_of(table, names):
        with folder.open(name) as file, readable(name):
            head, rows = read(file, name, sheet=table.stored.partition("#")[2])
            bare = [at for at, heading in enumerate(head) if not heading]
            for number, values in enumerate(rows, start=2):
                if not any(value not in (None, "") for value in values):
                    continue
                if _beside(values, len(head), bare):
                    raise BadData("sources.cell_without_heading", name=name, row=number)
                yield {k: filled(v) for k, v in zip(head, values, strict=False)}


def _beside(values: Sequence[Any], wide: int, bare: Sequence[int]) -> bool:
    """Whether something stands where no heading does."""
    more = (*values[wide:], *(values[at] for at in bare if at < len(values)))
    return any(value is not None and str(value).strip() for value in more)


def _head(table: Table, folder: Folder, name: str) -> Sequence[str]:
    with folder.open(name) as file, readable(name):
        head = [each for each in read(file, name, sheet=table.stored.partition("#")[2])[0] if each]
    for heading in head:
        if head.count(heading) > 1:
            raise BadData("sources.heading_twice", name=name, heading=heading)
    return head


def _other(name: str) -> bool:
    return form(name) in _OTHERS and not name.startswith(OPENED)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """A file that is damaged, protected or written in another way is no source that is down: to try
    again does not help."""
    try:
        yield
    except (BadData, Unavailable):
        raise
    except Exception as error:
        if isinstance(error, _DAMAGED) or type(error).__module__.startswith("polars"):
            raise BadData("sources.file_unreadable", name=name) from None
        raise


_DAMAGED = (ValueError, KeyError, TypeError, csv.Error, zipfile.BadZipFile)


_Read = tuple[Sequence[str], Iterator[Sequence[Any]]]


def read(file: IO[bytes], name: str, *, sheet: str = "") -> _Read:
    """The headings of a file, and its rows. Raises `BadData` for a form nobody reads here."""
    if form(name) not in _READ:
        raise BadData("sources.file_form", name=name)
    return _READ[form(name)](file, sheet)


def _csv(file: IO[bytes], sheet: str, sign: str = ",") -> _Read:
    csv.field_size_limit(_LONGEST)
    rows = csv.reader(io.TextIOWrapper(file, encoding(file), newline=""), delimiter=sign)
    return next(rows, []), iter(rows)


def _tsv(file: IO[bytes], sheet: str) -> _Read:
    return _csv(file, sheet, "\t")


def _json_lines(file: IO[bytes], sheet: str) -> _Read:
    """Every line an object. The headings are those of all lines: one more pass."""
    head: dict[str, None] = {}
    for line in file:
        if line.strip():
            head |= dict.fromkeys(_object(line))
    file.seek(0)
    objects = (_object(line) for line in file if line.strip())
    return tuple(head), ([each.get(name) for name in head] for each in objects)


def _object(line: bytes) -> dict[str, Any]:
    """Raises `ValueError`: of a name that stands twice only the last would be read."""
    found = json.loads(line, object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _excel(file: IO[bytes], sheet: str) -> _Read:
    book = opened(file)
    here = sheet_of(book, sheet)
    if rows_are_merged(book, here):
        raise BadData("sources.cells_merged", name=here.title)
    rows = here.iter_rows(values_only=True)
    return ["" if each is None else str(each) for each in next(rows, ())], iter(rows)


def _parquet(file: IO[bytes], sheet: str) -> _Read:
    import polars

    frame = polars.scan_parquet(file)
    head = frame.collect_schema().names()

    def rows() -> Iterator[Sequence[Any]]:
        at = 0
        while (part := frame.slice(at, CHUNK).collect()).height:
            yield from part.iter_rows()
            at += CHUNK

    return head, rows()


_READ: dict[str, Callable[[IO[bytes], str], _Read]] = {
    ".csv": _csv,
    ".tsv": _tsv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    **dict.fromkeys(BOOKS, _excel),
    ".parquet": _parquet,
}
