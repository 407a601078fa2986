"""Cessation of use and stop of provision: flags that the company's programs and feeds obey. Pure.

A flag stands in the person's row, and covers the rows that follow it; setting it stops whatever
reads it at its next look, also a feed that was scheduled before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chikai.ledger.actions import Keep, Stops, Suppress, Unflagged
from chikai.ledger.held import PROVISION_TERM, Cells, Draft, Held, Step
from chikai.ledger.model import Table
from chikai.ledger.plan import Deed, Kept, Wanted, Why, Work
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Role


def flagged(held: Sequence[Held], wanted: Wanted, cells: Cells) -> Iterator[Step]:
    """Every row of the granted scope bears a flag, or follows one that does. Rows that are another
    person's as well bear none where the mapping says that they stay; then nothing is covered by
    what they would have borne."""
    tables, spared = _apart(held)
    drafts = {name: Draft(each) for name, each in tables.items() if each.rows}
    covered: dict[str, bool] = {}
    for each in held:
        table = each.table
        if table.role is Role.PROVISION_RECORDS:
            law = PROVISION_TERM
            many = len(each.rows)
            yield Kept(table.name, table.label, many, Why.PROVISION_RECORD, law=law)
            continue
        if keep := spared.get(table.name):
            yield keep
        if table.name not in drafts:
            covered[table.name] = True
            continue
        if table.role is Role.FEED and not _own(table, wanted):
            continue  # what is scheduled goes out whatever a row above says
        flags = [
            (holder, flag)
            for holder, flag in _flags(table, wanted)
            if holder in drafts and (holder == table.name or holder not in spared)
        ]
        covered[table.name] = _stopped([flag for _, flag in flags], table, wanted)
        for holder, flag in flags:
            yield from _set(drafts[holder], flag, cells)
        if covered[table.name] and all(holder != table.name for holder, _ in flags):
            many = len(tables[table.name].rows)
            yield Kept(table.name, table.label, many, Why.FLAGGED_ABOVE)
    lead = {name: covers and name not in spared for name, covers in covered.items()}
    for each in tables.values():
        table = each.table
        if table.role is Role.PROVISION_RECORDS or covered.get(table.name):
            continue
        if table.view:
            yield Kept(table.name, table.label, len(each.rows), Why.VIEW)
        elif _outside(table, wanted):
            yield Kept(table.name, table.label, len(each.rows), Why.OUTSIDE_SCOPE)
        elif said := _unflagged(table, wanted):
            many, why = len(each.rows), Why.MAPPING
            yield Kept(table.name, table.label, many, why, reason=said.reason, law=said.law)
        elif table.role is not Role.FEED and _above(table, tables, lead, frozenset()):
            yield Kept(table.name, table.label, len(each.rows), Why.FLAGGED_ABOVE)
        else:
            yield Problem("plan.no_flag", f"tables.{table.name}", {"table": table.name})
    yield from drafts.values()


def _apart(held: Sequence[Held]) -> tuple[dict[str, Held], dict[str, Kept]]:
    """The rows that may bear a flag, by table; and those that are another's as well and stay."""
    tables: dict[str, Held] = {}
    spared: dict[str, Kept] = {}
    for each in held:
        table, both = each.table, set(each.shared)
        tables[table.name] = each
        if both and isinstance(table.shared, Keep):
            reason, law = table.shared.reason, table.shared.law
            spared[table.name] = Kept(
                table.name, table.label, len(both), Why.SHARED, reason=reason, law=law
            )
            tables[table.name] = each.only(n for n in range(len(each.rows)) if n not in both)
    return tables, spared


def _flags(table: Table, wanted: Wanted) -> Iterator[tuple[str, Suppress]]:
    """The flags of a table that stop what was granted, and the tables that hold them. Where flags
    of these purposes alone stop it, none that stops every use is set (Art. 35(2) and (6))."""
    stop = Stops.PROVISION if wanted.work is Work.STOP_PROVISION else Stops.USE
    columns = (c.cease for c in table.columns if c.cease and _asked(c.item, wanted))
    asked = set(wanted.purposes)
    flags = [
        flag
        for flag in (*table.cease, *columns)
        if flag.stops in (stop, Stops.BOTH)
        and not (asked and flag.purposes and asked.isdisjoint(flag.purposes))
    ]
    enough = asked and asked <= {purpose for flag in flags for purpose in flag.purposes}
    yield from ((flag.table or table.name, flag) for flag in flags if flag.purposes or not enough)


def _unflagged(table: Table, wanted: Wanted) -> Unflagged | None:
    """Why these rows need no flag, where the mapping says so."""
    stop = Stops.PROVISION if wanted.work is Work.STOP_PROVISION else Stops.USE
    return next((each for each in table.unflagged if each.stops in (stop, Stops.BOTH)), None)


def _own(table: Table, wanted: Wanted) -> bool:
    return any(holder == table.name for holder, _ in _flags(table, wanted))


def _stopped(flags: Sequence[Suppress], table: Table, wanted: Wanted) -> bool:
    """Whether the flags together stop every use that was granted to stop."""
    if any(not flag.purposes for flag in flags) or wanted.work is Work.STOP_PROVISION:
        return bool(flags)
    uses = table.purposes or dict(wanted.used_for).get(table.category, ())
    stops = {purpose for flag in flags for purpose in flag.purposes}
    asked = set(wanted.purposes or uses)
    return bool(asked) and asked <= stops


def _asked(item: str | None, wanted: Wanted) -> bool:
    return not wanted.items or item in wanted.items


def _outside(table: Table, wanted: Wanted) -> bool:
    items = (face.item for column in table.columns for face in column.faces)
    return bool(wanted.items) and not any(item in wanted.items for item in items)


def _above(
    table: Table, held: dict[str, Held], covered: dict[str, bool], seen: frozenset[str]
) -> bool:
    return any(
        follow.table in held
        and follow.table not in seen
        and (
            covered.get(follow.table, False)
            or _above(held[follow.table].table, held, covered, seen | {table.name})
        )
        for follow in table.follows
    )


def _set(draft: Draft, flag: Suppress, cells: Cells) -> Iterator[Step]:
    table = draft.held.table
    column = table.column(flag.column)
    try:
        value: Any = cells.fit(table, column, flag.to)
    except ValueError:
        field = f"tables.{table.name}.columns.{flag.column}"
        yield Problem("plan.wrong_type", field, {"table": table.name, "name": flag.column})
        return
    if column.name not in draft.cells:
        draft.change(column, Deed.FLAG, [value] * len(draft.held.rows))
