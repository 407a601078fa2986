"""The text uses specific personal information beyond the statutory tasks (My Number Act Art. 9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import MY_NUMBER
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "specific_beyond_tasks",
    cites=MY_NUMBER(9),
    severity="error",
    example="""
        specific_personal_information:
          id: specific
          tasks: [other_tax]
          say: {ja: 税の手続に限ります。, en: Tax filings only.}
          in_text:
            - id: specific_text
              topic: purpose
              beyond_law: "yes"
              bases: [consent]
              say: {ja: 同意により提供します。, en: Provided with consent.}
    """,
)
def specific_beyond_tasks(policy: Policy, on: date) -> Iterator[Found]:
    specific = policy.specific_personal_information
    for clause in specific.in_text if specific else ():
        if clause.topic == "purpose" and clause.beyond_law == "yes":
            yield found(path_of(policy, clause))
    items = {item.id for item in policy.items if item.specific}
    if items and specific is None:
        yield found(("items",), "no_tasks")
