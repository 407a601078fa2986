"""The security measures stand in the text (Cabinet Order Art. 10(i))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, ORDER
from chikai.policy.lint.frame.rule import Found, Status, lint, mixed, path_of, row, silence
from chikai.policy.model import Policy

MEASURES = (
    "rules",
    "organisational",
    "human",
    "physical",
    "technical",
    "external_environment",
)
"""The heads that are measures. A basic policy alone is a promise to take some."""


@lint(
    "security_measures",
    cites=(ORDER(10, None, "i"), APPI(23)),
    severity="error",
    row=True,
    example="""
        silent: [security]
        security: null
    """,
)
def security_measures(policy: Policy, on: date) -> Iterator[Found]:
    if policy.security is not None:
        heads = policy.security.heads
        status = mixed(getattr(heads, name).state for name in MEASURES)
        yield row(status, path_of(policy, policy.security, "heads"))
    else:
        status = Status.ABSENT if "security" in policy.silent else Status.UNKNOWN
        yield row(status, silence(policy, "security"))
