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


@dataclass(frozen=True, slots=True)
class Digested:
    """What the journal says of one day's looks, and whether the log still bears it out."""

    day: date
    count: int
    hash: str
    borne_out: bool


def digested(home: Home, *, most: int) -> tuple[Digested, ...]:
    """The last days whose looks the journal has a digest of, the latest first."""
    data = [e.data for e in home.journal.read(HOUSE) if "hash" in e.data and "views" in e.data]
    found = []
    for each in reversed(data[-most:]):
        day, said = str(each["day"]), (each["views"], each["hash"])
        borne_out = home.views.digest(day) == said
        found.append(Digested(date.fromisoformat(day), int(str(said[0])), str(said[1]), borne_out))
    return tuple(found)
