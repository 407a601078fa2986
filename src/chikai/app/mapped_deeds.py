"""What each action does to a column or a row, in the words of those who review a mapping. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from chikai.kernel.message import Arg, Both, Message, say
from chikai.ledger.actions import (
    ByColumn,
    Detach,
    Empty,
    Erase,
    Generalise,
    Keep,
    Replace,
    Stops,
    Suppress,
    Term,
    WithRow,
)
from chikai.ledger.held import PROVISION_TERM
from chikai.ledger.model import Column, SourceMapping, Table
from chikai.ledger.terms import Label, Role

Named: TypeAlias = Callable[[str, str], Label]
"""The policy's words for an id: kind and id."""


def _both(label: Label) -> Both:
    return Both(ja=label.ja, en=label.en)


def disclosed(column: Column, table: Table) -> Message:
    """Whether and how it is told to the person."""
    if table.existence is not None:
        return say("mapped.disclosed.hidden")
    if column.withheld is not None:
        return say("mapped.disclosed.withheld", reason=_both(column.withheld))
    if table.role is Role.PROVISION_RECORDS:
        return say("mapped.disclosed.record")
    if column.file is not None:
        return say(f"mapped.disclosed.{column.file.media.value}")
    return say("mapped.disclosed.shown")


def corrected(column: Column, table: Table) -> Message:
    """Who may put it right: a plan, or only a person."""
    if column.derived:
        return say("mapped.corrected.derived")
    may = column.correct and not column.inside and column.name not in table.key
    return say("mapped.corrected.plan" if may and table.writable else "mapped.corrected.person")


def rows_erased(table: Table) -> tuple[Message, ...]:
    """What becomes of the rows; nothing where the mapping does not say."""
    if table.role is Role.PROVISION_RECORDS:
        return (say("mapped.erased.record", law=_both(PROVISION_TERM)),)
    if table.view:
        return (say("mapped.erased.view"),)
    match table.erase:
        case Keep() as keep:
            return tuple(_kept(keep))
        case WithRow():
            return (say("mapped.erased.row"),)
        case ByColumn():
            return (say("mapped.erased.columns"),)
    personal = any(face.personal for column in table.columns for face in column.faces)
    return (say("mapped.erased.columns"),) if personal else ()


def erased(column: Column, table: Table) -> tuple[Message, ...]:
    """What becomes of the cells; nothing where a plan would have to ask. Of a document the places
    say what becomes of them; what none of them names is asked."""
    stays = table.role is Role.PROVISION_RECORDS or table.view
    if stays or isinstance(table.erase, Keep | WithRow):
        return (say("mapped.erased.as_rows"),)
    if column.erase is None:
        return (say("mapped.erased.derived"),) if column.derived else ()
    if isinstance(column.erase, Keep):
        return tuple(_kept(column.erase))
    return (deed(column.erase),)


def deed(of: Erase) -> Message:
    """What is done to a cell, or with a row."""
    match of:
        case Empty():
            return say("mapped.deed.empty")
        case Replace(value=value):
            return say("mapped.deed.replace", value=str(value))
        case Generalise(how=how, size=size):
            return say(f"mapped.deed.{how.value}", size=size or 0)
        case Detach():
            return say("mapped.deed.detach")
        case WithRow():
            return say("mapped.erased.row")
        case Keep(reason=reason):
            return say("mapped.kept", reason=_both(reason))


def _kept(keep: Keep) -> Iterator[Message]:
    yield say("mapped.kept", reason=_both(keep.reason))
    if keep.law is not None:
        yield say("mapped.by_law", law=_both(keep.law))
    else:
        yield say("mapped.no_law")
    if keep.until is not None:
        yield _until(keep.until)
        then = say("mapped.asks") if keep.then is None else deed(keep.then)
        yield say("mapped.then", what=then)


def _until(term: Term) -> Message:
    if term.on is not None:
        return say("mapped.until", on=term.on)
    lengths = {"years": term.years, "months": term.months, "days": term.days}
    parts: tuple[Arg, ...] = tuple(
        say(f"mapped.length.{unit}", count=count) for unit, count in lengths.items() if count
    )
    if not parts:
        return say("mapped.until_day", column=term.after or "")
    return say("mapped.until_after", column=term.after or "", length=parts)


def shared(table: Table) -> Message | None:
    """What becomes of rows that are another's as well, where the mapping says so."""
    match table.shared:
        case Keep(reason=reason):
            return say("mapped.shared.keep", reason=_both(reason))
        case Detach():
            return say("mapped.shared.detach")
    return None


def flags(table: Table, source: SourceMapping, stops: Stops, named: Named) -> tuple[Message, ...]:
    """What stops use, or provision, of a table's rows; nothing where a plan would have to ask."""
    if table.role is Role.PROVISION_RECORDS:
        return (say("mapped.stop.record"),)
    own = tuple(flag(each, named) for each in _own(table, stops))
    if own:
        return own
    for each in table.unflagged:
        if each.stops in (stops, Stops.BOTH):
            return (say("mapped.stop.none_needed", reason=_both(each.reason)),)
    if table.view:
        return (say("mapped.stop.view"),)
    above = None if table.role is Role.FEED else _above(table, source, stops, frozenset())
    return (say("mapped.stop.above", table=above),) if above else ()


def _own(table: Table, stops: Stops) -> list[Suppress]:
    every = (*table.cease, *(column.cease for column in table.columns if column.cease))
    return [each for each in every if each.stops in (stops, Stops.BOTH)]


def _above(table: Table, source: SourceMapping, stops: Stops, seen: frozenset[str]) -> str | None:
    """The nearest table it follows whose flag covers it."""
    known = {each.name: each for each in source.tables}
    ways = [known[f.table] for f in table.follows if f.table in known and f.table not in seen]
    for holder in ways:
        if _own(holder, stops):
            return holder.name
    further = (_above(each, source, stops, seen | {table.name}) for each in ways)
    return next((found for found in further if found), None)


def flag(of: Suppress, named: Named) -> Message:
    """What is written where, and for which purposes alone."""
    to = str(of.to).lower() if isinstance(of.to, bool) else str(of.to)
    column = f"{of.table}.{of.column}" if of.table else of.column
    if of.purposes:
        purposes: tuple[Arg, ...] = tuple(_both(named("purposes", id)) for id in of.purposes)
        return say("mapped.stop.flag_for", purposes=purposes, column=column, to=to)
    return say("mapped.stop.flag", column=column, to=to)
