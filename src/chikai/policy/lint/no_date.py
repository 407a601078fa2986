"""The published text bears no date of its own (Art. 32(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "no_date",
    cites=APPI(32, 1),
    severity="advice",
    example="""
        effective_from_assumption: {ja: 日付がありません。, en: There is no date.}
    """,
)
def no_date(policy: Policy, on: date) -> Iterator[Found]:
    if policy.effective_from_assumption:
        yield found(("effective_from_assumption",))
