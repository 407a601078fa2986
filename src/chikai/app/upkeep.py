"""Upkeep of a store: copies, orphans, and the inbox made anew from the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from chikai.app.proof import tokens
from chikai.kernel.event import Event
from chikai.ports import BadData, Home, InboxRow, Unavailable

ORPHAN_AGE: Final = timedelta(days=1)
"""A blob is sealed a moment before its event is appended; a day is more than any command takes."""

Fold = Callable[[tuple[Event, ...]], InboxRow | None]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """Where the copies lie; `keys` is None when no folder for a key backup is set."""

    data: Path
    keys: Path | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many inbox rows there are, and the cases whose row was not what their events say."""

    rows: int
    differed: tuple[str, ...]


def backup(home: Home, target: Path) -> BackedUp:
    """Copy the data into the folder `target`, and renew the key backup where it has its place.

    The copy of the data never holds a key that opens it. Raises `Unavailable`, and `BadData`
    where there is no such folder: a mistyped name would leave the copy where nobody looks.
    """
    if home.archive is None:
        raise Unavailable("NoArchive")
    if not target.is_dir():
        raise BadData("upkeep.no_folder", file=str(target), field="DIR")
    moment = home.clock.now().strftime("%Y%m%dT%H%M%S")
    data = target / f"{home.company}-{moment}.sqlite"
    home.archive.copy_data(data)
    home.failpoint("backup.between_data_and_keys")
    return BackedUp(data, home.archive.copy_keys())


def sweep_orphans(home: Home) -> int:
    """Delete blobs, older than a day, that no event and no posting refers to, and scans that were
    replaced; how many."""
    older_than = home.clock.now() - ORPHAN_AGE
    referenced = {posting.blob for posting in home.journal.postings()}
    events = tuple(home.journal.all())
    referenced.update(tokens(events))
    referenced -= {str(event.data["old"]) for event in events if event.type == "scan_replaced"}
    return home.vault.sweep(frozenset(referenced), older_than=older_than)


def rebuild(home: Home, fold: Fold) -> Rebuilt:
    """Make every inbox row anew from its case's events, where `fold` gives one.

    A command that comes in between starts it over, so its row is never lost.
    """
    differed: set[str] = set()
    while True:
        size = home.journal.size()
        rows = [row for case in home.journal.cases() if (row := fold(home.journal.read(case)))]
        found = {row.case: row for row in home.journal.inbox()}
        if home.journal.size() == size:
            wanted = {row.case: row for row in rows}
            differed |= {case for case in wanted | found if wanted.get(case) != found.get(case)}
            home.failpoint("rebuild.before_replace")
            if wanted != found:
                home.journal.replace_inbox(rows)
            if home.journal.size() == size:
                return Rebuilt(len(rows), tuple(sorted(differed)))
