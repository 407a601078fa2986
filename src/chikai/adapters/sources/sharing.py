"""Rows of one person that are another's as well: a joint account, an address two people share.

A row is shared when something it follows leads also to a row that is not this person's, and when
all it follows is shared: what was paid from a joint account. Where every reference leads to a key
among the person's own rows nothing is asked of the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from chikai.adapters.sources.facts import Facts
from chikai.adapters.sources.holding import Holding, among, chunked, clause, room
from chikai.ledger.actions import Keep
from chikai.ledger.belonging import Follow
from chikai.ledger.contents import Rows
from chikai.ledger.held import Held, pointing
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import Deed, SourceChange
from chikai.ports.changes import Moved


def with_shared(connection: sa.Connection, held: Sequence[Held], facts: Facts) -> list[Held]:
    """The person's rows, with the numbers of those that are shared."""
    mine = {each.table.name: each for each in held}
    known = {n: replace(h, shared=_shared(connection, h, mine, facts)) for n, h in mine.items()}
    grown = any(each.shared for each in known.values())
    while grown:
        grown = False
        for name, each in known.items():
            more = sorted({*each.shared, *_through(each, known, facts)})
            if len(more) > len(each.shared):
                known[name], grown = replace(each, shared=tuple(more)), True
    return [known[each.table.name] for each in held]


def _through(held: Held, known: Mapping[str, Held], facts: Facts) -> set[int]:
    """Rows that lead to shared rows of the person and to no other of theirs."""
    both, alone = set[int](), set[int]()
    for follow in held.table.follows:
        target = known.get(follow.table)
        if target is None or held.table.view or not target.rows:
            continue
        theirs = {n: value for n, value in enumerate(_aims(target, follow, facts))}
        shared = {theirs[n] for n in target.shared}
        only = {value for n, value in theirs.items() if n not in target.shared}
        for n, value in _points(held, follow, target.table, facts).items():
            if value in only:
                alone.add(n)
            elif value in shared:
                both.add(n)
    return both - alone


def _shared(
    connection: sa.Connection, held: Held, mine: Mapping[str, Held], facts: Facts
) -> tuple[int, ...]:
    found: set[int] = set()
    for follow in held.table.follows:
        if not follow.circle and not held.table.view:
            found.update(_by(connection, held, follow, mine, facts))
    return tuple(sorted(found))


def _by(
    connection: sa.Connection,
    held: Held,
    follow: Follow,
    mine: Mapping[str, Held],
    facts: Facts,
) -> set[int]:
    target = mine.get(follow.table)
    if target is None:
        return set()  # none of the rows it may lead to is the person's: it was recognised itself
    points = _points(held, follow, target.table, facts)
    own = Counter(_aims(target, follow, facts))
    unique = follow.targets == target.table.identity
    asked = {value for value in points.values() if not (unique and own[value])}
    if not asked:
        return set()
    others = _others(connection, target.table, follow.targets, asked, own)
    return {n for n, value in points.items() if value in others}


def _points(held: Held, follow: Follow, target: Table, facts: Facts) -> dict[int, tuple[Any, ...]]:
    """Where each row points, by its number; rows that point nowhere are left out."""
    kinds, there = _kinds(target, follow, facts), pointing(held, follow)
    return {
        n: tuple(map(_as, cells, kinds))
        for n, cells in enumerate(zip(*(held.cells(c) for c in follow.columns), strict=True))
        if None not in cells and there[n]
    }


def _aims(target: Held, follow: Follow, facts: Facts) -> list[tuple[Any, ...]]:
    """What a reference would hold to point at each of these rows."""
    kinds = _kinds(target.table, follow, facts)
    cells = zip(*(target.cells(c) for c in follow.targets), strict=True)
    return [tuple(map(_as, each, kinds)) for each in cells]


def _kinds(target: Table, follow: Follow, facts: Facts) -> list[sa.types.TypeEngine[Any]]:
    return [facts.columns[target.place][name].type for name in follow.targets]


def _as(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    """A reference may be kept as text where the key is a number."""
    if isinstance(kind, sa.Integer) and isinstance(value, str):
        return int(value) if value.strip().lstrip("-").isdigit() else value
    return str(value) if isinstance(kind, sa.String) and isinstance(value, int) else value


def _others(
    connection: sa.Connection,
    target: Table,
    names: tuple[str, ...],
    asked: set[tuple[Any, ...]],
    own: Counter[tuple[Any, ...]],
) -> set[tuple[Any, ...]]:
    """Which of these values lead to more rows than the person's own."""
    here = clause(target, names)
    columns = [here.c[name] for name in names]
    found: set[tuple[Any, ...]] = set()
    brand = connection.dialect.name
    for chunk in chunked(sorted(asked, key=repr), room(brand) // len(names)):
        these = among(here, names, chunk, brand)
        count = sa.select(*columns, sa.func.count()).where(these).group_by(*columns)
        for *value, many in connection.execute(count):
            said = tuple(value)
            if said not in asked:  # the database takes for equal what we do not
                found.update(asked)
            elif many > own[said]:
                found.add(said)
    return found


def may_share(mapping: SourceMapping) -> bool:
    """Whether another's row may come to lead to one of the person's without changing it."""
    targets = {table.name: table.identity for table in mapping.tables}
    return any(
        follow.targets != targets[follow.table] and not follow.circle
        for table in mapping.tables
        for follow in table.follows
    )


def still_alone(
    connection: sa.Connection,
    mapping: SourceMapping,
    holding: Holding,
    change: SourceChange,
    rows: Sequence[Rows],
    facts: Facts,
) -> None:
    """No row that goes, or is erased, has become another's since the plan. Raises `Moved`."""
    if not may_share(mapping):
        return
    held = with_shared(connection, [h for h in holding.tables() if h.rows], facts)
    both = {each.table.name: each for each in held if each.shared}
    for planned, each in zip(change.tables, rows, strict=True):
        deeds = {column.deed for column in planned.columns}
        if each.table not in both or deeds & {Deed.CORRECT, Deed.DETACH}:
            continue
        if Deed.FLAG in deeds and not isinstance(both[each.table].table.shared, Keep):
            continue  # whoever approved it knew that it reaches the other as well
        theirs = both[each.table].only(both[each.table].shared)
        keys = set(zip(*(theirs.cells(name) for name in each.key), strict=True))
        if keys & set(each.keys):
            raise Moved(mapping.source, each.table)
