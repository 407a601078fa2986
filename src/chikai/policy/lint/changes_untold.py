"""The policy may change without a word (Art. 21(3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, without
from chikai.policy.model import Policy


@lint(
    "changes_untold",
    cites=(APPI(21, 3), APPI(17, 2)),
    severity="error",
    example="""
        changes:
          without_notice: {id: unsaid, say: {ja: 予告なく変更します。, en: It may change unsaid.}}
    """,
)
def changes_untold(policy: Policy, on: date) -> Iterator[Found]:
    changes = policy.changes
    if changes is not None and changes.without_notice is not None:
        at = ("changes", "without_notice")
        yield found(
            at, "both" if changes.notice else "found", fix=without(policy, changes.without_notice)
        )
