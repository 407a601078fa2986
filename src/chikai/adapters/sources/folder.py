"""What is asked of a place where files lie, wherever it is (`storage.folder_of`)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Final, Protocol

STAGED: Final = ".chikai-"
"""What begins so lies beside the files while a plan is carried out."""
_IN_MEMORY: Final = 8_000_000
"""Bytes of a file that are held before they go to the disk."""
BLOCK: Final = 1 << 20
"""Bytes read at once."""


class Changed(Exception):
    """A file is no longer what was read."""


class Folder(Protocol):
    """Where the files lie. Names are relative, and have slashes only in what is `STAGED`."""

    def names(self) -> Sequence[str]: ...

    def all_names(self) -> Sequence[str]:
        """Also those that no program reads: copies, locks, what is staged."""
        ...

    def beneath(self) -> Iterator[str]:
        """What nobody reads here and could be forgotten: files in folders further down, and links,
        whose names then begin with `./`."""
        ...

    def open(self, name: str) -> IO[bytes]: ...

    def version(self, name: str) -> str | None:
        """Changes whenever the content does; None where there is no such file."""
        ...

    def write(self, name: str, content: IO[bytes]) -> None:
        """A new file, whole and on the disk, or none."""
        ...

    def copy(self, name: str, to: str) -> None: ...

    def replace(self, name: str, new: str, *, expected: str) -> None:
        """The content of `new` takes the place of that of `name`, at once and for all readers;
        permissions and metadata stay. Raises `Changed` unless `name` is still `expected`."""
        ...

    def hindrance(self, name: str) -> str | None:
        """Why a file must not be replaced, as the id of a sentence."""
        ...

    def remove_all(self, start: str) -> None:
        """Everything whose name starts so, with its older versions."""
        ...

    def older(self, name: str) -> Iterator[IO[bytes]]:
        """Older versions the storage keeps of a file, each opened."""
        ...


def sha256(file: IO[bytes]) -> str:
    """Hex, of all that is left to read."""
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()


def spool() -> IO[bytes]:
    """In memory while it is small, then in a file that leaves no trace."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
