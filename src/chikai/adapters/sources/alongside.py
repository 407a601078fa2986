"""What the database's own triggers write about the person while a plan is carried out.

A history of changes takes the old values along at the very moment they go. Rows that came so are
among the person's own, in the same transaction: they go too where the mapping says `erase: row`,
stay where it gives a reason, and stand against the plan otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeAlias

import sqlalchemy as sa

from chikai.adapters.sources.holding import Holding, among, chunked, clause, room
from chikai.adapters.sources.reader import identity
from chikai.ledger.actions import Keep, WithRow
from chikai.ledger.contents import Raw
from chikai.ledger.held import counts
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import SourceChange, Wanted, Work
from chikai.ledger.problem import Problem
from chikai.ports.changes import Refused

_There: TypeAlias = Mapping[str, Counter[Raw]]
_ROUNDS: Final = 3
"""Deleting what a trigger wrote may run a trigger."""


@contextmanager
def swept(
    connection: sa.Connection,
    holding: Holding,
    mapping: SourceMapping,
    change: SourceChange,
    wanted: Wanted | None,
) -> Iterator[None]:
    """What comes within goes again, where a trigger runs and data are erased. Raises `Refused`."""
    runs = any(note.code == "plan.note.trigger" for note in change.notes)
    if wanted is None or wanted.work is not Work.ERASE or not runs:
        yield
        return
    before = _there(holding, mapping, wanted)
    yield
    _sweep(connection, holding, mapping, before, wanted)


def _there(holding: Holding, mapping: SourceMapping, wanted: Wanted) -> _There:
    """Of tables in which rows are only recognised, how many there are at all: what comes there
    names its person by what has just gone."""
    mine = [t for t in mapping.tables if t.existence is None and counts(t, wanted)]
    return {
        table.name: Counter(holding.rows(table, identity(table)))
        if table.follows
        else Counter({(): holding.all(table)})
        for table in mine
    }


def _sweep(
    connection: sa.Connection,
    holding: Holding,
    mapping: SourceMapping,
    before: _There,
    wanted: Wanted,
) -> None:
    for again in range(_ROUNDS + 1):
        now = _there(holding, mapping, wanted)
        came = {name: list((keys - before[name]).elements()) for name, keys in now.items()}
        kept = {t.name for t in mapping.tables if isinstance(t.erase, Keep)}
        new = {name: keys for name, keys in came.items() if keys and name not in kept}
        if not new:
            return
        for name, keys in new.items():
            table = mapping.table(name)
            known = table.follows and isinstance(table.erase, WithRow)
            if again == _ROUNDS or not known:
                args: dict[str, str | int] = {"table": name, "count": len(keys)}
                raise Refused((Problem("plan.trigger_writes", f"tables.{name}", args),))
            _delete(connection, table, keys)


def _delete(connection: sa.Connection, table: Table, keys: list[Raw]) -> None:
    here, brand = clause(table, identity(table)), connection.dialect.name
    for some in chunked(keys, room(brand) // len(identity(table))):
        these = among(here, identity(table), some, brand)
        connection.execute(sa.delete(here).where(these))
