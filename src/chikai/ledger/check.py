"""What a mapping must be in itself, and against the tables that are really there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from chikai.ledger import keyed, named, recording, spread
from chikai.ledger.actions import Detach, Generalise, Keep, Suppress, WithRow
from chikai.ledger.belonging import Follow
from chikai.ledger.model import Column, Kind, SourceMapping, Table
from chikai.ledger.problem import Problem
from chikai.ledger.terms import Role

Structure: TypeAlias = Mapping[str, frozenset[str]]
"""Tables of a database (`Table.place`) and the names of their columns."""


def mapping(source: SourceMapping) -> Iterator[Problem]:
    """Every way in which a mapping contradicts itself or leaves something open."""
    if source.draft:
        yield Problem("sources.not_reviewed", "reviewed")
    yield from sound(source)
    if not source.tables:
        yield Problem("sources.key_missing", "tables")
    for name in source.undecided:
        yield Problem("sources.table_undecided", "undecided", {"table": name})
    for table in source.tables:
        yield from _settled(table, source)


def sound(source: SourceMapping) -> Iterator[Problem]:
    """Every way in which a mapping contradicts itself, even as a draft."""
    yield from _reached(source)
    for name in (*source.elsewhere, *source.undecided):
        if any(name in (table.name, table.place) for table in source.tables):
            yield Problem("sources.mapped_and_elsewhere", "elsewhere", {"table": name})
    places = [table.place for table in source.tables]
    for table in source.tables:
        if places.count(table.place) > 1:
            yield Problem("sources.mapped_twice", f"tables.{table.name}", {"table": table.place})
        yield from _table(table, source)
    yield from _circles(source)


def _reached(source: SourceMapping) -> Iterator[Problem]:
    if source.kind is Kind.MANUAL:
        if source.owner is None:
            yield Problem("sources.owner_needed", "source")
    elif (source.url is None) == (source.url_env is None):
        yield Problem("sources.url_once", "source")
    elif "${" in (source.url or ""):
        yield Problem("sources.url_takes_no_variable", "url")
    if source.kind is Kind.WEBHOOK and source.secret_env is None:
        yield Problem("sources.secret_needed", "source")


# --- what holds for a draft too -----------------------------------------------------------------


def _table(table: Table, source: SourceMapping) -> Iterator[Problem]:
    at = f"tables.{table.name}"
    known = {column.name for column in table.columns}

    def there(names: Iterable[str], field: str) -> Iterator[Problem]:
        for name in names:
            if name not in known:
                yield Problem("sources.no_such_column", field, {"name": name})

    yield from there(table.key, f"{at}.key")
    yield from there(table.unique, f"{at}.unique")
    yield from spread.sound(table, source)
    yield from keyed.sound(table)
    for kind, links in (("follows", table.follows), ("references", table.references)):
        for link in links:
            field = f"{at}.{kind}.{link.field}"
            yield from there(link.telling, field)
            yield from _target(link, field, source, followed=kind == "follows")
    for flag in table.cease:
        yield from _flag(flag, f"{at}.cease", table, source)
    if isinstance(table.erase, WithRow) and not table.writable:
        yield Problem("sources.read_only", f"{at}.erase", {"table": table.name})
    for column in table.columns:
        field = f"{at}.columns.{column.name}"
        for face, where in _faces(column, field):
            yield from _deeds(face, where, table, source)
        yield from there(_places(column), f"{field}.file")
        yield from _file(column, f"{field}.file")


def _faces(column: Column, field: str) -> Iterator[tuple[Column, str]]:
    """All that the cells of a column may be, and where the mapping says so."""
    yield from ((face, f"{field}.keys.{key}") for key, face in column.keys)
    yield column, field


def _places(column: Column) -> Iterator[str]:
    """The columns a file's address is put together from."""
    if column.file is not None:
        yield from named.fields(column.file.location)


def _file(column: Column, field: str) -> Iterator[Problem]:
    """A name that comes from the database must not choose where it leads."""
    at = column.file
    if at is None:
        return
    if at.root is not None and at.root_env is not None:
        yield Problem("sources.file_root_once", field)
    if at.root is None and at.root_env is None and named.start(at.location) is None:
        yield Problem("sources.file_root_needed", field, {"name": column.name})


def _target(
    link: Follow, field: str, source: SourceMapping, *, followed: bool
) -> Iterator[Problem]:
    if len(link.columns) != len(link.targets):
        yield Problem("sources.uneven_reference", field)
    found = next((each for each in source.tables if each.name == link.table), None)
    if found is None:
        if followed or link.table not in source.elsewhere:
            yield Problem("sources.no_such_table", field, {"table": link.table})
        return
    for name in link.targets:
        if all(each.name != name for each in found.columns):
            yield Problem("sources.no_such_column", field, {"name": f"{link.table}.{name}"})
    if followed and found.existence is not None:
        yield Problem("sources.follows_hidden", field, {"table": link.table})


def _flag(flag: Suppress, field: str, table: Table, source: SourceMapping) -> Iterator[Problem]:
    """A flag stands in the table itself, or in one it follows."""
    holder: Table | None = table
    if flag.table is not None:
        holder = next((t for t in source.tables if t.name == flag.table), None)
        if all(each.table != flag.table for each in table.follows):
            holder = None
    if holder is None:
        yield Problem("sources.no_such_table", field, {"table": flag.table or ""})
    elif all(each.name != flag.column for each in holder.columns):
        yield Problem("sources.no_such_column", field, {"name": flag.column})
    elif not holder.writable:
        yield Problem("sources.read_only", field, {"table": holder.name})


def _deeds(column: Column, at: str, table: Table, source: SourceMapping) -> Iterator[Problem]:
    if column.cease is not None:
        yield from _flag(column.cease, f"{at}.cease", table, source)
    if column.erase is None:
        return
    name: dict[str, str | int] = {"name": column.name}
    changed = not isinstance(column.erase, Keep)
    if changed and not table.writable:
        yield Problem("sources.read_only", f"{at}.erase", {"table": table.name})
    elif changed and not isinstance(column.erase, WithRow):
        if column.derived:
            yield Problem("sources.derived_is_not_written", f"{at}.erase", name)
        if column.name in table.identity:
            yield Problem("sources.key_is_not_written", f"{at}.erase", name)
    if isinstance(column.erase, WithRow) and not isinstance(table.erase, WithRow | None):
        yield Problem("sources.row_stays", f"{at}.erase", name)
    links = (*table.follows, *table.references)
    if isinstance(column.erase, Detach) and all(column.name not in f.columns for f in links):
        yield Problem("sources.detach_is_for_references", f"{at}.erase", name)
    if isinstance(column.erase, Generalise) and column.inside:
        yield Problem("sources.erase_inside", f"{at}.erase", name)


def _circles(source: SourceMapping) -> Iterator[Problem]:
    """Tables that lead back to themselves, unless somebody has said that it may."""
    known = {table.name for table in source.tables}
    leads = {
        t.name: {f.table for f in t.follows if f.table in known and not f.circle}
        for t in source.tables
    }
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


# --- what a reviewer must have settled ----------------------------------------------------------


def _settled(table: Table, source: SourceMapping) -> Iterator[Problem]:
    at = f"tables.{table.name}"
    searched = source.kind in (Kind.DATABASE, Kind.FILES)
    if searched and not table.recognise and not table.follows:
        yield Problem("sources.nobody_found", at, {"table": table.name})
    if table.recognise and not _tells_apart(table):
        yield Problem("sources.name_and_more", f"{at}.recognise", {"table": table.name})
    yield from spread.impersonal(table, source)
    for column in table.columns:
        for face, field in _faces(column, f"{at}.columns.{column.name}"):
            yield from _column(face, field, table)
    yield from recording.problems(table, at)


def _tells_apart(table: Table) -> bool:
    """A name and a way to reach the person, as `people.matching` asks: neither a common name
    nor a family's e-mail address is one person, and some share name and birth date."""
    names = any(each.names for each in table.identifiers)
    return names and any(each.reaches for each in table.identifiers)


def _column(column: Column, at: str, table: Table) -> Iterator[Problem]:
    if column.undecided:
        yield Problem("sources.personal_unknown", at, {"name": column.name})
        return
    needs_item = table.role is not Role.PROVISION_RECORDS and column.item is None
    split = bool(column.inside) and column.label is not None
    silent = (needs_item and not split) or column.label is None
    if table.existence is None and column.shown and silent:
        yield Problem("sources.personal_column_silent", at, {"name": column.name})
    if column.withheld is not None and (not column.personal or column.label is None):
        yield Problem("sources.withheld_needs_label", at, {"name": column.name})
    if not column.personal and (column.item is not None or column.inside):
        yield Problem("sources.item_is_personal", f"{at}.item", {"name": column.name})
    for each in column.inside:
        field = f"{at}.json.{each.path}"
        if each.shown and (each.label is None or (needs_item and each.item is None)):
            yield Problem("sources.personal_column_silent", field, {"name": each.path})
        if each.withheld is not None and (not each.personal or each.label is None):
            yield Problem("sources.withheld_needs_label", field, {"name": each.path})


def ids(source: SourceMapping) -> Iterator[tuple[str, str, str]]:
    """Every id of the policy that the mapping names: its kind, itself, and where."""
    for table in source.tables:
        at = f"tables.{table.name}"
        yield "category", table.category, f"{at}.category"
        yield from _terms(table, at)
        for flag in table.cease:
            yield from (("purpose", id, f"{at}.cease") for id in flag.purposes)
        for column in table.columns:
            for face, here in _faces(column, f"{at}.columns.{column.name}"):
                yield from _said(face, here)


def _said(column: Column, here: str) -> Iterator[tuple[str, str, str]]:
    if column.item is not None:
        yield "item", column.item, f"{here}.item"
    yield from _terms(column, here)
    if column.cease is not None:
        yield from (("purpose", id, f"{here}.cease") for id in column.cease.purposes)
    for each in column.inside:
        if each.item is not None:
            yield "item", each.item, f"{here}.json.{each.path}.item"


def _terms(of: Table | Column, at: str) -> Iterator[tuple[str, str, str]]:
    yield from (("purpose", id, f"{at}.purposes") for id in of.purposes)
    if of.retention is not None:
        yield "retention", of.retention, f"{at}.retention"


# --- against the database -----------------------------------------------------------------------


def against(source: SourceMapping, there: Structure) -> Iterator[Problem]:
    """Every way in which the mapping and the database disagree: a table or column that was
    renamed or dropped, and one that nobody mapped, whose data would silently be left out."""
    mapped = {table.place for table in source.tables}
    for table in source.tables:
        at = f"tables.{table.name}"
        if table.place not in there:
            yield _at(source, Problem("sources.table_gone", at, {"table": table.place}))
            continue
        written = {column.name for column in table.columns}
        for name in sorted(written - there[table.place]):
            args: dict[str, str | int] = {"table": table.name, "name": name}
            yield _at(source, Problem("sources.column_gone", f"{at}.columns.{name}", args))
        for name in sorted(there[table.place] - written):
            args = {"table": table.name, "name": name}
            yield _at(source, Problem("sources.unmapped_column", f"{at}.columns.{name}", args))
    named = {*source.elsewhere, *source.undecided}
    for name in sorted(set(there) - mapped - named):
        beneath = source.kind is Kind.FILES and "/" in name
        code = "sources.unmapped_file_beneath" if beneath else "sources.unmapped_table"
        yield _at(source, Problem(code, f"tables.{name}", {"table": name}))


def _at(source: SourceMapping, problem: Problem) -> Problem:
    line = source.line(problem.field or "")
    return Problem(problem.code, problem.field, problem.args, line)
