"""What holds of the calendar whatever the day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel import calendar as cal

DAYS = st.dates()
IN_TABLE = st.dates(date(1950, 1, 1), date(2095, 12, 31))


@given(DAYS, st.sampled_from(["ja", "en"]))
def test_what_is_written_is_read_again(day: date, lang: str) -> None:
    assert cal.parse_date(cal.format_date(day, lang)) == day
    assert cal.parse_date(day.isoformat()) == day


@given(st.dates(date(1873, 1, 1)))
def test_an_era_date_is_read_again(day: date) -> None:
    era, year = cal.era_of(day)
    assert year >= 1
    for name in (era.ja, era.letter):
        if year < 100:
            assert cal.parse_date(f"{name}{year}.{day.month}.{day.day}") == day
    assert cal.parse_date(f"{era.ja}{year}年{day.month}月{day.day}日") == day


@given(st.text())
def test_any_text_is_a_day_or_a_bad_date(text: str) -> None:
    try:
        assert isinstance(cal.parse_date(text), date)
    except cal.BadDate as bad:
        assert bad.id.startswith("date.")


@given(IN_TABLE, st.integers(-30, 30), st.booleans())
def test_business_days_are_counted_one_by_one(day: date, count: int, closed: bool) -> None:
    end = cal.add_business_days(day, count, new_year_closed=closed)
    low, high = sorted((day, end))
    between = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    counted = [d for d in between if d != day and cal.is_business_day(d, new_year_closed=closed)]
    assert len(counted) == abs(count)


@given(IN_TABLE, st.booleans())
def test_the_next_business_day_is_the_first(day: date, closed: bool) -> None:
    found = cal.next_business_day(day, new_year_closed=closed)
    assert found >= day and cal.is_business_day(found, new_year_closed=closed)
    skipped = (found - day).days
    assert not any(
        cal.is_business_day(day + timedelta(days=n), new_year_closed=closed) for n in range(skipped)
    )


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(-1200, 1200))
def test_months_land_in_the_right_month(day: date, months: int) -> None:
    found = cal.add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    next_day = found + timedelta(days=1)
    assert found.day == day.day or (found.day < day.day and next_day.day == 1)


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(1, 1200))
def test_periods_follow_one_another_without_gap(first: date, months: int) -> None:
    """A period ends before its corresponding day, or with the month that has none."""
    last = cal.end_of_period(first, months=months)
    day_after = last + timedelta(days=1)
    assert day_after.day in (first.day, 1)
    assert last >= first
