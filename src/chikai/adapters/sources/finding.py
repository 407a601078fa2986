"""Find one person in every source: recognise, tell persons apart, and only then read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from chikai.adapters.sources.compare import Seen, fit, persons, same_person, telling
from chikai.adapters.sources.given import given_of
from chikai.adapters.sources.reader import Given, Key, Opener, Reader, TooMany
from chikai.ledger.check import against, asks_for
from chikai.ledger.model import (
    Candidate,
    Column,
    ExistenceGround,
    Found,
    FoundColumn,
    FoundTable,
    HiddenTable,
    Identifier,
    Label,
    SourceMapping,
    Undecided,
    WithheldColumn,
)
from chikai.ledger.problem import Problem
from chikai.people.model import Person
from chikai.ports import BadData

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Open:
    mapping: SourceMapping
    reader: Reader


def find(person: Person, mappings: Sequence[SourceMapping], open_source: Opener) -> Found:
    """One person's rows in all sources, read within one transaction of each.

    Everything `person` states counts. Raises `Unavailable`, and `BadData` when a mapping and its
    database disagree or when what is stated narrows a table down too little.
    """
    given = given_of(person)
    with ExitStack() as stack:
        sources = [_Open(m, stack.enter_context(open_source(m))) for m in mappings]
        for each in sources:
            _check(each)
        visible, hidden = _recognise(sources, person, given)
        near = [seen for seen in visible if seen.fit.near]
        sure = persons(seen for seen in visible if seen.fit.sure)
        if len(sure) == 1:
            return _read(sources, sure[0], visible, hidden, given)
        weak = [seen for seen in visible if seen.fit.weak]
        fitting = sure or persons(weak, apart=True)
        groups = sure if sure else (*fitting, *persons(near))
        alone = [seen for seen in hidden if seen.fit.sure]
        return Found(
            matched=len(fitting) if len(fitting) > 1 else 0,
            candidates=tuple(_candidates(sources, groups)),
            hidden=() if fitting else tuple(_hidden(sources, alone)),
            ask=telling(fitting, given),
        )


def _candidates(sources: Sequence[_Open], groups: Sequence[Sequence[Seen]]) -> Iterator[Candidate]:
    for group in groups[:_MOST_SHOWN]:
        grounds = {each.ground for each in _hidden(sources, group)}
        yield group[0].candidate(protected=ExistenceGround.HARM_TO_PERSON in grounds)


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


def _recognise(
    sources: Sequence[_Open], person: Person, given: Given
) -> tuple[list[Seen], list[Seen]]:
    """Every row that may be the person's, and those in tables of Order Art. 5 apart.

    A row that points at another row is that row's person's, whatever it says itself.
    """
    visible: list[Seen] = []
    hidden: list[Seen] = []
    for source in sources:
        for table in source.mapping.tables:
            if not table.recognise:
                continue
            try:
                rows = source.reader.candidates(table, given)
            except TooMany:
                problem = Problem("sources.too_many", f"tables.{table.name}", {})
                raise bad_data(problem, source.mapping.file) from None
            kept = visible if table.existence is None else hidden
            for row in rows:
                if all(row[c] is None for follow in table.follows for c in follow.columns):
                    kept.append(Seen(source.mapping, table, row, fit(table, row, person)))
    return visible, hidden


def _read(
    sources: Sequence[_Open],
    person: Sequence[Seen],
    visible: Sequence[Seen],
    hidden: Sequence[Seen],
    given: Given,
) -> Found:
    also = [s for s in hidden if s.fit.sure and all(same_person(s, other) for other in person)]
    own = [*person, *also]
    moved = [s for s in visible if s.fit.moved and all(same_person(s, o) for o in person)]
    return Found(
        matched=1,
        tables=tuple(_tables(sources, own)),
        hidden=tuple(_hidden(sources, own)),
        candidates=tuple(_candidates(sources, persons(moved))),
        agreed=tuple(i for i in Identifier if any(i in s.fit.current for s in person)),
        undecided=tuple(_undecided(person, visible, given)),
    )


def _own(source: _Open, seen: Sequence[Seen]) -> dict[str, tuple[Key, ...]]:
    keys: dict[str, tuple[Key, ...]] = {}
    for each in seen:
        if each.mapping is source.mapping:
            keys[each.table.name] = (*keys.get(each.table.name, ()), each.key)
    return keys


def _tables(sources: Sequence[_Open], own: Sequence[Seen]) -> Iterator[FoundTable]:
    for source in sources:
        keys = _own(source, own)
        for table in source.mapping.tables:
            if table.existence is not None:
                continue
            rows = source.reader.owned(table, keys)
            if not rows:
                continue
            shown = [column for column in table.columns if column.shown]
            yield FoundTable(
                source=source.mapping.source,
                table=table.name,
                category=table.category,
                label=table.label,
                role=table.role,
                columns=tuple(FoundColumn(c.item, _label(c), c.format, c.values) for c in shown),
                rows=tuple(tuple(row[c.name] for c in shown) for row in rows),
                withheld=tuple(
                    WithheldColumn(_label(c), c.withheld)
                    for c in table.columns
                    if c.withheld is not None and any(row[c.name] is not None for row in rows)
                ),
            )


def _label(column: Column) -> Label:
    assert column.label is not None, "ledger.check lets no such column through"
    return column.label


def _hidden(sources: Sequence[_Open], own: Sequence[Seen]) -> Iterator[HiddenTable]:
    for source in sources:
        keys = _own(source, own)
        for table in source.mapping.tables:
            if table.existence is not None and source.reader.owns_any(table, keys):
                yield HiddenTable(source.mapping.source, table.name, table.existence)


def _undecided(
    person: Sequence[Seen], visible: Sequence[Seen], given: Given
) -> Iterator[Undecided]:
    """Tables with a row of that name which nothing contradicts and nothing confirms."""
    done: set[tuple[str, str]] = set()
    for seen in visible:
        place = (seen.mapping.source, seen.table.name)
        if place in done or not seen.fit.weak:
            continue
        if all(same_person(seen, other) for other in person):
            done.add(place)
            needs = asks_for(frozenset(given), seen.table)
            yield Undecided(*place, seen.table.label, needs)
