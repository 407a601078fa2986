"""The items of anonymized information are published (Art. 43(3))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row, silence
from chikai.policy.model import Policy


@lint(
    "anonymized_items",
    cites=(APPI(43, 3), APPI(44)),
    severity="error",
    row=True,
    example="""
        anonymized:
          creation:
            id: anonymized_creation
            creates: may
            items_published: present
            items: {state: absent}
            say: {ja: 匿名加工情報を作成することがあります。, en: It may be made.}
    """,
)
def anonymized_items(policy: Policy, on: date) -> Iterator[Found]:
    creation = policy.anonymized.creation if policy.anonymized else None
    if creation is not None and creation.creates != "no":
        yield row(Status(creation.items.state), path_of(policy, creation, "items"))
    elif policy.anonymized is None and "anonymized" not in policy.silent:
        yield row(Status.UNKNOWN, silence(policy, "anonymized"))
    else:
        yield row(Status.NOT_CALLED_FOR, silence(policy, "anonymized"))
