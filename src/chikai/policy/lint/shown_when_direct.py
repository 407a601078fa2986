"""The purpose is shown where data are taken directly in writing (Art. 21(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row
from chikai.policy.model import Policy


@lint(
    "shown_when_direct",
    cites=APPI(21, 2),
    severity="error",
    row=True,
    example="""
        use:
          notice:
            shown_when_direct: absent
    """,
)
def shown_when_direct(policy: Policy, on: date) -> Iterator[Found]:
    notice = policy.use.notice if policy.use else None
    direct = [c for c in policy.categories if "direct_in_writing" in c.sources]
    if notice is not None:
        yield row(Status(notice.shown_when_direct), path_of(policy, notice))
    elif direct:
        yield row(Status.ABSENT, path_of(policy, direct[0], "sources"))
    else:
        yield row(Status.NOT_CALLED_FOR, ("categories",))
