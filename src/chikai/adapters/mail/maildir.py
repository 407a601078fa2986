"""A folder of mails, one file each, as qmail made it: `new` is what nobody has looked at, `cur`
what somebody has; the letters after `:2,` say what became of it (S seen, F flagged)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from chikai.adapters.clock import TOKYO
from chikai.ports import Missing, OpenMailbox, Unavailable, Waiting


class Maildir:
    """Implements `chikai.ports.Mailbox`, open and closed."""

    def __init__(self, folder: Path, *, after: str = "seen") -> None:
        self._folder, self._after = folder, after

    @contextmanager
    def open(self) -> Iterator[OpenMailbox]:
        if not (self._folder / "new").is_dir():
            raise Unavailable("maildir")
        (self._folder / "cur").mkdir(exist_ok=True)
        yield self

    def waiting(self) -> Iterator[Waiting]:
        """A file that another program moved away in the meantime is passed over."""
        found = []
        for folder in ("new", "cur"):
            for path in (self._folder / folder).iterdir():
                if path.name.startswith(".") or set(_flags(path.name)) & set("SFT"):
                    continue
                try:
                    stat = path.lstat()
                except FileNotFoundError:
                    continue
                if not path.is_file() or path.is_symlink():
                    continue
                arrived = datetime.fromtimestamp(stat.st_mtime, TOKYO)
                found.append(Waiting(f"{folder}/{path.name}", stat.st_size, arrived))
        return iter(sorted(found, key=lambda each: (each.arrived, each.key)))

    def read(self, key: str, *, most: int) -> bytes:
        try:
            with (self._folder / key).open("rb") as file:
                return file.read(most)
        except FileNotFoundError:
            raise Missing("mail") from None

    def taken(self, key: str) -> None:
        if self._after == "delete":
            (self._folder / key).unlink(missing_ok=True)
        else:
            self._mark(key, "S")

    def set_aside(self, key: str) -> None:
        self._mark(key, "F")

    def _mark(self, key: str, flag: str) -> None:
        name = Path(key).name
        base = name.partition(":2,")[0]
        flags = "".join(sorted({*_flags(name), flag}))
        try:
            os.replace(self._folder / key, self._folder / "cur" / f"{base}:2,{flags}")
        except FileNotFoundError:
            return  # somebody else moved it: it is journalled, and found again by its Message-ID


def _flags(name: str) -> str:
    return name.partition(":2,")[2]
