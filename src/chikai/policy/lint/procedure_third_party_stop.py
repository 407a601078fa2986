"""The procedure for stopping provision to third parties stands in the text (Art. 32(1)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, RequestKind
from chikai.policy.lint.frame.procedure import clause_of, procedure
from chikai.policy.lint.frame.rule import Found, Status, lint, mixed, path_of, row
from chikai.policy.model import Policy


@lint(
    "procedure_third_party_stop",
    cites=(APPI(32, 1, "iii"), APPI(35, 3), APPI(35, 5)),
    severity="error",
    row=True,
    example="""
        requests:
          kinds:
            - {id: kind_provision_stop_violation, named: false}
    """,
)
def procedure_third_party_stop(policy: Policy, on: date) -> Iterator[Found]:
    stop = clause_of(policy, RequestKind.PROVISION_STOP_VIOLATION)
    ended = clause_of(policy, RequestKind.CESSATION_NEED_ENDED)
    opt_out = clause_of(policy, RequestKind.OPT_OUT_STOP)
    if stop.named and not stop.in_passing:
        status = mixed(procedure(policy, each).value for each in (stop, ended))
    elif opt_out.named:
        status = Status.PARTLY
    else:
        status = Status.ABSENT
    yield row(status, path_of(policy, stop))
