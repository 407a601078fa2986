"""A disclaimer stands against a duty that none can lift (Arts. 23, 26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "disclaimer_against_duty",
    cites=(APPI(23), APPI(26, 1)),
    severity="error",
    example="""
        disclaimers:
          - {id: disclaimer, against_law: "yes", say: {ja: 責任を負いません。, en: We disclaim it.}}
    """,
)
def disclaimer_against_duty(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.disclaimers:
        at = path_of(policy, clause, "against_law")
        if clause.against_law == "yes":
            yield found(at, text=said(clause.say))
        elif clause.against_law == "unknown":
            yield found(at, "unknown", severity="question", text=said(clause.say))
