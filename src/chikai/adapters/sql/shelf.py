"""The shelves of the vault in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)

from chikai.adapters.clock import TOKYO
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.tables import blob_parts, blobs, meta, wrapped_keys
from chikai.adapters.sql.together import insert_all
from chikai.adapters.vault.shelf import Blob, Held, Place, Shelf, Wrapped
from chikai.ports import Purpose

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_GENERATION: Final = select(meta.c.value).where(meta.c.name == "generation").scalar_subquery()
_KEY: Final = (wrapped_keys.c.generation, wrapped_keys.c.wrapped, wrapped_keys.c.destroyed_at)
_PLACE: Final = text("""
INSERT INTO wrapped_keys (case_id, purpose, generation, wrapped)
VALUES (:case_id, :purpose, :generation, :wrapped)
ON CONFLICT (case_id, purpose) DO UPDATE SET purpose = excluded.purpose
RETURNING case_id, purpose, generation, wrapped, destroyed_at,
          (SELECT value FROM meta WHERE name = 'generation') AS current,
          EXISTS (SELECT 1 FROM blobs WHERE id = :blob) AS taken
""")
_PARTS: Final = (
    select(func.count())
    .select_from(blob_parts)
    .where(blob_parts.c.blob_id == blobs.c.id)
    .correlate(blobs)
    .scalar_subquery()
)
_HELD: Final = (
    select(_GENERATION.label("current"), _PARTS.label("parts"), blobs, *_KEY)
    .select_from(
        blobs.outerjoin(
            wrapped_keys,
            and_(
                wrapped_keys.c.case_id == blobs.c.case_id,
                wrapped_keys.c.purpose == blobs.c.purpose,
            ),
        )
    )
    .where(blobs.c.id.in_(bindparam("ids", expanding=True)))
)


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
        insert_all(self._connection, wrapped_keys.name, new, over=("case_id", "purpose"))

    def place(self, proposed: Wrapped, blob_id: str) -> Place:
        said = _wrapped_values(proposed) | {"blob": blob_id}
        row = self._connection.execute(_PLACE, said).one()
        return Place(int(row.current or 0), _wrapped(row), bool(row.taken))

    def held(self, blob_ids: Collection[str]) -> Sequence[Held]:
        rows = self._connection.execute(_HELD, {"ids": list(blob_ids)})
        return [_held(row) for row in rows]

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
        mine = and_(blobs.c.case_id == case, blobs.c.purpose == str(purpose))
        theirs = blob_parts.c.blob_id.in_(select(blobs.c.id).where(mine))
        self._connection.execute(delete(blob_parts).where(theirs))
        self._connection.execute(update(blobs).where(mine).values(sealed=None))

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
        return self._connection.scalar(select(meta.c.value).where(meta.c.name == name))

    def _set(self, name: str, value: str) -> None:
        said = {"name": name, "value": value}
        insert_all(self._connection, meta.name, [said], over=("name",))


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
    return Wrapped(row.case_id, Purpose(row.purpose), row.generation, row.wrapped, destroyed_at)


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
    return Held(blob, wrapped, int(row.current or 0), row.parts)


def _wrapped_values(row: Wrapped) -> dict[str, Any]:
    return {
        "case_id": row.case,
        "purpose": str(row.purpose),
        "generation": row.generation,
        "wrapped": row.key,
        "destroyed_at": None if row.destroyed_at is None else to_number(row.destroyed_at),
    }
