"""What the text says of the accredited organisation is out of date, or unconfirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, ORDER
from chikai.policy.lint.frame.edit import Strike
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "organisation_outdated",
    cites=(ORDER(10, None, "iii"), APPI(53, 1)),
    severity="warning",
    example="""
        complaints:
          organisation:
            id: organisation
            name: {ja: 架空団体, en: Fictional Body}
            member: "yes"
            place:
              postal_code: 100-0001
              address: {ja: 東京都千代田区千代田一丁目1番, en: "1-1 Chiyoda, Tokyo"}
              addressee: {ja: 架空団体, en: Fictional Body}
            phones: [03-0000-0001]
            published_phones: [03-0000-0000]
            say: {ja: 架空団体に申し出られます。, en: The Fictional Body may be approached.}
    """,
)
def organisation_outdated(policy: Policy, on: date) -> Iterator[Found]:
    organisation = policy.complaints.organisation
    if organisation is None:
        return
    at = ("complaints", "organisation")
    old = tuple(p for p in organisation.published_phones if p not in organisation.phones)
    if old:
        field = (*at, "published_phones")
        yield found(field, phones=old, fix=(Strike(field),))
    if organisation.member != "yes":
        yield found((*at, "member"), "membership", severity="question")
