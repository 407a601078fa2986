"""What is left of old values after they were changed: deleting is not erasing.

SQLite: the file is overwritten as it is changed (`secure_delete`), the write-ahead log is cut off,
and every byte of the file that holds no row is searched. PostgreSQL keeps dead rows until VACUUM,
which is run; MySQL and MariaDB purge by themselves, which is said. Logs, replicas and backups lie
elsewhere: they are named, since nobody can look into them from here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chikai.adapters.sources import copied, search_indexes
from chikai.adapters.sources.dead_rows import dead_rows
from chikai.adapters.sources.holding import CHUNK, among, chunked, clause
from chikai.adapters.sources.reflecting import kept
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping
from chikai.ledger.plan import Work
from chikai.ports.changes import Remains, Verified

_SHORTEST, _LONGEST = 6, 400
"""Bytes. A longer text lies in several pages; its beginning is told from chance just as well."""
_MOST = 5_000


def look(engine: sa.Engine, mapping: SourceMapping, rows: Sequence[Rows], work: Work) -> Verified:
    """What was found, and where nobody can look."""
    match engine.dialect.name:
        case "sqlite":
            return _sqlite(engine, mapping, rows)
        case "postgresql":
            return _postgresql(engine, mapping, rows)
        case "mysql" | "mariadb":
            return _mysql(engine, mapping, rows, work)
    return Verified(may_be=(Remains(mapping.source, "plan.left.unknown"),))


def old_values(rows: Sequence[Rows], encoding: str = "utf-8") -> set[bytes]:
    """The texts and contents that were taken away, as bytes, long enough to be told from chance."""
    found: set[bytes] = set()
    for each in rows:
        for n, row in enumerate(each.before):
            after = each.after[n] if each.after else ()
            found.update(_texts(row, after, encoding))
    return set(sorted(found, key=len, reverse=True)[:_MOST])


def _texts(row: Sequence[Any], after: Sequence[Any], encoding: str) -> Iterator[bytes]:
    for at, value in enumerate(row):
        if isinstance(value, str | bytes) and (not after or after[at] != value):
            written = value.encode(encoding) if isinstance(value, str) else value
            if len(written) >= _SHORTEST and not (after and str(value) in str(after[at])):
                yield written[:_LONGEST]


# --- SQLite -------------------------------------------------------------------------------------


def _sqlite(engine: sa.Engine, mapping: SourceMapping, rows: Sequence[Rows]) -> Verified:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        indexes = search_indexes.every(raw)
        stale = list(search_indexes.purged(raw, indexes))
        busy, name = (False, "") if stale else _log_cut_off(raw)
    if stale:  # a check that failed keeps its own connection from it
        with engine.connect() as connection:
            busy, name = _log_cut_off(connection.connection.driver_connection)
    path, source = Path(name), mapping.source
    words = _Words(old_values(rows, _encoding(path)))
    found = [Remains(source, "plan.left.search_index", name) for name in stale]
    if busy:
        found.append(Remains(source, "plan.left.log_in_use"))
    if many := sum(words.held_by(part) for part in free_space(path)):
        found.append(Remains(source, "plan.left.free_pages", count=many))
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists() and words.held_by(beside.read_bytes()):
            found.append(Remains(source, "plan.left.log", count=1))
    mapped = {table.stored for table in mapping.tables}
    alone = (each.name for each in indexes if each.apart and each.name not in mapped)
    may_be = [Remains(source, "plan.left.search_index", name) for name in alone]
    return Verified(found=tuple(found), may_be=(*may_be, Remains(source, "plan.left.copies")))


def _log_cut_off(raw: Any) -> tuple[bool, str]:
    """Whether somebody kept the write-ahead log from it, and the path of the database."""
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    ((_, _, name),) = (r for r in raw.execute("PRAGMA database_list") if r[1] == "main")
    return bool(busy), name


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        return {2: "utf-16-le", 3: "utf-16-be"}.get(int.from_bytes(file.read(60)[56:60]), "utf-8")


class _Words:
    """Looks for any of many words by their first bytes, so that their number hardly matters."""

    def __init__(self, words: set[bytes]) -> None:
        self._by_start: dict[bytes, list[bytes]] = {}
        for word in words:
            self._by_start.setdefault(word[:_SHORTEST], []).append(word)

    def held_by(self, part: bytes) -> bool:
        part = part.strip(b"\0")
        ends = range(len(part) - _SHORTEST + 1)
        starts = {part[at : at + _SHORTEST] for at in ends} & self._by_start.keys()
        return any(word in part for start in starts for word in self._by_start[start])


def free_space(path: Path) -> Iterator[bytes]:
    """Every stretch of a SQLite file that holds no cell: free pages whole, and in pages of trees
    the gap before the cells and the free blocks between them."""
    with path.open("rb") as file:
        head = file.read(100)
        if len(head) < 100:
            return
        size = struct.unpack(">H", head[16:18])[0]
        size = 65536 if size == 1 else size
        free = set(_free_pages(file, head, size))
        file.seek(0)
        number = 0
        while page := file.read(size):
            number += 1
            if number in free:
                yield page
            elif page[100 if number == 1 else 0] in (2, 5, 10, 13):
                yield from _gaps(page, 100 if number == 1 else 0)


def _free_pages(file: Any, head: bytes, size: int) -> Iterator[int]:
    trunk = struct.unpack(">I", head[32:36])[0]
    seen = set()
    while trunk and trunk not in seen:
        seen.add(trunk)
        yield trunk
        file.seek((trunk - 1) * size)
        page = file.read(size)
        following, leaves = struct.unpack(">II", page[:8])
        yield from struct.unpack(f">{leaves}I", page[8 : 8 + 4 * leaves])
        trunk = following


def _gaps(page: bytes, start: int) -> Iterator[bytes]:
    kind = page[start]
    block, cells, content = struct.unpack(">HHH", page[start + 1 : start + 7])
    head = start + (12 if kind in (2, 5) else 8) + 2 * cells
    yield page[head : content or 65536]
    seen: set[int] = set()
    while block and block not in seen and block + 4 <= len(page):
        seen.add(block)
        following, size = struct.unpack(">HH", page[block : block + 4])
        yield page[block + 4 : block + size]
        block = following


# --- servers ------------------------------------------------------------------------------------


def _postgresql(engine: sa.Engine, mapping: SourceMapping, rows: Sequence[Rows]) -> Verified:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        left = (*dead_rows(connection, mapping, rows), *copied.left(connection, mapping, rows))
    return Verified(found=left, may_be=(Remains(mapping.source, "plan.left.server_logs"),))


def _mysql(engine: sa.Engine, mapping: SourceMapping, rows: Sequence[Rows], work: Work) -> Verified:
    with engine.connect() as connection:
        logs = connection.exec_driver_sql("SELECT @@log_bin").scalar()
        histories = tuple(_histories(connection, mapping, rows))
    code = "plan.left.binary_log" if logs else "plan.left.server_logs"
    purge = Remains(mapping.source, "plan.left.purge")
    others = (purge, Remains(mapping.source, code))
    if work is Work.CORRECT:  # what was there once may stay in a history, told as what was
        return Verified(may_be=(*histories, *others))
    return Verified(found=histories, may_be=others)


def _histories(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> Iterator[Remains]:
    """MariaDB keeps what a row was in a table `WITH SYSTEM VERSIONING`."""
    schemas = {mapping.table(each.table).schema for each in rows}
    here_is = {s: kept(connection, s) for s in schemas}
    for each in rows:
        table = mapping.table(each.table)
        own = here_is[table.schema]
        if table.stored not in own.versioned:
            continue
        at = [n for n, name in enumerate(each.key) if (table.stored, name) not in own.spans]
        key, left = [each.key[n] for n in at], 0
        here = clause(table, key)
        for keys in chunked([tuple(k[n] for n in at) for k in each.keys], CHUNK // len(key)):
            these = among(here, key, keys, connection.dialect.name)
            now = sa.select(sa.func.count()).select_from(here).where(these)
            ever = now.with_hint(here, "FOR SYSTEM_TIME ALL")
            left += connection.execute(ever).scalar_one() - connection.execute(now).scalar_one()
        if left:
            yield Remains(mapping.source, "plan.left.history", table.name, left)
