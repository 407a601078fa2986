"""PostgreSQL keeps what a row was until VACUUM, which is run here.

What another transaction may still see stays, and on a busy server VACUUM finds dead rows of others
all the time. Ours are gone when it could remove all that was changed up to our own transaction,
whatever else it had to leave, and when it passed over no page that another was just reading.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from chikai.adapters.sources import copied
from chikai.adapters.sources.holding import among, chunked, clause
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping
from chikai.ports.changes import Remains

_PATIENCE: Final = 2.0
"""Seconds: whoever connects for a moment only may still see the old rows."""
_PAUSES: Final = (0.01, 0.02, 0.04, 0.08, 0.16, 0.2)
_DEAD: Final = re.compile(r"(\d+) are dead but not yet removable|(\d+) dead row versions cannot")
_PASSED: Final = re.compile(r"tuples missed: (\d+) dead|Skipped (\d+) pages? due to buffer pins")
_CUTOFF: Final = re.compile(r"(?:removable cutoff|oldest xmin): (\d+)")
_STANDING: Final = """
SELECT txid_snapshot_xmax(txid_current_snapshot()) AS next,
       ARRAY(SELECT place FROM unnest(CAST(:places AS text[])) AS place
             WHERE EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
                           WHERE i.indrelid = to_regclass(place) AND (
                               0 = ANY(i.indkey) OR a.attnum = ANY(i.indkey) AND (
                                   a.attgenerated <> '' OR (place, a.attname) IN (
                                       SELECT * FROM unnest(CAST(:changed AS text[]),
                                                            CAST(:columns AS text[]))))))
       ) AS indexed
"""
"""Every transaction before `next` has begun; and the tables with an index over a column that was
changed, or computed from one: its old entries hold the old value until they are cleaned up."""


def dead_rows(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> Iterator[Remains]:
    """What VACUUM had to leave of these rows, table by table. The connection is in AUTOCOMMIT."""
    raw: Any = connection.connection.driver_connection
    said: list[str] = []

    def hear(notice: Any) -> None:
        said.append(str(notice.message_primary))

    raw.add_notice_handler(hear)
    try:
        yield from _vacuumed(connection, mapping, rows, said)
    finally:
        raw.remove_notice_handler(hear)


def _vacuumed(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows], said: list[str]
) -> Iterator[Remains]:
    places = {each.table: copied.place(connection, mapping.table(each.table)) for each in rows}
    pairs = [(places[each.table], name) for each in rows for name in each.columns]
    standing = connection.execute(
        sa.text(_STANDING),
        {
            "places": list(places.values()),
            "changed": [place for place, _ in pairs],
            "columns": [name for _, name in pairs],
        },
    ).one()
    heirs = copied.heirs(connection, list(places.values()))
    ours: frozenset[int] | None = None
    until = time.monotonic() + _PATIENCE
    for each in rows:
        place, tries = places[each.table], 0
        whole = ", ".join([place, *heirs.get(place, ())])
        vacuum = _vacuum(connection, whole, thorough=place in standing.indexed)
        while True:
            said.clear()
            connection.exec_driver_sql(vacuum.replace("%", "%%"))
            told = "\n".join(said)
            dead, passed = _counted(_DEAD, told), _counted(_PASSED, told)
            cutoffs = [int(cutoff) for cutoff in _CUTOFF.findall(told)]
            if not dead or _reached(cutoffs, {standing.next - 1}):
                dead = 0
            elif ours is None:
                ours = frozenset(_changed_by(connection, mapping, rows))
            if dead and ours and _reached(cutoffs, ours):
                dead = 0
            dead += passed
            if not dead:
                break
            if time.monotonic() > until:
                break
            time.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            tries += 1
        if "skipping" in told:
            yield Remains(mapping.source, "plan.left.not_allowed", mapping.table(each.table).name)
        elif dead:
            name = mapping.table(each.table).name
            yield Remains(mapping.source, "plan.left.dead_rows", name, dead)


def _counted(said: re.Pattern[str], told: str) -> int:
    return sum(int(a or b) for a, b in said.findall(told))


def _vacuum(connection: sa.Connection, place: str, *, thorough: bool) -> str:
    """VACUUM may pass over the indexes where little was changed, and may start processes for them:
    both are told, where the server is new enough to be told (12, 13)."""
    version = connection.dialect.server_version_info or (0,)
    said = ["VERBOSE"]
    if version >= (12,) and thorough:
        said.append("INDEX_CLEANUP ON")
    if version >= (13,):
        said.append("PARALLEL 0")
    return f"VACUUM ({', '.join(said)}) {place}"


def _reached(cutoffs: Sequence[int], transactions: frozenset[int] | set[int]) -> bool:
    """Whether all rows that these transactions made dead could be removed: the cutoff, of each
    partition, is after them. Numbers of transactions go round at 2³² (PostgreSQL, 25.1.5)."""
    return bool(cutoffs) and all(
        0 < (cutoff - each) % 2**32 < 2**31 for cutoff in cutoffs for each in transactions
    )


def _changed_by(
    connection: sa.Connection, mapping: SourceMapping, rows: Sequence[Rows]
) -> Iterator[int]:
    """The transactions that last changed the rows that are still there: one transaction changed
    all rows, so those that went are its work, too."""
    for each in rows:
        if each.deletes or each.before == each.after:  # such cells bear an older change's number
            continue
        here = clause(mapping.table(each.table), each.key)
        for keys in chunked(each.keys):
            number: sa.ColumnElement[Any] = sa.literal_column("xmin::text::bigint")
            these = among(here, each.key, keys, connection.dialect.name)
            found = sa.select(number).select_from(here).where(these).distinct()
            yield from connection.scalars(found)
