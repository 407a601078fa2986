"""A request must be announced before it is made (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Put
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "contact_demanded_first",
    cites=(APPI(37, 4), APPI(39, 1)),
    severity="warning",
    example="""
        requests:
          intake:
            contact_first: true
    """,
)
def contact_demanded_first(policy: Policy, on: date) -> Iterator[Found]:
    at = ("requests", "intake", "contact_first")
    if policy.requests.intake.contact_first:
        yield found(at, fix=(Put(at, "false"),))
