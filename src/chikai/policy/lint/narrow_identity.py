"""Only a licence or a passport is left to prove who somebody is (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law import documents
from chikai.law.kinds import APPI, Paper
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.phrases import papers_in

NARROW = {Paper.DRIVERS_LICENSE, Paper.PASSPORT}


@lint(
    "narrow_identity",
    cites=APPI(37, 4),
    severity="warning",
    example="""
        requests:
          identity:
            accept:
              - - {count: 1, of: [drivers_license, passport]}
    """,
)
def narrow_identity(policy: Policy, on: date) -> Iterator[Found]:
    accept = policy.requests.identity.accept
    usable = {p for p in papers_in(accept) if documents.usable(p, on=on)}
    if accept and usable <= NARROW:
        yield found(("requests", "identity", "accept"))
