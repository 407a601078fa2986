"""The desk can be reached by post alone (Art. 37(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "desk_by_post_only",
    cites=(APPI(37, 2), APPI(40, 2)),
    severity="advice",
    example="""
        contacts:
          - {id: privacy_desk, phone: null, fax: null, email: null}
    """,
)
def desk_by_post_only(policy: Policy, on: date) -> Iterator[Found]:
    desk = policy.contact(policy.requests.intake.desk)
    if not (desk.phone or desk.fax or desk.email):
        yield found(path_of(policy, desk))
