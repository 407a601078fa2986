"""The terms of a fee are left open: unit, means, period or refund (Arts. 37(1), 38(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "fee_terms_open",
    cites=(APPI(32, 1, "iii"), APPI(38, 2)),
    severity="warning",
    example="""
        requests:
          fee:
            means: []
    """,
)
def fee_terms_open(policy: Policy, on: date) -> Iterator[Found]:
    fee = policy.requests.fee
    if fee is None:
        return
    at = ("requests", "fee")
    if not fee.means:
        yield found((*at, "means"), "means")
    if fee.stamps == "any":
        yield found((*at, "stamps"), "stamps")
    if fee.unit_assumption:
        yield found((*at, "unit_assumption"), "unit")
    if fee.period_assumption:
        yield found((*at, "period_assumption"), "period")
    if fee.refunds_assumption:
        yield found((*at, "refunds_assumption"), "refunds")
