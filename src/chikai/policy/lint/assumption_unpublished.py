"""The desk works on an assumption that the published text does not give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy
from chikai.policy.tree import Path
from chikai.policy.walk import placed


@lint(
    "assumption_unpublished",
    cites=APPI(32, 1, "iii"),
    severity="advice",
    example="""
        requests:
          papers:
            assumption: {ja: 公表文に期間がありません。, en: The text gives no period.}
    """,
)
def assumption_unpublished(policy: Policy, on: date) -> Iterator[Found]:
    sections: dict[object, list[tuple[Path, str]]] = {}
    for path, clause in placed(policy):
        if clause.assumption is not None:
            sections.setdefault(path[0], []).append((path, clause.id))
    for resting in sections.values():
        first = resting[0][0]
        ids = tuple(id for _, id in resting)
        yield found((*first, "assumption"), count=len(ids), clauses=ids)
