"""The example to copy from: nothing to mend in it on any day to come, and it stays out of the way
of the five."""

from datetime import date, timedelta

from laying import CLEAN

from chikai import policies
from chikai.policy.law_first import law_beats_text
from chikai.policy.lint import lint_policy
from chikai.policy.load import load

POLICY = load(CLEAN, file="example.yaml")
FIRST, LAST = date(2026, 11, 22), date(2028, 12, 31)


def test_it_has_no_error_no_warning_and_no_question_until_the_end_of_2028() -> None:
    days = [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days, 31)]
    days += [date(2027, 1, 16), date(2027, 1, 17), date(2028, 12, 23), LAST]
    grave = {
        (day, f.rule) for day in days for f in lint_policy(POLICY, on=day) if f.severity != "advice"
    }
    assert grave == set()


def test_where_the_law_goes_first_it_only_gives_the_person_more() -> None:
    beaten = {f.code for f in law_beats_text(POLICY, on=FIRST)}
    assert beaten == {"policy.law.arrival_counts", "policy.law.free_form"}


def test_it_is_none_of_the_five() -> None:
    assert policies.EXAMPLE not in policies.COMPANIES
    assert [each.name for each in policies.shipped(policies.EXAMPLE)] == ["example/2026-04-01.yaml"]
