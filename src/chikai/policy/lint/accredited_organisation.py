"""The accredited organisation stands in the text, if the company is covered by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import ORDER
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row, silence
from chikai.policy.model import Policy


@lint(
    "accredited_organisation",
    cites=ORDER(10, None, "iii"),
    severity="error",
    row=True,
    example="""
        silent: [accredited_organisation]
        complaints:
          organisation: null
    """,
)
def accredited_organisation(policy: Policy, on: date) -> Iterator[Found]:
    organisation = policy.complaints.organisation
    if organisation is not None:
        yield row(Status.PRESENT, path_of(policy, organisation))
    else:
        yield row(Status.UNKNOWN, silence(policy, "accredited_organisation"))
