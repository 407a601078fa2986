"""The rest of Act No. 56 of 2026 comes into force on a day not yet set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.policy.lint.frame.rule import ACT_56, Found, found, lint
from chikai.policy.model import Policy


@lint(
    "ahead_act_56",
    cites=(ACT_56(1),),
    severity="advice",
    in_force="2026-07-17..",
    ahead=True,
    example="""
        effective_from: 2022-04-01
    """,
)
def ahead_act_56(policy: Policy, on: date) -> Iterator[Found]:
    yield found(("effective_from",), "day_unset")
    if policy.minors is not None:
        yield found(("minors",), "children")
    if policy.opt_out is not None:
        yield found(("opt_out",), "opt_out")
    if policy.external_transmission is not None:
        yield found(("external_transmission",), "reachable")
