"""From 17 January 2027 the penal provisions bear other numbers (Act No. 56 of 2026)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from chikai.policy.lint.frame.rule import ACT_56, Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.walk import placed

DAY = date(2027, 1, 17)
CITES = re.compile(r"法第?1(?:7[89]|8[0-5])条|Art\. ?1(?:7[89]|8[0-5])\b")
"""A penal article of the APPI as it is numbered until then."""


@lint(
    "ahead_penal",
    cites=(ACT_56(1, None, "iii"),),
    severity="advice",
    in_force="2026-07-17..2027-01-16",
    ahead=True,
    example="""
        effective_from: 2022-04-01
    """,
)
def ahead_penal(policy: Policy, on: date) -> Iterator[Found]:
    cited = [path for path, clause in placed(policy) if CITES.search(clause.say.ja + clause.say.en)]
    for path in cited:
        yield found((*path, "say"), "cited", severity="warning", day=DAY)
    if not cited:
        yield found(("effective_from",), day=DAY)
