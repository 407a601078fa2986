"""Two addresses of one company, or two clauses, contradict each other (Arts. 27(6), 32(1)(i))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "two_addresses",
    cites=(APPI(32, 1, "i"), APPI(27, 6)),
    severity="error",
    example="""
        contacts:
          - id: privacy_desk
            alternative_places:
              - postal_code: 100-0001
                address: {ja: 東京都千代田区千代田九丁目9番, en: "9-9 Chiyoda, Tokyo"}
                addressee: {ja: 架空社, en: Fictional}
    """,
)
def two_addresses(policy: Policy, on: date) -> Iterator[Found]:
    for contact in policy.contacts:
        for index, other in enumerate(contact.alternative_places):
            at = path_of(policy, contact, "alternative_places", index)
            here = contact.place.address if contact.place else other.address
            yield found(at, one=said(here), other=said(other.address))
