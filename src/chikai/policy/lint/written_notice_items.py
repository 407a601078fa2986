"""What is shown when data are taken in writing lacks items of JIS Q 15001."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of, states_of
from chikai.policy.model import Policy


@lint(
    "written_notice_items",
    cites=APPI(21, 2),
    severity="advice",
    example="""
        use:
          notice:
            jis_items: {manager: {state: partly}}
    """,
)
def written_notice_items(policy: Policy, on: date) -> Iterator[Found]:
    notice = policy.use.notice if policy.use else None
    if notice is not None and notice.jis_items is not None:
        lacking = [n for n, state in states_of(notice.jis_items).items() if state != "present"]
        items = tuple(say(f"lint.written_notice_items.item_{n}") for n in lacking)
        if items:
            yield found(path_of(policy, notice, "jis_items"), items=items)
