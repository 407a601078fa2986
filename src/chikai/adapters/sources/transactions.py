"""One transaction in each database that a plan changes, and what ends one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from chikai.adapters.sources import catalog, facts, hindered
from chikai.adapters.sources.remembered import Remembered
from chikai.adapters.sources.sql import Engines, reaching
from chikai.adapters.sources.statements import Statements
from chikai.ledger.check import against
from chikai.ledger.model import SourceMapping
from chikai.ledger.plan import SourceChange
from chikai.ledger.problem import Problem
from chikai.ports.changes import Moved, Refused, RefusedInPart


@dataclass(frozen=True, slots=True)
class Changing:
    """One database while a plan changes it, and what its catalog says."""

    mapping: SourceMapping
    connection: sa.Connection
    transaction: sa.Transaction
    there: catalog.Catalog
    known: facts.Facts
    statements: Statements


class Databases:
    """`engines` opens one that may write; each is opened once."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._opened: dict[str, sa.Engine] = {}
        self._remembered = Remembered()
        self._written: dict[str, Statements] = {}

    def engine(self, mapping: SourceMapping) -> sa.Engine:
        """Raises `Unavailable`."""
        if mapping.source not in self._opened:
            self._opened[mapping.source] = self._engines(mapping)
        return self._opened[mapping.source]

    @contextmanager
    def within(self, mapping: SourceMapping) -> Iterator[tuple[sa.Connection, sa.Transaction]]:
        """One transaction; whatever was not committed at the end is rolled back."""
        with reaching(mapping):
            connection = self.engine(mapping).connect()
        try:
            with reaching(mapping):
                transaction = connection.begin()
            yield connection, transaction
        finally:
            with reaching(mapping):
                left = connection.get_transaction()
                if left is not None and not left.is_active:  # its commit failed
                    left.rollback()  # or the next to use the connection would keep it
                connection.close()

    @contextmanager
    def changing(self, mapping: SourceMapping) -> Iterator[Changing]:
        """One transaction with what the catalog says in it."""
        with self.within(mapping) as (connection, transaction):
            with reaching(mapping):
                there, known = self._remembered.read(connection, mapping)
            written = self._written.get(mapping.source)
            if written is None or written.catalog is not there:
                written = Statements(mapping, there, connection.dialect)
                self._written[mapping.source] = written
            yield Changing(mapping, connection, transaction, there, known, written)


def unchanged(change: SourceChange, opened: Changing) -> None:
    """Nothing the plan relies on is different now: a table, a type, a key, a trigger."""
    mapping = opened.mapping
    drift = tuple(against(mapping, opened.there.structure))
    if drift:
        raise Refused(drift)
    if opened.known.shape([t.place for t in change.tables]) != change.shape:
        raise Refused((Problem("plan.schema_changed", "source", {"source": mapping.source}),))


def to_commit(opened: Iterable[Changing]) -> list[Changing]:
    """In the order of their commits. SQLite looks at deferred references when it commits and no
    sooner, so it goes first: while it can still refuse, nothing has been kept anywhere."""
    return sorted(opened, key=lambda one: one.connection.dialect.name != "sqlite")


@contextmanager
def in_part(kept: Sequence[str], mapping: SourceMapping, *, back: bool = False) -> Iterator[None]:
    """Raises `RefusedInPart` where the source is refused and those `kept` are changed already."""
    try:
        yield
    except (Refused, Moved) as why:
        if kept:
            raise RefusedInPart(mapping.source, tuple(sorted(kept)), why, back=back) from None
        raise


@contextmanager
def refusing(mapping: SourceMapping) -> Iterator[None]:
    """What the database itself refuses; its own words quote values and are cut off."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if not hindered.refuses(error):
            raise
        args: dict[str, str | int] = {"source": mapping.source}
        code = "plan.database_refuses"
        if name := hindered.rule(error):
            code, args["name"] = "plan.rule_refuses", name
        raise Refused((Problem(code, "source", args),)) from None
