"""An identity paper must be blacked out where it would prove something (Art. 37(4))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law.kinds import APPI, Paper
from chikai.policy.lint.frame.edit import Strike
from chikai.policy.lint.frame.papers import papers
from chikai.policy.lint.frame.rule import Found, found, lint
from chikai.policy.model import Policy


@lint(
    "paper_blacked_out",
    cites=APPI(37, 4),
    severity="warning",
    example="""
        requests:
          blackout:
            id: blackout
            papers: [family_register]
            say: {ja: 本籍を塗りつぶしてください。, en: Cover the domicile.}
          identity:
            accept:
              - - {count: 1, of: [my_number_card, family_register]}
    """,
)
def paper_blacked_out(policy: Policy, on: date) -> Iterator[Found]:
    blackout = policy.requests.blackout
    covered = blackout.papers if blackout else ()
    for at, paper in papers(policy, identity_only=True):
        if paper is Paper.FAMILY_REGISTER and paper in covered:
            yield found(at, paper=say(f"paper.{paper.value}"), fix=(Strike(at),))
