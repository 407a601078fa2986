"""Erasure: what becomes of every column of the person's rows, by what the mapping says. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from chikai.ledger import coarse, inside, keyed
from chikai.ledger.actions import (
    Detach,
    Empty,
    Erase,
    Generalise,
    Keep,
    Replace,
    Value,
    WithRow,
)
from chikai.ledger.held import (
    PROVISION_TERM,
    Cells,
    Draft,
    Held,
    Step,
    about_someone,
    pointing,
)
from chikai.ledger.keeping import by_term, kept
from chikai.ledger.model import Column, Table
from chikai.ledger.plan import ColumnChange, Deed, Kept, Wanted, Why
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Label, Role

_CHANGES: Final = (Detach, Empty, Replace, Generalise)


def erased(held: Held, mine: Sequence[Held], wanted: Wanted, cells: Cells) -> Iterator[Step]:
    """Rows that are another person's as well are never erased: they stay, or let go of this one."""
    table = held.table
    stays = table.view or table.role is Role.PROVISION_RECORDS
    stays = stays or (isinstance(table.erase, Keep) and table.erase.then is None)
    untouched = all(_within(column, table, wanted) for column in table.columns)
    if not held.shared or stays or untouched:
        yield from _goes(held, wanted, cells)
        return
    both = held.only(held.shared)
    match table.shared:
        case None:
            args: dict[str, str | int] = {"table": table.name, "count": len(both.rows)}
            yield Problem("plan.shared_rows", f"tables.{table.name}", args)
        case Keep(reason=reason, law=law):
            many = len(both.rows)
            yield Kept(table.name, table.label, many, Why.SHARED, reason=reason, law=law)
        case Detach():
            yield from _let_go(both, {h.table.name: h for h in mine})
    theirs = set(held.shared)
    alone = held.only(n for n in range(len(held.rows)) if n not in theirs)
    if alone.rows:
        yield from keyed.told_whole(alone, _goes(alone, wanted, cells))


def _let_go(held: Held, mine: Mapping[str, Held]) -> Iterator[Step]:
    """The references to this person become empty. Where the reference stands in the other table,
    that table says what becomes of it."""
    table, draft = held.table, Draft(held)
    for follow in table.follows:
        if follow.table not in mine or set(follow.columns) & set(table.identity):
            continue
        theirs = mine[follow.table]
        theirs = theirs.only(n for n in range(len(theirs.rows)) if n not in theirs.shared)
        own = set(zip(*(map(str, theirs.cells(c)) for c in follow.targets), strict=True))
        points = zip(*(map(str, held.cells(c)) for c in follow.columns), strict=True)
        there = pointing(held, follow)
        leads = [at and each in own for at, each in zip(there, points, strict=True)]
        for name in follow.columns if any(leads) else ():
            now = draft.cells.get(name, held.cells(name))
            after = [None if led else value for value, led in zip(now, leads, strict=True)]
            draft.columns[:] = [each for each in draft.columns if each.column != name]
            draft.change(table.column(name), Deed.DETACH, after)
    if draft.cells:
        yield draft
    else:
        yield Kept(table.name, table.label, len(held.rows), Why.SHARED)


def _goes(held: Held, wanted: Wanted, cells: Cells) -> Iterator[Step]:
    table, at = held.table, f"tables.{held.table.name}"
    name: dict[str, str | int] = {"table": table.name}
    many = len(held.rows)
    if table.role is Role.PROVISION_RECORDS:
        yield Kept(table.name, table.label, many, Why.PROVISION_RECORD, law=PROVISION_TERM)
        return
    if table.view:
        yield Kept(table.name, table.label, many, Why.VIEW)
        return
    if isinstance(table.erase, Keep):
        over, within = by_term(held, table.erase, wanted)
        if over and isinstance(table.erase.then, WithRow):
            ended = replace(table, erase=table.erase.then)
            part = Held(ended, held.only(over).rows)
            yield from keyed.told_whole(part, _goes(part, wanted, cells))
        if within:
            yield from kept(held.only(within), table.erase, None, wanted)
        return
    if not table.writable:
        yield Problem("plan.nothing_tells_rows_apart", at, name)
        return
    if any(column.by for column in table.columns):
        yield from keyed.apart(held, lambda part: _goes(part, wanted, cells))
        return
    scope = {c.name: _within(c, table, wanted) for c in table.columns if about_someone(c)}
    if isinstance(table.erase, WithRow):
        yield from _row_goes(held, wanted, scope)
        return
    draft = Draft(held)
    for column in table.columns:
        if column.name not in scope:
            deed = column.erase
            if isinstance(deed, _CHANGES) and _within(column, table, wanted) is None:
                yield from _column(draft, column, deed, wanted, cells)
            continue
        if (why := scope[column.name]) is not None:
            yield _stays(held, column, why)
        elif _by_place(column, wanted):
            yield from _document(draft, column, wanted, cells)
        elif column.erase is None and column.derived:
            yield _stays(held, column, Why.COMPUTED)
        elif column.erase is None:
            yield Problem(
                "plan.nothing_said", f"{at}.columns.{column.name}", {**name, "name": column.name}
            )
        else:
            yield from _column(draft, column, column.erase, wanted, cells)
    if table.erase is None and not scope and not draft.cells:
        yield Problem("plan.nothing_said_of_rows", at, name)
    yield draft


def _within(column: Column, table: Table, wanted: Wanted) -> Why | None:
    """Why a column is not touched; None where it is in the granted scope. Several purposes: all
    of them must be among those granted (Guidelines 3-8-5)."""
    items = {column.item, *(place.item for place in column.inside)} - {None}
    if wanted.items and not items & set(wanted.items):
        return Why.OUTSIDE_SCOPE
    uses = column.purposes or table.purposes or dict(wanted.used_for).get(table.category, ())
    if wanted.purposes and set(uses) - set(wanted.purposes):
        return Why.OTHER_PURPOSE
    return None


def _stays(held: Held, column: Column, why: Why) -> Kept:
    label = column.label or Label(column.name, column.name)
    return Kept(held.table.name, label, len(held.rows), why, column.name)


def _row_goes(held: Held, wanted: Wanted, scope: dict[str, Why | None]) -> Iterator[Step]:
    table = held.table
    at = f"tables.{table.name}"
    if not scope and (why := _within(table.columns[0], table, wanted)):
        yield Kept(table.name, table.label, len(held.rows), why)
        return
    others = [name for name, why in scope.items() if why is not None]
    keeps = [c.name for c in table.columns if any(isinstance(e, Keep) for e in _deeds(c))]
    if len(others) == len(scope) and scope:
        yield from (_stays(held, table.column(name), why) for name, why in scope.items() if why)
        return
    others += [n for n, why in scope.items() if not why and _partly(table.column(n), wanted)]
    for name in (*others, *keeps):
        code = "plan.row_holds_more" if name in others else "plan.kept_in_a_row_that_goes"
        yield Problem(code, f"{at}.columns.{name}", {"table": table.name, "name": name})
    draft = Draft(held, deletes=True)
    for column in table.columns:
        if about_someone(column):
            label = column.label or Label(column.name, column.name)
            filled = sum(value is not None for value in held.cells(column.name))
            draft.columns.append(ColumnChange(column.name, label, Deed.ROW, filled, column.item))
    yield draft


def _column(
    draft: Draft, column: Column, deed: Erase, wanted: Wanted, cells: Cells
) -> Iterator[Step]:
    table, held = draft.held.table, draft.held
    field = f"tables.{table.name}.columns.{column.name}"
    named: dict[str, str | int] = {"table": table.name, "name": column.name}
    match deed:
        case Keep():
            over, within = by_term(held, deed, wanted)
            if over and deed.then is not None:
                part = Draft(held.only(over))
                yield from _column(part, column, deed.then, wanted, cells)
                for change in part.columns:
                    new = dict(zip(over, part.cells[column.name], strict=True))
                    was = enumerate(held.cells(column.name))
                    draft.change(column, change.deed, [new.get(n, cell) for n, cell in was])
            if within:
                yield from kept(held.only(within), deed, column, wanted)
        case Empty():
            draft.change(column, Deed.EMPTY, [None] * len(held.rows))
        case Detach():
            draft.change(column, Deed.DETACH, [None] * len(held.rows))
        case Replace(value=value):
            try:
                after = _put(value, held, column, cells)
            except ValueError:
                yield Problem("plan.wrong_type", field, named)
                return
            draft.change(column, Deed.REPLACE, after)
        case Generalise():
            try:
                coarser = (coarse.coarser(value, deed) for value in held.cells(column.name))
                after = [cells.fit(table, column, v) if type(v) is str else v for v in coarser]
            except ValueError:
                yield Problem("plan.cannot_generalise", field, named)
                return
            draft.change(column, Deed.GENERALISE, after)
        case WithRow():
            yield Problem("sources.row_stays", field, {"name": column.name})


def _put(value: Value, held: Held, column: Column, cells: Cells) -> list[Any]:
    """What is put in place of each cell: where it names a column of the key (`erased-{id}`), that
    of the row, so that no two are alike. Raises `ValueError`."""
    table, said = held.table, str(value)
    keys = [name for name in table.identity if f"{{{name}}}" in said]
    if not keys:
        return [cells.fit(table, column, value)] * len(held.rows)
    after = []
    for row in zip(*(held.cells(name) for name in keys), strict=True):
        whole = said
        for name, cell in zip(keys, row, strict=True):
            whole = whole.replace(f"{{{name}}}", cells.told(table, table.column(name), cell) or "")
        after.append(cells.fit(table, column, whole))
    return after


def _deeds(column: Column) -> Iterator[Erase | None]:
    yield column.erase
    yield from (place.erase for place in column.inside)


def _partly(column: Column, wanted: Wanted) -> bool:
    """Whether what it holds of a document was granted in part only."""
    items = {column.item, *(place.item for place in column.inside if place.personal)} - {None}
    return bool(column.inside and wanted.items) and not items <= set(wanted.items)


def _by_place(column: Column, wanted: Wanted) -> bool:
    """Whether a document changes place by place: where nothing is said of the whole, where a place
    goes a way of its own, or where only some of it was granted."""
    own = any(place.erase is not None for place in column.inside)
    apart = isinstance(column.erase, Empty | Replace) and (own or _partly(column, wanted))
    return bool(column.inside) and (column.erase is None or apart)


def _document(draft: Draft, column: Column, wanted: Wanted, cells: Cells) -> Iterator[Step]:
    """A JSON document changes place by place. What is said of the column is said of whatever no
    place names, and of places of which nothing is said."""
    held, table = draft.held, draft.held.table
    field = f"tables.{table.name}.columns.{column.name}"
    places = [p for p in column.inside if p.personal]
    mine = [p for p in places if not wanted.items or p.item in wanted.items]
    rest = column.label is not None and (not wanted.items or column.item in wanted.items)
    silent = [p.path for p in mine if p.erase is None and column.erase is None]
    if rest and column.erase is None:
        silent.append("$")  # what no place names is shown under the column's own label
    for path in silent:
        whole = path == "$"
        name = column.name if whole else f"{column.name} {path}"
        args: dict[str, str | int] = {"table": table.name, "name": name}
        yield Problem("plan.nothing_said", field if whole else f"{field}.json.{path}", args)
    for place in mine:
        if isinstance(place.erase, Keep):
            yield from kept(held, place.erase, column, wanted)
    said = [(p.path, p.erase or (column.erase and Empty())) for p in mine]
    deeds = [(path, deed) for path, deed in said if deed and not isinstance(deed, Keep)]
    try:
        after = [inside.changed(value, deeds) for value in held.cells(column.name)]
        if rest and column.erase is not None:
            gone = {path for path, deed in deeds if not isinstance(deed, Replace | Generalise)}
            stay = [p.path for p in column.inside if p.path not in gone]
            instead: Any = None
            if isinstance(column.erase, Replace):
                instead = cells.fit(table, column, column.erase.value)
            after = [inside.only(value, stay, instead) for value in after]
    except ValueError:
        args = {"table": table.name, "name": column.name}
        yield Problem("plan.cannot_generalise", field, args)
        return
    draft.change(column, Deed.INSIDE, after)
