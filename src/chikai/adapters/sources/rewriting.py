"""What becomes of the rows of a file, whatever its form; each form is a module of its own."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from chikai.ledger.contents import Raw, Rows


class Unwritable(Exception):
    """The file cannot be changed and stay what it is. `code` says why in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Edit:
    """What becomes of rows: by key the new cells of `columns`, or None where the row goes; and
    rows that are added. `met` are the keys that were met."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: dict[Raw, Raw | None]
    added: list[dict[str, Any]] = field(default_factory=list)
    met: set[Raw] = field(default_factory=set)

    def of(self, row: Mapping[str, Any]) -> tuple[bool, Raw | None]:
        """Whether the row is meant, and its new cells."""
        key = tuple(filled(row.get(name)) for name in self.key)
        if key not in self.rows:
            return False, None
        self.met.add(key)
        return True, self.rows[key]


def edit_of(rows: Rows) -> Edit:
    """Rows that come back have no cells before."""
    if rows.before:
        after: Sequence[Raw | None] = rows.after or [None] * len(rows.keys)
        return Edit(rows.key, rows.columns, dict(zip(rows.keys, after, strict=True)))
    added = [dict(zip(rows.columns, cells, strict=True)) for cells in rows.after]
    return Edit(rows.key, rows.columns, {}, added)


def form(name: str) -> str:
    """The form of a file, or of a sheet's (`book.xlsx#会員`): `.xlsx`."""
    return PurePosixPath(name.partition("#")[0]).suffix.lower()


def filled(value: Any) -> Any:
    """An empty cell holds nothing."""
    return None if value == "" else value


_ONLY_UTF_8 = re.compile("[\u0800-\uffff]")
_CERTAIN = 3
"""So many characters that Shift_JIS does not happen to write alike tell UTF-8."""


def encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is, else the Shift_JIS of Windows. Raises `UnicodeError` for UTF-16,
    and for UTF-8 that is broken somewhere: read as Shift_JIS it would name nobody."""
    decoder, told = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise UnicodeError
        file.seek(0)
        while block := file.read(1 << 20):
            text = decoder.decode(block)
            told += 0 if told >= _CERTAIN else len(_ONLY_UTF_8.findall(text))
        decoder.decode(b"", final=True)
        return "utf-8-sig"
    except UnicodeDecodeError as broken:
        told += len(_ONLY_UTF_8.findall(broken.object[: broken.start].decode()))
        if told >= _CERTAIN:
            raise
        return "cp932"
    finally:
        file.seek(0)
