"""Where data are provided to third parties, the purposes say so (Guidelines 3-1-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, row
from chikai.policy.model import Policy


@lint(
    "provision_as_purpose",
    cites=APPI(17, 1),
    severity="error",
    row=True,
    example="""
        purposes:
          - {id: introduce, includes_provision: "no"}
    """,
)
def provision_as_purpose(policy: Policy, on: date) -> Iterator[Found]:
    recipients = policy.provision.recipients if policy.provision else ()
    provides = recipients or policy.joint_use or policy.opt_out
    saying = [p for p in policy.purposes if p.includes_provision == "yes"]
    opt_out = policy.opt_out
    if not provides:
        yield row(Status.NOT_CALLED_FOR, ("purposes",))
    elif not saying:
        yield row(Status.ABSENT, ("purposes",))
    elif opt_out and opt_out.items.purpose_is_provision.state != "present":
        yield row(Status.PARTLY, ("opt_out", "items", "purpose_is_provision"))
    else:
        yield row(Status.PRESENT, ("purposes",))
