"""The training record: what came of each drill, in the company's own journal. Who took part, when,
which envelopes, how many points; nothing about anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.drill import Score
from chikai.app.drill_score import Marked
from chikai.kernel.event import Data, Draft, Event, Value
from chikai.people.staff import demand
from chikai.ports import BadData, Home

TRAINING: Final = "training"
"""The stream of the company's journal that keeps what came of its drills; it is no case."""


@dataclass(frozen=True, slots=True)
class Training:
    """A line of the training record. `lost` are the kinds of point that were lost, one for each
    time; an envelope left unopened is one."""

    drill: str
    started_on: date
    on: date
    trainees: tuple[str, ...]
    recorded_by: str
    recorded_on: date
    got: int
    most: int
    scenarios: tuple[str, ...]
    opened: int
    lost: tuple[str, ...]
    policy: str


def record(home: Home, scored: Score, *, by: Actor) -> Training:
    """Keep a score in the company's own journal. Recording a drill again changes nothing. Raises
    `NotAllowed`, and `BadData` for a drill that has not ended, or in which nothing was done."""
    demand(by.roles, "drill_record")
    drill = scored.drill
    kept = next((t for t in trainings(home) if t.drill == drill.id), None)
    if kept is not None:
        return kept
    if drill.ended is None:
        raise BadData("drill.not_ended", field="drill")
    if not scored.opened:
        raise BadData("drill.nothing_opened", field="drill")
    data: Data = {
        "drill": drill.id,
        "started_on": drill.on.isoformat(),
        "ended_on": drill.ended.on.isoformat(),
        "trainees": scored.trainees,
        "scenarios": tuple(each.scenario for each in scored.marked),
        "opened": scored.opened,
        "points": scored.got,
        "of_points": scored.most,
        "lost": tuple(sorted(key for each in scored.marked for key in _lost(each))),
    }
    today = cases.today(home)
    version = cases.policy_on(home, today).version
    cases.note(home, TRAINING, Draft("drill_scored", today, data), by=by, policy=version)
    return trainings(home)[-1]


def _lost(marked: Marked) -> tuple[str, ...]:
    return tuple(p.key for p in marked.lost) if marked.case else ("unopened",)


def trainings(home: Home) -> tuple[Training, ...]:
    """The training record, oldest first."""
    return tuple(_training(event) for event in home.journal.read(TRAINING))


def _training(event: Event) -> Training:
    data = event.data
    return Training(
        drill=str(data["drill"]),
        started_on=date.fromisoformat(str(data["started_on"])),
        on=date.fromisoformat(str(data["ended_on"])),
        trainees=_texts(data["trainees"]),
        recorded_by=event.actor_id,
        recorded_on=event.occurred_on,
        got=int(str(data["points"])),
        most=int(str(data["of_points"])),
        scenarios=_texts(data["scenarios"]),
        opened=int(str(data["opened"])),
        lost=_texts(data["lost"]),
        policy=event.policy,
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, tuple | list) else ()
