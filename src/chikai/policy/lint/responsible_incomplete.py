"""The responsible person has a title, but no department or contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "responsible_incomplete",
    cites=APPI(32, 1, "i"),
    severity="advice",
    example="""
        responsible:
          - {id: manager, department: absent}
    """,
)
def responsible_incomplete(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.responsible:
        if clause.department != "present" or clause.contact != "present":
            yield found(path_of(policy, clause), title=said(clause.title))
