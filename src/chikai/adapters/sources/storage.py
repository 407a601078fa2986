"""Where files lie: a folder of this machine, or a prefix in S3-compatible storage.

Both can be read, and both can take the place of a file by another only while it is still what
somebody has read before. S3 addresses are `s3://BUCKET/PREFIX`.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from chikai.adapters.sources.bucket import Bucket, client
from chikai.adapters.sources.folder import BLOCK, STAGED, Changed, Folder, sha256
from chikai.adapters.vault.files import sync_folder
from chikai.ports import Unavailable


@dataclass(frozen=True, slots=True)
class LocalFolder:
    path: Path

    def names(self) -> Sequence[str]:
        return [name for name in self.all_names() if "/" not in name]

    def all_names(self) -> Sequence[str]:
        here = [each.name for each in self.path.iterdir() if _plain_file(each)]
        staged = [f"{each.parent.name}/{each.name}" for each in self.path.glob(f"{STAGED}*/*")]
        return sorted([*here, *staged])

    def beneath(self) -> Iterator[str]:
        for root, _, names in os.walk(self.path):
            here = Path(root).relative_to(self.path)
            if here.parts and here.parts[0].startswith(STAGED):
                continue
            for name in names:
                if here.parts:
                    yield (here / name).as_posix()
                elif not _plain_file(self.path / name):
                    yield f"./{name}"

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def version(self, name: str) -> str | None:
        try:
            with self.open(name) as file:
                return sha256(file)
        except FileNotFoundError:
            return None

    def write(self, name: str, content: IO[bytes]) -> None:
        target = self.path / name
        target.parent.mkdir(mode=0o700, exist_ok=True)
        half = target.with_name(f"{target.name}.half")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            shutil.copyfileobj(content, file, BLOCK)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        sync_folder(target.parent)

    def copy(self, name: str, to: str) -> None:
        with self.open(name) as file:
            self.write(to, file)

    def replace(self, name: str, new: str, *, expected: str) -> None:
        here, staged = self.path / name, self.path / new
        if self.version(name) != expected:
            raise Changed
        owner = here.stat()
        for user in (owner.st_uid, -1):  # only root gives files to others; to a group, its members
            with suppress(PermissionError):
                os.chown(staged, user, owner.st_gid)
                break
        shutil.copystat(here, staged)  # with what lists of access are kept in
        os.utime(staged)  # or a backup that goes by time and size would not see that it changed
        staged.replace(here)
        sync_folder(self.path)

    def hindrance(self, name: str) -> str | None:
        """To replace one name of a file leaves the others, and what it was, as they are."""
        return "plan.file_has_other_names" if (self.path / name).stat().st_nlink > 1 else None

    def remove_all(self, start: str) -> None:
        for each in self.path.glob(f"{start}*"):
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
        sync_folder(self.path)

    def older(self, name: str) -> Iterator[IO[bytes]]:
        return iter(())


def _plain_file(path: Path) -> bool:
    """No link: what it leads to lies elsewhere, and replacing it would leave that as it is."""
    return stat.S_ISREG(path.lstat().st_mode)


def folder_of(url: str) -> Folder:
    """Raises `Unavailable` for what is no folder."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        prefix = parts.path.lstrip("/")
        return Bucket(parts.netloc, f"{prefix.rstrip('/')}/" if prefix else "", client())
    path = Path(unquote(parts.path) if parts.scheme == "file" else url)
    if not path.is_dir():
        raise Unavailable("FolderMissing")
    return LocalFolder(path)
