"""Everything a database would refuse, asked before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from chikai.adapters.sources.checks import broken
from chikai.adapters.sources.facts import SETS_NULL, Facts, Reference
from chikai.adapters.sources.holding import among, chunked, clause, room
from chikai.ledger.contents import Raw, Rows
from chikai.ledger.held import Held
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.plan import Deed, Note, SourceChange
from chikai.ledger.problem import Problem


def preflight(
    connection: sa.Connection,
    mapping: SourceMapping,
    change: SourceChange,
    rows: Sequence[Rows],
    held: Sequence[Held],
    facts: Facts,
) -> tuple[list[Problem], list[Note]]:
    """What stands against the plan, and what whoever approves it must know."""
    problems: list[Problem] = []
    notes: list[Note] = []
    whole = {each.table.name: each for each in held}
    for each in rows:
        table = mapping.table(each.table)
        if engine := facts.engines.get(table.place):
            args: dict[str, str | int] = {"table": table.name, "engine": engine}
            problems.append(Problem("plan.no_transactions", f"tables.{table.name}", args))
        if table.place in facts.versioned:
            notes.append(Note("plan.note.history", table.name))
        if (many := _shared(whole[table.name], each)) and _for_everybody(change, table):
            notes.append(Note("plan.note.shared", table.name, rows=many))
        if not each.deletes:
            problems += _columns(table, each, facts)
            problems += _characters(connection, table, each, facts)
            problems += _unique(connection, table, each, _its(whole, each), facts)
            rules = facts.checks.get(table.place, ())
            problems += broken(connection, table, each, rules, facts.columns[table.place])
        for trigger in facts.triggers:
            event = "DELETE" if each.deletes or table.grouped else "UPDATE"
            if trigger.table == table.place and event in trigger.event:
                notes.append(Note("plan.note.trigger", table.name, trigger.name))
    for found in _pointing(connection, mapping, rows, whole, facts):
        if isinstance(found, Note):
            notes.append(found)
        else:
            problems.append(found)
    return problems, notes


def _shared(held: Held, rows: Rows) -> int:
    """How many of the rows that change are another person's as well."""
    theirs = held.only(held.shared)
    keys = set(zip(*(theirs.cells(name) for name in rows.key), strict=True))
    return len(keys.intersection(rows.keys))


def _for_everybody(change: SourceChange, table: Table) -> bool:
    """Whether what is written holds for whoever shares the row: a correction, a flag."""
    deeds = {c.deed for t in change.tables if t.table == table.name for c in t.columns}
    return bool(deeds & {Deed.CORRECT, Deed.FLAG})


def _its(held: dict[str, Held], rows: Rows) -> Held:
    """What is held of these rows alone; of a table some may change and others stay."""
    whole = held[rows.table]
    if len(whole.rows) == len(rows.keys):
        return whole
    keys, mine = zip(*(whole.cells(name) for name in rows.key), strict=True), set(rows.keys)
    return whole.only(n for n, key in enumerate(keys) if key in mine)


def _columns(table: Table, rows: Rows, facts: Facts) -> Iterator[Problem]:
    known = facts.columns[table.place]
    for at, name in enumerate(rows.columns):
        fact, field = known[name], f"tables.{table.name}.columns.{name}"
        args: dict[str, str | int] = {"table": table.name, "name": name}
        if table.grouped and all(
            a[at] == b[at] for a, b in zip(rows.after, rows.before, strict=True)
        ):
            continue  # written as it was
        after = {row[at] for row in rows.after if not isinstance(row[at], dict | list)}
        if fact.derived:
            yield Problem("sources.derived_is_not_written", field, {"name": name})
        if None in after and not fact.nullable:
            yield Problem("plan.not_null", field, args)
        if fact.length is not None:
            longest = max((len(v) for v in after if isinstance(v, str | bytes)), default=0)
            if longest > fact.length:
                more: dict[str, str | int] = {"length": longest, "limit": fact.length}
                yield Problem("plan.too_long", field, args | more)
        if fact.values and any(v is not None and v not in fact.values for v in after):
            yield Problem("plan.wrong_type", field, args)


def _characters(
    connection: sa.Connection, table: Table, rows: Rows, facts: Facts
) -> Iterator[Problem]:
    """What is written in a table of Shift_JIS, EUC-JP or latin1 must have its place there."""
    for at, name in enumerate(rows.columns):
        charset = facts.columns[table.place][name].charset
        pairs = zip(rows.after, rows.before, strict=True)
        news = {a[at] for a, b in pairs if isinstance(a[at], str) and a[at] != b[at]}
        for value in sorted(v for v in news if not v.isascii()) if charset else ():
            there = f"convert(convert(:value USING {charset}) USING utf8mb4)"
            same = sa.text(f"SELECT {there} = convert(:value USING utf8mb4) COLLATE utf8mb4_bin")
            if not connection.execute(same, {"value": value}).scalar():
                args: dict[str, str | int] = {"table": table.name, "name": name}
                field = f"tables.{table.name}.columns.{name}"
                yield Problem("plan.no_such_characters", field, args | {"charset": str(charset)})
                break


def _unique(
    connection: sa.Connection, table: Table, rows: Rows, held: Held, facts: Facts
) -> Iterator[Problem]:
    names = [column.name for column in table.columns]
    for together in facts.unique.get(table.place, ()):
        if not set(together) & set(rows.columns) or not set(together) <= set(names):
            continue
        now = list(zip(*(_after(held, rows, name) for name in together), strict=True))
        said = [value for value in now if None not in value]
        field = f"tables.{table.name}.columns.{together[0]}"
        args: dict[str, str | int] = {"table": table.name, "name": ", ".join(together)}
        if len(set(said)) < len(said) or _taken(connection, table, rows, together, said):
            yield Problem("plan.not_unique", field, args)


def _after(held: Held, rows: Rows, name: str) -> list[object]:
    if name not in rows.columns:
        return held.cells(name)
    at = rows.columns.index(name)
    return [row[at] for row in rows.after]


def _taken(
    connection: sa.Connection, table: Table, rows: Rows, together: tuple[str, ...], said: list[Raw]
) -> bool:
    """Whether a row that is not among these has one of the values already."""
    here = clause(table, (*rows.key, *together))
    mine, brand = set(rows.keys), connection.dialect.name
    for chunk in chunked(said, room(brand) // len(together)):
        keys = [here.c[name] for name in rows.key]
        found = sa.select(*keys).where(among(here, together, chunk, brand)).limit(len(mine) + 1)
        if any(tuple(row) not in mine for row in connection.execute(found)):
            return True
    return False


# --- rows that point at rows that go ------------------------------------------------------------


def _pointing(
    connection: sa.Connection,
    mapping: SourceMapping,
    rows: Sequence[Rows],
    held: dict[str, Held],
    facts: Facts,
) -> Iterator[Problem | Note]:
    by_place: dict[str, list[Rows]] = {}
    for each in rows:
        by_place.setdefault(mapping.table(each.table).place, []).append(each)
    for going in (each for each in rows if each.deletes):
        table = mapping.table(going.table)
        place, here = table.place, _its(held, going)
        for link in facts.pointing_at(place):
            values = list(zip(*(here.cells(t) for t in link.targets), strict=True))
            others = _count(connection, link, values, mapping) - _also(
                by_place.get(link.child, ()), link, set(values), held
            )
            if others <= 0:
                continue
            if link.on_delete in SETS_NULL:
                yield Note("plan.note.loosened", table.name, link.child, others)
            else:
                args: dict[str, str | int] = {
                    "table": table.name, "name": link.child, "count": others,
                }  # fmt: skip
                yield Problem("plan.others_point_here", f"tables.{table.name}", args)


def _count(
    connection: sa.Connection, link: Reference, values: list[Raw], mapping: SourceMapping
) -> int:
    schema, _, name = link.child.rpartition(".")
    named = next((t for t in mapping.tables if t.place == link.child), None)
    columns: list[sa.ColumnClause[object]] = [sa.column(c) for c in link.columns]
    child = (
        clause(named, link.columns) if named else sa.table(name, *columns, schema=schema or None)
    )
    total, brand = 0, connection.dialect.name
    for chunk in chunked(values, room(brand) // len(link.columns)):
        found = sa.select(sa.func.count()).select_from(child)
        total += connection.execute(
            found.where(among(child, link.columns, chunk, brand))
        ).scalar_one()
    return total


def _also(every: Sequence[Rows], link: Reference, values: set[Raw], held: dict[str, Held]) -> int:
    """How many of the plan's own rows point there and go too, or let go."""
    count = 0
    for rows in every:
        if rows.deletes or any(name in rows.columns for name in link.columns):
            mine = _its(held, rows)
            cells = zip(*(mine.cells(name) for name in link.columns), strict=True)
            count += sum(cell in values for cell in cells)
    return count
