"""A purpose does not let people foresee what their data are used for (Art. 17(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "vague_purpose",
    cites=APPI(17, 1),
    severity="warning",
    example="""
        purposes:
          - {id: answer_inquiries, concreteness: vague}
    """,
)
def vague_purpose(policy: Policy, on: date) -> Iterator[Found]:
    for purpose in policy.purposes:
        if purpose.concreteness in ("vague", "open_ended"):
            at = path_of(policy, purpose, "concreteness")
            yield found(at, purpose.concreteness, purpose=said(purpose.say))
        elif purpose.concreteness is None:
            yield found(path_of(policy, purpose), "unread", severity="question")
