"""A ground of refusal goes further than the law, or the law has none such (Arts. 33–35)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI, RequestKind
from chikai.policy.lint.frame.rule import Found, found, lint, without
from chikai.policy.model import Policy
from chikai.policy.phrases import said, words

DISCLOSURE = {RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE}
"""Kinds that may be refused because another law forbids it (Art. 33(2)(iii))."""


@lint(
    "refusal_beyond_law",
    cites=(APPI(33, 2), APPI(34, 2), APPI(35, 2)),
    severity="error",
    example="""
        requests:
          refusals:
            - id: refusal_operation
              kinds: [correction]
              law_ground: null
              say: {ja: 業務に影響するときは応じません。, en: Refused if it affects us.}
    """,
)
def refusal_beyond_law(policy: Policy, on: date) -> Iterator[Found]:
    for index, clause in enumerate(policy.requests.refusals):
        at = ("requests", "refusals", index)
        if clause.law_ground is None and set(clause.kinds) <= DISCLOSURE:
            yield found(at, "which", severity="question", text=said(clause.say))
        elif clause.law_ground is None:
            kinds = words("kind", clause.kinds)
            yield found(at, "unknown_to_law", kinds=kinds, fix=without(policy, clause))
        elif clause.law_ground == "not_retained":
            yield found(at, "left_out", severity="advice", text=said(clause.say))
        elif clause.assumption is not None:
            yield found(at, "wider", severity="warning", text=said(clause.say))
