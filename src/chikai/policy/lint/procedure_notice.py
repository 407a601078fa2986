"""The procedure for notice of the purpose of use stands in the text (Art. 32(1)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, RequestKind
from chikai.policy.lint.frame.procedure import clause_of, procedure
from chikai.policy.lint.frame.rule import Found, lint, path_of, row
from chikai.policy.model import Policy


@lint(
    "procedure_notice",
    cites=(APPI(32, 1, "iii"), APPI(32, 2)),
    severity="error",
    row=True,
    example="""
        requests:
          kinds:
            - {id: kind_notice_of_purpose, named: false}
    """,
)
def procedure_notice(policy: Policy, on: date) -> Iterator[Found]:
    clause = clause_of(policy, RequestKind.NOTICE_OF_PURPOSE)
    yield row(procedure(policy, clause), path_of(policy, clause))
