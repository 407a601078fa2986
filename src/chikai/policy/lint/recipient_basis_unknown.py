"""Data are given to somebody and no ground is named (Art. 27(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "recipient_basis_unknown",
    cites=APPI(27, 1),
    severity="error",
    example="""
        provision:
          recipients:
            - id: readers
              destination: {ja: 閲覧する方, en: Readers}
              fixed: unspecified_many
              basis: unknown
              say: {ja: 掲載します。, en: Data are posted.}
    """,
)
def recipient_basis_unknown(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.provision.recipients if policy.provision else ():
        if clause.basis == "unknown":
            at = path_of(policy, clause, "basis")
            key = "many" if clause.fixed == "unspecified_many" else "found"
            yield found(at, key, recipient=said(clause.destination))
