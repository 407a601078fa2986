"""The five items of joint use are told beforehand (Art. 27(5)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import Message, say
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import (
    Found,
    Status,
    lint,
    path_of,
    row,
    silence,
    states_of,
    worst,
)
from chikai.policy.model import Policy


def items(names: Iterator[str]) -> tuple[Message, ...]:
    return tuple(say(f"lint.joint_use_items.item_{name}") for name in names)


@lint(
    "joint_use_items",
    cites=APPI(27, 5, "iii"),
    severity="error",
    row=True,
    example="""
        joint_use:
          - id: joint_use
            items:
              data_items: {state: absent}
    """,
)
def joint_use_items(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.joint_use:
        states = states_of(clause.items)
        open_items = items(name for name, state in states.items() if state != "present")
        at = path_of(policy, clause, "items")
        yield row(worst(states.values()), at, items=open_items)
    if not policy.joint_use:
        looked = "joint_use" in policy.silent
        at = silence(policy, "joint_use")
        yield row(Status.NOT_CALLED_FOR if looked else Status.UNKNOWN, at)
