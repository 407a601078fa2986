"""The Tokyo calendar: business days, periods, eras, and dates as papers write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chikai.kernel import calendar as cal
from chikai.kernel.dates import MESSAGES
from chikai.kernel.message import Both


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "business", "why"),
    [
        ("2026-11-20", True, "a Friday"),
        ("2026-11-21", False, "a Saturday"),
        ("2026-11-22", False, "a Sunday"),
        ("2026-11-23", False, "Labour Thanksgiving Day"),
        ("2026-05-06", False, "substitute: 3 May 2026 is a Sunday"),
        ("2026-09-22", False, "a day between two holidays"),
        ("2026-12-31", True, "no national holiday"),
        ("2019-05-01", False, "the day of the enthronement"),
        ("2021-07-23", False, "Sports Day moved for the Olympic Games"),
    ],
)
def test_business_days(on: str, business: bool, why: str) -> None:
    assert cal.is_business_day(day(on)) is business, why


@pytest.mark.parametrize(
    ("known", "days", "due"),
    [
        ("2026-11-02", 30, "2026-12-01"),
        ("2026-11-02", 60, "2027-01-04"),
        ("2026-11-30", 30, "2027-01-04"),
        ("2026-12-04", 30, "2027-01-04"),
        ("2026-11-21", 30, "2026-12-21"),
        ("2026-04-04", 30, "2026-05-07"),
    ],
)
def test_the_due_day_of_a_leak_report_moves_past_closed_days(
    known: str, days: int, due: str
) -> None:
    counted = day(known) + timedelta(days=days - 1)
    assert cal.next_business_day(counted, new_year_closed=True) == day(due)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-20", 1, "2026-11-24"),
        ("2026-11-20", 5, "2026-11-30"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-11-24", -1, "2026-11-20"),
    ],
)
def test_adding_business_days(start: str, count: int, end: str) -> None:
    assert cal.add_business_days(day(start), count) == day(end)


def test_the_holiday_table_says_which_release_it_is() -> None:
    table = cal.holiday_table()
    assert table.source == "jpholiday"
    assert table.version[0].isdigit() and table.version != "0.0.0"


@pytest.mark.parametrize("on", ["1948-07-19", "2100-01-01"])
def test_days_outside_the_holiday_table_are_refused(on: str) -> None:
    with pytest.raises(cal.OutsideHolidayTable):
        cal.is_business_day(day(on))


def test_a_holiday_has_its_name() -> None:
    assert cal.holiday_name(day("2026-11-23")) == "勤労感謝の日"
    assert cal.holiday_name(day("2026-11-24")) is None


def test_the_day_in_tokyo_begins_nine_hours_before_utc() -> None:
    assert cal.tokyo_day(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == day("2026-11-21")
    assert cal.tokyo_day(datetime(2026, 11, 20, 14, 59, tzinfo=UTC)) == day("2026-11-20")
    with pytest.raises(ValueError, match=r"calendar\.moment_without_offset"):
        cal.tokyo_day(datetime(2026, 11, 20, 15, 0))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-21", 6, "2027-05-21"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-02-28", 6, "2026-08-28"),
    ],
)
def test_adding_months_stops_at_the_end_of_the_month(start: str, months: int, end: str) -> None:
    assert cal.add_months(day(start), months) == day(end)


def test_adding_years_to_the_29th_of_february() -> None:
    assert cal.add_years(day("2024-02-29"), 1) == day("2025-02-28")
    assert cal.add_years(day("2024-02-29"), 4) == day("2028-02-29")


@pytest.mark.parametrize(
    ("first", "years", "months", "last", "why"),
    [
        ("2026-11-21", 3, 0, "2029-11-20", "起算して: the day itself counts"),
        ("2026-11-22", 3, 0, "2029-11-21", "the day of the event is left out"),
        ("2026-03-01", 0, 6, "2026-08-31", "from the first of a month: whole months"),
        ("2026-08-31", 0, 6, "2027-02-28", "no such day: the month's last day"),
        ("2024-02-29", 1, 0, "2025-02-28", "no such day: the month's last day"),
    ],
)
def test_the_last_day_of_a_period(first: str, years: int, months: int, last: str, why: str) -> None:
    assert cal.end_of_period(day(first), years=years, months=months) == day(last), why


def test_a_period_must_be_positive() -> None:
    with pytest.raises(ValueError, match=r"calendar\.period_not_positive"):
        cal.end_of_period(day("2026-11-21"))


def test_years_outside_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match=r"calendar\.year_out_of_range"):
        cal.add_years(day("2026-11-21"), 9000)


@pytest.mark.parametrize(
    ("on", "ja", "en"),
    [
        ("2026-11-21", "2026年11月21日（令和8年）", "21 November 2026 (Reiwa 8)"),
        ("2019-05-01", "2019年5月1日（令和元年）", "1 May 2019 (Reiwa 1)"),
        ("2019-04-30", "2019年4月30日（平成31年）", "30 April 2019 (Heisei 31)"),
        ("1989-01-08", "1989年1月8日（平成元年）", "8 January 1989 (Heisei 1)"),
        ("1989-01-07", "1989年1月7日（昭和64年）", "7 January 1989 (Showa 64)"),
        ("1926-12-25", "1926年12月25日（昭和元年）", "25 December 1926 (Showa 1)"),
        ("1912-07-30", "1912年7月30日（大正元年）", "30 July 1912 (Taisho 1)"),
        ("1873-01-01", "1873年1月1日（明治6年）", "1 January 1873 (Meiji 6)"),
        ("1872-12-31", "1872年12月31日", "31 December 1872"),
    ],
)
def test_writing_a_date(on: str, ja: str, en: str) -> None:
    assert cal.format_date(day(on), "ja") == ja
    assert cal.format_date(day(on), "en") == en


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("2026-11-21", "2026-11-21"),
        ("2026/11/21", "2026-11-21"),
        ("2026.11.21", "2026-11-21"),
        ("20261121", "2026-11-21"),
        ("２０２６／１１／２１", "2026-11-21"),
        ("2026ー11ー21", "2026-11-21"),
        ("2026年11月21日", "2026-11-21"),
        ("２０２６年１１月２１日", "2026-11-21"),
        ("二〇二六年十一月二十一日", "2026-11-21"),
        ("2026年11月21日（令和8年）", "2026-11-21"),
        (" 2026 年 11 月 21 日 ", "2026-11-21"),
        ("R8.11.21", "2026-11-21"),
        ("r8-11-21", "2026-11-21"),
        ("Ｒ８．１１．２１", "2026-11-21"),
        ("令8.11.21", "2026-11-21"),
        ("㋿8年11月21日", "2026-11-21"),
        ("令和8年11月21日", "2026-11-21"),
        ("令和八年十一月二十一日", "2026-11-21"),
        ("令和元年五月一日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("H31.4.30", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07"),
        ("昭和五十年三月三日生", "1975-03-03"),
        ("T15.12.25", "1926-12-25"),
        ("S1.12.25", "1926-12-25"),
        ("明治6年1月1日", "1873-01-01"),
        ("21 November 2026 (Reiwa 8)", "2026-11-21"),
    ],
)
def test_reading_a_date(written: str, on: str) -> None:
    assert cal.parse_date(written) == day(on)


@pytest.mark.parametrize(
    ("written", "message", "why"),
    [
        ("", "date.empty", "nothing written"),
        ("　", "date.empty", "only a space"),
        ("来週の月曜日", "date.unreadable", "no date"),
        ("26/11/21", "date.unreadable", "a year of two digits has no century"),
        ("11/21/2026", "date.unreadable", "day and month could change places"),
        ("2026-11/21", "date.unreadable", "mixed signs"),
        ("2026-02-29", "date.no_such_day", "2026 is no leap year"),
        ("2026-13-01", "date.no_such_day", "no 13th month"),
        ("0000-01-01", "date.no_such_day", "no year 0"),
        ("平成31年5月1日", "date.outside_era", "Reiwa had begun"),
        ("平成元年1月7日", "date.outside_era", "still Showa"),
        ("令和元年4月30日", "date.outside_era", "still Heisei"),
        ("令和0年1月1日", "date.outside_era", "eras begin with year 1"),
        ("S64.1.8", "date.outside_era", "Heisei had begun"),
        ("昭和99年1月1日", "date.outside_era", "Showa ended in its year 64"),
        ("明治5年12月2日", "date.lunar", "a month of the old calendar"),
        ("2026年11月21日（令和7年）", "date.era_disagrees", "2026 is Reiwa 8"),
        ("1989年1月7日（平成元年）", "date.era_disagrees", "still Showa"),
    ],
)
def test_dates_that_name_no_day(written: str, message: str, why: str) -> None:
    with pytest.raises(cal.BadDate) as caught:
        cal.parse_date(written)
    assert caught.value.id == message, why
    assert message in MESSAGES


def test_an_error_about_a_date_does_not_repeat_it() -> None:
    with pytest.raises(cal.BadDate) as caught:
        cal.parse_date("平成31年5月3日")
    shown = f"{caught.value} {caught.value!r} {caught.value.message}"
    assert "31" not in shown
    assert caught.value.message.args == {
        "era": Both("平成", "Heisei"),
        "first": day("1989-01-08"),
        "last": day("2019-04-30"),
    }
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
