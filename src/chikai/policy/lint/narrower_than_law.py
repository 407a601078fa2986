"""A promise is narrower than the law and is kept (Arts. 18(3), 27(1))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.kernel.message import say
from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy
from chikai.policy.phrases import said

GROUNDS = (
    "based_on_laws",
    "life_body_property",
    "public_health_children",
    "state_cooperation",
    "academic_publication",
    "academic_joint_research",
    "academic_recipient",
)
USES = (*GROUNDS[:4], "academic_own_use", "academic_supply")


@lint(
    "narrower_than_law",
    cites=(APPI(27, 1), APPI(18, 3)),
    severity="advice",
    example="""
        provision:
          rules:
            - id: no_provision
              consent: present
              say: {ja: 提供しません。, en: Nothing is provided.}
          grounds:
            - id: ground_law
              basis: based_on_laws
              narrower: "yes"
              say: {ja: 法令が義務付けるとき, en: Where a law compels it}
    """,
)
def narrower_than_law(policy: Policy, on: date) -> Iterator[Found]:
    provision = policy.provision
    if provision is not None and provision.rules:
        for clause in provision.grounds:
            if clause.narrower == "yes":
                at = path_of(policy, clause, "narrower")
                yield found(at, ground=said(clause.say))
        given = {each.basis for each in provision.grounds}
        at = path_of(policy, provision.rules[0])
        left = tuple(say(f"lint.narrower_than_law.{g}") for g in GROUNDS if g not in given)
        if left:
            yield found(at, "grounds_left_out", grounds=left)
    limit = policy.use.limit if policy.use else None
    if limit is not None and limit.exceptions:
        used = {each.ground for each in limit.exceptions}
        rest = tuple(say(f"lint.narrower_than_law.{g}") for g in USES if g not in used)
        if rest:
            yield found(path_of(policy, limit), "uses_left_out", grounds=rest)
