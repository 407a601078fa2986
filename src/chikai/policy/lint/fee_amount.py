"""The amount of a fee stands in the text, or none may be charged (Arts. 32(1)(iii), 38)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, found, lint, row, silence
from chikai.policy.model import Policy


@lint(
    "fee_amount",
    cites=(APPI(32, 1, "iii"), APPI(38, 1)),
    severity="advice",
    row=True,
    example="""
        requests:
          fee: null
    """,
)
def fee_amount(policy: Policy, on: date) -> Iterator[Found]:
    if policy.requests.fee is None:
        at = silence(policy, "fee") if "fee" in policy.silent else ("requests",)
        yield found(at, "none_set")
        yield row(Status.NOT_CALLED_FOR, at)
    else:
        yield row(Status.PRESENT, ("requests", "fee", "amount"))
