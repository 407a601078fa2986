"""The text would provide specific personal information by consent (My Number Act Art. 19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import MY_NUMBER
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "specific_by_consent",
    cites=MY_NUMBER(19),
    severity="error",
    example="""
        specific_personal_information:
          id: specific
          tasks: [other_tax]
          say: {ja: 税の手続に限ります。, en: Tax filings only.}
          in_text:
            - id: specific_text
              topic: provision
              beyond_law: "yes"
              bases: [consent]
              say: {ja: 同意により提供します。, en: Provided with consent.}
    """,
)
def specific_by_consent(policy: Policy, on: date) -> Iterator[Found]:
    specific = policy.specific_personal_information
    for clause in specific.in_text if specific else ():
        beyond = clause.topic in ("provision", "joint_use") and clause.beyond_law == "yes"
        if beyond or (clause.topic == "provision" and "consent" in clause.bases):
            yield found(path_of(policy, clause))
