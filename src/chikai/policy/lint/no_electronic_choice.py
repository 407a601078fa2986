"""The file shuts out an electronic answer that the person may choose (Art. 33(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Put
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "no_electronic_choice",
    cites=(APPI(33, 1), APPI(33, 2)),
    severity="error",
    example="""
        requests:
          answer:
            electronic_by_choice: false
    """,
)
def no_electronic_choice(policy: Policy, on: date) -> Iterator[Found]:
    at = ("requests", "answer", "electronic_by_choice")
    if not policy.requests.answer.electronic_by_choice:
        yield found(at, fix=(Put(at, "true"),))
