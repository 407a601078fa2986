"""A recipient is told only by its kind (Art. 29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "recipient_by_kind",
    cites=(APPI(29, 1), APPI(28, 1)),
    severity="advice",
    example="""
        provision:
          recipients:
            - id: employers
              destination: {ja: 採用企業, en: Employers}
              fixed: kind
              basis: consent
              contract: present
              say: {ja: 採用企業に提供します。, en: Employers receive data.}
    """,
)
def recipient_by_kind(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.provision.recipients if policy.provision else ():
        if clause.fixed == "kind":
            at = path_of(policy, clause, "fixed")
            yield found(at, recipient=said(clause.destination))
