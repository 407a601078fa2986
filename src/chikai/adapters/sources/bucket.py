"""Files under a prefix in S3-compatible storage.

Credentials, region and endpoint are those its own tools read (`AWS_ENDPOINT_URL` for a store that
isn't Amazon's).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Final
from urllib.parse import urlencode

from chikai.adapters.sources.folder import STAGED, Changed, spool
from chikai.ports import Unavailable


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

    def beneath(self) -> Iterator[str]:
        for name in self.all_names():
            if "/" in name and not name.startswith(STAGED):
                yield name

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
