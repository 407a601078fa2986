"""The text does not say that a refusal is explained (Art. 36, a duty of effort)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "reasons_silent",
    cites=APPI(36),
    severity="advice",
    example="""
        requests:
          answer:
            reasons: silent
    """,
)
def reasons_silent(policy: Policy, on: date) -> Iterator[Found]:
    if policy.requests.answer.reasons == "silent":
        yield found(("requests", "answer", "reasons"))
