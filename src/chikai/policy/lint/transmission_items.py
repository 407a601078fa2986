"""What is sent from a person's device is told (external transmission)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.policy.lint.frame.rule import TELECOM, Found, Status, lint, path_of, row, silence, worst
from chikai.policy.model import Policy

ITEMS = ("content", "recipient", "own_purpose", "recipient_purpose")


def policy_at_hand(policy: Policy, id: str) -> bool:
    """Whether the words of the other text have been read."""
    return any(each.id == id and each.at_hand for each in policy.external_texts)


@lint(
    "transmission_items",
    cites=TELECOM("27-12"),
    severity="error",
    in_force="2023-06-16..",
    row=True,
    example="""
        external_transmission:
          scope: {id: scope, in_scope: "yes", say: {ja: 対象です。, en: Within the rule.}}
    """,
)
def transmission_items(policy: Policy, on: date) -> Iterator[Found]:
    sent = policy.external_transmission
    if sent is None:
        looked = "external_transmission" in policy.silent
        at = silence(policy, "external_transmission")
        yield row(Status.NOT_CALLED_FOR if looked else Status.UNKNOWN, at)
    elif sent.scope is not None and sent.scope.in_scope == "no":
        yield row(Status.NOT_CALLED_FOR, path_of(policy, sent.scope))
    elif sent.separate_policy is not None and not policy_at_hand(policy, sent.separate_policy):
        yield row(Status.PARTLY, ("external_transmission", "separate_policy"))
    elif sent.tags:
        told = [getattr(tag, name).state for tag in sent.tags for name in ITEMS]
        yield row(worst(told), path_of(policy, sent.tags[0]))
    elif sent.scope is not None and sent.scope.in_scope == "unknown":
        yield row(Status.UNKNOWN, path_of(policy, sent.scope))
    else:
        yield row(Status.ABSENT, ("external_transmission",))
