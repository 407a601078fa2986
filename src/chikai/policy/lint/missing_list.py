"""The text refers to a list that is not there (Art. 17(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said


@lint(
    "missing_list",
    cites=(APPI(17, 1), APPI(21, 1)),
    severity="error",
    example="""
        external_texts:
          - {id: list_of_purposes, kind: list, exists: "no", name: {ja: 一覧, en: A list}}
    """,
)
def missing_list(policy: Policy, on: date) -> Iterator[Found]:
    for index, text in enumerate(policy.external_texts):
        if text.exists == "no":
            yield found(("external_texts", index, "exists"), name=said(text.name))
    for clause in policy.use.unlisted if policy.use else ():
        if clause.list_given == "no" and not clause.refers_to:
            yield found(path_of(policy, clause, "list_given"), "unnamed")
