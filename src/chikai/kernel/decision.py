"""Decisions: may the business do this act today, must it, what decided that, what is still open.

An act is forbidden if law or policy forbids it, and required if law or policy requires it; what
the law forbids beats what the policy requires.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chikai.kernel.citation import Citation
from chikai.kernel.rule import Rule, rules
from chikai.kernel.truth import Question, Truth, Ways, any_of

Verdict = Literal["permitted", "forbidden", "ask"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decided: a rule of law by name, or a clause of the policy by id."""

    source: Literal["law", "policy"]
    name: str
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one act of the business.

    `because` holds what decided the verdict (for `permitted`: the exemptions that were needed).
    `required` says whether the act is a duty; `efforts` are duties of effort that apply.
    `truth` is the truth of "this act is forbidden", so an `ask` knows its ways.
    """

    act: str
    verdict: Verdict
    because: tuple[Reason, ...]
    required: Truth
    required_by: tuple[Reason, ...]
    efforts: tuple[Reason, ...]
    truth: Truth
    on: date

    @property
    def ways(self) -> Ways:
        return self.truth.ways

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.truth.questions


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause of a policy says of an act: it holds when `test` is yes."""

    id: str
    verb: Literal["forbids", "requires"]
    test: Truth


def _reason(rule: Rule) -> Reason:
    return Reason("law", rule.name, rule.cites)


def _holds(rule: Rule, facts: Any, on: date) -> Truth:
    excuses = [each(facts) for each in rule.unless if on in each.in_force]
    return rule(facts) & ~any_of(excuses)


def decide(facts: Any, *, on: date, policy: Iterable[Clause] = ()) -> Decision:
    """Judge an act by the law of the day `on`, and by the clauses the policy adds to it."""
    in_force = rules(on=on, act=type(facts))
    forbidding = [(r, _holds(r, facts, on)) for r in in_force if r.verb == "forbids"]
    requiring = [(r, _holds(r, facts, on)) for r in in_force if r.verb == "requires"]
    clauses = tuple(policy)
    no_by_law = any_of(t for _, t in forbidding)
    no_by_policy = any_of(c.test for c in clauses if c.verb == "forbids")
    must_by_law = any_of(t for r, t in requiring if not r.effort)
    must_by_policy = any_of(c.test for c in clauses if c.verb == "requires")
    forbidden = no_by_law | no_by_policy
    required = (must_by_law | must_by_policy) & ~no_by_law

    because = [_reason(r) for r, t in forbidding if t.is_yes]
    because += [Reason("policy", c.id) for c in clauses if c.verb == "forbids" and c.test.is_yes]
    if forbidden.is_no:
        because = [
            _reason(e)
            for r, _ in forbidding
            for e in r.unless
            if on in e.in_force and _saved(e, r, facts)
        ]
        because += [_reason(r) for r in in_force if r.verb == "allows" and r(facts).is_yes]
    if forbidden.is_unknown:
        because = [_reason(r) for r, t in forbidding if t.is_unknown]
        because += [
            Reason("policy", c.id) for c in clauses if c.verb == "forbids" and c.test.is_unknown
        ]
    required_by = [_reason(r) for r, t in requiring if t.is_yes and not r.effort]
    required_by += [
        Reason("policy", c.id) for c in clauses if c.verb == "requires" and c.test.is_yes
    ]
    verdicts: dict[bool | None, Verdict] = {True: "forbidden", False: "permitted", None: "ask"}
    return Decision(
        act=type(facts).__name__,
        verdict=verdicts[forbidden.value],
        because=tuple(dict.fromkeys(because)),
        required=required,
        required_by=tuple(required_by),
        efforts=tuple(_reason(r) for r, t in requiring if r.effort and t.is_yes),
        truth=forbidden,
        on=on,
    )


def _saved(exemption: Rule, rule: Rule, facts: Any) -> bool:
    return (exemption(facts) & rule(facts)).is_yes
