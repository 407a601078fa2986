"""Master keys, one per generation, and the signing key: outside the database, always."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault import files


class Masters(Protocol):
    def read(self, generation: int) -> bytes | None:
        """The master key of this generation; None when it is not here."""
        ...

    def write(self, generation: int, key: bytes) -> None: ...

    def generations(self) -> tuple[int, ...]: ...

    def delete(self, generations: Iterable[int]) -> None: ...

    def unfinished(self) -> bool:
        """Whether the writing of a key was cut off. `delete` clears that away too."""
        ...

    def signing(self) -> bytes | None: ...

    def write_signing(self, key: bytes) -> None: ...


class MemoryMasters:
    """Keys that live as long as the process."""

    def __init__(self) -> None:
        self._keys: dict[int, bytes] = {}
        self._signing: bytes | None = None

    def read(self, generation: int) -> bytes | None:
        return self._keys.get(generation)

    def write(self, generation: int, key: bytes) -> None:
        self._keys[generation] = key

    def generations(self) -> tuple[int, ...]:
        return tuple(sorted(self._keys))

    def delete(self, generations: Iterable[int]) -> None:
        for generation in generations:
            self._keys.pop(generation, None)

    def unfinished(self) -> bool:
        return False

    def signing(self) -> bytes | None:
        return self._signing

    def write_signing(self, key: bytes) -> None:
        self._signing = key


class FileMasters:
    """`master-<generation>.key` and `signing.key` in a folder of their own: raw, mode 0600."""

    def __init__(self, folder: Path, *, failpoint: Failpoint = no_failpoint) -> None:
        self.folder, self._failpoint = folder, failpoint

    def read(self, generation: int) -> bytes | None:
        return self._read(self._path(generation))

    def write(self, generation: int, key: bytes) -> None:
        with files.reaching_disk():
            files.write(self._path(generation), key, failpoint=self._failpoint)

    def generations(self) -> tuple[int, ...]:
        with files.reaching_disk():
            names = [path.name for path in self.folder.iterdir()] if self.folder.exists() else []
        found = (re.fullmatch(r"master-(\d+)\.key", name) for name in names)
        return tuple(sorted(int(each[1]) for each in found if each))

    def delete(self, generations: Iterable[int]) -> None:
        with files.reaching_disk():
            for generation in generations:
                files.erase(self._path(generation))
            for path in files.unfinished(self.folder):
                files.erase(path)

    def unfinished(self) -> bool:
        with files.reaching_disk():
            return bool(files.unfinished(self.folder))

    def signing(self) -> bytes | None:
        return self._read(self.folder / "signing.key")

    def write_signing(self, key: bytes) -> None:
        with files.reaching_disk():
            files.write(self.folder / "signing.key", key, failpoint=self._failpoint)

    def _path(self, generation: int) -> Path:
        return self.folder / f"master-{generation}.key"

    def _read(self, path: Path) -> bytes | None:
        with files.reaching_disk():
            return path.read_bytes() if path.exists() else None
