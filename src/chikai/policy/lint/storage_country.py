"""The country is named where data are handled abroad (Guidelines 3-8-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, ORDER
from chikai.policy.lint.frame.rule import Found, Status, lint, row, silence
from chikai.policy.model import Policy

TOLD = ("present", "partly")


@lint(
    "storage_country",
    cites=(ORDER(10, None, "i"), APPI(23)),
    severity="warning",
    row=True,
    example="""
        silent: [handled_abroad]
        security:
          handled_abroad: unknown
    """,
)
def storage_country(policy: Policy, on: date) -> Iterator[Found]:
    security = policy.security
    if security is not None and security.handled_abroad == "no":
        yield row(Status.NOT_CALLED_FOR, ("security", "handled_abroad"))
    elif security is not None and security.handled_abroad == "yes":
        status = Status.PRESENT if security.countries else Status.ABSENT
        yield row(status, ("security", "handled_abroad"))
    elif "handled_abroad" in policy.silent:
        yield row(Status.ABSENT, silence(policy, "handled_abroad"))
    elif security is not None and security.heads.external_environment.state in TOLD:
        yield row(Status.PARTLY, ("security", "heads", "external_environment"))
    else:
        yield row(Status.UNKNOWN, ("security",))
