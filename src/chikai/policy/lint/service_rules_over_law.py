"""Service rules prevail over the policy; they never prevail over the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "service_rules_over_law",
    cites=APPI(32, 1),
    severity="advice",
    example="""
        service_rules:
          - {id: prevail, prevails: true, say: {ja: 規程が優先します。, en: Service rules prevail.}}
    """,
)
def service_rules_over_law(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.service_rules:
        if clause.prevails:
            yield found(path_of(policy, clause))
