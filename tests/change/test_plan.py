"""The plan of a change, the week of en Japan, and whom a change does not reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from edited import changed, policy
from hypothesis import given
from hypothesis import strategies as st
from test_diff_properties import edited

from chikai.kernel.truth import NO, YES, Truth, judged, unknown
from chikai.policy.change.duties import When
from chikai.policy.change.plan import Plan, Role, plan
from chikai.policy.change.reach import applies, as_of
from chikai.policy.diff import Change, diff
from chikai.policy.load import NoPolicyInForce
from chikai.policy.model import Policy, Say

NEW = Say(ja="新しい記載", en="New words")
DEC_1, DEC_5 = date(2026, 12, 1), date(2026, 12, 5)
PURPOSE = "purposes[0].say"


def revised(company: str, place: str, value: Any, on: date = DEC_5) -> tuple[Policy, Policy]:
    before = policy(company)
    return before, changed(changed(before, place, value), "effective_from", on)


def step(made: Plan, id: str) -> Any:
    return next(each for each in made.steps if each.id == id)


def test_en_japan_posts_a_week_from_the_revision_and_hears_objections_a_week_from_the_notice() -> (
    None
):
    made = plan(*revised("en_japan", "purposes.0.say", NEW), publish=DEC_1)
    assert made.effective == DEC_5 and not made.too_early
    assert step(made, "end_posting").until == date(2026, 12, 12)
    assert step(made, "end_objections").until == date(2026, 12, 8)
    assert made.objection is not None
    assert made.objection.holds(date(2026, 12, 8)) and not made.objection.holds(date(2026, 12, 9))


def test_the_start_of_the_week_for_objections_can_be_chosen() -> None:
    before, after = revised("en_japan", "purposes.0.say", NEW)
    made = plan(before, after, publish=DEC_1, objection_from="revision")
    assert made.objection is not None and made.objection.until == date(2026, 12, 12)


def test_a_fee_is_published_before_it_applies() -> None:
    before, after = revised("enigmo", "requests.fee.amount", 1200, on=DEC_1)
    made = plan(before, after, publish=DEC_1)
    assert made.too_early and made.effective == date(2026, 12, 2)
    assert step(made, "show").changes == ("requests.fee.amount",)


def test_a_lighter_procedure_may_be_published_the_day_it_applies() -> None:
    before, after = revised("enigmo", "requests.papers.years", 1, on=DEC_1)
    made = plan(before, after, publish=DEC_1)
    assert not made.too_early and made.effective == DEC_1


def test_an_open_judgment_counts_as_the_stricter_way() -> None:
    before, after = revised("enigmo", "purposes.0.say", NEW)
    asked = plan(before, after, publish=DEC_1)
    assert [each.key for each in asked.open] == [PURPOSE]
    assert step(asked, "ask_consent").on is None
    yes = judged(True, by="officer-1", on=DEC_1, reasons="blob-1")
    related = plan(before, after, publish=DEC_1, judgments={PURPOSE: yes})
    assert related.open == () and not any(s.id == "ask_consent" for s in related.steps)


def test_an_unreasonable_fee_is_not_charged() -> None:
    before, after = revised("enigmo", "requests.fee.amount", 90_000)
    made = plan(before, after, publish=DEC_1, judgments={"requests.fee.amount": NO})
    assert [each.key for each in made.refused] == ["requests.fee.amount"]


def test_opt_out_is_filed_beforehand_and_the_address_without_delay() -> None:
    before = policy("bengo4")
    after = changed(changed(before, "opt_out.stops", "immediately"), "about.representative", NEW)
    after = changed(after, "effective_from", DEC_5)
    made = plan(before, after, publish=DEC_1)
    assert step(made, "file_without_delay").on == DEC_5
    told = after.opt_out.items.method.model_copy(update={"state": "present", "say": NEW})  # type: ignore[union-attr]
    again = plan(before, changed(after, "opt_out.items.method", told), publish=DEC_1)
    assert step(again, "file_before").on == DEC_1
    assert step(again, "publish_after_commission").on is None


def test_tasks_are_for_named_persons() -> None:
    before, after = revised("enigmo", "purposes.0.say", NEW)
    made = plan(before, after, publish=DEC_1, people={Role.OWNER: "officer-1"})
    assert step(made, "judge").who == "officer-1"
    assert step(made, "show").who is None


def test_words_alone_need_no_notice() -> None:
    before, after = revised("enigmo", "requests.fee.say", NEW, on=DEC_1)
    made = plan(before, after, publish=DEC_1)
    assert {s.id for s in made.steps} == {"show", "record_shown", "take_effect"}
    assert made.effective == DEC_1 and made.held_back == ()


@given(edited(), st.integers(-40, 40), st.sampled_from([None, YES, NO]))
def test_what_must_be_told_before_is_never_told_after(
    case: tuple[Policy, str, Policy], days: int, judgment: Truth | None
) -> None:
    before, _, after = case
    publish = after.effective_from + timedelta(days=days)
    given_ = {c.key: judgment for c in diff(before, after) if judgment is not None}
    made = plan(before, after, publish=publish, judgments=given_)
    assert made.effective >= made.wanted and made.effective >= publish
    told = {key: s.on for s in made.steps if s.id == "show" for key in s.changes}
    filed = {key: s.on for s in made.steps if s.id == "file_before" for key in s.changes}
    for key, duty in made.duties.items():
        if duty.when in (When.BEFORE, When.WITH_CONSENT):
            assert told[key] < made.effective
        if duty.when is When.BEFORE and duty.filed:
            assert filed[key] < made.effective
        served = {k for s in made.steps for k in s.changes}
        assert key in served or duty.when is When.NONE


# --- reach ----------------------------------------------------------------------------------------


def purpose_change() -> Change:
    before, after = revised("enigmo", "purposes.0.say", NEW)
    return next(c for c in diff(before, after) if c.key == PURPOSE)


OLD, TODAY = date(2026, 1, 10), date(2027, 1, 10)
REACH = [
    # data acquired, told, related (judged), consented → may the new purpose be applied
    ("before; nothing done", OLD, NO, None, NO, "no"),
    ("before; told, nobody judged", OLD, YES, None, NO, "unknown"),
    ("before; told and related", OLD, YES, YES, NO, "yes"),
    ("before; related but not told", OLD, NO, YES, NO, "no"),
    ("before; beyond the relation, only told", OLD, YES, NO, NO, "no"),
    ("before; beyond, the person consented", OLD, NO, NO, YES, "yes"),
    ("after, under the new text", DEC_5, YES, None, NO, "yes"),
]


@pytest.mark.parametrize("row", REACH, ids=[row[0] for row in REACH])
def test_no_purpose_changes_backwards(row: Any) -> None:
    _, acquired, told, related, consented, verdict = row
    answer = applies(
        purpose_change(), on=TODAY, effective=DEC_5, acquired_on=acquired,
        told=told, consented=consented, judgment=related,
    )  # fmt: skip
    assert str(answer) == verdict


TRUTHS = st.sampled_from([YES, NO, unknown("fact")])


@given(edited(), TRUTHS, TRUTHS, st.one_of(st.none(), TRUTHS), st.dates(OLD, DEC_5))
def test_a_change_held_back_never_reaches_earlier_data_by_itself(
    case: tuple[Policy, str, Policy],
    told: Truth,
    consented: Truth,
    judgment: Truth | None,
    acquired: date,
) -> None:
    """Neither time nor silence fulfils a duty: somebody told, judged, or consented."""
    before, _, after = case
    for change in diff(before, after):
        verdict = applies(
            change, on=TODAY, effective=DEC_5, acquired_on=acquired,
            told=told, consented=consented, judgment=judgment,
        )  # fmt: skip
        if change.duty.holds_back and verdict.is_yes:
            assert told.is_yes or consented.is_yes
        earlier = applies(change, on=DEC_1, effective=DEC_5, acquired_on=OLD, told=YES)
        assert earlier.is_no


def test_as_of_a_day() -> None:
    before, after = revised("enigmo", "requests.fee.amount", 1200)
    versions = (after, before)
    old, new = as_of(versions, DEC_1), as_of(versions, DEC_5)
    assert (old.policy, old.until, old.changes) == (before, date(2026, 12, 4), ())
    assert new.policy is after and new.until is None and len(new.changes) == 2
    with pytest.raises(NoPolicyInForce):
        as_of(versions, date(2000, 1, 1))
