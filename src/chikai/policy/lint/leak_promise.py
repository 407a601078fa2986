"""The text promises to tell of a leak; none is needed, Art. 26 binds anyway."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row, silence
from chikai.policy.model import Policy


@lint(
    "leak_promise",
    cites=APPI(26, 2),
    severity="advice",
    row=True,
    example="""
        leak: null
        silent: [leak]
    """,
)
def leak_promise(policy: Policy, on: date) -> Iterator[Found]:
    if policy.leak is None:
        looked = "leak" in policy.silent
        yield row(Status.ABSENT if looked else Status.UNKNOWN, silence(policy, "leak"))
    else:
        promised = {"yes": Status.PRESENT, "no": Status.ABSENT}
        status = promised.get(policy.leak.promised, Status.UNKNOWN)
        yield row(status, path_of(policy, policy.leak))
