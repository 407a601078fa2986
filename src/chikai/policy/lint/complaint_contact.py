"""Where to complain stands in the text (Cabinet Order Art. 10(ii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, ORDER, RequestKind
from chikai.policy.lint.frame.procedure import clause_of
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row
from chikai.policy.model import Policy


@lint(
    "complaint_contact",
    cites=(ORDER(10, None, "ii"), APPI(40, 1)),
    severity="error",
    row=True,
    example="""
        requests:
          kinds:
            - {id: kind_complaint, named: false}
    """,
)
def complaint_contact(policy: Policy, on: date) -> Iterator[Found]:
    clause = clause_of(policy, RequestKind.COMPLAINT)
    if "complaints" in policy.silent or not clause.named:
        status = Status.ABSENT
    else:
        status = Status.PARTLY if clause.assumption else Status.PRESENT
    yield row(status, path_of(policy, clause))
