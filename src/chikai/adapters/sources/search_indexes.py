"""The full-text indexes of SQLite keep the words of rows that went, until they are merged.

A virtual table of `fts3` to `fts5` marks what is deleted and leaves the words in the tables below
it. Merged, it forgets them; whether it holds nothing then that its contents do not, it says itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_MADE: Final = re.compile(r"CREATE\s+VIRTUAL\s+TABLE.*?\bUSING\s+fts([345])\b", re.I | re.S)
_OF_A_TABLE: Final = re.compile(r"\bcontent\s*=\s*['\"]?\w", re.I)


@dataclass(frozen=True, slots=True)
class Index:
    """One of them. Where it is `apart` it is the index of no table: it holds texts of its own, or
    words alone, and nobody can say of whom."""

    name: str
    version: str
    apart: bool


def every(connection: Any) -> tuple[Index, ...]:
    """Those of a database."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%fts%'"
    return tuple(
        Index(name, found[1], _OF_A_TABLE.search(sql) is None)
        for name, sql in connection.execute(made).fetchall()
        if (found := _MADE.match(sql))
    )


def purged(connection: Any, indexes: Sequence[Index]) -> Iterator[str]:
    """Merge each; the names of those that could not be, or hold what their contents do not
    (nothing told them of the change)."""
    for each in indexes:
        table = '"' + each.name.replace('"', '""') + '"'
        check = f"({table}) VALUES ('integrity-check')"
        if each.version == "5":
            check = f"({table}, rank) VALUES ('integrity-check', 1)"
        try:
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
            connection.execute(f"INSERT INTO {table}{check}")
        except sqlite3.Error:
            yield each.name
