"""The procedure for cessation and erasure stands in the text (Art. 32(1)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, RequestKind
from chikai.policy.lint.frame.procedure import clause_of, procedure
from chikai.policy.lint.frame.rule import Found, lint, mixed, path_of, row
from chikai.policy.model import Policy


@lint(
    "procedure_cessation",
    cites=(APPI(32, 1, "iii"), APPI(35, 1), APPI(35, 5)),
    severity="error",
    row=True,
    example="""
        requests:
          kinds:
            - {id: kind_cessation_need_ended, named: false}
    """,
)
def procedure_cessation(policy: Policy, on: date) -> Iterator[Found]:
    violation = clause_of(policy, RequestKind.CESSATION_VIOLATION)
    ended = clause_of(policy, RequestKind.CESSATION_NEED_ENDED)
    status = mixed(procedure(policy, each).value for each in (violation, ended))
    yield row(status, path_of(policy, violation if ended.named else ended))
