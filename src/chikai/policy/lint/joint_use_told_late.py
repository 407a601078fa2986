"""Joint use is told only when the need arises (Art. 27(5)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "joint_use_told_late",
    cites=APPI(27, 5, "iii"),
    severity="error",
    example="""
        joint_use:
          - {id: joint_use, told: when_needed}
    """,
)
def joint_use_told_late(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.joint_use:
        if clause.told == "when_needed":
            yield found(path_of(policy, clause, "told"))
        elif clause.told == "silent":
            yield found(path_of(policy, clause, "told"), "silent")
