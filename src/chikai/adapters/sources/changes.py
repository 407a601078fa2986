"""`ports.Changes` over the company's SQL databases, and over its other sources by their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sources import alongside, apply, as_planned, residue, taking
from chikai.adapters.sources.database_plan import planned_in
from chikai.adapters.sources.finding import located
from chikai.adapters.sources.given import given_of, going_by
from chikai.adapters.sources.holding import Holding
from chikai.adapters.sources.objects import Files
from chikai.adapters.sources.parts import Part, Parts
from chikai.adapters.sources.reader import Given, Opener, Reader
from chikai.adapters.sources.sharing import still_alone
from chikai.adapters.sources.sql import Engines, reaching
from chikai.adapters.sources.stored import dump, load
from chikai.adapters.sources.transactions import (
    Changing,
    Databases,
    in_part,
    refusing,
    to_commit,
    unchanged,
)
from chikai.ledger.contents import Contents, Rows
from chikai.ledger.correcting import everywhere
from chikai.ledger.model import Kind, SourceMapping
from chikai.ledger.plan import CORRECTING, ByHand, Plan, SourceChange, Wanted, Work
from chikai.ledger.problem import Problem
from chikai.people.model import Person
from chikai.ports import BadData
from chikai.ports.changes import Moved, Refused, Remains, Standing, Verified


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
        self._databases, self._reading = Databases(engines), reading
        self._failpoint = failpoint

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
                with self._databases.changing(mapping) as opened, reaching(mapping):
                    one, mine, wrong = planned_in(
                        opened, root, wanted, files=self._files, salt=salt
                    )
            problems += (_placed(each, mapping) for each in wrong)
            if one.tables or one.kept:
                changes.append(one)
                rows.append((mapping.source, mine))
        problems = everywhere(problems, len(mappings))
        if problems:
            raise Refused(tuple(problems))
        labels = [(m.source, m.label) for m in self._by_hand]
        labels += [(each.source, each.label) for each in taking.by_hand(changes)]
        by_hand = tuple(ByHand(source, label) for source, label in labels)
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

    def standing(self, plan: Plan, contents: bytes) -> dict[str, Standing]:
        """See `ports.Changes.standing`."""
        values = load(contents)
        found = {}
        named = {mapping.source for mapping in self._mappings}
        there = replace(plan, sources=tuple(s for s in plan.sources if s.source in named))
        for mapping, rows in self._each(there, values):
            if _part(mapping):
                with self._part(mapping) as part:
                    found[mapping.source] = part.standing(plan, rows)
                continue
            with self._databases.within(mapping) as (connection, _), reaching(mapping):
                found[mapping.source] = as_planned.standing(connection, mapping, rows)
        return found

    def apply(
        self, plan: Plan, contents: bytes, wanted: Wanted, *, skip: frozenset[str] = frozenset()
    ) -> Verified:
        """See `ports.Changes.apply`."""
        values = load(contents)
        every = None if plan.work in CORRECTING else wanted
        todo, others = self._apart(s for s in plan.sources if s.source not in skip)
        kept = [s for s in sorted(skip) if any(each.changes for each in values.of(s))]
        for mapping, rows in self._each(plan, values):
            with in_part(kept, mapping):
                taking.guard(self._files, mapping, rows, done=mapping.source in skip)
        with ExitStack() as stack:
            parts = [stack.enter_context(self._part(self._mapping(s.source))) for s in others]
            opened = [self._changing(s, stack) for s in todo]
            for each, one in zip(todo, opened, strict=True):
                with in_part(kept, one.mapping):
                    unchanged(each, one)
            for each, one in zip(todo, opened, strict=True):
                holding = Holding(
                    one.connection, one.mapping, one.statements, values.root(each.source)
                )
                with in_part(kept, one.mapping), reaching(one.mapping), refusing(one.mapping):
                    rows = values.of(each.source)
                    as_planned.guard(holding, one.mapping, each, rows, every)
                    still_alone(one.connection, one.mapping, holding, each, rows, one.known)
                    self._failpoint("sources.apply.guarded")
                    with alongside.swept(one.connection, holding, one.mapping, each, every):
                        apply.write(one.connection, one.mapping, rows, one.known)
                    apply.settle(one.connection)
                    as_planned.as_meant(one.connection, one.mapping, each, rows)
                self._failpoint("sources.apply.written")
            for each, part in zip(others, parts, strict=True):
                rows = values.of(each.source)
                with in_part(kept, self._mapping(each.source)):
                    part.prepare(plan, rows, values.root(each.source), every)
            for one in to_commit(opened):
                self._failpoint("sources.apply.before_commit")
                with in_part(kept, one.mapping), reaching(one.mapping), refusing(one.mapping):
                    one.transaction.commit()
                kept.append(one.mapping.source)
                self._failpoint("sources.apply.after_commit")
            for each, part in zip(others, parts, strict=True):
                with in_part(kept, self._mapping(each.source)):
                    part.commit()
                kept.append(each.source)
        for mapping, rows in self._each(plan, values):
            self._failpoint("sources.apply.before_files")
            with in_part(kept, mapping):
                taking.erase(self._files, mapping, rows)
        return self._verified(plan, values)

    def verify(self, plan: Plan, contents: bytes) -> Verified:
        """See `ports.Changes.verify`."""
        return self._verified(plan, load(contents))

    def _verified(self, plan: Plan, values: Contents) -> Verified:
        found = Verified()
        for mapping, rows in self._each(plan, values):
            found += taking.remains(self._files, mapping, rows)
            if _part(mapping):
                with self._part(mapping) as part:
                    found += part.verify(plan, rows)
                continue
            with self._databases.within(mapping) as (connection, _), reaching(mapping):
                wrong = as_planned.differing(connection, mapping, rows)
            left = Verified()
            if plan.work in (Work.ERASE, Work.DELETE, Work.CORRECT):
                with reaching(mapping):
                    left = residue.look(self._databases.engine(mapping), mapping, rows, plan.work)
            differing = tuple(Remains(mapping.source, "plan.differs", t, n) for t, n in wrong)
            found += replace(left, differing=differing)
        return found

    def prior(self, plan: Plan, contents: bytes) -> Iterator[bytes]:
        """See `ports.Changes.prior`."""
        for mapping, rows in self._each(plan, load(contents)):
            yield from taking.prior(self._files, mapping, rows)

    def undo(self, plan: Plan, contents: bytes, prior: Iterable[bytes] = ()) -> None:
        """See `ports.Changes.undo`."""
        values = load(contents)
        standing = self.standing(plan, contents)
        # whatever is untouched was put back before a crash
        put_back = [s for s, each in standing.items() if each is Standing.UNTOUCHED]
        put_back = [s for s in put_back if any(rows.changes for rows in values.of(s))]
        halfway = partial(in_part, put_back, back=True)
        for source, stands in standing.items():
            if stands is Standing.MIXED:
                with halfway(self._mapping(source)):
                    raise Moved(source, values.of(source)[0].table)
        taking.restore(self._files, self._each(plan, values), iter(prior))
        done = (s for s in plan.sources if standing[s.source] is Standing.DONE)
        todo, others = self._apart(done)
        with ExitStack() as stack:
            opened = [self._changing(s, stack) for s in todo]
            for each, one in zip(todo, opened, strict=True):
                with halfway(one.mapping), reaching(one.mapping), refusing(one.mapping):
                    rows = values.of(each.source)
                    apply.restore(one.connection, one.mapping, rows, one.known)
                    apply.settle(one.connection)
            for one in to_commit(opened):
                with halfway(one.mapping), reaching(one.mapping), refusing(one.mapping):
                    one.transaction.commit()
                put_back.append(one.mapping.source)
        for each in others:
            mapping = self._mapping(each.source)
            with halfway(mapping), self._part(mapping) as part:
                part.undo(plan, values.of(each.source))
            put_back.append(each.source)

    def _each(self, plan: Plan, values: Contents) -> Iterator[tuple[SourceMapping, Sequence[Rows]]]:
        for each in plan.sources:
            yield self._mapping(each.source), values.of(each.source)

    def _apart(
        self, sources: Iterable[SourceChange]
    ) -> tuple[list[SourceChange], list[SourceChange]]:
        """Those in which something is changed: the databases, and the others."""
        databases: list[SourceChange] = []
        others: list[SourceChange] = []
        for each in sources:
            if each.tables:
                (others if _part(self._mapping(each.source)) else databases).append(each)
        return databases, others

    def _changing(self, change: SourceChange, stack: ExitStack) -> Changing:
        return stack.enter_context(self._databases.changing(self._mapping(change.source)))

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


def _part(mapping: SourceMapping) -> bool:
    return mapping.kind in (Kind.FILES, Kind.WEBHOOK)


def _placed(problem: Problem, mapping: SourceMapping) -> Problem:
    """With the file and the line of the mapping that it is about."""
    line = problem.line or mapping.line(problem.field or "")
    return replace(problem, file=mapping.file, line=line)
