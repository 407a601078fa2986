"""The days of a case as a picture: what happened, what falls due, where today is.

The places are computed here; the page draws them without a script and without inline styles, and
says the same as a list, with the arithmetic of each day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from chikai.app.read import CaseView
from chikai.duties.requests.clocks import Clock
from chikai.kernel.event import Event

WIDTH: Final = 960
EDGE: Final = 60
LANE: Final = 26
AXIS: Final = 150
_LANES: Final = 5
LABEL: Final = 210
"""How wide a label may be."""
_TOLD: Final = frozenset(
    {
        *("received", "form_returned", "accepted", "search_done", "granted", "refused"),
        *("none_held", "substituted", "action_ordered", "action_done", "answer_sent"),
        *(
            "letter_returned",
            "answer_posted",
            "answer_returned",
            "completed",
            "withdrawn",
            "not_confirmed",
        ),
        *("treated_as_not_made", "handed_over", "brought_over", "papers_destroyed"),
        *("records_destroyed", "letter_sent", "fee_received"),
    }
)
"""Events that stand in the picture; the log has all of them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One day in the picture: `x` in its own units, `lane` for its label. `clock` where something
    falls due; `events` what happened that day; `missed` a promise whose day is over."""

    on: date
    x: int
    lane: int
    clocks: tuple[Clock, ...]
    events: tuple[str, ...]
    missed: bool

    @property
    def above(self) -> bool:
        """What happened stands above the line, what falls due below it."""
        return bool(self.events)

    @property
    def at_end(self) -> bool:
        return at_end(self.x)

    @property
    def label_y(self) -> int:
        if self.above:
            return AXIS - 18 - self.lane * LANE
        return AXIS + 30 + self.lane * LANE


@dataclass(frozen=True, slots=True)
class Timeline:
    marks: tuple[Mark, ...]
    today: int
    """Where today stands."""
    width: int = WIDTH
    height: int = AXIS + 30 + _LANES * LANE
    axis: int = AXIS


def timeline(seen: CaseView) -> Timeline:
    """The days of the case up to its last promise that counts now."""
    due = [c for c in seen.clocks if c.due is not None and c.standing != "none"]
    happened = [e for e in seen.history if e.type in _TOLD]
    past = sorted({e.occurred_on for e in happened})
    ahead = sorted({c.due for c in due if c.due is not None and c.standing != "done"})
    days = sorted({*past, *ahead, seen.today})
    place = _scale(days)
    marks = [*_past(past, happened, place), *_ahead(ahead, due, place)]
    return Timeline(tuple(marks), place[seen.today])


def _scale(days: Sequence[date]) -> dict[date, int]:
    """Places in proportion to the square root of the days between: a month and ten years both
    stay legible."""
    steps = [0.0]
    for a, b in pairwise(days):
        steps.append(steps[-1] + max(3.0, (b - a).days ** 0.5))
    whole = steps[-1] or 1.0
    return {
        d: round(EDGE + (WIDTH - 2 * EDGE) * s / whole) for d, s in zip(days, steps, strict=True)
    }


def _lanes(places: Sequence[int]) -> list[int]:
    """For each place a lane in which its label covers none before it."""
    taken: list[list[tuple[int, int]]] = [[] for _ in range(_LANES)]
    found = []
    for x in places:
        start = x - LABEL if at_end(x) else x
        span = (start, start + LABEL)
        free = (n for n in range(_LANES) if all(b <= span[0] or span[1] <= a for a, b in taken[n]))
        lane = next(free, _LANES - 1)
        taken[lane].append(span)
        found.append(lane)
    return found


def at_end(x: int) -> bool:
    """Whether a label there is written to the left of its day, to stay in the picture."""
    return x > WIDTH - EDGE - LABEL // 2


def _past(days: Sequence[date], events: Sequence[Event], place: dict[date, int]) -> list[Mark]:
    lanes = _lanes([place[d] for d in days])
    return [
        Mark(
            d,
            place[d],
            lane,
            (),
            tuple(dict.fromkeys(e.type for e in events if e.occurred_on == d)),
            False,
        )
        for d, lane in zip(days, lanes, strict=True)
    ]


def _ahead(days: Sequence[date], due: Sequence[Clock], place: dict[date, int]) -> list[Mark]:
    lanes = _lanes([place[d] for d in days])
    found = []
    for d, lane in zip(days, lanes, strict=True):
        mine = tuple(c for c in due if c.due == d and c.standing != "done")
        missed = any(c.standing == "due" and c.key != "suit" for c in mine)
        found.append(Mark(d, place[d], lane, mine, (), missed))
    return found
