"""Rows that point at nothing: whose they are, only they themselves say.

A row that points at another row is that row's person's, whatever it says itself. Where no such row
is there any more (the customer was deleted and the order stayed, or the number stands for a guest),
or the row there is nobody's itself (the address of a guest's order), nobody would be found for it,
though it may say a name and an address of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chikai.adapters.sources.reader import Reader
from chikai.adapters.sources.seen import Seen
from chikai.ledger.belonging import Follow


def alone(seen: Sequence[Seen], reader: Reader) -> Iterator[Seen]:
    """Those of one source's rows that speak for themselves. Only rows that could be the person's
    and point at none of the other rows seen are asked about, one statement a table."""
    there = {(each.table.name, each.key) for each in seen}
    asked: dict[str, list[Seen]] = {}
    for each in seen:
        led = [f for f in each.table.follows if not f.circle and f.leads(each.row)]
        if not led:
            yield each
        elif _could_be(each) and not any(_at(each, f) in there for f in led):
            asked.setdefault(each.table.name, []).append(each)
    for rows in asked.values():
        adrift = reader.adrift(rows[0].table, [each.row for each in rows])
        yield from (each for each in rows if each.key in adrift)


def _could_be(seen: Seen) -> bool:
    return seen.fit.sure or seen.fit.weak or seen.fit.near


def _at(seen: Seen, follow: Follow) -> tuple[str, tuple[str | None, ...]] | None:
    """The key of the row it points at, where it points by the key."""
    if follow.targets != seen.mapping.table(follow.table).identity:
        return None
    return follow.table, tuple(seen.row[name] for name in follow.columns)
