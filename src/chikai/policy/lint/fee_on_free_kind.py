"""A fee stands on a kind of request that may not bear one (Art. 38(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law.appi.art38_fee import FEE_KINDS
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Strike
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "fee_on_free_kind",
    cites=APPI(38, 1),
    severity="error",
    example="""
        requests:
          fee:
            kinds: [disclosure, correction]
    """,
)
def fee_on_free_kind(policy: Policy, on: date) -> Iterator[Found]:
    fee = policy.requests.fee
    for index, kind in enumerate(fee.kinds if fee else ()):
        if kind not in FEE_KINDS:
            at = ("requests", "fee", "kinds", index)
            yield found(at, kind=say(f"kind.{kind.value}"), fix=(Strike(at),))
