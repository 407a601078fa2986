"""The items that are given are left open (Art. 27(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "open_items",
    cites=APPI(27, 1),
    severity="warning",
    example="""
        provision:
          recipients:
            - id: employers
              destination: {ja: 採用企業, en: Employers}
              fixed: named
              basis: consent
              items_open: {ja: 関連する情報, en: Relevant information}
              say: {ja: 採用企業に提供します。, en: Employers receive data.}
    """,
)
def open_items(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.provision.recipients if policy.provision else ():
        if clause.items_open:
            at = path_of(policy, clause, "items_open")
            yield found(at, recipient=said(clause.destination), words=said(clause.items_open))
