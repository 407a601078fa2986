"""The nine items of provision by opt-out are told (Art. 27(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import Message, say
from chikai.law.kinds import APPI, RULES
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
    return tuple(say(f"lint.opt_out_items.item_{name}") for name in names)


@lint(
    "opt_out_items",
    cites=(APPI(27, 2), RULES(11)),
    severity="error",
    row=True,
    example="""
        opt_out:
          id: opt_out
          used: "yes"
          filed: "yes"
          sensitive_excluded: "yes"
          stops: without_delay
          say: {ja: 申し出により停止します。, en: Provision stops on request.}
          items:
            provider: {state: present}
            purpose_is_provision: {state: present}
            data_items: {state: absent}
            acquisition: {state: absent}
            method: {state: absent}
            stops_on_request: {state: present}
            receiving_requests: {state: present}
            update: {state: absent}
            start_date: {state: absent}
    """,
)
def opt_out_items(policy: Policy, on: date) -> Iterator[Found]:
    clause = policy.opt_out
    if clause is None:
        looked = "opt_out" in policy.silent
        at = silence(policy, "opt_out")
        yield row(Status.NOT_CALLED_FOR if looked else Status.UNKNOWN, at)
        return
    states = states_of(clause.items)
    open_items = items(name for name, state in states.items() if state != "present")
    yield row(worst(states.values()), path_of(policy, clause, "items"), items=open_items)
