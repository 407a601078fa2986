"""Small secret files: written whole or not at all, on the disk before we go on, wiped when done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chikai.adapters.failpoints import Failpoint
from chikai.ports import Unavailable

UNFINISHED: Final = ".new"


def write(path: Path, content: bytes, *, failpoint: Failpoint) -> None:
    """Replace the file at once; what it held before is overwritten."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + UNFINISHED)
    erase(fresh)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    failpoint("keys.file.before_replace")
    with _kept_open(path) as before:
        os.replace(fresh, path)
        failpoint("keys.file.after_replace")
        sync_folder(path.parent)
        _overwrite(before)


def unfinished(folder: Path) -> list[Path]:
    """Files whose writing was cut off. They may hold keys."""
    return list(folder.glob("*" + UNFINISHED))


def erase(path: Path) -> None:
    """Overwrite as far as the disk lets us, then delete. A missing file is no error."""
    with _kept_open(path) as descriptor:
        if descriptor is None:
            return
        _overwrite(descriptor)
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Names too must be on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def reaching_disk() -> Iterator[None]:
    """A full, read-only or missing disk is `Unavailable`; the cause is named, its text is not."""
    try:
        yield
    except OSError as problem:
        raise Unavailable(type(problem).__name__) from None


@contextmanager
def _kept_open(path: Path) -> Iterator[int | None]:
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _overwrite(descriptor: int | None) -> None:
    """Best effort: a journalling or copying file system may keep the old block."""
    if descriptor is not None:
        os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
        os.fsync(descriptor)
