"""What stays when data are erased, why and until when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.ledger import coarse
from chikai.ledger.actions import Keep, Term
from chikai.ledger.held import Held, Step
from chikai.ledger.model import Column
from chikai.ledger.plan import Kept, Wanted, Why
from chikai.ledger.problem import Problem


def kept(held: Held, keep: Keep, column: Column | None, wanted: Wanted) -> Iterator[Step]:
    """A reason that is over keeps nothing: then the mapping must say what becomes of it."""
    table = held.table
    until = [end for end in _ends(held, keep.until) if end] if keep.until else []
    field = f"tables.{table.name}" + (f".columns.{column.name}" if column else "")
    if until and min(until) < wanted.on:
        over = sum(day < wanted.on for day in until)
        yield Problem("plan.keeping_is_over", field, {"table": table.name, "count": over})
        return
    label = (column.label if column else None) or table.label
    yield Kept(
        table.name,
        label,
        len(held.rows),
        Why.MAPPING,
        column.name if column else None,
        keep.reason,
        keep.law,
        max(until, default=None),
    )


def by_term(held: Held, keep: Keep, wanted: Wanted) -> tuple[list[int], list[int]]:
    """The numbers of the rows whose term is over, where the mapping says what becomes of them, and
    of the others."""
    over: set[int] = set()
    if keep.until is not None and keep.then is not None:
        ends = enumerate(_ends(held, keep.until))
        over = {n for n, end in ends if end is not None and end < wanted.on}
    if held.table.grouped and len(over) < len(held.rows):
        over = set()  # nothing tells them apart
    return sorted(over), [n for n in range(len(held.rows)) if n not in over]


def _ends(held: Held, term: Term) -> list[date | None]:
    """The last day of each row's term; None where it has not begun."""
    if term.on is not None:
        return [term.on] * len(held.rows)
    starts = [coarse.day(value) for value in held.cells(term.after or "")]
    return [
        coarse.later(day, term.years, term.months, term.days) if day else None for day in starts
    ]
