"""The shelves of the vault in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    exists,
    insert,
    select,
)

from chikai.adapters.clock import TOKYO
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.tables import blob_parts, blobs, key_rings, meta, wrapped_keys
from chikai.adapters.sql.together import insert_all, places, said
from chikai.adapters.vault.shelf import Blob, Held, Place, Ring, Shelf, Wrapped
from chikai.ports import Purpose

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_WRAPPED: Final = (
    "SELECT case_id, purpose, generation, wrapped, destroyed_at, ring FROM wrapped_keys"
)
_PLACE: Final = """
INSERT INTO wrapped_keys (case_id, purpose, generation, wrapped, ring) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (case_id, purpose) DO UPDATE SET purpose = excluded.purpose
RETURNING case_id, purpose, generation, wrapped, destroyed_at, ring,
          (SELECT since FROM key_rings WHERE number = ring) AS since,
          (SELECT sealed FROM key_rings WHERE number = ring) AS ring_key,
          (SELECT value FROM meta WHERE name = 'generation') AS current,
          EXISTS (SELECT 1 FROM blobs WHERE id = ?) AS taken
"""
_HELD: Final = """
SELECT (SELECT value FROM meta WHERE name = 'generation') AS current,
       (SELECT count(*) FROM blob_parts p WHERE p.blob_id = b.id) AS parts,
       b.id, b.case_id, b.purpose, b.commitment, b.stored_at, b.sealed,
       k.generation, k.wrapped, k.destroyed_at, k.ring, r.since, r.sealed AS ring_key
FROM blobs b LEFT JOIN wrapped_keys k ON k.case_id = b.case_id AND k.purpose = b.purpose
             LEFT JOIN key_rings r ON r.number = k.ring
WHERE b.id IN ({})
"""
_EMPTY_PARTS: Final = """
DELETE FROM blob_parts
WHERE blob_id IN (SELECT id FROM blobs WHERE case_id = ? AND purpose = ?)
"""
_EMPTY: Final = "UPDATE blobs SET sealed = NULL WHERE case_id = ? AND purpose = ?"


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
        written = f"{_WRAPPED} WHERE case_id = ? AND purpose = ?"
        row = said(self._connection, written, case, str(purpose)).first()
        return None if row is None else _wrapped(row)

    def all_wrapped(self) -> Sequence[Wrapped]:
        return [_wrapped(row) for row in said(self._connection, _WRAPPED)]

    def put_wrapped(self, rows: Iterable[Wrapped]) -> None:
        new = [_wrapped_values(row) for row in rows]
        insert_all(self._connection, wrapped_keys.name, new, over=("case_id", "purpose"))

    def beside(self, case: str, purpose: Purpose, ring: int) -> Sequence[Wrapped]:
        written = f"{_WRAPPED} WHERE ring = ? OR ring IS NULL OR (case_id = ? AND purpose = ?)"
        found = said(self._connection, written, ring, case, str(purpose))
        return [_wrapped(row) for row in found]

    def rings(self) -> Sequence[Ring]:
        found = said(self._connection, "SELECT number, since, sealed FROM key_rings")
        return [Ring(row.number, row.since, row.sealed) for row in found]

    def put_rings(self, rings: Iterable[Ring]) -> None:
        new = [{"number": ring.number, "since": ring.since, "sealed": ring.key} for ring in rings]
        insert_all(self._connection, key_rings.name, new, over=("number",))

    def place(self, proposed: Wrapped, blob_id: str) -> Place:
        key = (proposed.case, str(proposed.purpose), proposed.generation, proposed.key)
        row = said(self._connection, _PLACE, *key, proposed.ring, blob_id).one()
        return Place(int(row.current or 0), _wrapped(row), _ring(row), bool(row.taken))

    def held(self, blob_ids: Collection[str]) -> Sequence[Held]:
        written = _HELD.format(places(len(blob_ids)))
        return [_held(row) for row in said(self._connection, written, *blob_ids)]

    def put_blob(self, blob: Blob) -> None:
        values = {
            "id": blob.id,
            "case_id": blob.case,
            "purpose": str(blob.purpose),
            "commitment": blob.commitment,
            "sealed": blob.sealed,
            "stored_at": to_number(blob.stored_at),
        }
        insert_all(self._connection, blobs.name, [values])

    def put_part(self, blob_id: str, n: int, sealed: bytes, *, at: datetime) -> None:
        values = {"blob_id": blob_id, "n": n, "stored_at": to_number(at), "sealed": sealed}
        self._connection.execute(insert(blob_parts), values)

    def part(self, blob_id: str, n: int) -> bytes | None:
        query = select(blob_parts.c.sealed).where(blob_parts.c.blob_id == blob_id)
        return self._connection.scalar(query.where(blob_parts.c.n == n))

    def empty_blobs(self, case: str, purpose: Purpose) -> None:
        for written in (_EMPTY_PARTS, _EMPTY):
            said(self._connection, written, case, str(purpose))

    def blobs_before(self, moment: datetime) -> Sequence[str]:
        query = select(blobs.c.id).where(blobs.c.stored_at < to_number(moment))
        return list(self._connection.scalars(query))

    def delete_blobs(self, ids: Collection[str]) -> None:
        if ids:
            places = [{"gone": each} for each in ids]
            for column in (blob_parts.c.blob_id, blobs.c.id):
                gone = delete(column.table).where(column == bindparam("gone"))
                self._connection.execute(gone, places)

    def delete_stray_parts(self, moment: datetime) -> None:
        whole = exists().where(blobs.c.id == blob_parts.c.blob_id)
        old = blob_parts.c.stored_at < to_number(moment)
        self._connection.execute(delete(blob_parts).where(old, ~whole))

    def _get(self, name: str) -> str | None:
        row = said(self._connection, "SELECT value FROM meta WHERE name = ?", name).first()
        return None if row is None else row.value

    def _set(self, name: str, value: str) -> None:
        row = {"name": name, "value": value}
        insert_all(self._connection, meta.name, [row], over=("name",))


class SqlShelves:
    """Implements `chikai.adapters.vault.shelf.Shelves`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        with self._database.reading() as connection:
            yield SqlShelf(connection)

    @contextmanager
    def glancing(self) -> Iterator[Shelf]:
        with self._database.glancing() as connection:
            yield SqlShelf(connection)

    @contextmanager
    def writing(self) -> Iterator[Shelf]:
        with self._database.writing() as connection:
            yield SqlShelf(connection)

    def once_kept(self, then: Callable[[], None]) -> None:
        self._database.once_kept(then)

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
    key = (row.generation, row.wrapped, destroyed_at, row.ring)
    return Wrapped(row.case_id, Purpose(row.purpose), *key)


def _ring(row: Row[Any]) -> Ring | None:
    return None if row.ring_key is None else Ring(row.ring, row.since, row.ring_key)


def _held(row: Row[Any]) -> Held:
    blob = Blob(
        row.id,
        row.case_id,
        Purpose(row.purpose),
        row.commitment,
        row.sealed,
        from_number(row.stored_at),
    )
    wrapped = None if row.generation is None else _wrapped(row)
    return Held(blob, wrapped, _ring(row), int(row.current or 0), row.parts)


def _wrapped_values(row: Wrapped) -> dict[str, Any]:
    return {
        "case_id": row.case,
        "purpose": str(row.purpose),
        "generation": row.generation,
        "wrapped": row.key,
        "ring": row.ring,
        "destroyed_at": None if row.destroyed_at is None else to_number(row.destroyed_at),
    }
