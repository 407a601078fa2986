"""A request counts only if papers and file agree, whoever moved or married (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "match_shuts_out",
    cites=(APPI(37, 2), APPI(37, 4)),
    severity="warning",
    example="""
        requests:
          match:
            required: true
    """,
)
def match_shuts_out(policy: Policy, on: date) -> Iterator[Found]:
    if policy.requests.match.required:
        yield found(("requests", "match", "required"))
