"""Files as a source: CSV, Excel, Parquet and JSON lines, in a folder or in S3-compatible storage.

A table is a file (`name: members.csv`), a pattern of files (`name: members-*.csv`), or a sheet
(`name: book.xlsx#会員`). CSV may be UTF-8 or the Shift_JIS of older programs. Nothing is loaded
whole: rows come one after the other.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol
from urllib.parse import unquote, urlsplit

from chikai.adapters.sources.reader import CHUNK, Reader
from chikai.adapters.sources.streamed import Raw, StreamReader
from chikai.ledger.model import SourceMapping, Table
from chikai.ports import Unavailable

_KNOWN = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".parquet")


class Folder(Protocol):
    """Where the files lie."""

    def names(self) -> Sequence[str]: ...

    def open(self, name: str) -> IO[bytes]: ...


@dataclass(frozen=True, slots=True)
class LocalFolder:
    path: Path

    def names(self) -> Sequence[str]:
        return sorted(each.name for each in self.path.iterdir() if each.is_file())

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A prefix in S3-compatible storage; credentials and endpoint as its own tools read them."""

    bucket: str
    prefix: str

    def names(self) -> Sequence[str]:
        pages = self._client().get_paginator("list_objects_v2")
        found = [
            each["Key"][len(self.prefix) :]
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix)
            for each in page.get("Contents", ())
        ]
        return sorted(name for name in found if name and "/" not in name)

    def open(self, name: str) -> IO[bytes]:
        """The object, in memory where it is small and in a file that leaves no trace if not."""
        import tempfile

        spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115
        self._client().download_fileobj(self.bucket, self.prefix + name, spool)
        spool.seek(0)
        return spool

    def _client(self) -> Any:
        import boto3  # type: ignore[import-untyped]

        return boto3.client("s3")


def folder_of(url: str) -> Folder:
    """Raises `Unavailable` for what is no folder."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        prefix = parts.path.lstrip("/")
        return Bucket(parts.netloc, f"{prefix.rstrip('/')}/" if prefix else "")
    path = Path(unquote(parts.path) if parts.scheme == "file" else url)
    if not path.is_dir():
        raise Unavailable("FolderMissing")
    return LocalFolder(path)


@contextmanager
def open_files(mapping: SourceMapping, url: str) -> Iterator[Reader]:
    """The files of a mapping, open for reading. Raises `Unavailable`."""
    try:
        folder = folder_of(url)
        names = tuple(folder.names())
        structure = dict(_structure(mapping, folder, names))
    except Exception:  # of the storage's own library, whose texts quote addresses
        raise Unavailable(f"sources/{mapping.source}") from None
    yield StreamReader(mapping, lambda table: _rows(table, folder, names), structure)


def _structure(
    mapping: SourceMapping, folder: Folder, names: Sequence[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """The mapped files with their headings, and every other file that could hold rows. Columns
    that only some files of a pattern have are columns of all."""
    taken: set[str] = set()
    for table in mapping.tables:
        here = _files(table, names)
        taken |= set(here)
        if here:
            heads = [_head(table, folder, name) for name in here]
            yield table.place, frozenset(column for head in heads for column in head)
    for name in names:
        if name not in taken and PurePosixPath(name).suffix in _KNOWN:
            yield name, frozenset()


def _files(table: Table, names: Sequence[str]) -> list[str]:
    pattern = table.stored.partition("#")[0]
    return [name for name in names if fnmatchcase(name, pattern)]


def _rows(table: Table, folder: Folder, names: Sequence[str]) -> Iterator[Raw]:
    for name in _files(table, names):
        with folder.open(name) as file:
            head, rows = _READ[PurePosixPath(name).suffix](file, table)
            for values in rows:
                if any(value not in (None, "") for value in values):
                    yield {k: _cell(v) for k, v in zip(head, values, strict=False)}


def _cell(value: Any) -> Any:
    """An empty cell holds nothing."""
    return None if value == "" else value


def _head(table: Table, folder: Folder, name: str) -> Sequence[str]:
    with folder.open(name) as file:
        return _READ[PurePosixPath(name).suffix](file, table)[0]


_Read = tuple[Sequence[str], Iterator[Sequence[Any]]]


def _csv(file: IO[bytes], table: Table, sign: str = ",") -> _Read:
    rows = csv.reader(io.TextIOWrapper(file, _encoding(file), newline=""), delimiter=sign)
    return next(rows, []), iter(rows)


def _tsv(file: IO[bytes], table: Table) -> _Read:
    return _csv(file, table, "\t")


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is, else the Shift_JIS of Windows."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "cp932"
    finally:
        file.seek(0)


def _json_lines(file: IO[bytes], table: Table) -> _Read:
    """Every line an object. The headings are those of all lines: one more pass."""
    head: dict[str, None] = {}
    for line in file:
        if line.strip():
            head |= dict.fromkeys(json.loads(line))
    file.seek(0)
    objects = (json.loads(line) for line in file if line.strip())
    return tuple(head), ([each.get(name) for name in head] for each in objects)


def _excel(file: IO[bytes], table: Table) -> _Read:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(file, read_only=True, data_only=True)
    sheet = table.stored.partition("#")[2]
    rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
    return [str(each) for each in next(rows, ()) if each is not None], iter(rows)


def _parquet(file: IO[bytes], table: Table) -> _Read:
    import polars

    frame = polars.scan_parquet(file)
    head = frame.collect_schema().names()

    def rows() -> Iterator[Sequence[Any]]:
        at = 0
        while (part := frame.slice(at, CHUNK).collect()).height:
            yield from part.iter_rows()
            at += CHUNK

    return head, rows()


_READ: dict[str, Callable[[IO[bytes], Table], _Read]] = {
    ".csv": _csv,
    ".tsv": _tsv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".xlsx": _excel,
    ".parquet": _parquet,
}
