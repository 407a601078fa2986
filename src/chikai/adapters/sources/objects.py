"""Files that cells name, in a folder or in S3-compatible storage: found, read, deleted, put back.

A name comes from a database, so that it is not trusted: it may not lead out of the root its mapping
allows, neither by `..` nor through a link. Deleting takes every version the storage keeps.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol
from urllib.parse import unquote, urlsplit

from chikai.adapters.sources.bucket import Bucket, client
from chikai.adapters.sources.storage import LocalFolder
from chikai.adapters.vault.files import sync_folder
from chikai.ledger.model import FileAt
from chikai.ledger.named import Seen, start
from chikai.ports import NotSet, Unavailable

_BLOCK: Final = 1 << 20
_UNKNOWN: Final = "application/octet-stream"


class Outside(Exception):
    """A name that leads out of its root, or through a link."""


class ByHand(Exception):
    """No program gets at it: the address is of a kind nobody reaches from here."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a file, without reading it. `mode`: who may read it, in a folder."""

    seen: Seen
    size: int = 0
    type: str = ""
    version: str | None = None
    mode: int | None = None


class Store(Protocol):
    """The root, opened. Names are relative to it."""

    def look(self, name: str) -> Looked: ...

    def open(self, name: str) -> IO[bytes]: ...

    def erase(self, name: str) -> None:
        """With every older version. Doing it again changes nothing."""
        ...

    def left(self, name: str) -> int:
        """How many versions of it are still there."""
        ...

    def put(self, name: str, content: IO[bytes], like: Looked) -> None:
        """A file that is not there yet, with the type and mode it had."""
        ...


class Files:
    """`environ` holds the roots that mappings name by `root_env`; `home` is the company's folder,
    `{home}` in a root."""

    def __init__(self, environ: Mapping[str, str], home: str) -> None:
        self._environ, self._home = environ, home
        self._stores: dict[str, Store] = {}

    def look(self, at: FileAt, place: str) -> Looked:
        """Raises `Unavailable`."""
        with reaching():
            try:
                store, name = self._at(at, place)
                return store.look(name)
            except Outside:
                return Looked(Seen.OUTSIDE)
            except ByHand:
                return Looked(Seen.BY_HAND)

    def read(self, at: FileAt, place: str) -> Iterator[bytes]:
        """The content in pieces. Raises `Unavailable`."""
        with reaching():
            store, name = self._at(at, place)
            with store.open(name) as file:
                while block := file.read(_BLOCK):
                    yield block

    def hash(self, at: FileAt, place: str) -> str:
        found = hashlib.sha256()
        for block in self.read(at, place):
            found.update(block)
        return found.hexdigest()

    def erase(self, at: FileAt, place: str) -> None:
        with reaching():
            store, name = self._at(at, place)
            store.erase(name)

    def left(self, at: FileAt, place: str) -> int:
        with reaching():
            store, name = self._at(at, place)
            return store.left(name)

    def put(self, at: FileAt, place: str, content: IO[bytes], like: Looked) -> None:
        with reaching():
            store, name = self._at(at, place)
            store.put(name, content, like)

    def _at(self, at: FileAt, place: str) -> tuple[Store, str]:
        """Raises `Outside`, `ByHand` and `Unavailable`."""
        root = self._root(at)
        name = place
        whole = "://" in place or place.startswith("/")
        if whole:
            if not place.startswith(root):
                raise Outside
            name = place[len(root) :]
        if root not in self._stores:
            self._stores[root] = _store(root)
        steps = name.split("/")
        odd = any(step in ("", ".", "..") for step in steps) or "\\" in name or "\0" in name
        if odd or not name.isprintable():
            raise Outside
        return self._stores[root], name

    def _root(self, at: FileAt) -> str:
        """It ends with a slash."""
        if at.root_env is not None:
            root = self._environ.get(at.root_env, "")
            if not root:
                raise NotSet(at.root_env, at.root_env, key="root_env", file="sources/")
        else:
            root = at.root or start(at.location) or ""
        root = root.replace("{home}", self._home).removeprefix("file://")
        return f"{root.rstrip('/')}/"


@contextmanager
def reaching() -> Iterator[None]:
    """Errors of a storage's own library are cut off here: their texts quote addresses."""
    try:
        yield
    except (Unavailable, Outside, ByHand):
        raise
    except Exception:
        raise Unavailable("files") from None


def _store(root: str) -> Store:
    parts = urlsplit(root)
    if parts.scheme == "s3":
        return _S3(Bucket(parts.netloc, parts.path.lstrip("/"), client()))
    if parts.scheme:
        raise ByHand
    folder = Path(unquote(root))
    if not folder.is_dir():
        raise Unavailable("FolderMissing")
    return _Local(folder)


@dataclass(frozen=True, slots=True)
class _Local:
    root: Path

    def look(self, name: str) -> Looked:
        try:
            known = self._path(name).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return Looked(Seen.MISSING)
        if not stat.S_ISREG(known.st_mode):
            raise Outside
        version = f"{known.st_size}-{known.st_mtime_ns}-{known.st_ino}"
        mode = stat.S_IMODE(known.st_mode)
        return Looked(Seen.HERE, known.st_size, _type(name), version, mode)

    def open(self, name: str) -> IO[bytes]:
        handle = os.open(self._path(name), os.O_RDONLY | os.O_NOFOLLOW)
        return os.fdopen(handle, "rb")

    def erase(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def left(self, name: str) -> int:
        return int(os.path.lexists(self._path(name)))

    def put(self, name: str, content: IO[bytes], like: Looked) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(path):
            LocalFolder(path.parent).write(path.name, content)
        if like.mode is not None:
            path.chmod(like.mode)

    def _path(self, name: str) -> Path:
        """Raises `Outside` where a step on the way is a link."""
        path = self.root
        for step in name.split("/")[:-1]:
            path = path / step
            if path.is_symlink():
                raise Outside
        path = path / name.split("/")[-1]
        if path.is_symlink():
            raise Outside
        return path


@dataclass(frozen=True, slots=True)
class _S3:
    bucket: Bucket

    def look(self, name: str) -> Looked:
        head = self.bucket.head(name)
        if head is None:
            return Looked(Seen.MISSING)
        kind = head.get("ContentType") or ""
        known = kind not in ("", _UNKNOWN, "binary/octet-stream")
        return Looked(
            Seen.HERE, head["ContentLength"], kind if known else _type(name), str(head["ETag"])
        )

    def open(self, name: str) -> IO[bytes]:
        return self.bucket.open(name)

    def erase(self, name: str) -> None:
        self.bucket.remove(name)

    def left(self, name: str) -> int:
        return self.bucket.versions(name)

    def put(self, name: str, content: IO[bytes], like: Looked) -> None:
        if self.bucket.head(name) is None:
            self.bucket.write(name, content, like.type)


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or _UNKNOWN


# --- what is kept so that it can be put back ------------------------------------------------------


def framed(named: Mapping[str, Any], content: Iterator[bytes]) -> Iterator[bytes]:
    """One file of a stream of files: a line that says which and how long, and its content."""
    yield json.dumps(named).encode() + b"\n"
    yield from content


def unframed(pieces: Iterator[bytes]) -> Iterator[tuple[dict[str, Any], Callable[[int], bytes]]]:
    """The files of such a stream, each with a reader of so many bytes; a file is read to its end
    before the next."""
    held = bytearray()

    def fill(many: int) -> None:
        while len(held) < many and (piece := next(pieces, b"")):
            held.extend(piece)

    while True:
        while b"\n" not in held and (piece := next(pieces, b"")):
            held.extend(piece)
        if not held:
            return
        line, _, rest = bytes(held).partition(b"\n")
        held[:] = rest
        said = json.loads(line)
        left = said["size"]

        def read(many: int = -1) -> bytes:
            nonlocal left
            take = left if many < 0 else min(many, left)
            fill(take)
            part = bytes(held[:take])
            del held[:take]
            left -= len(part)
            return part

        yield said, read
        while left and read(_BLOCK):
            pass
