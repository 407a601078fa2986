"""Children are protected by a soft promise, or up to an age of the company's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, CIVIL_CODE
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "soft_minors",
    cites=(APPI(20, 2), CIVIL_CODE(5)),
    severity="advice",
    example="""
        minors:
          id: minors
          profile: own
          age: 15
          inclusive: false
          effort: true
          say: {ja: 15歳未満の方に配慮します。, en: We take care of children under 15.}
    """,
)
def soft_minors(policy: Policy, on: date) -> Iterator[Found]:
    minors = policy.minors
    if minors is not None:
        if minors.effort:
            yield found(("minors", "effort"), "effort")
        if minors.profile == "own":
            yield found(("minors", "age"), "own_age", age=minors.age)
