"""Where files lie: a folder of this machine, or a prefix in S3-compatible storage.

Both can be read, and both can take the place of a file by another only while it is still what
somebody has read before. S3 addresses are `s3://BUCKET/PREFIX`; credentials, region and endpoint
are those its own tools read (`AWS_ENDPOINT_URL` for a store that isn't Amazon's).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol
from urllib.parse import unquote, urlencode, urlsplit

from chikai.adapters.vault.files import sync_folder
from chikai.ports import Unavailable

STAGED: Final = ".chikai-"
"""What begins so lies beside the files while a plan is carried out."""
_IN_MEMORY: Final = 8_000_000
_BLOCK: Final = 1 << 20


class Changed(Exception):
    """A file is no longer what was read."""


class Folder(Protocol):
    """Where the files lie. Names are relative, and have slashes only in what is `STAGED`."""

    def names(self) -> Sequence[str]: ...

    def all_names(self) -> Sequence[str]:
        """Also those that no program reads: copies, locks, what is staged."""
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
    while block := file.read(_BLOCK):
        found.update(block)
    return found.hexdigest()


def spool() -> IO[bytes]:
    """In memory while it is small, then in a file that leaves no trace."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)


@dataclass(frozen=True, slots=True)
class LocalFolder:
    path: Path

    def names(self) -> Sequence[str]:
        return [name for name in self.all_names() if "/" not in name]

    def all_names(self) -> Sequence[str]:
        here = [each.name for each in self.path.iterdir() if _plain_file(each)]
        staged = [f"{each.parent.name}/{each.name}" for each in self.path.glob(f"{STAGED}*/*")]
        return sorted([*here, *staged])

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
            shutil.copyfileobj(content, file, _BLOCK)
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


@dataclass(frozen=True, slots=True)
class Bucket:
    """A prefix, empty or with a slash at its end; `store` is a client of boto3."""

    bucket: str
    prefix: str
    store: Any = field(repr=False, compare=False)

    def names(self) -> Sequence[str]:
        return [name for name in self.all_names() if "/" not in name]

    def all_names(self) -> Sequence[str]:
        pages = self.store.get_paginator("list_objects_v2")
        found = [
            each["Key"][len(self.prefix) :]
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix)
            for each in page.get("Contents", ())
        ]
        return sorted(name for name in found if name)

    def open(self, name: str) -> IO[bytes]:
        return self._fetched(self.prefix + name)

    def version(self, name: str) -> str | None:
        head = self.head(name)
        return None if head is None else str(head["ETag"])

    def write(self, name: str, content: IO[bytes], type: str = "") -> None:
        key, more = self.prefix + name, {"ContentType": type} if type else None
        self.store.upload_fileobj(content, self.bucket, key, ExtraArgs=more, Config=_one_by_one())

    def copy(self, name: str, to: str) -> None:
        source = {"Bucket": self.bucket, "Key": self.prefix + name}
        self.store.copy(source, self.bucket, self.prefix + to, Config=_one_by_one())

    def replace(self, name: str, new: str, *, expected: str) -> None:
        head = self.head(name)
        if head is None or head["ETag"] != expected:
            raise Changed
        kept = {k: head[k] for k in _KEPT if head.get(k)}
        if head.get("TagCount"):
            told = self.store.get_object_tagging(Bucket=self.bucket, Key=self.prefix + name)
            kept["Tagging"] = urlencode([(t["Key"], t["Value"]) for t in told["TagSet"]])
        with self.open(new) as content, _conditional():
            self.store.put_object(
                Bucket=self.bucket, Key=self.prefix + name, Body=content, IfMatch=expected, **kept
            )

    def hindrance(self, name: str) -> str | None:
        return None

    def remove_all(self, start: str) -> None:
        for each in list(self._versions(self.prefix + start)):
            self._delete(each)

    def remove(self, name: str) -> None:
        """One file with all its versions, and the marks that it was deleted."""
        key = self.prefix + name
        for each in list(self._versions(key)):
            if each["Key"] == key:
                self._delete(each)

    def versions(self, name: str) -> int:
        """How many versions of a file are there; a mark that it was deleted is none."""
        key = self.prefix + name
        return sum(each["Key"] == key for each in self._versions(key, "Versions"))

    def older(self, name: str) -> Iterator[IO[bytes]]:
        key = self.prefix + name
        for each in self._versions(key, "Versions"):
            if each["Key"] == key and not each["IsLatest"]:
                yield self._fetched(key, VersionId=each["VersionId"])

    def _versions(self, start: str, *kinds: str) -> Iterator[dict[str, Any]]:
        """Of everything whose name starts so; with the marks that it was deleted, unless said."""
        pages = self.store.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=start):
            for kind in kinds or ("Versions", "DeleteMarkers"):
                yield from page.get(kind, ())

    def _delete(self, version: dict[str, Any]) -> None:
        key, id = version["Key"], version["VersionId"]
        self.store.delete_object(Bucket=self.bucket, Key=key, VersionId=id)

    def head(self, name: str) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError  # type: ignore[import-untyped]

        try:
            found: dict[str, Any] = self.store.head_object(
                Bucket=self.bucket, Key=self.prefix + name
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOT_THERE:
                return None
            raise
        return found

    def _fetched(self, key: str, **version: str) -> IO[bytes]:
        content = spool()
        self.store.download_fileobj(
            self.bucket, key, content, ExtraArgs=version or None, Config=_one_by_one()
        )
        content.seek(0)
        return content


_NOT_THERE: Final = ("404", "NoSuchKey", "NotFound")
_KEPT: Final = (
    "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType",
    "Metadata", "SSEKMSKeyId", "ServerSideEncryption", "StorageClass",
)  # fmt: skip


@contextmanager
def _conditional() -> Iterator[None]:
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
            raise Changed from None
        raise


def _one_by_one() -> Any:
    """Threads cost more than they gain for files of this size."""
    from boto3.s3.transfer import TransferConfig  # type: ignore[import-untyped]

    return TransferConfig(use_threads=False)


def client() -> Any:
    """Raises `Unavailable` where the extra `s3` is not installed."""
    try:
        import boto3  # type: ignore[import-untyped]
    except ImportError:
        raise Unavailable("DriverOrAddressMissing") from None
    return boto3.client("s3")


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
