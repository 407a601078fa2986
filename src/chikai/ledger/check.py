"""What a mapping must be in itself, and against the tables that are really there. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from chikai.ledger.model import Column, Identifier, Role, SourceMapping, Table
from chikai.ledger.problem import Problem

Structure: TypeAlias = Mapping[str, frozenset[str]]
"""Tables of a database and the names of their columns."""


def mapping(source: SourceMapping) -> Iterator[Problem]:
    """Every way in which a mapping contradicts itself."""
    if (source.url is None) == (source.url_env is None):
        yield Problem("sources.url_once", "source")
    for name in source.elsewhere:
        if any(table.name == name for table in source.tables):
            yield Problem("sources.mapped_and_elsewhere", "elsewhere", {"table": name})
    for table in source.tables:
        yield from _table(table, source)
    yield from _circles(source)


def _table(table: Table, source: SourceMapping) -> Iterator[Problem]:
    at = f"tables.{table.name}"
    known = {column.name: column for column in table.columns}
    if table.key not in known:
        yield Problem("sources.no_such_column", f"{at}.key", {"name": table.key})
    if not table.recognise and not table.follows:
        yield Problem("sources.nobody_found", at, {"table": table.name})
    if table.recognise and not _tells_apart(table):
        yield Problem("sources.name_and_more", f"{at}.recognise", {"table": table.name})
    for each in table.recognise:
        field = f"{at}.recognise.{each.identifier.value}"
        for name in each.columns:
            if name not in known:
                yield Problem("sources.no_such_column", field, {"name": name})
            elif not known[name].personal:
                yield Problem("sources.identifier_is_personal", field, {"name": name})
    for follow in table.follows:
        field = f"{at}.follows.{follow.column}"
        if follow.column not in known:
            yield Problem("sources.no_such_column", field, {"name": follow.column})
        yield from _target(follow.table, follow.target, field, source)
    for column in table.columns:
        yield from _column(column, f"{at}.columns.{column.name}", table)


def _tells_apart(table: Table) -> bool:
    """A name and a way to reach the person, as `people.matching` asks: neither a common name
    nor a family's e-mail address is one person, and some share name and birth date."""
    names = any(each.names for each in table.identifiers)
    return names and any(each.reaches for each in table.identifiers)


def _target(table: str, column: str, field: str, source: SourceMapping) -> Iterator[Problem]:
    found = next((each for each in source.tables if each.name == table), None)
    if found is None:
        yield Problem("sources.no_such_table", field, {"table": table})
    elif all(each.name != column for each in found.columns):
        yield Problem("sources.no_such_column", field, {"name": f"{table}.{column}"})
    elif found.existence is not None:
        yield Problem("sources.follows_hidden", field, {"table": table})


def _column(column: Column, at: str, table: Table) -> Iterator[Problem]:
    needs_item = table.role is Role.ROWS and column.item is None
    if table.existence is None and column.shown and (needs_item or column.label is None):
        yield Problem("sources.personal_column_silent", at, {"name": column.name})
    if column.withheld is not None and (not column.personal or column.label is None):
        yield Problem("sources.withheld_needs_label", at, {"name": column.name})
    if not column.personal and column.item is not None:
        yield Problem("sources.item_is_personal", f"{at}.item", {"name": column.name})


def _circles(source: SourceMapping) -> Iterator[Problem]:
    known = {table.name for table in source.tables}
    leads = {t.name: {f.table for f in t.follows if f.table in known} for t in source.tables}
    for table in source.tables:
        seen: set[str] = set()
        todo = list(leads[table.name])
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(leads[name])
        if table.name in seen:
            yield Problem("sources.circle", f"tables.{table.name}.follows", {"table": table.name})


def against(source: SourceMapping, there: Structure) -> Iterator[Problem]:
    """Every way in which the mapping and the database disagree: a table or column that was
    renamed or dropped, and one that nobody mapped, whose data would silently be left out."""
    mapped = {table.name for table in source.tables}
    for table in source.tables:
        at = f"tables.{table.name}"
        if table.name not in there:
            yield _at(source, Problem("sources.table_gone", at, {"table": table.name}))
            continue
        written = {column.name for column in table.columns}
        for name in sorted(written - there[table.name]):
            args: dict[str, str | int] = {"table": table.name, "name": name}
            yield _at(source, Problem("sources.column_gone", f"{at}.columns.{name}", args))
        for name in sorted(there[table.name] - written):
            args = {"table": table.name, "name": name}
            yield _at(source, Problem("sources.unmapped_column", f"{at}.columns.{name}", args))
    for name in sorted(set(there) - mapped - set(source.elsewhere)):
        yield _at(source, Problem("sources.unmapped_table", f"tables.{name}", {"table": name}))


def _at(source: SourceMapping, problem: Problem) -> Problem:
    line = source.line(problem.field or "")
    return Problem(problem.code, problem.field, problem.args, line)


def in_order(source: SourceMapping) -> tuple[Table, ...]:
    """The tables, each after those it follows; otherwise as the file lists them.
    The mapping must have passed `mapping`: a circle would have no order."""
    done: dict[str, Table] = {}
    left = list(source.tables)
    while left:
        ready = [t for t in left if all(f.table in done for f in t.follows)]
        done.update({t.name: t for t in ready})
        left = [t for t in left if t.name not in done]
    return tuple(done.values())


def asks_for(given: frozenset[Identifier], table: Table) -> tuple[Identifier, ...]:
    """Which further identifiers would let this table tell whose row it is."""
    return tuple(i for i in Identifier if i in table.identifiers - given and not i.names)
