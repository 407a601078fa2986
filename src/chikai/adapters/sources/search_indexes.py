"""The full-text indexes of SQLite keep the words of rows that went, until they are merged.

A virtual table of `fts3` to `fts5` marks what is deleted and leaves the words in the tables below
it. Merged, it forgets them; whether it holds nothing then that its contents do not, it says itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

_MADE: Final = re.compile(r"CREATE\s+VIRTUAL\s+TABLE.*?\bUSING\s+fts([345])\b", re.I | re.S)


def purged(connection: Any) -> Iterator[str]:
    """Merge every one; the names of those that could not be, or hold what their contents do not
    (nothing told them of the change)."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%fts%'"
    for name, sql in connection.execute(made).fetchall():
        found = _MADE.match(sql)
        if found is None:
            continue
        table = '"' + name.replace('"', '""') + '"'
        check = f"({table}) VALUES ('integrity-check')"
        if found[1] == "5":
            check = f"({table}, rank) VALUES ('integrity-check', 1)"
        try:
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
            connection.execute(f"INSERT INTO {table}{check}")
        except sqlite3.Error:
            yield name
