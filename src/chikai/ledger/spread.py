"""A person whose name stands in one table and whose contacts stand in others. Pure.

The rows that hold a contact follow the row that is recognised (`follows`): the same references
that say whose they are say whose e-mail address they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from chikai.ledger.belonging import Follow, Recognise
from chikai.ledger.model import SourceMapping, Table
from chikai.ledger.problem import Problem

Way: TypeAlias = tuple[Follow, ...]
"""References one after the other, each standing in the table the one before leads to."""


def ways(tables: Sequence[Table], start: Table, end: str) -> list[Way]:
    """The shortest ways by which rows of `start` follow those of `end`; circles lead nowhere."""
    known = {table.name: table for table in tables}
    found: list[Way] = [()]
    at: dict[Way, Table] = {(): start}
    for _ in tables:
        longer: list[Way] = []
        for way in found:
            for follow in at[way].follows if way in at else ():
                if not follow.circle and follow.table in known:
                    longer.append((*way, follow))
                    at[(*way, follow)] = known[follow.table]
        found = longer
        if there := [way for way in found if at[way].name == end]:
            return there
    return []


def way(source: SourceMapping, table: Table, each: Recognise) -> Way:
    """How rows that hold an identifier lead to the row that is recognised by it."""
    assert each.table is not None, "it stands in the row itself"
    (only,) = ways(source.tables, source.table(each.table), table.name)
    return only


def sound(table: Table, source: SourceMapping) -> Iterator[Problem]:
    """Every way in which what is said of other tables contradicts the mapping."""
    at = f"tables.{table.name}.recognise"
    for each in table.recognise:
        field = f"{at}.{each.identifier.value}"
        names = (*each.columns, *((each.normal,) if each.normal else ()))
        if each.table is None:
            yield from _there(names, table, field)
            if each.where:
                yield Problem("sources.where_needs_table", field)
            continue
        holder = next((other for other in source.tables if other.name == each.table), None)
        if holder is None:
            yield Problem("sources.no_such_table", field, {"table": each.table})
            continue
        yield from _there((*names, *(name for name, _ in each.where)), holder, field)
        if holder.existence is not None and table.existence is None:
            yield Problem("sources.follows_hidden", field, {"table": holder.name})
        if not table.identity:
            needed: dict[str, str | int] = {"table": table.name}
            yield Problem("sources.key_needed", f"tables.{table.name}.key", needed)
        if len(ways(source.tables, holder, table.name)) != 1:
            args: dict[str, str | int] = {"name": holder.name, "table": table.name}
            yield Problem("sources.no_one_way", field, args)


def _there(names: Iterable[str], table: Table, field: str) -> Iterator[Problem]:
    known = {column.name for column in table.columns}
    for name in names:
        if name not in known:
            yield Problem("sources.no_such_column", field, {"name": name})


def impersonal(table: Table, source: SourceMapping) -> Iterator[Problem]:
    """Columns by which a person is told and which are said to be about nobody."""
    for each in table.recognise:
        holder = next((t for t in source.tables if t.name == (each.table or table.name)), table)
        known = {column.name: column for column in holder.columns}
        for name in each.columns:
            if name in known and not any(face.personal for face in known[name].faces):
                field = f"tables.{table.name}.recognise.{each.identifier.value}"
                yield Problem("sources.identifier_is_personal", field, {"name": name})
