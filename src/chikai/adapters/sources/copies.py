"""Old values that a change of files leaves behind: in copies that lie beside them, in older
versions a bucket keeps, and in what else an Excel book holds than its cells."""

from __future__ import annotations

import bz2
import gzip
import html
import io
import lzma
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import IO, Any

from chikai.adapters.sources.books import BOOKS, beside, opened
from chikai.adapters.sources.files import files_of, files_of_all
from chikai.adapters.sources.folder import STAGED, Folder
from chikai.adapters.sources.rewriting import form
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping
from chikai.ports.changes import Remains

_SHORTEST = 4
"""Bytes of a text that is told from chance."""


def left(mapping: SourceMapping, folder: Folder, rows: Sequence[Rows]) -> Iterator[Remains]:
    """What is found. A file that another table of the mapping reads is no copy: the plan says what
    becomes of its rows."""
    source, words, there = mapping.source, _words(rows), folder.names()
    names = files_of_all([mapping.table(each.table) for each in rows], there)
    mapped = files_of_all(mapping.tables, there)
    for name in folder.all_names():
        beside = name not in mapped and any(_copy_of(name, each) for each in names)
        if (beside or name.startswith(STAGED)) and _holds(folder.open(name), words):
            yield Remains(source, "plan.left.beside", name, 1)
    for name in names:
        older = sum(_holds(file, words) for file in folder.older(name))
        if older:
            yield Remains(source, "plan.left.versions", name, older)
        if form(name) in BOOKS:
            read = [t.stored.partition("#")[2] for t in mapping.tables if files_of(t, [name])]
            with folder.open(name) as file:
                if _in_book(file, words, read, _telling(mapping, rows)):
                    yield Remains(source, "plan.left.in_book", name, 1)


def _copy_of(name: str, file: str) -> bool:
    """`members.csv.bak`, `members.bak`, `~$members.xlsx`, `.members.csv.swp`, `members.csv~`,
    `members (1).csv`, `members - Copy.csv`, `members_old.csv`: whatever begins as the file does."""
    return name.lstrip(".~$#").startswith(PurePosixPath(file).stem)


def _telling(mapping: SourceMapping, rows: Sequence[Rows]) -> tuple[str, ...]:
    """Those of the texts that tell who somebody is, also where a contact lies in another table
    than the person's. What else a row said (`返品`), other sheets may well say of others."""
    told = {
        (way.table or table.name, name)
        for table in mapping.tables
        for way in table.recognise
        for name in way.columns
    }
    found = []
    for each in rows:
        at = [n for n, name in enumerate(each.columns) if (each.table, name) in told]
        before = [tuple(row[n] for n in at) for row in each.before]
        after = [tuple(row[n] for n in at) for row in each.after]
        names = tuple(each.columns[n] for n in at)
        found.append(Rows(each.table, each.key, names, each.keys, before, after))
    return _words(found)


def _words(rows: Sequence[Rows]) -> tuple[str, ...]:
    """The texts that were taken away, long enough to be told from chance."""
    found: dict[str, None] = {}
    for each in rows:
        for n, row in enumerate(each.before):
            after = each.after[n] if each.after else (None,) * len(row)
            for was, now in zip(row, after, strict=True):
                if isinstance(was, str) and was != now and len(was.encode()) >= _SHORTEST:
                    found[was] = None
    return tuple(found)


def _holds(file: IO[bytes], words: Sequence[str]) -> bool:
    """Whether it says one of the words, or cannot be looked into. Closes the file."""
    with file:
        try:
            return any(_among(part, words) for part in _texts(file))
        except _SHUT:
            return True


_SHUT = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, lzma.LZMAError, EOFError, ValueError),
    RuntimeError,  # under a password
)


def _among(part: bytes, words: Sequence[str]) -> bool:
    forms = ("utf-8", "cp932", "utf-16-le")
    return any(
        word.encode(form, "ignore") in part
        for word in words
        for form in forms
        if word.encode(form, "replace").decode(form) == word
    )


def _texts(file: IO[bytes]) -> Iterator[bytes]:
    """What the file says, unpacked."""
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x03\x04":
        with zipfile.ZipFile(file) as book:
            for each in book.namelist():
                yield _said(book.read(each))
    elif start == b"PAR1":
        import polars

        frame = polars.read_parquet(io.BytesIO(file.read()))
        for row in frame.iter_rows():
            yield "\n".join(map(str, row)).encode()
    else:
        unpacked = next((open_ for mark, open_ in _PACKED if start.startswith(mark)), None)
        yield from _lines(unpacked(file) if unpacked else file)


_PACKED: tuple[tuple[bytes, Callable[[IO[bytes]], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zX", lzma.open),
)


def _lines(file: Any) -> Iterator[bytes]:
    before = b""
    while block := file.read(1 << 20):
        yield before + block
        before = block[-4096:]


def _said(part: bytes) -> bytes:
    """A part of a book with its characters as they are read (`&#35211;` is 見)."""
    return html.unescape(part.decode(errors="replace")).encode() if b"&#" in part else part


_PLAIN_PARTS = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml)")
_CACHED = re.compile(rb"<(?:\w+:)?f\b.*?</(?:\w+:)?c>", re.DOTALL)
_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData>", re.DOTALL)


def _in_book(
    file: IO[bytes], words: Sequence[str], sheets: Sequence[str], telling: Sequence[str]
) -> bool:
    """What else an Excel book keeps than the cells of the `sheets` that the mapping reads: other
    sheets, results of formulas, links, notes, lists to choose from, pivot tables, drawings."""
    if any(word in said for said in beside(opened(file), sheets) for word in telling):
        return True
    file.seek(0)
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            xml = _said(book.read(name))
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                xml = b"\n".join((*_CACHED.findall(xml), _CELLS.sub(b"", xml)))
            elif _PLAIN_PARTS.fullmatch(name):
                continue
            if _among(xml, words):
                return True
    return False
