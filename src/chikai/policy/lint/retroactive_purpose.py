"""A change of the policy is to work backwards (Arts. 17(2), 18(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, without
from chikai.policy.model import Policy


@lint(
    "retroactive_purpose",
    cites=(APPI(17, 2), APPI(18, 1)),
    severity="error",
    example="""
        changes:
          retroactive: {id: backwards, say: {ja: 遡って適用します。, en: It applies backwards.}}
    """,
)
def retroactive_purpose(policy: Policy, on: date) -> Iterator[Found]:
    changes = policy.changes
    if changes is not None and changes.retroactive is not None:
        at = ("changes", "retroactive")
        yield found(at, fix=without(policy, changes.retroactive))
