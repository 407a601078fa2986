"""Every way to prove identity needs a seal certificate (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, Paper
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy

SEAL = (Paper.SEAL_CERTIFICATE,)


@lint(
    "seal_demanded",
    cites=APPI(37, 4),
    severity="warning",
    example="""
        requests:
          identity:
            accept:
              - - {count: 1, of: [drivers_license, my_number_card]}
                - {count: 1, of: [seal_certificate]}
    """,
)
def seal_demanded(policy: Policy, on: date) -> Iterator[Found]:
    accept = policy.requests.identity.accept
    if accept and all(any(e.of == SEAL for e in way) for way in accept):
        yield found(("requests", "identity", "accept"))
