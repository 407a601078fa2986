"""Who looked at which personal data: the log of one day, and whether the journal bears it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.app.sweep import HOUSE
from chikai.ports import Home, Look


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of one day. `borne_out`: whether the journal's digest of the day is of just these;
    None while the journal has none yet."""

    day: date
    looks: tuple[Look, ...]
    borne_out: bool | None


def of_day(home: Home, day: date) -> Looks:
    """What was looked at on a day, in order."""
    text = day.isoformat()
    digests = [e.data for e in home.journal.read(HOUSE) if e.data.get("day") == text]
    borne_out = None
    if digests:
        count, hash = home.views.digest(text)
        borne_out = (digests[-1]["views"], digests[-1]["hash"]) == (count, hash)
    return Looks(day, tuple(home.views.looks(text)), borne_out)
