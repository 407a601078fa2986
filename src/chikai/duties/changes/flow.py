"""The states of an objection: what happened, where it leads, and why."""

from __future__ import annotations

from enum import StrEnum

from chikai.kernel.flow import Flow, Step
from chikai.law.kinds import APPI


class State(StrEnum):
    RECEIVED = "received"
    KEPT = "kept"
    ACKNOWLEDGED = "acknowledged"
    FILE_DESTROYED = "file_destroyed"


FLOW: Flow[State] = Flow(
    (
        Step(State.RECEIVED, "old_version_kept", State.KEPT, APPI(18, 1)),
        Step(State.KEPT, "objection_acknowledged", State.ACKNOWLEDGED, APPI(40, 1)),
        Step(State.ACKNOWLEDGED, "objection_file_destroyed", State.FILE_DESTROYED, APPI(22)),
    )
)
