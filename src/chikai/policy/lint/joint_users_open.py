"""Joint users are unnamed, or known only by a list that changes (Art. 27(5)(iii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "joint_users_open",
    cites=(APPI(27, 5, "iii"), APPI(27, 6), APPI(28, 1)),
    severity="error",
    example="""
        joint_use:
          - id: joint_use
            users:
              - {name: {ja: 協力団体, en: Partners}, kind: unnamed}
    """,
)
def joint_users_open(policy: Policy, on: date) -> Iterator[Found]:
    for clause in policy.joint_use:
        for index, each in enumerate(clause.users):
            at = path_of(policy, clause, "users", index)
            name = said(each.name)
            if each.kind == "unnamed":
                yield found(at, name=name)
            elif each.kind == "group" and each.list_url is None:
                yield found(at, "no_list", name=name)
            elif each.kind == "group" and each.list_seen_on is None:
                yield found(at, "list_unseen", severity="warning", name=name)
            if each.kind != "unnamed" and each.abroad == "unknown":
                yield found(at, "abroad_unknown", severity="question", name=name)
