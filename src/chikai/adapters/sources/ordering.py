"""In which order rows are changed and deleted, so that no reference hangs in between. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chikai.adapters.sources.facts import Facts, Reference
from chikai.ledger.contents import Rows
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import Problem


@dataclass(frozen=True, slots=True)
class Order:
    """First the updates, then `loosen`: references among rows that all go are emptied where they
    lead in a circle; then the rows go, those that point before those pointed at. Where nothing is
    declared the mapping says what points, so that a trigger finds nothing left to take along."""

    updates: tuple[int, ...]
    loosen: tuple[tuple[int, tuple[str, ...]], ...]
    deletes: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def ordered(mapping: SourceMapping, rows: Sequence[Rows], facts: Facts) -> Order:
    """The order of the plan's tables, by their places in `rows`."""
    updates = tuple(n for n, each in enumerate(rows) if not each.deletes)
    going = {mapping.table(rows[n].table).place: n for n in range(len(rows)) if rows[n].deletes}
    links = [r for r in facts.references if r.child in going and r.parent in going]
    links.sort(key=lambda link: bool(_free(link, facts)))  # what must hold decides the order
    loosen: list[tuple[int, tuple[str, ...]]] = []
    problems: list[Problem] = []
    kept: list[Reference] = []
    for link in links:
        if link.child != link.parent and not _leads(link.parent, link.child, kept):
            kept.append(link)
            continue
        if not (free := _free(link, facts)):
            name = mapping.tables[0].name
            name = next((t.name for t in mapping.tables if t.place == link.child), name)
            problems.append(Problem("plan.circle", f"tables.{name}", {"table": name}))
        else:
            loosen.append((going[link.child], free))
    followed: dict[str, set[str]] = {}
    for table in mapping.tables:
        for follow in table.follows:
            followed.setdefault(mapping.table(follow.table).place, set()).add(table.place)
    deletes: list[int] = []
    left = dict(going)
    while left:
        free_now = [p for p in left if not any(k.parent == p and k.child in left for k in kept)]
        alone = [p for p in free_now if not followed.get(p, set()) & left.keys() - {p}]
        for place in alone or free_now or list(left):
            deletes.append(left.pop(place))
    return Order(updates, tuple(loosen), tuple(deletes), tuple(problems))


def _free(link: Reference, facts: Facts) -> tuple[str, ...]:
    """The columns of a reference that may be emptied."""
    columns = facts.columns[link.child]
    return tuple(c for c in link.columns if columns[c].nullable and not columns[c].derived)


def _leads(start: str, end: str, links: Iterable[Reference]) -> bool:
    """Whether a table points, over others, at another."""
    seen, todo = {start}, [start]
    while todo:
        at = todo.pop()
        if at == end:
            return True
        new = [k.parent for k in links if k.child == at and k.parent not in seen]
        seen.update(new)
        todo.extend(new)
    return False
