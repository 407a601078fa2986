"""Find one person in every source: recognise, tell persons apart, and only then read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from chikai.adapters.sources.adrift import alone
from chikai.adapters.sources.compare import Fit, fitting
from chikai.adapters.sources.given import asks_for, given_of
from chikai.adapters.sources.holding import key_fails
from chikai.adapters.sources.linking import Records, beyond, by_which
from chikai.adapters.sources.reader import (
    Given,
    Key,
    Opener,
    Owned,
    Reader,
    Row,
    StoredKeys,
    TooMany,
)
from chikai.adapters.sources.seen import Like, Seen, persons, same_person, telling
from chikai.adapters.sources.shown import found_table
from chikai.ledger.check import against
from chikai.ledger.found import Candidate, Found, FoundTable, HiddenTable, Task, Undecided
from chikai.ledger.model import Kind, SourceMapping, Table
from chikai.ledger.problem import Problem
from chikai.ledger.terms import ExistenceGround, Identifier
from chikai.people.model import Person
from chikai.ports import BadData

_MOST_SHOWN: Final = 20
"""Rows or persons in doubt that a clerk is shown at once."""
_MOST_AT_ONCE: Final = 8
"""Sources that are read at the same time."""


@dataclass(frozen=True, slots=True)
class _Open:
    mapping: SourceMapping
    reader: Reader


def find(person: Person, mappings: Sequence[SourceMapping], open_source: Opener) -> Found:
    """One person's rows in all sources, each read within one transaction, all at the same time.

    Everything `person` states counts. Raises `Unavailable`, and `BadData` when a mapping and its
    database disagree or when what is stated narrows a table down too little.
    """
    given = given_of(person)
    tasks = tuple(_tasks(mappings))
    searched = [each for each in mappings if each.kind is not Kind.MANUAL]
    with ExitStack() as stack, _together(len(searched)) as each_of:
        sources = list(each_of(lambda m: _opened(m, open_source, stack), searched))
        seen = list(each_of(lambda s: list(_recognise(s, person, given)), sources))
        visible = [s for rows in seen for s in rows if s.table.existence is None]
        hidden = [s for rows in seen for s in rows if s.table.existence is not None]
        near = [s for s in visible if s.fit.near]
        sure = persons(s for s in visible if s.fit.sure)
        if len(sure) == 1:
            found = _read(sources, sure[0], visible, hidden, person, given, each_of)
            return replace(found, tasks=tasks)
        weak = [s for s in visible if s.fit.weak]
        maybe = sure or persons(weak, apart=True)
        groups = sure or (*maybe, *persons(near))
        return Found(
            matched=len(maybe) if len(maybe) > 1 else 0,
            candidates=tuple(_candidates(sources, groups)),
            more=_not_shown(groups),
            hidden=() if maybe else tuple(_hidden(sources, [s for s in hidden if s.fit.sure])),
            ask=telling(maybe, given),
            tasks=tasks,
        )


def located(
    person: Person, mappings: Sequence[SourceMapping], open_source: Opener
) -> dict[str, StoredKeys] | None:
    """By source, the keys of the rows in which one person is recognised, as they are stored.
    None unless exactly one person fits. Raises as `find`."""
    given = given_of(person)
    searched = [each for each in mappings if each.kind is not Kind.MANUAL]
    with ExitStack() as stack, _together(len(searched)) as each_of:
        sources = list(each_of(lambda m: _opened(m, open_source, stack), searched))
        seen = [s for o in sources for s in _recognise(o, person, given)]
        visible = [s for s in seen if s.table.existence is None]
        sure = persons(s for s in visible if s.fit.sure)
        if len(sure) != 1:
            return None
        own = (*sure[0], *Records.of(sure[0], visible).linked(visible))
        return {s.mapping.source: s.reader.stored(_own(s, own)) for s in sources}


@contextmanager
def _together(many: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """`map` over the sources: in threads where there are several."""
    if many < 2:
        yield map
        return
    with ThreadPoolExecutor(max_workers=min(many, _MOST_AT_ONCE)) as pool:
        yield pool.map


def _opened(mapping: SourceMapping, open_source: Opener, stack: ExitStack) -> _Open:
    if mapping.draft:
        problem = Problem("sources.not_reviewed", "reviewed", {}, mapping.line("reviewed"))
        raise bad_data(problem, mapping.file)
    source = _Open(mapping, stack.enter_context(open_source(mapping)))
    _check(source)
    return source


def _tasks(mappings: Sequence[SourceMapping]) -> Iterator[Task]:
    for each in mappings:
        if each.kind is Kind.MANUAL and each.owner is not None:
            yield Task(each.source, each.label, each.owner)


def _candidates(
    sources: Sequence[_Open], groups: Sequence[Sequence[Seen]], records: Records | None = None
) -> Iterator[Candidate]:
    for group in groups[:_MOST_SHOWN]:
        grounds = {each.ground for each in _hidden(sources, group)}
        protected = ExistenceGround.HARM_TO_PERSON in grounds
        like = records.like(group[0]) if records else Like()
        yield group[0].candidate(protected=protected, like=like)


def _not_shown(groups: Sequence[Sequence[Seen]]) -> int:
    return max(0, len(groups) - _MOST_SHOWN)


def _check(source: _Open) -> None:
    problem = next(against(source.mapping, source.reader.structure()), None)
    if problem is not None:
        raise bad_data(problem, source.mapping.file or source.mapping.source)


def bad_data(problem: Problem, file: str | None) -> BadData:
    """A problem of a mapping as the use cases know it."""
    return BadData(
        problem.code,
        file=file,
        line=problem.line,
        column=problem.column,
        field=problem.field,
        **problem.args,
    )


def _recognise(source: _Open, person: Person, given: Given) -> Iterator[Seen]:
    """Every row that may be the person's. A row that points at another row is that row's
    person's, whatever it says itself; see `adrift`."""
    fit = fitting(person)
    seen: list[Seen] = []
    for table in source.mapping.tables:
        if table.recognise:
            seen += _seen(source, table, given, fit)
    yield from alone(seen, source.reader)


def _seen(
    source: _Open, table: Table, given: Given, fit: Callable[[Table, Row], Fit], **more: bool
) -> Iterator[Seen]:
    try:
        rows = source.reader.candidates(table, given, **more)
    except TooMany:
        raise _too_many(source.mapping, table.name) from None
    for row in rows:
        yield Seen(source.mapping, table, row, fit(table, row))


def _further(
    sources: Sequence[_Open],
    seen: Sequence[Seen],
    person: Person,
    more: Given,
    each_of: Callable[..., Iterable[Any]],
) -> list[Seen]:
    """Rows that the recognised records lead to and the request alone leads past: something in
    them disagrees with it."""
    telling = {i for i in more if not i.names}
    known = {s.place for s in seen}
    fit = fitting(person)

    def led(source: _Open) -> list[Seen]:
        tables = (t for t in source.mapping.tables if t.existence is None)
        seen = [
            each
            for table in tables
            if telling & table.identifiers
            for each in _seen(source, table, more, fit, silent=False)
            if each.place not in known
        ]
        return list(alone(seen, source.reader))

    return [each for rows in each_of(led, sources) for each in rows] if telling else []


def _too_many(mapping: SourceMapping, table: str) -> BadData:
    field = f"tables.{table}"
    problem = Problem("sources.too_many", field, {}, mapping.line(field))
    return bad_data(problem, mapping.file)


def _read(
    sources: Sequence[_Open],
    person: Sequence[Seen],
    visible: Sequence[Seen],
    hidden: Sequence[Seen],
    form: Person,
    given: Given,
    each_of: Callable[..., Iterable[Any]],
) -> Found:
    more = beyond(person, given)
    seen = (*visible, *_further(sources, visible, form, more, each_of))
    records = Records.of(person, (*seen, *hidden))
    linked = records.linked(visible)
    also = [s for s in hidden if s.fit.sure and all(same_person(s, other) for other in person)]
    own = [*person, *linked, *also, *records.linked(hidden)]
    beside = persons(records.beside(seen, form, more), apart=True)
    tables: Iterable[list[FoundTable]] = each_of(lambda s: list(_tables(s, own)), sources)
    return Found(
        matched=1,
        tables=tuple(_marked(t, records, linked) for found in tables for t in found),
        hidden=tuple(_hidden(sources, own)),
        candidates=tuple(_candidates(sources, beside, records)),
        more=_not_shown(beside),
        ask=telling(beside, given),
        agreed=tuple(i for i in Identifier if any(i in s.fit.current for s in person)),
        undecided=tuple(_undecided(records, seen, linked, given)),
    )


def _marked(table: FoundTable, records: Records, linked: Sequence[Seen]) -> FoundTable:
    """The table with how its rows were recognised that the request alone would not have."""
    here = [s for s in linked if (s.mapping.source, s.table.name) == (table.source, table.table)]
    return replace(table, linked=by_which(records, here), linked_rows=len(here)) if here else table


def _own(source: _Open, seen: Sequence[Seen]) -> Owned:
    keys: dict[str, tuple[Key, ...]] = {}
    for each in seen:
        if each.mapping is source.mapping:
            keys[each.table.name] = (*keys.get(each.table.name, ()), each.key)
    try:
        return source.reader.closed(keys)
    except TooMany:
        circle = next(t.name for t in source.mapping.tables if any(f.circle for f in t.follows))
        raise _too_many(source.mapping, circle) from None


def _tables(source: _Open, own: Sequence[Seen]) -> Iterator[FoundTable]:
    keys = _own(source, own)
    for table in source.mapping.tables:
        if table.existence is None:
            rows = source.reader.owned(table, keys)
            found = found_table(source.mapping.source, table, rows)
            if (len(found.rows) if found else 0) < len({*keys.get(table.name, ())}):
                raise bad_data(key_fails(source.mapping, table), source.mapping.file)
            if found is not None:
                yield found


def _hidden(sources: Sequence[_Open], own: Sequence[Seen]) -> Iterator[HiddenTable]:
    for source in sources:
        keys = _own(source, own)
        for table in source.mapping.tables:
            if table.existence is not None and source.reader.owns_any(table, keys):
                yield HiddenTable(source.mapping.source, table.name, table.existence)


def _undecided(
    records: Records, visible: Sequence[Seen], linked: Sequence[Seen], given: Given
) -> Iterator[Undecided]:
    """Tables with rows of that name which nothing contradicts and nothing confirms, and the rows
    masked, beside what the records already found say."""
    settled = {id(each) for each in linked}
    left: dict[tuple[str, str], list[Seen]] = {}
    for seen in visible:
        if seen.fit.weak and id(seen) not in settled and records.may_be(seen):
            left.setdefault((seen.mapping.source, seen.table.name), []).append(seen)
    for place, rows in left.items():
        table = rows[0].table
        shown = sorted(rows, key=records.shared, reverse=True)[:_MOST_SHOWN]
        yield Undecided(
            *place,
            table.label,
            asks_for(given, table),
            tuple(each.candidate(like=records.like(each)) for each in shown),
            len(rows) - len(shown),
        )
