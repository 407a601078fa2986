"""The name of the business stands in the text (Art. 32(1)(i))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, row
from chikai.policy.model import Policy


@lint(
    "stated_name",
    cites=APPI(32, 1, "i"),
    severity="error",
    row=True,
    example="""
        about:
          name: {ja: "?", en: "?"}
    """,
)
def stated_name(policy: Policy, on: date) -> Iterator[Found]:
    name = policy.about.name
    known = all(each.strip(" ?？-") for each in (name.ja, name.en))
    yield row(Status.PRESENT if known else Status.ABSENT, ("about", "name"))
