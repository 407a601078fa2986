"""Files as a source that plans change: rewritten beside, and put in the place of the old ones."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import IO, Any

from chikai.adapters.failpoints import Failpoint
from chikai.adapters.sources import parts
from chikai.adapters.sources.files import OPENED, files_of, reading, storing
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Planned
from chikai.adapters.sources.reader import Stored
from chikai.adapters.sources.rewriting import (
    Unwritable,
    csv_with,
    edit_of,
    json_with,
    parquet_with,
    tsv_with,
)
from chikai.adapters.sources.rewriting_excel import excel_with
from chikai.adapters.sources.storage import STAGED, Bucket, Changed, Folder, folder_of
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.swap import Swap
from chikai.adapters.sources.values import as_text
from chikai.ledger.model import Column, SourceMapping, Table
from chikai.ledger.plan import Plan, Rows, Wanted, Work
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Refused, Remains, Standing, Verified

_TRIES = 3
_SHORTEST = 4
_SLASHED = re.compile(r"\d{4}/\d{2}/\d{2}")


@contextmanager
def open_part(
    mapping: SourceMapping, url: str, files: Files, failpoint: Failpoint
) -> Iterator[FilesPart]:
    """Raises `Unavailable`."""
    with storing(mapping):
        folder = folder_of(url)
    yield FilesPart(mapping, folder, files, failpoint)


class FilesPart:
    """Implements `parts.Part`."""

    def __init__(
        self, mapping: SourceMapping, folder: Folder, files: Files, failpoint: Failpoint
    ) -> None:
        self._mapping, self._folder, self._failpoint = mapping, folder, failpoint
        self._files = files
        self._again: Callable[[], None] = lambda: None
        self._swap: Swap | None = None
        self._expected: dict[str, str] = {}

    def plan(self, roots: Stored, wanted: Wanted, salt: Callable[[], str]) -> Planned:
        reader = self._reader()
        change, rows, wrong = parts.planned_over(
            self._mapping,
            reader,
            roots,
            wanted,
            cells=FileCells(reader),
            files=self._files,
            salt=salt,
        )
        if (
            not wrong
        ):  # written for a trial: what cannot be written is known before anybody approves
            with storing(self._mapping):
                wrong = [*self._in_use(rows), *self._trial(rows)]
        return change, rows, wrong

    def standing(self, plan: Plan, rows: Sequence[Rows]) -> Standing:
        with storing(self._mapping):
            try:
                for undo in (False, True):
                    self._swap_of(plan, undo=undo).settle()
            except Changed:
                return Standing.MIXED
        return parts.stands(self._mapping, self._reader(), rows)

    def prepare(
        self, plan: Plan, rows: Sequence[Rows], roots: Stored, wanted: Wanted | None
    ) -> None:
        change = next(s for s in plan.sources if s.source == self._mapping.source)

        def make_ready() -> None:
            self._as_expected(rows)
            parts.guard(self._mapping, self._reader(), change, rows, roots, wanted)
            self._write_beside(plan, rows)

        self._again = make_ready
        make_ready()

    def commit(self) -> None:
        assert self._swap is not None, "prepared before"
        for left in reversed(range(_TRIES)):
            try:
                with storing(self._mapping):
                    self._swap.commit(self._expected)
                return
            except Changed:  # by somebody else, in rows of others perhaps: looked at anew
                if not left:
                    raise Moved(self._mapping.source, self._mapping.tables[0].name) from None
                self._again()

    def verify(self, plan: Plan, rows: Sequence[Rows]) -> Verified:
        source = self._mapping.source
        wrong = parts.differing(self._mapping, self._reader(), rows)
        different = tuple(Remains(source, "plan.differs", table, n) for table, n in wrong)
        if plan.work not in (Work.ERASE, Work.DELETE, Work.CORRECT):
            return Verified(different)
        with storing(self._mapping):
            found = tuple(self._left(rows))
        copies = "plan.left.bucket" if isinstance(self._folder, Bucket) else "plan.left.copies"
        return Verified(different, found, (Remains(source, copies),))

    def undo(self, plan: Plan, rows: Sequence[Rows]) -> None:
        back = parts.backwards(rows)

        def make_ready() -> None:
            self._as_expected(rows)
            if parts.stands(self._mapping, self._reader(), rows) is not Standing.DONE:
                raise Moved(self._mapping.source, rows[0].table)
            self._write_beside(plan, back, undo=True)

        match self.standing(plan, rows):
            case Standing.MIXED:
                raise Moved(self._mapping.source, rows[0].table)
            case Standing.UNTOUCHED:  # put back before a crash
                return
        self._again = make_ready
        make_ready()
        self.commit()

    # --- writing --------------------------------------------------------------------------------

    def _reader(self) -> StreamReader:
        return reading(self._mapping, self._folder)

    def _swap_of(self, plan: Plan, *, undo: bool = False) -> Swap:
        return Swap(self._folder, f"{'undo-' * undo}{plan.hash[:16]}", self._failpoint)

    def _as_expected(self, rows: Sequence[Rows]) -> None:
        """Look at the versions first: what is read after that may only be newer."""
        with storing(self._mapping):
            if wrong := [*self._in_use(rows)]:
                raise Refused(tuple(wrong))
            names = self._names(rows)
            self._expected = {n: v for n in names if (v := self._folder.version(n))}

    def _write_beside(self, plan: Plan, rows: Sequence[Rows], *, undo: bool = False) -> None:
        self._swap = self._swap_of(plan, undo=undo)
        try:
            with storing(self._mapping):
                self._swap.drop()
                for name, content in self._rewritten(rows):
                    with content:
                        self._swap.put(name, content)
        except Unwritable as why:
            problem = Problem(why.code, "source", {"source": self._mapping.source})
            raise Refused((problem,)) from None

    def _trial(self, rows: Sequence[Rows]) -> Iterator[Problem]:
        try:
            for _, content in self._rewritten(rows):
                content.close()
        except Unwritable as why:
            yield Problem(why.code, "source", {"source": self._mapping.source})

    def _rewritten(self, rows: Sequence[Rows]) -> Iterator[tuple[str, IO[bytes]]]:
        """The files that become others, and what they become."""
        edits = [(self._mapping.table(each.table), edit_of(each)) for each in rows]
        names = self._folder.names()
        for name in self._names(rows):
            content: IO[bytes] = self._folder.open(name)
            touched = False
            for table, edit in edits:
                here = files_of(table, names)
                if name not in here:
                    continue
                met, added = len(edit.met), edit.added
                edit.added = added if name == here[0] else []
                with content:
                    content = _with(content, name, edit, table)
                touched = touched or len(edit.met) > met or bool(edit.added)
                edit.added = added
            if touched:
                yield name, content
            else:
                content.close()

    def _names(self, rows: Sequence[Rows]) -> list[str]:
        names = self._folder.names()
        tables = [self._mapping.table(each.table) for each in rows]
        return list(dict.fromkeys(name for table in tables for name in files_of(table, names)))

    def _in_use(self, rows: Sequence[Rows]) -> Iterator[Problem]:
        """Whoever has a book open would write the old values back."""
        every = set(self._folder.all_names())
        for name in self._names(rows):
            if {f"{OPENED}{name}", f"{OPENED}{name[2:]}"} & every:
                yield Problem("plan.file_open", "source", {"name": name})

    # --- what is left ---------------------------------------------------------------------------

    def _left(self, rows: Sequence[Rows]) -> Iterator[Remains]:
        source, words = self._mapping.source, _words(rows)
        every = self._folder.all_names()
        names = self._names(rows)
        for name in every:
            beside = name not in names and any(_copy_of(name, each) for each in names)
            staged = name.startswith(STAGED)
            if beside or staged:
                with self._folder.open(name) as file:
                    if _holds(file, name, words):
                        yield Remains(source, "plan.left.beside", name, 1)
        for name in names:
            older = sum(_closing(file, name, words) for file in self._folder.older(name))
            if older:
                yield Remains(source, "plan.left.versions", name, older)
            if name.endswith(".xlsx"):
                with self._folder.open(name) as file:
                    if _in_book(file, words):
                        yield Remains(source, "plan.left.in_book", name, 1)


def _with(content: IO[bytes], name: str, edit: Any, table: Table) -> IO[bytes]:
    match PurePosixPath(name).suffix:
        case ".csv":
            return csv_with(content, edit)
        case ".tsv":
            return tsv_with(content, edit)
        case ".jsonl" | ".ndjson":
            return json_with(content, edit)
        case ".parquet":
            return parquet_with(content, edit)
        case ".xlsx":
            return excel_with(content, edit, table.stored.partition("#")[2])
    raise Unwritable("plan.file_form")


class FileCells:
    """`ledger.held.Cells`: a file says nothing of its types, so that the first value tells."""

    def __init__(self, reader: StreamReader) -> None:
        self._reader = reader
        self._samples: dict[tuple[str, str], Any] = {}

    def told(self, table: Table, column: Column, value: Any) -> str | None:
        return as_text(value, column)

    def fit(self, table: Table, column: Column, value: Any) -> Any:
        """Raises `ValueError`."""
        try:
            return _like(value, self._sample(table, column))
        except (TypeError, InvalidOperation, KeyError):
            raise ValueError from None

    def _sample(self, table: Table, column: Column) -> Any:
        place = (table.name, column.name)
        if place not in self._samples:
            cells = (row.get(column.name) for row in self._reader.every(table))
            self._samples[place] = next((cell for cell in cells if cell is not None), None)
        return self._samples[place]


def _like(value: Any, sample: Any) -> Any:
    match sample:
        case bool():
            return {"true": True, "1": True, "false": False, "0": False}[str(value).casefold()]
        case int():
            return int(value)
        case float():
            return float(value)
        case Decimal():
            return Decimal(str(value))
        case datetime():
            said = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return said.replace(tzinfo=sample.tzinfo) if said.tzinfo is None else said
        case date():
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        case str():
            text = value.isoformat() if isinstance(value, date) else str(value)
            slashed = _SLASHED.fullmatch(sample) and isinstance(_day(text), date)
            return text.replace("-", "/") if slashed else text
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# --- old values in copies -----------------------------------------------------------------------


def _copy_of(name: str, file: str) -> bool:
    """`members.csv.bak`, `members.bak`, `~$members.xlsx`, `.members.csv.swp`, `members.csv~`,
    `members (1).csv`, `members - Copy.csv`, `members_old.csv`: whatever begins as the file does."""
    return name.lstrip(".~$#").startswith(PurePosixPath(file).stem)


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


def _closing(file: IO[bytes], name: str, words: Sequence[str]) -> bool:
    with file:
        return _holds(file, name, words)


def _holds(file: IO[bytes], name: str, words: Sequence[str]) -> bool:
    return any(_among(part, words) for part in _texts(file, name))


def _among(part: bytes, words: Sequence[str]) -> bool:
    forms = ("utf-8", "cp932", "utf-16-le")
    return any(
        word.encode(form, "ignore") in part
        for word in words
        for form in forms
        if word.encode(form, "replace").decode(form) == word
    )


def _texts(file: IO[bytes], name: str) -> Iterator[bytes]:
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
        yield from _lines(file)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while block := file.read(1 << 20):
        yield before + block
        before = block[-4096:]


def _said(part: bytes) -> bytes:
    """A part of a book with its characters as they are read (`&#35211;` is 見)."""
    return html.unescape(part.decode(errors="replace")).encode() if b"&#" in part else part


_PLAIN_PARTS = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml)")
_CACHED = re.compile(rb"<(?:\w+:)?f\b.*?</(?:\w+:)?c>", re.DOTALL)


def _in_book(file: IO[bytes], words: Sequence[str]) -> bool:
    """What else an Excel book keeps: results of formulas, comments, pivot tables, drawings."""
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            xml = _said(book.read(name))
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                xml = b"\n".join(_CACHED.findall(xml))
            elif _PLAIN_PARTS.fullmatch(name):
                continue
            if _among(xml, words):
                return True
    return False
