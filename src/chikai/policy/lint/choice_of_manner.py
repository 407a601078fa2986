"""The text lets the person choose the manner of disclosure (Art. 33(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Put, Strike
from chikai.policy.lint.frame.rule import Found, Status, lint, row, silence
from chikai.policy.model import Policy


@lint(
    "choice_of_manner",
    cites=APPI(33, 1),
    severity="warning",
    row=True,
    example="""
        silent: [choice_of_manner]
    """,
)
def choice_of_manner(policy: Policy, on: date) -> Iterator[Found]:
    at = ("requests", "answer", "electronic_by_choice")
    if "choice_of_manner" in policy.silent:
        topic = silence(policy, "choice_of_manner")
        yield row(Status.ABSENT, topic, fix=(Put(at, "true"), Strike(topic)))
    elif "electronic_by_choice" in policy.requests.answer.model_fields_set:
        yield row(Status.PRESENT, at)
    else:
        yield row(Status.UNKNOWN, ("requests", "answer"), fix=(Put(at, "true"),))
