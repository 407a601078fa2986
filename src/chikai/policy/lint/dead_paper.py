"""A paper is asked for that nobody can use any more (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law import documents
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.edit import Strike
from chikai.policy.lint.frame.papers import entry, papers
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "dead_paper",
    cites=APPI(37, 4),
    severity="error",
    example="""
        requests:
          identity:
            accept:
              - - {count: 1, of: [drivers_license, insurance_card, my_number_card, resident_record]}
    """,
)
def dead_paper(policy: Policy, on: date) -> Iterator[Found]:
    for at, paper in papers(policy):
        if not documents.usable(paper, on=on):
            last = documents.document(paper).valid.end or on
            yield found(
                at, paper=say(f"paper.{paper.value}"), last=last, fix=(Strike(entry(policy, at)),)
            )
