"""Posting and objection are counted from different days (Art. 21(3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "periods_apart",
    cites=APPI(21, 3),
    severity="warning",
    example="""
        changes:
          posting: {id: posting, days: 7, counted_from: revision, say: {ja: 掲示, en: Posting}}
          objection: {id: objection, days: 7, counted_from: notice, say: {ja: 異議, en: Objection}}
    """,
)
def periods_apart(policy: Policy, on: date) -> Iterator[Found]:
    changes = policy.changes
    if changes is None or changes.objection is None:
        return
    at = ("changes", "objection")
    if changes.posting and changes.posting.counted_from != changes.objection.counted_from:
        yield found((*at, "counted_from"))
    if changes.objection.effect == "silent":
        yield found(at, "no_effect")
