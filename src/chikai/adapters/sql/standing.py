"""All that an append to the journal must know, in one statement: how many events there are in all
and of each case, the tree's peaks, and whether the command has run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from chikai.adapters import tree
from chikai.adapters.sql.together import places, said
from chikai.kernel import merkle

_LEVELS: Final = 48
"""Levels of the tree: room for more events than a disk holds."""

_STANDING: Final = f"""
WITH place(size) AS (SELECT coalesce(max(seq), -1) + 1 FROM events),
     level(n) AS (VALUES {", ".join(f"({n})" for n in range(_LEVELS))})
SELECT 'node' AS what, NULL AS case_id, level.n AS number, nodes.hash AS hash
FROM place, level JOIN nodes ON nodes.level = level.n
WHERE nodes.place = (place.size >> level.n) - 1 AND ((place.size >> level.n) & 1) = 1
UNION ALL SELECT 'size', NULL, size, NULL FROM place
UNION ALL SELECT 'ran', NULL, 1, NULL FROM commands WHERE command_id = ?
UNION ALL SELECT 'ran', NULL, 1, NULL FROM events WHERE command_id = ?
UNION ALL SELECT 'case', case_id, max(case_seq) + 1, NULL FROM events
          WHERE case_id IN ({{}}) GROUP BY case_id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The journal as an append finds it."""

    tree: merkle.Frontier
    counts: Counter[str]
    ran: bool


def standing_of(connection: Connection, command_id: str, cases: Sequence[str]) -> Standing:
    written = _STANDING.format(places(len(cases)))
    peaks: dict[int, bytes] = {}
    counts: Counter[str] = Counter()
    size, ran = 0, False
    found: Iterable[Any] = said(connection, written, command_id, command_id, *cases)
    for what, case_id, number, hash in found:
        match what:
            case "node":
                peaks[number] = bytes(hash)
            case "size":
                size = number
            case "case":
                counts[case_id] = number
            case "ran":
                ran = True
    frontier = tree.frontier(lambda level, _: peaks[level], size)
    return Standing(frontier, counts, ran)
