"""Opt-out is announced while it is not filed, or may carry sensitive data (Art. 27(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy

_READY: Final = (
    *("filed", "published", "sensitive_excluded"),
    *("wrongly_acquired_excluded", "received_excluded"),
)


@lint(
    "opt_out_unready",
    cites=(APPI(27, 2), APPI(27, 3), APPI(27, 4)),
    severity="error",
    example="""
        opt_out:
          id: opt_out
          used: "yes"
          filed: "no"
          sensitive_excluded: "no"
          stops: without_delay
          say: {ja: 申し出により停止します。, en: Provision stops on request.}
          items:
            provider: {state: present}
            purpose_is_provision: {state: present}
            data_items: {state: present}
            acquisition: {state: present}
            method: {state: present}
            stops_on_request: {state: present}
            receiving_requests: {state: present}
            update: {state: present}
            start_date: {state: present}
    """,
)
def opt_out_unready(policy: Policy, on: date) -> Iterator[Found]:
    clause = policy.opt_out
    if clause is None:
        return
    for name in _READY:
        value = getattr(clause, name)
        if value == "no":
            yield found(path_of(policy, clause, name), name)
        elif value == "unknown":
            yield found(path_of(policy, clause, name), f"{name}_unknown", severity="question")
