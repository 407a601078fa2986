"""Joint users may use the data for fewer purposes than the company (Art. 27(5)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "joint_purposes_narrower",
    cites=(APPI(27, 5, "iii"), APPI(18, 1)),
    severity="advice",
    example="""
        joint_use:
          - id: joint_use
            categories:
              - {category: customers, purposes: [answer_inquiries]}
    """,
)
def joint_purposes_narrower(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.joint_use:
        for index, each in enumerate(clause.categories):
            category = next(c for c in policy.categories if c.id == each.category)
            if set(each.purposes) < set(category.purposes):
                at = path_of(policy, clause, "categories", index)
                yield found(at, category=said(category.say))
