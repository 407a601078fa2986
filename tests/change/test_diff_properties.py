"""Properties of comparing: any edit of any value is reported, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

from edited import changed, policy
from hypothesis import given
from hypothesis import strategies as st

from chikai.policies import COMPANIES
from chikai.policy.change.duties import When
from chikai.policy.diff import Change, diff
from chikai.policy.model import Model, Policy, Say

KINDS_WITHOUT_DUTY = {"words", "order", "record"}


def places(part: Any, path: str = "") -> Iterator[tuple[str, type[Model], str, Any]]:
    """Every value of a policy: its place, the part and field it belongs to, and the value."""
    for name in type(part).model_fields:
        value, here = getattr(part, name), f"{path}.{name}".lstrip(".")
        yield here, type(part), name, value
        if isinstance(value, Model) and not isinstance(value, Say):
            yield from places(value, here)
        if isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, Model):
                    yield from places(each, f"{here}.{index}")


def words_of(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return tuple(each for each in get_args(hint) if isinstance(each, str))
    return tuple(word for inner in get_args(hint) for word in words_of(inner))


def other(owner: type[Model], name: str, value: Any) -> st.SearchStrategy[Any]:
    """Another value that may stand at a place."""
    field = owner.model_fields[name]
    options: list[st.SearchStrategy[Any]] = []
    if not field.is_required():
        options.append(st.just(field.get_default()))
    if isinstance(value, bool):
        options.append(st.just(not value))
    elif isinstance(value, int):
        options.append(st.integers(1, 13))
    elif isinstance(value, date):
        options.append(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    elif isinstance(value, Say):
        options.append(st.just(Say(ja="別の記載", en="Other words")))
    elif isinstance(value, tuple):
        options.append(st.just(value[:-1]))
        options.append(st.permutations(value).map(tuple))
    elif isinstance(value, str) and (words := words_of(field.annotation)):
        options.append(st.sampled_from(words))
    elif isinstance(value, str) and type(value) is str:
        options.append(st.just(f"{value}_2"))
    return st.one_of(options) if options else st.just(value)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Policy, str, Policy]:
    """A policy, a place in it, and the policy with another value there."""
    before = policy(draw(st.sampled_from(COMPANIES)))
    every = [each for each in places(before) if each[0] not in ("company", "schema_")]
    place, owner, name, value = draw(st.sampled_from(every))
    return before, place, changed(before, place, draw(other(owner, name, value)))


@given(edited())
def test_every_edit_is_reported_and_nothing_else(case: tuple[Policy, str, Policy]) -> None:
    before, place, after = case
    changes = diff(before, after)
    assert bool(changes) == (before != after)
    assert len({c.key for c in changes}) == len(changes)
    top = place.split(".")[0]
    assert all(c.field.split(".")[0] == top or c.duty.id.startswith("opt_out") for c in changes)


@given(edited())
def test_every_change_has_a_duty_or_is_shown_to_be_no_promise(
    case: tuple[Policy, str, Policy],
) -> None:
    before, _, after = case
    for change in diff(before, after):
        assert change.kind != "unclassified"
        assert change.is_promise or _no_promise(change)
        assert change.is_promise == (change.when is not When.NONE) or change.duty.id == (
            "silence_is_no_consent"
        )


def _no_promise(change: Change) -> bool:
    """Why a change without a duty is none: words, order, our notes, or a fact found out."""
    return change.kind in KINDS_WITHOUT_DUTY or change.way == "reading"


@given(edited())
def test_going_back_reports_the_same_places(case: tuple[Policy, str, Policy]) -> None:
    before, _, after = case
    there, back = diff(before, after), diff(after, before)
    assert {c.field for c in there} == {c.field for c in back}
