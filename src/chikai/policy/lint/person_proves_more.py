"""The person must prove more than a representative would (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, Asker
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "person_proves_more",
    cites=APPI(37, 4),
    severity="warning",
    example="""
        requests:
          forms:
            - id: request_form
              registered_seal: true
              seal_askers: [person]
    """,
)
def person_proves_more(policy: Policy, on: date) -> Iterator[Found]:
    for index, form in enumerate(policy.requests.forms):
        if form.registered_seal and form.seal_askers == (Asker.PERSON,):
            yield found(("requests", "forms", index, "seal_askers"))
