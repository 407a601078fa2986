"""The answer goes to whatever address the form gives (Art. 23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Put
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "answer_to_unproven_address",
    cites=APPI(23),
    severity="warning",
    example="""
        requests:
          answer:
            to: form_address
    """,
)
def answer_to_unproven_address(policy: Policy, on: date) -> Iterator[Found]:
    at = ("requests", "answer", "to")
    if policy.requests.answer.to == "form_address":
        yield found(at, fix=(Put(at, "proven_address"),))
