"""`ports.Changes` over the company's SQL databases, and over its other sources by their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sources import apply, catalog, facts, hindered, residue, taking
from chikai.adapters.sources.finding import bad_data, located
from chikai.adapters.sources.fitting import BrandCells
from chikai.adapters.sources.given import given_of, going_by
from chikai.adapters.sources.holding import Holding
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Part, Parts
from chikai.adapters.sources.preflight import preflight
from chikai.adapters.sources.reader import Given, Opener, Reader
from chikai.adapters.sources.remembered import Remembered
from chikai.adapters.sources.sharing import still_alone, with_shared
from chikai.adapters.sources.sql import Engines, reaching
from chikai.adapters.sources.stored import Unstorable, commitment, dump, load
from chikai.ledger.check import against
from chikai.ledger.correcting import NOWHERE
from chikai.ledger.model import Kind, SourceMapping
from chikai.ledger.plan import (
    CORRECTING,
    ByHand,
    Contents,
    Plan,
    Rows,
    SourceChange,
    Wanted,
    Work,
)
from chikai.ledger.planning import planned
from chikai.ledger.problem import Problem
from chikai.people.model import Person
from chikai.ports import BadData, Hindered, Unavailable
from chikai.ports.changes import Moved, Refused, RefusedInPart, Remains, Standing, Verified


@dataclass(slots=True)
class _Open:
    mapping: SourceMapping
    connection: sa.Connection
    transaction: sa.Transaction
    there: catalog.Catalog
    known: facts.Facts


class SourceChanges:
    """`engines` opens one that may write; `reading` one source for finding the person; `parts`
    are the sources that are no databases; `files` what cells name in any of them."""

    def __init__(
        self,
        mappings: Sequence[SourceMapping],
        *,
        engines: Engines,
        reading: Opener,
        parts: Parts | None = None,
        files: Files | None = None,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        reached = [m for m in mappings if m.kind is not Kind.MANUAL and (parts or not _part(m))]
        self._mappings = tuple(reached)
        self._by_hand = tuple(m for m in mappings if m not in reached)
        self._parts, self._files = parts, files or Files({}, "")
        self._engines, self._reading = engines, reading
        self._failpoint = failpoint
        self._opened: dict[str, sa.Engine] = {}
        self._remembered = Remembered()

    def plan(
        self, person: Person, wanted: Wanted, *, case: str, salt: Callable[[], str]
    ) -> tuple[Plan, bytes]:
        """See `ports.Changes.plan`."""
        mappings, given = self._mappings, given_of(person)
        roots = located(going_by(person, ()), mappings, lambda m: self._read(m, given))
        if roots is None:
            raise BadData("plan.not_one_person", field="person")
        changes: list[SourceChange] = []
        rows: list[tuple[str, tuple[Rows, ...]]] = []
        problems: list[Problem] = []
        for mapping in mappings:
            root = roots.get(mapping.source, {})
            if _part(mapping):
                with self._part(mapping, given) as part:
                    one, mine, wrong = part.plan(root, wanted, salt)
            else:
                with self._writing(mapping) as opened:
                    one, mine, wrong = self._one(opened, root, wanted, salt)
            problems += wrong
            if one.tables or one.kept:
                changes.append(one)
                rows.append((mapping.source, mine))
        problems = _everywhere(problems, len(mappings))
        if problems:
            raise Refused(tuple(problems))
        by_hand = tuple(ByHand(m.source, m.label) for m in self._by_hand)
        made = Plan(
            case, wanted.work, wanted.on, wanted.items, wanted.purposes, wanted.undo_days,
            tuple(changes), by_hand,
        )  # fmt: skip
        named = {source for source, _ in rows}
        kept_roots = tuple(
            (source, tuple((table, tuple(keys)) for table, keys in tables.items()))
            for source, tables in roots.items()
            if source in named
        )
        return made, dump(Contents(tuple(rows), kept_roots))

    def _one(
        self,
        opened: _Open,
        roots: dict[str, list[tuple[object, ...]]],
        wanted: Wanted,
        salt: Callable[[], str],
    ) -> tuple[SourceChange, tuple[Rows, ...], list[Problem]]:
        mapping, connection = opened.mapping, opened.connection
        drift = tuple(against(mapping, opened.there.structure))
        if drift:
            raise bad_data(drift[0], mapping.file or mapping.source)
        holding = Holding(connection, mapping, opened.there, roots)
        found_rows = [h for h in holding.tables() if h.rows]
        held = with_shared(connection, found_rows, opened.known)
        cells = BrandCells(connection.dialect.name, opened.known, opened.there)
        try:
            change, rows, wrong = planned(
                mapping, held, wanted, cells=cells, salt=salt, commitment=commitment
            )
        except Unstorable:
            problem = Problem("plan.cannot_be_kept", "tables", {"source": mapping.source})
            return SourceChange(mapping.source, mapping.label, (), ()), (), [problem]
        found, notes = preflight(connection, mapping, change, rows, held, opened.known)
        loose = apply.unordered(mapping, rows, opened.known)
        shape = opened.known.shape([t.place for t in change.tables])
        whole = replace(change, notes=tuple(notes), shape=shape)
        naming = taking.in_database(connection)
        whole, rows, shared = taking.with_files(self._files, mapping, whole, rows, naming)
        return whole, rows, [*wrong, *found, *loose, *shared]

    def standing(self, plan: Plan, contents: bytes) -> dict[str, Standing]:
        """See `ports.Changes.standing`."""
        values = load(contents)
        found = {}
        for each in plan.sources:
            mapping, rows = self._mapping(each.source), values.of(each.source)
            if _part(mapping):
                with self._part(mapping) as part:
                    found[each.source] = part.standing(plan, rows)
                continue
            try:
                found[each.source] = self._standing(mapping, rows)
            except Hindered:
                raise
            except Unavailable:  # a connection that was kept may have died since
                found[each.source] = self._standing(mapping, rows)
        return found

    def _standing(self, mapping: SourceMapping, rows: Sequence[Rows]) -> Standing:
        with self._within(mapping) as (connection, _), reaching(mapping):
            return apply.standing(connection, mapping, rows)

    def apply(
        self, plan: Plan, contents: bytes, wanted: Wanted, *, skip: frozenset[str] = frozenset()
    ) -> Verified:
        """See `ports.Changes.apply`."""
        values = load(contents)
        todo = [s for s in plan.sources if s.source not in skip and s.tables]
        every = None if plan.work in CORRECTING else wanted
        others = [s for s in todo if _part(self._mapping(s.source))]
        todo = [s for s in todo if s not in others]
        for each in plan.sources:
            taking.guard(self._files, self._mapping(each.source), values.of(each.source))
        with ExitStack() as stack:
            parts = [stack.enter_context(self._part(self._mapping(s.source))) for s in others]
            opened = [stack.enter_context(self._writing(self._mapping(s.source))) for s in todo]
            for each, one in zip(todo, opened, strict=True):
                _unchanged(each, one)
            for each, one in zip(todo, opened, strict=True):
                holding = Holding(one.connection, one.mapping, one.there, values.root(each.source))
                with reaching(one.mapping), _refusing(one.mapping):
                    rows = values.of(each.source)
                    apply.guard(holding, one.mapping, each, rows, every)
                    still_alone(one.connection, one.mapping, holding, each, rows, one.known)
                    self._failpoint("sources.apply.guarded")
                    apply.write(one.connection, one.mapping, rows, one.known)
                    apply.settle(one.connection)
                self._failpoint("sources.apply.written")
            for each, part in zip(others, parts, strict=True):
                rows = values.of(each.source)
                part.prepare(plan, rows, values.root(each.source), every)
            kept: list[str] = []
            for one in sorted(opened, key=_late_to_refuse, reverse=True):
                self._failpoint("sources.apply.before_commit")
                with _after(kept, one.mapping), reaching(one.mapping), _refusing(one.mapping):
                    one.transaction.commit()
                self._failpoint("sources.apply.after_commit")
            for each, part in zip(others, parts, strict=True):
                with _after(kept, self._mapping(each.source)):
                    part.commit()
        for each in plan.sources:
            self._failpoint("sources.apply.before_files")
            taking.erase(self._files, self._mapping(each.source), values.of(each.source))
        return self._verified(plan, values)

    def verify(self, plan: Plan, contents: bytes) -> Verified:
        """See `ports.Changes.verify`."""
        return self._verified(plan, load(contents))

    def _verified(self, plan: Plan, values: Contents) -> Verified:
        found = Verified()
        for each in plan.sources:
            mapping, rows = self._mapping(each.source), values.of(each.source)
            found = _added(found, taking.remains(self._files, mapping, rows))
            if _part(mapping):
                with self._part(mapping) as part:
                    found = _added(found, part.verify(plan, rows))
                continue
            with self._within(mapping) as (connection, _), reaching(mapping):
                wrong = apply.differing(connection, mapping, rows)
            left = Verified()
            if plan.work in (Work.ERASE, Work.DELETE, Work.CORRECT):
                with reaching(mapping):
                    left = residue.look(self._engine(mapping), mapping, rows)
            differing = tuple(Remains(each.source, "plan.differs", t, n) for t, n in wrong)
            found = _added(found, replace(left, differing=differing))
        return found

    def prior(self, plan: Plan, contents: bytes) -> Iterator[bytes]:
        """See `ports.Changes.prior`."""
        values = load(contents)
        for each in plan.sources:
            rows = values.of(each.source)
            yield from taking.prior(self._files, self._mapping(each.source), rows)

    def undo(self, plan: Plan, contents: bytes, prior: Iterable[bytes] = ()) -> None:
        """See `ports.Changes.undo`."""
        values = load(contents)
        standing = self.standing(plan, contents)
        for source, each in standing.items():
            if each is Standing.MIXED:
                raise Moved(source, values.of(source)[0].table)
        every = [(self._mapping(s.source), values.of(s.source)) for s in plan.sources]
        taking.restore(self._files, every, iter(prior))
        # the others were put back before a crash
        todo = [s for s in plan.sources if s.tables and standing[s.source] is Standing.DONE]
        others = [s for s in todo if _part(self._mapping(s.source))]
        todo = [s for s in todo if s not in others]
        with ExitStack() as stack:
            opened = [stack.enter_context(self._writing(self._mapping(s.source))) for s in todo]
            for each, one in zip(todo, opened, strict=True):
                with reaching(one.mapping), _refusing(one.mapping):
                    rows = values.of(each.source)
                    apply.restore(one.connection, one.mapping, rows, one.known)
                    apply.settle(one.connection)
            for one in sorted(opened, key=_late_to_refuse, reverse=True):
                with reaching(one.mapping), _refusing(one.mapping):
                    one.transaction.commit()
        for each in others:
            with self._part(self._mapping(each.source)) as part:
                part.undo(plan, values.of(each.source))

    def _part(
        self, mapping: SourceMapping, given: Given | None = None
    ) -> AbstractContextManager[Part]:
        assert self._parts is not None, "a source without its part is not among the mappings"
        return self._parts.part(mapping, given or {})

    def _read(self, mapping: SourceMapping, given: Given) -> AbstractContextManager[Reader]:
        if self._parts is not None and _part(mapping):
            return self._parts.read(mapping, given)
        return self._reading(mapping)

    def _mapping(self, name: str) -> SourceMapping:
        for each in self._mappings:
            if each.source == name:
                return each
        raise Refused((Problem("plan.source_gone", "source", {"source": name}),))

    @contextmanager
    def _writing(self, mapping: SourceMapping) -> Iterator[_Open]:
        """One transaction; whatever was not committed at the end is rolled back. A connection
        that was kept and has died since is replaced once."""
        with reaching(mapping):
            connection = self._engine(mapping).connect()
        try:
            with reaching(mapping):
                transaction = connection.begin()
                try:
                    there, known = self._remembered.read(connection, mapping)
                except sa.exc.DBAPIError as error:
                    if not error.connection_invalidated:
                        raise
                    transaction.rollback()
                    transaction = connection.begin()
                    there, known = self._remembered.read(connection, mapping)
            yield _Open(mapping, connection, transaction, there, known)
        finally:
            with reaching(mapping):
                connection.close()

    @contextmanager
    def _within(self, mapping: SourceMapping) -> Iterator[tuple[sa.Connection, sa.Transaction]]:
        with reaching(mapping):
            connection = self._engine(mapping).connect()
        try:
            with reaching(mapping):
                transaction = connection.begin()
            yield connection, transaction
        finally:
            with reaching(mapping):
                connection.close()

    def _engine(self, mapping: SourceMapping) -> sa.Engine:
        if mapping.source not in self._opened:
            self._opened[mapping.source] = self._engines(mapping)
        return self._opened[mapping.source]


def _part(mapping: SourceMapping) -> bool:
    return mapping.kind in (Kind.FILES, Kind.WEBHOOK)


def _added(found: Verified, more: Verified) -> Verified:
    return Verified(
        (*found.differing, *more.differing),
        (*found.found, *more.found),
        (*found.may_be, *more.may_be),
        (*found.attested, *more.attested),
    )


def _everywhere(problems: Sequence[Problem], sources: int) -> list[Problem]:
    """A value to be corrected may stand in one source and not in another."""
    codes = [(each.code, each.args.get("number")) for each in problems]
    real = [
        each
        for each in problems
        if each.code not in NOWHERE or codes.count((each.code, each.args["number"])) == sources
    ]
    return list(dict.fromkeys(real))


def _unchanged(change: SourceChange, opened: _Open) -> None:
    """Nothing the plan relies on is different now: a table, a type, a key, a trigger."""
    mapping = opened.mapping
    drift = tuple(against(mapping, opened.there.structure))
    if drift:
        raise Refused(drift)
    if opened.known.shape([t.place for t in change.tables]) != change.shape:
        raise Refused((Problem("plan.schema_changed", "source", {"source": mapping.source}),))


def _late_to_refuse(opened: _Open) -> bool:
    """SQLite looks at deferred references when it commits and no sooner, so it commits before
    others: while it can still refuse, nothing has been kept anywhere."""
    return opened.connection.dialect.name == "sqlite"


@contextmanager
def _after(kept: list[str], mapping: SourceMapping) -> Iterator[None]:
    """A commit after those of the sources `kept`, which takes its own place among them. Raises
    `RefusedInPart` where it is refused: those stay."""
    try:
        yield
    except (Refused, Moved):
        if kept:
            raise RefusedInPart(mapping.source, tuple(kept)) from None
        raise
    kept.append(mapping.source)


@contextmanager
def _refusing(mapping: SourceMapping) -> Iterator[None]:
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
