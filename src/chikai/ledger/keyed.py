"""Columns whose cells hold now this and now that, as another column of the row says. Pure.

What becomes of a row is thought out for the rows of each key apart, as if they were a table of
their own, and put together again: one change and one deletion for the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from chikai.ledger.actions import Keep, WithRow
from chikai.ledger.held import Draft, Held, Step, said
from chikai.ledger.model import Column, Table
from chikai.ledger.plan import ColumnChange, Kept, Why
from chikai.ledger.problem import Problem


def faces(held: Held, column: Column) -> list[tuple[Column, list[int]]]:
    """What a column is in these rows, and the numbers of the rows it is so in."""
    if column.by is None:
        return [(column, list(range(len(held.rows))))]
    known = dict(column.keys)
    found: dict[str, tuple[Column, list[int]]] = {}
    for n, cell in enumerate(held.cells(column.by)):
        key = said(cell)
        face = known.get(key, column)
        found.setdefault(key if key in known else "", (face, []))[1].append(n)
    return list(found.values())


def parts(held: Held) -> Iterator[tuple[Held, list[int]]]:
    """The rows of each key as rows of a table in which the cells are what the key says."""
    table = held.table
    split: list[tuple[Table, list[int]]] = [(table, list(range(len(held.rows))))]
    for at, column in enumerate(table.columns):
        if column.by is None:
            continue
        finer = []
        for one, numbers in split:
            here = held.only(numbers)
            for face, theirs in faces(here, column):
                plain = replace(face, by=None, keys=())
                columns = (*one.columns[:at], plain, *one.columns[at + 1 :])
                finer.append((replace(one, columns=columns), [numbers[n] for n in theirs]))
        split = finer
    for one, numbers in split:
        yield Held(one, held.only(numbers).rows), numbers


def apart(held: Held, think: Callable[[Held], Iterable[Step]]) -> Iterator[Step]:
    """What `think` makes of the rows of each key, so that a plan knows of every row."""
    changes: list[tuple[Draft, list[int]]] = []
    goes: list[tuple[Draft, list[int]]] = []
    for part, numbers in parts(held):
        for step in told_whole(part, think(_with_its_row(part, held.table))):
            if isinstance(step, Draft):
                (goes if step.deletes else changes).append((step, numbers))
            else:
                yield step
    yield from (_merged(held, each) for each in (changes, goes) if each)


def told_whole(part: Held, steps: Iterable[Step]) -> Iterator[Step]:
    """What becomes of a part of a table's rows. Those of which nothing changes stay as a whole."""
    every = [s for s in steps if not isinstance(s, Draft) or s.deletes or s.cells]
    if any(isinstance(s, Draft | Problem) for s in every):
        yield from every
    elif stays := [s for s in every if isinstance(s, Kept)]:
        yield from (replace(stays[0], column=None), *stays[1:])
    else:
        yield Kept(part.table.name, part.table.label, len(part.rows), Why.OUTSIDE_SCOPE)


def _with_its_row(part: Held, whole: Table) -> Held:
    """Where rows go, a cell that is kept keeps its row."""
    keyed = [part.table.column(column.name) for column in whole.columns if column.by is not None]
    kept = next((each for each in keyed if isinstance(each.erase, Keep)), None)
    if kept is None or not isinstance(whole.erase, WithRow):
        return part
    assert isinstance(kept.erase, Keep)
    return replace(
        part, table=replace(part.table, erase=kept.erase, label=kept.label or whole.label)
    )


def _merged(held: Held, drafts: Sequence[tuple[Draft, list[int]]]) -> Draft:
    """One draft of what was thought out apart."""
    numbers = sorted(n for _, theirs in drafts for n in theirs)
    at = {number: n for n, number in enumerate(numbers)}
    whole = Draft(held.only(numbers), deletes=drafts[0][0].deletes)
    told: dict[tuple[Any, ...], int] = {}
    for draft, theirs in drafts:
        for name, cells in draft.cells.items():
            after = whole.cells.setdefault(name, whole.held.cells(name))
            for number, cell in zip(theirs, cells, strict=True):
                after[at[number]] = cell
        for c in draft.columns:
            key = (c.column, c.label, c.deed, c.item)
            told[key] = told.get(key, 0) + c.filled
    whole.columns = [
        ColumnChange(column, label, deed, filled, item)
        for (column, label, deed, item), filled in told.items()
    ]
    return whole


def sound(table: Table) -> Iterator[Problem]:
    """Every way in which what is said of keys contradicts itself."""
    names = {column.name for column in table.columns}
    for column in table.columns:
        field = f"tables.{table.name}.columns.{column.name}"
        name: dict[str, str | int] = {"name": column.name}
        if (column.by is None) != (not column.keys):
            yield Problem("sources.by_and_keys", field, name)
        if column.by is None:
            continue
        if column.by not in names or column.by == column.name:
            yield Problem("sources.no_such_column", f"{field}.by", {"name": column.by})
        if not table.identity:
            args: dict[str, str | int] = {"table": table.name}
            yield Problem("sources.key_needed", f"tables.{table.name}.key", args)
        if column.inside or column.file or column.cease:
            yield Problem("sources.not_under_keys", field, name)
        for key, face in column.keys:
            if face.by or face.keys or face.file or face.cease or face.derived:
                yield Problem("sources.not_under_keys", f"{field}.keys.{key}", name)
