"""Nobody knows whether joint use carries sensitive personal information (Art. 20(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "joint_use_sensitive",
    cites=(APPI(27, 5, "iii"), APPI(20, 2)),
    severity="question",
    example="""
        joint_use:
          - {id: joint_use, sensitive: unknown}
    """,
)
def joint_use_sensitive(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.joint_use:
        if clause.sensitive == "unknown":
            yield found(path_of(policy, clause, "sensitive"))
