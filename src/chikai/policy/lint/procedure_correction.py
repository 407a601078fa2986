"""The procedure for correction, addition and deletion stands in the text (Art. 32(1)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, RequestKind
from chikai.policy.lint.frame.procedure import clause_of, procedure
from chikai.policy.lint.frame.rule import Found, lint, path_of, row
from chikai.policy.model import Policy


@lint(
    "procedure_correction",
    cites=(APPI(32, 1, "iii"), APPI(34, 1)),
    severity="error",
    row=True,
    example="""
        requests:
          kinds:
            - {id: kind_correction, named: false}
    """,
)
def procedure_correction(policy: Policy, on: date) -> Iterator[Found]:
    clause = clause_of(policy, RequestKind.CORRECTION)
    yield row(procedure(policy, clause), path_of(policy, clause))
