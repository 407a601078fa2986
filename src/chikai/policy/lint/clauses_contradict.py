"""The published text sets two clauses against each other, so that nobody can know what holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.walk import placed


@lint(
    "clauses_contradict",
    cites=APPI(32, 1),
    severity="warning",
    example="""
        purposes:
          - {id: answer_inquiries, contradicts: [introduce]}
    """,
)
def clauses_contradict(policy: Policy, on: date) -> Iterator[Found]:
    for path, clause in placed(policy):
        if clause.contradicts:
            yield found((*path, "contradicts"), clause=clause.id, others=clause.contradicts)
