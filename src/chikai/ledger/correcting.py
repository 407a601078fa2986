"""Correction, addition and deletion of content (APPI Art. 34). Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from chikai.ledger import keyed
from chikai.ledger.held import Cells, Draft, Held, Step
from chikai.ledger.model import Column, Table
from chikai.ledger.plan import Correction, Deed, Wanted, Work
from chikai.ledger.problem import Problem

NOWHERE = frozenset({"plan.value_not_found", "plan.no_empty_cell"})
"""Problems of a plan only where they are true of every source."""


def corrected(held: Sequence[Held], wanted: Wanted, cells: Cells) -> Iterator[Step]:
    """Cells that hold exactly what is not factual become what is. A value found nowhere, or only
    where it cannot be written, is a problem: nothing is corrected in part."""
    drafts = [Draft(each) for each in held if each.table.writable]
    for number, each in enumerate(wanted.corrections):
        yield from _one(drafts, each, wanted.work, cells, number)
    yield from drafts
    if not wanted.corrections:
        yield Problem("plan.nothing_to_correct", None)


def _one(
    drafts: Sequence[Draft], wish: Correction, work: Work, cells: Cells, number: int
) -> Iterator[Step]:
    named: dict[str, str | int] = {"name": wish.item, "number": number + 1}
    found = False
    for draft in drafts:
        table = draft.held.table
        for column in table.columns:
            if wish.column not in (None, f"{table.name}.{column.name}"):
                continue
            was = draft.cells.get(column.name, draft.held.cells(column.name))
            hits = [False] * len(was)
            for face, rows in keyed.faces(draft.held, column):
                if face.item == wish.item and _may(face, table):
                    for n in rows:
                        hits[n] = _same(cells.told(table, face, was[n]), wish.before)
            if not any(hits):
                continue
            found = True
            try:
                after = None if wish.after is None else cells.fit(table, column, wish.after)
            except ValueError:
                field = f"tables.{table.name}.columns.{column.name}"
                yield Problem("plan.wrong_type", field, {"table": table.name, "name": column.name})
                continue
            put = [after if hit else value for hit, value in zip(hits, was, strict=True)]
            _set(draft, column, put)
    if not found:
        code = "plan.no_empty_cell" if work is Work.ADD else "plan.value_not_found"
        yield Problem(code, None, named)


def _may(column: Column, table: Table) -> bool:
    return column.correct and not (column.derived or column.inside or column.name in table.key)


def _set(draft: Draft, column: Column, after: list[Any]) -> None:
    draft.columns[:] = [each for each in draft.columns if each.column != column.name]
    draft.change(column, Deed.CORRECT, after)


def _same(told: str | None, said: str | None) -> bool:
    """Width and spaces at the ends make no difference."""
    return _plain(told) == _plain(said)


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip()


def everywhere(problems: Sequence[Problem], sources: int) -> list[Problem]:
    """The problems of so many sources together, each once: a value to be corrected may stand in
    one source and not in another."""
    codes = [(each.code, each.args.get("number")) for each in problems]
    real = [
        each
        for each in problems
        if each.code not in NOWHERE or codes.count((each.code, each.args["number"])) == sources
    ]
    return list(dict.fromkeys(real))
