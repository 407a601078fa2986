"""Files as a source that plans change: rewritten beside, and put in the place of the old ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from chikai.adapters.failpoints import Failpoint
from chikai.adapters.sources import copies, parts
from chikai.adapters.sources.bucket import Bucket
from chikai.adapters.sources.file_cells import FileCells
from chikai.adapters.sources.files import OPENED, files_of, files_of_all, reading, storing
from chikai.adapters.sources.folder import Changed, Folder
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Planned
from chikai.adapters.sources.reader import StoredKeys
from chikai.adapters.sources.rewriting import Edit, Unwritable, edit_of, form
from chikai.adapters.sources.rewriting_csv import csv_with
from chikai.adapters.sources.rewriting_excel import excel_with
from chikai.adapters.sources.rewriting_json import json_with
from chikai.adapters.sources.rewriting_parquet import parquet_with
from chikai.adapters.sources.storage import folder_of
from chikai.adapters.sources.streamed import StreamReader
from chikai.adapters.sources.swap import Swap
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import Plan, Wanted, Work
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Refused, Remains, Standing, Verified

_TRIES = 3


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

    def plan(self, roots: StoredKeys, wanted: Wanted, salt: Callable[[], str]) -> Planned:
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
        if not wrong:  # written for a trial, so that what cannot be is known before the approval
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
        self, plan: Plan, rows: Sequence[Rows], roots: StoredKeys, wanted: Wanted | None
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
            found = tuple(copies.left(self._mapping, self._folder, rows))
        elsewhere = "plan.left.bucket" if isinstance(self._folder, Bucket) else "plan.left.copies"
        return Verified(different, found, (Remains(source, elsewhere),))

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

    def _swap_of(self, plan: Plan, *, undo: bool) -> Swap:
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
                try:
                    for name, content in self._rewritten(rows):
                        with content:
                            self._swap.put(name, content)
                except Exception:  # a disk that is full keeps no half of anybody's data
                    self._swap.drop()
                    raise
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
        tables = [self._mapping.table(each.table) for each in rows]
        return files_of_all(tables, self._folder.names())

    def _in_use(self, rows: Sequence[Rows]) -> Iterator[Problem]:
        """Whoever has a book open would write the old values back; another name of the same file
        would keep them."""
        every = set(self._folder.all_names())
        for name in self._names(rows):
            if {f"{OPENED}{name}", f"{OPENED}{name[2:]}"} & every:
                yield Problem("plan.file_open", "source", {"name": name})
            if code := self._folder.hindrance(name):
                yield Problem(code, "source", {"name": name})


def _with(content: IO[bytes], name: str, edit: Edit, table: Table) -> IO[bytes]:
    match form(name):
        case ".csv":
            return csv_with(content, edit)
        case ".tsv":
            return csv_with(content, edit, b"\t")
        case ".jsonl" | ".ndjson":
            return json_with(content, edit)
        case ".parquet":
            return parquet_with(content, edit)
        case ".xlsx" | ".xlsm":
            return excel_with(content, edit, table.stored.partition("#")[2])
    raise Unwritable("plan.file_form")
