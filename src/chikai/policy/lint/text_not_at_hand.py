"""The policy depends on a text that nobody has read here (Art. 17(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "text_not_at_hand",
    cites=APPI(17, 1),
    severity="question",
    example="""
        external_texts:
          - {id: terms, kind: terms, exists: unknown, name: {ja: 利用規約, en: Terms}}
    """,
)
def text_not_at_hand(policy: Policy, on: date) -> Iterator[Found]:
    for index, text in enumerate(policy.external_texts):
        if text.exists != "no" and not text.at_hand:
            yield found(("external_texts", index), name=said(text.name))
