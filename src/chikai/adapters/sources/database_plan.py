"""What a plan does in one database: thought out in full and asked of it, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chikai.adapters.sources import taking
from chikai.adapters.sources.barred import unwritable
from chikai.adapters.sources.finding import bad_data
from chikai.adapters.sources.fitting import BrandCells
from chikai.adapters.sources.holding import Holding
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.ordering import ordered
from chikai.adapters.sources.parts import Planned
from chikai.adapters.sources.preflight import preflight
from chikai.adapters.sources.reader import StoredKeys
from chikai.adapters.sources.sharing import with_shared
from chikai.adapters.sources.stored import planned_to_keep
from chikai.adapters.sources.transactions import Changing
from chikai.ledger.check import against
from chikai.ledger.plan import Wanted


def planned_in(
    opened: Changing, roots: StoredKeys, wanted: Wanted, *, files: Files, salt: Callable[[], str]
) -> Planned:
    """What becomes of the person's rows, and what stands against it. Raises `BadData` when the
    database is no longer what its mapping says."""
    mapping, connection, known = opened.mapping, opened.connection, opened.known
    drift = next(against(mapping, opened.there.structure), None)
    if drift is not None:
        raise bad_data(drift, mapping.file or mapping.source)
    holding = Holding(connection, mapping, opened.statements, roots)
    held = with_shared(connection, [h for h in holding.tables() if h.rows], known)
    cells = BrandCells(connection.dialect.name, known, opened.there)
    change, rows, wrong = planned_to_keep(mapping, held, wanted, cells=cells, salt=salt)
    found, notes = preflight(connection, mapping, change, rows, held, known)
    found += unwritable(connection, mapping, rows, back=bool(wanted.undo_days))
    shape = known.shape([t.place for t in change.tables])
    whole = replace(change, notes=tuple(notes), shape=shape)
    naming = taking.in_database(connection)
    whole, rows, shared = taking.with_files(files, mapping, whole, rows, naming)
    return whole, rows, [*wrong, *found, *ordered(mapping, rows, known).problems, *shared]
