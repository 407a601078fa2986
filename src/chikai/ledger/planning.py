"""From what was granted and what a person's rows hold to what becomes of every cell. Pure.

Every personal column of every row found is either changed or kept for a reason that is recorded;
where the mapping says neither, that is a problem and there is no plan. Nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from chikai.ledger import named
from chikai.ledger.contents import Rows
from chikai.ledger.correcting import NOWHERE, corrected
from chikai.ledger.erasing import erased
from chikai.ledger.flagging import flagged
from chikai.ledger.held import Cells, Draft, Held, Step
from chikai.ledger.model import SourceMapping
from chikai.ledger.named import NamedFile
from chikai.ledger.plan import CORRECTING, FLAGGING, Kept, SourceChange, TableChange, Wanted, Work
from chikai.ledger.problem import Problem


def planned(
    source: SourceMapping,
    held: Sequence[Held],
    wanted: Wanted,
    *,
    cells: Cells,
    salt: Callable[[], str],
    commitment: Callable[[Rows], str],
) -> tuple[SourceChange, tuple[Rows, ...], tuple[Problem, ...]]:
    """What becomes of one person's rows in one source. With problems there is no plan, but that
    a value to be corrected is in another source (`NOWHERE`) is none.

    Rows of Order Art. 5 and of categories without authority are no retained personal data: they
    are not held up to a plan at all.
    """
    mine = [
        h
        for h in held
        if h.rows
        and h.table.existence is None
        and (not wanted.categories or h.table.category in wanted.categories)
    ]
    steps: list[Step]
    if wanted.work in CORRECTING:
        steps = list(corrected(mine, wanted, cells))
    elif wanted.work in FLAGGING:
        steps = list(flagged(mine, wanted, cells))
    else:
        steps = [each for one in mine for each in erased(one, mine, wanted, cells)]
    problems = tuple(
        replace(each, line=source.line(each.field or ""))
        for each in steps
        if isinstance(each, Problem)
    )
    drafts = [d for d in steps if isinstance(d, Draft) and (d.deletes or d.cells)]
    problems += tuple(_together(drafts, source))
    if any(each.code not in NOWHERE for each in problems):
        return SourceChange(source.source, source.label, (), ()), (), problems
    takes = wanted.work in (Work.ERASE, Work.DELETE)
    rows = tuple(_rows(each, salt(), takes=takes) for each in drafts)
    tables = tuple(
        TableChange(
            d.held.table.name,
            d.held.table.place,
            d.held.table.label,
            len(d.held.rows),
            tuple(d.columns),
            d.deletes,
            commitment(r),
        )
        for d, r in zip(drafts, rows, strict=True)
    )
    kept = tuple(each for each in steps if isinstance(each, Kept))
    return SourceChange(source.source, source.label, tables, kept), rows, problems


def _together(drafts: Sequence[Draft], source: SourceMapping) -> Iterator[Problem]:
    """Where nothing tells rows apart, what says whose they are stays as long as they do."""
    for each in drafts:
        table = each.held.table
        if table.grouped and not each.deletes and each.cells.keys() & {*table.telling}:
            at = f"tables.{table.name}"
            args: dict[str, str | int] = {"table": table.name}
            yield Problem("plan.nothing_tells_rows_apart", at, args, source.line(at))


def _rows(draft: Draft, salt: str, *, takes: bool) -> Rows:
    """`takes`: files that are named no more go too."""
    files = tuple(_files(draft)) if takes else ()
    table, held = draft.held.table, draft.held
    key = table.identity or table.telling
    keys = tuple(zip(*(held.cells(name) for name in key), strict=True))
    names = tuple(draft.cells)
    if draft.deletes or table.grouped:
        names = tuple(c.name for c in table.columns if not c.derived)
    before = tuple(zip(*(held.cells(name) for name in names), strict=True))
    if draft.deletes:
        return Rows(table.name, key, names, keys, before, (), salt, files)
    cells = (draft.cells.get(name) or held.cells(name) for name in names)
    after = tuple(zip(*cells, strict=True))
    return Rows(table.name, key, names, keys, before, after, salt, files)


def _files(draft: Draft) -> Iterator[NamedFile]:
    """What the cells named and do not name afterwards."""
    held = draft.held
    names = [column.name for column in held.table.columns]
    for column in held.table.columns:
        at = column.file
        if at is None or not (draft.deletes or column.name in draft.cells):
            continue
        after = draft.cells.get(column.name, [None] * len(held.rows))
        here: dict[str, None] = {}
        stay: set[str] = set()
        for row, now in zip(held.rows, after, strict=True):
            cells = dict(zip(names, row, strict=True))
            was = cells[column.name]
            here |= dict.fromkeys(named.places(at.location, at.separator, was, cells))
            if now == was and not draft.deletes:
                stay.update(named.places(at.location, at.separator, was, cells))
        yield from (NamedFile(column.name, place) for place in here if place not in stay)
