"""The shelves of the vault in SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from chikai.adapters.clock import TOKYO
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.tables import blobs, meta, wrapped_keys
from chikai.adapters.vault.shelf import Blob, Shelf, Wrapped
from chikai.ports import Purpose

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class SqlShelf:
    """Implements `chikai.adapters.vault.shelf.Shelf` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def generation(self) -> int:
        return int(self._get("generation") or 0)

    def set_generation(self, generation: int) -> None:
        self._set("generation", str(generation))

    def signer(self) -> bytes | None:
        public = self._get("signer")
        return None if public is None else bytes.fromhex(public)

    def set_signer(self, public: bytes) -> None:
        self._set("signer", public.hex())

    def wrapped(self, case: str, purpose: Purpose) -> Wrapped | None:
        query = select(wrapped_keys).where(
            wrapped_keys.c.case_id == case, wrapped_keys.c.purpose == str(purpose)
        )
        row = self._connection.execute(query).first()
        return None if row is None else _wrapped(row)

    def all_wrapped(self) -> Sequence[Wrapped]:
        return [_wrapped(row) for row in self._connection.execute(select(wrapped_keys))]

    def put_wrapped(self, rows: Iterable[Wrapped]) -> None:
        new = [_wrapped_values(row) for row in rows]
        if not new:
            return
        older = delete(wrapped_keys).where(
            wrapped_keys.c.case_id == bindparam("case_id"),
            wrapped_keys.c.purpose == bindparam("purpose"),
        )
        places = [{name: each[name] for name in ("case_id", "purpose")} for each in new]
        self._connection.execute(older, places)
        self._connection.execute(insert(wrapped_keys), new)

    def blob(self, blob_id: str) -> Blob | None:
        row = self._connection.execute(select(blobs).where(blobs.c.id == blob_id)).first()
        if row is None:
            return None
        return Blob(
            row.id,
            row.case_id,
            Purpose(row.purpose),
            row.commitment,
            row.sealed,
            from_number(row.stored_at),
        )

    def put_blob(self, blob: Blob) -> None:
        self._connection.execute(
            insert(blobs).values(
                id=blob.id,
                case_id=blob.case,
                purpose=str(blob.purpose),
                commitment=blob.commitment,
                sealed=blob.sealed,
                stored_at=to_number(blob.stored_at),
            )
        )

    def empty_blobs(self, case: str, purpose: Purpose) -> None:
        self._connection.execute(
            update(blobs)
            .where(blobs.c.case_id == case, blobs.c.purpose == str(purpose))
            .values(sealed=None)
        )

    def blobs_before(self, moment: datetime) -> Sequence[str]:
        query = select(blobs.c.id).where(blobs.c.stored_at < to_number(moment))
        return list(self._connection.scalars(query))

    def delete_blobs(self, ids: Collection[str]) -> None:
        if ids:
            gone = delete(blobs).where(blobs.c.id == bindparam("blob_id"))
            self._connection.execute(gone, [{"blob_id": each} for each in ids])

    def _get(self, name: str) -> str | None:
        return self._connection.scalar(select(meta.c.value).where(meta.c.name == name))

    def _set(self, name: str, value: str) -> None:
        self._connection.execute(delete(meta).where(meta.c.name == name))
        self._connection.execute(insert(meta).values(name=name, value=value))


class SqlShelves:
    """Implements `chikai.adapters.vault.shelf.Shelves`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        with self._database.reading() as connection:
            yield SqlShelf(connection)

    @contextmanager
    def writing(self) -> Iterator[Shelf]:
        with self._database.writing() as connection:
            yield SqlShelf(connection)

    def purge(self) -> None:
        self._database.purge()


def to_number(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def from_number(number: int) -> datetime:
    """The moment, in Tokyo."""
    return (_EPOCH + number * _MICROSECOND).astimezone(TOKYO)


def _wrapped(row: Row[Any]) -> Wrapped:
    destroyed_at = None if row.destroyed_at is None else from_number(row.destroyed_at)
    return Wrapped(row.case_id, Purpose(row.purpose), row.generation, row.wrapped, destroyed_at)


def _wrapped_values(row: Wrapped) -> dict[str, Any]:
    return {
        "case_id": row.case,
        "purpose": str(row.purpose),
        "generation": row.generation,
        "wrapped": row.key,
        "destroyed_at": None if row.destroyed_at is None else to_number(row.destroyed_at),
    }
