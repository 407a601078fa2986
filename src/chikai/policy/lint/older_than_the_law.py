"""The text is older than the law it must follow (Act amended from April 2022)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy

AMENDED = date(2022, 4, 1)


@lint(
    "older_than_the_law",
    cites=APPI(32, 1),
    severity="warning",
    example="""
        effective_from: 2020-01-01
    """,
)
def older_than_the_law(policy: Policy, on: date) -> Iterator[Found]:
    if policy.effective_from < AMENDED:
        yield found(("effective_from",), since=AMENDED)
