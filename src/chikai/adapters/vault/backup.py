"""The key backup: one file with the current master, the signing key, every ring and wrapped key.

It lies apart from any copy of the data. An older copy of the data opens with the newest key
backup, except for what was destroyed in between: no key backup in our reach holds an old master.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault import files
from chikai.adapters.vault.masters import Masters
from chikai.adapters.vault.shelf import Ring, Shelf, Wrapped
from chikai.ports import BadData, Purpose, Unavailable

_VERSION: Final = 2
"""1 was before there were rings, and is still read."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyCopy:
    """What a key backup holds."""

    company: str
    generation: int
    master: bytes | None
    signing: bytes | None
    rings: tuple[Ring, ...]
    wrapped: tuple[Wrapped, ...]


class FileKeyBackup:
    """Implements `chikai.adapters.vault.keys.KeyBackup`: `<company>-keys.json` in a folder."""

    def __init__(self, folder: Path, *, company: str, failpoint: Failpoint = no_failpoint) -> None:
        self.path, self._company = folder / f"{company}-keys.json", company
        self._failpoint = failpoint

    def check(self) -> None:
        """A folder that is gone may be a disk that is not mounted, with a copy on it."""
        if not os.access(self.path.parent, os.W_OK | os.X_OK):
            raise Unavailable("KeyBackupNotWritable")

    def generation(self) -> int:
        with files.reaching_disk():
            if not self.path.exists():
                return 0
            return read_key_backup(self.path).generation

    def renew(self, shelf: Shelf, masters: Masters) -> None:
        generation = shelf.generation()
        master, signing = masters.read(generation), masters.signing()
        copy = {
            "v": _VERSION,
            "company": self._company,
            "generation": generation,
            "master": None if master is None else master.hex(),
            "signing": None if signing is None else signing.hex(),
            "rings": [[ring.number, ring.since, ring.key.hex()] for ring in shelf.rings()],
            "wrapped": [_written(row) for row in shelf.all_wrapped()],
        }
        with files.reaching_disk():
            files.write(self.path, json.dumps(copy).encode(), failpoint=self._failpoint)

    def unfinished(self) -> bool:
        with files.reaching_disk():
            return bool(files.unfinished(self.path.parent))

    def clear(self) -> None:
        with files.reaching_disk():
            for path in files.unfinished(self.path.parent):
                files.erase(path)


def read_key_backup(path: Path) -> KeyCopy:
    """Raises `BadData` for a file that is no key backup of this version."""
    try:
        copy = json.loads(path.read_bytes())
        if copy["v"] not in (1, _VERSION):
            raise BadData("backup.bad_keys", file=path.name)
        return KeyCopy(
            company=copy["company"],
            generation=copy["generation"],
            master=_bytes(copy["master"]),
            signing=_bytes(copy["signing"]),
            rings=tuple(
                Ring(n, since, bytes.fromhex(key)) for n, since, key in copy.get("rings", [])
            ),
            wrapped=tuple(_wrapped(*row) for row in copy["wrapped"]),
        )
    except (KeyError, TypeError, ValueError):
        raise BadData("backup.bad_keys", file=path.name) from None


def _written(row: Wrapped) -> list[str | int | None]:
    at = None if row.destroyed_at is None else row.destroyed_at.isoformat()
    key = None if row.key is None else row.key.hex()
    return [row.case, row.purpose, row.generation, key, at, row.ring]


def _wrapped(
    case: str,
    purpose: str,
    generation: int,
    key: str | None,
    at: str | None,
    ring: int | None = None,
) -> Wrapped:
    destroyed_at = None if at is None else datetime.fromisoformat(at)
    return Wrapped(case, Purpose(purpose), generation, _bytes(key), destroyed_at, ring)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)
