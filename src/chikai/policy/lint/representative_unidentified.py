"""No identity paper of the representative is asked for (Art. 37(3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, ORDER
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.phrases import words


@lint(
    "representative_unidentified",
    cites=(APPI(37, 3), ORDER(13)),
    severity="warning",
    example="""
        requests:
          authority:
            - {id: authority_parent, representative_identity: false}
    """,
)
def representative_unidentified(policy: Policy, on: date) -> Iterator[Found]:
    for index, clause in enumerate(policy.requests.authority):
        if not clause.representative_identity:
            at = ("requests", "authority", index, "representative_identity")
            yield found(at, askers=words("asker", clause.askers))
