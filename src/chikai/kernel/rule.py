"""Rules: predicates under their citation, each with the days it is in force.

A rule is about one act of the business. The act is the type of the facts it tests: every rule
on `RefuseDisclosure` helps to decide whether a disclosure may be refused.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_type_hints

from chikai.kernel.citation import Citation, Interval
from chikai.kernel.truth import Truth

Verb = Literal["forbids", "requires", "allows", "defines", "exempts"]
Test = Callable[[Any], Truth]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One sentence of law as a test on facts. Calling the rule runs the bare test."""

    verb: Verb
    cites: Citation
    in_force: Interval
    act: type
    test: Test
    unless: tuple[Rule, ...] = ()
    effort: bool = False

    @property
    def name(self) -> str:
        return self.test.__name__

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.test) or ""

    @property
    def where(self) -> str:
        return self.test.__module__

    def __call__(self, facts: Any) -> Truth:
        return self.test(facts)

    def __repr__(self) -> str:
        return f"<{self.verb} {self.name}: {self.cites} {self.in_force}>"


_REGISTRY: list[Rule] = []


class OverlappingRules(ValueError):
    """Two versions of one rule claim the same day."""


def _register(rule: Rule) -> Rule:
    for other in _REGISTRY:
        same = (other.name, other.act, other.verb) == (rule.name, rule.act, rule.verb)
        if same and other.where == rule.where and other.in_force.overlaps(rule.in_force):
            raise OverlappingRules(f"{other!r} overlaps {rule!r}: end one before the other starts")
    _REGISTRY.append(rule)
    return rule


def _decorate(
    verb: Verb, cites: Citation, in_force: str, unless: Sequence[Rule], effort: bool
) -> Callable[[Test], Rule]:
    def wrap(test: Test) -> Rule:
        hints = {k: v for k, v in get_type_hints(test).items() if k != "return"}
        if len(hints) != 1:
            raise TypeError(f"rule `{test.__name__}` must take exactly one annotated facts object")
        act = next(iter(hints.values()))
        interval = Interval.parse(in_force)
        return _register(Rule(verb, cites, interval, act, test, tuple(unless), effort))

    return wrap


def forbids(
    cites: Citation, *, in_force: str, unless: Sequence[Rule] = ()
) -> Callable[[Test], Rule]:
    """The act is unlawful when the test is yes and no `unless` rule excuses it."""
    return _decorate("forbids", cites, in_force, unless, False)


def requires(
    cites: Citation, *, in_force: str, unless: Sequence[Rule] = (), effort: bool = False
) -> Callable[[Test], Rule]:
    """The act must be done when the test is yes. A duty of `effort` warns and never blocks."""
    return _decorate("requires", cites, in_force, unless, effort)


def allows(cites: Citation, *, in_force: str) -> Callable[[Test], Rule]:
    """The law says in so many words that the act may be done when the test is yes."""
    return _decorate("allows", cites, in_force, (), False)


def defines(cites: Citation, *, in_force: str) -> Callable[[Test], Rule]:
    """A definition: the test says whether the facts fall under the term."""
    return _decorate("defines", cites, in_force, (), False)


def exempts(cites: Citation, *, in_force: str) -> Callable[[Test], Rule]:
    """A ground that excuses from a prohibition or a duty."""
    return _decorate("exempts", cites, in_force, (), False)


def rules(*, on: date, act: type | None = None, verb: Verb | None = None) -> tuple[Rule, ...]:
    """The rules in force on a day, in the order the modules state them."""
    return tuple(
        rule
        for rule in _REGISTRY
        if on in rule.in_force
        and (act is None or rule.act is act)
        and (verb is None or rule.verb == verb)
    )


def all_rules() -> tuple[Rule, ...]:
    """Every rule ever registered, in force or not."""
    return tuple(_REGISTRY)


def forget(rule: Rule) -> None:
    """Take a rule out again: for the fictional amendments of demonstrations and tests alone."""
    _REGISTRY.remove(rule)
