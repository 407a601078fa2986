"""A complaint must come to the company first (Art. 53)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "complaint_first",
    cites=APPI(53, 1),
    severity="advice",
    example="""
        complaints:
          first_to_company: {ja: まず当社へ, en: To us first}
    """,
)
def complaint_first(policy: Policy, on: date) -> Iterator[Found]:
    if policy.complaints.first_to_company:
        yield found(("complaints", "first_to_company"))
