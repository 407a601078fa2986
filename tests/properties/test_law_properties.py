"""What holds for every act the law speaks of, whatever is known about it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.kernel.decision import Clause, decide
from chikai.kernel.rule import all_rules, rules
from chikai.kernel.truth import NO, YES, Judged, Truth, judged, to_judge, unknown
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law.facts import facts_of, hints

TODAY = date(2026, 11, 21)
ACTS = sorted(
    {r.act for r in all_rules() if is_dataclass(r.act)},
    key=lambda act: (act.__module__, act.__name__),
)
DECIDED = [act for act in ACTS if any(r.verb == "forbids" for r in rules(on=TODAY, act=act))]
every_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
quick = settings(max_examples=50, deadline=None)
every_decided_act = pytest.mark.parametrize("act", DECIDED, ids=lambda act: act.__name__)


def known(kind: Any, value: bool) -> Truth:
    if kind is Judged:
        return judged(value, by="x", on=TODAY, reasons="in the vault")
    return YES if value else NO


def fact(kind: Any, name: str, value: bool | None) -> Truth:
    if value is None:
        return to_judge(name) if kind is Judged else unknown(name)
    return known(kind, value)


def some_facts(draw: st.DrawFn, act: type[Any]) -> Any:
    """An act of which some facts are known and some are not."""
    values: dict[str, object] = {}
    for field in fields(act):
        kind = hints(act)[field.name]
        if kind in (Truth, Judged):
            values[field.name] = fact(kind, field.name, draw(st.sampled_from([True, False, None])))
        else:
            values[field.name] = draw(st.sampled_from(choices(kind)))
    return act(**values)


def choices(kind: Any) -> list[object]:
    options = [kind, *get_args(kind)]
    enum = next(k for k in options if isinstance(k, type) and issubclass(k, StrEnum))
    return [*enum, *([None] if type(None) in options else [])]


def answered(draw: st.DrawFn, facts: Any, *, all_of_it: bool = False) -> Any:
    """The same act after some (or all) of its open questions were answered."""
    found = {}
    for field in facts_of(type(facts)):
        if getattr(facts, field.name).is_unknown and (all_of_it or draw(st.booleans())):
            found[field.name] = known(hints(type(facts))[field.name], draw(st.booleans()))
    return replace(facts, **found)


@every_act
@quick
@given(data=st.data())
def test_learning_more_never_overturns_a_settled_verdict(act: type[Any], data: Any) -> None:
    before = some_facts(data.draw, act)
    after = answered(data.draw, before)
    earlier, later = decide(before, on=TODAY), decide(after, on=TODAY)
    if earlier.verdict != "ask":
        assert later.verdict == earlier.verdict
    if not earlier.required.is_unknown:
        assert later.required.value is earlier.required.value
    for rule in rules(on=TODAY, act=act):
        if not rule(before).is_unknown:
            assert rule(after).value is rule(before).value


@every_act
@quick
@given(data=st.data())
def test_with_every_fact_known_nothing_is_asked(act: type[Any], data: Any) -> None:
    facts = answered(data.draw, some_facts(data.draw, act), all_of_it=True)
    decision = decide(facts, on=TODAY)
    assert decision.verdict in ("permitted", "forbidden")
    assert not decision.required.is_unknown
    assert decision.questions == ()


@every_act
@quick
@given(data=st.data())
def test_whoever_must_ask_knows_what_to_ask(act: type[Any], data: Any) -> None:
    facts = some_facts(data.draw, act)
    decision = decide(facts, on=TODAY)
    if decision.verdict == "ask":
        assert decision.ways and all(decision.ways)
        open_facts = {f.name for f in facts_of(act) if getattr(facts, f.name).is_unknown}
        assert {q.key for q in decision.questions} <= open_facts
        assert decision.because


@every_act
@quick
@given(data=st.data())
def test_every_way_out_of_a_question_settles_it(act: type[Any], data: Any) -> None:
    """Answering all questions of one way, one way or the other, can always end the asking."""
    facts = some_facts(data.draw, act)
    decision = decide(facts, on=TODAY)
    for way in decision.ways if decision.verdict == "ask" else ():
        names = sorted(q.key for q in way)
        outcomes = {
            decide(
                replace(
                    facts,
                    **{n: known(hints(act)[n], bits >> i & 1 == 1) for i, n in enumerate(names)},
                ),
                on=TODAY,
            ).verdict
            for bits in range(2 ** len(names))
        }
        assert outcomes & {"permitted", "forbidden"}


@every_decided_act
@quick
@given(data=st.data())
def test_an_excuse_only_takes_a_prohibition_away(act: type[Any], data: Any) -> None:
    """Whatever is forbidden in spite of its excuses is forbidden without them too."""
    facts = some_facts(data.draw, act)
    if decide(facts, on=TODAY).verdict == "forbidden":
        assert any(rule(facts).is_yes for rule in rules(on=TODAY, act=act, verb="forbids"))


@every_decided_act
@quick
@given(data=st.data(), test=st.sampled_from([YES, NO, unknown("promised")]))
def test_a_policy_never_permits_what_the_law_forbids(
    act: type[Any], data: Any, test: Truth
) -> None:
    facts = some_facts(data.draw, act)
    clauses = [Clause("promise", "requires", test), Clause("ban", "forbids", test)]
    if decide(facts, on=TODAY).verdict == "forbidden":
        decision = decide(facts, on=TODAY, policy=clauses)
        assert decision.verdict == "forbidden"
        assert decision.required.is_no


@every_act
@quick
@given(data=st.data())
def test_a_decision_says_what_decided(act: type[Any], data: Any) -> None:
    decision = decide(some_facts(data.draw, act), on=TODAY)
    if decision.verdict == "forbidden":
        assert decision.because
    for reason in (*decision.because, *decision.required_by, *decision.efforts):
        assert reason.cites is not None and TODAY in reason.cites.in_force


@every_act
@quick
@given(data=st.data())
def test_effort_warns_and_never_blocks(act: type[Any], data: Any) -> None:
    decision = decide(some_facts(data.draw, act), on=TODAY)
    efforts = {r.name for r in decision.efforts}
    assert not efforts & {r.name for r in (*decision.because, *decision.required_by)}


def test_no_rule_judges_before_the_law_was_in_force() -> None:
    assert {r.cites.law.id for r in rules(on=date(2022, 3, 31))} <= {"my_number"}
    assert rules(on=date(2022, 4, 1), act=ACTS[0])
