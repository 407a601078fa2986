"""The address of the business stands in the text (Art. 32(1)(i))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, row
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "stated_address",
    cites=APPI(32, 1, "i"),
    severity="error",
    row=True,
    example="""
        about:
          address_stated: {state: absent}
    """,
)
def stated_address(policy: Policy, on: date) -> Iterator[Found]:
    item = policy.about.address_stated
    if item is None:
        yield row(Status.UNKNOWN, ("about",))
    else:
        missing = said(item.say) if item.say else say("lint.nothing_more")
        yield row(Status(item.state), ("about", "address_stated"), missing=missing)
