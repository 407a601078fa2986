"""A label takes data out of disclosure although the company has authority (Art. 16(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Strike
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "label_without_force",
    cites=(APPI(16, 4), APPI(33, 1)),
    severity="error",
    example="""
        categories:
          - {id: customers, disclosure_label: not_subject}
    """,
)
def label_without_force(policy: Policy, on: date) -> Iterator[Found]:
    for index, category in enumerate(policy.categories):
        at = ("categories", index, "disclosure_label")
        if category.disclosure_label != "not_subject" or category.authority == "no":
            continue
        name = said(category.say)
        if category.authority == "yes":
            yield found(at, category=name, fix=(Strike(at),))
        else:
            yield found(at, "authority_unknown", severity="question", category=name)
