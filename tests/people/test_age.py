"""Age on a day, minority, and the ages that ask for a representative."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel.calendar import end_of_period
from chikai.people import age


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-11-21", "2026-11-20", 17),
        ("2008-11-21", "2026-11-21", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-21", "2026-11-21", 0),
    ],
)
def test_age_by_the_birthday(born: str, on: str, years: int) -> None:
    assert age.age_on(day(born), day(on)) == years


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(1, 110))
def test_a_year_of_age_is_a_year_of_the_civil_code(born: date, years: int) -> None:
    last = end_of_period(born, years=years)
    assert age.age_on(born, last) == years - 1
    assert age.age_on(born, last + timedelta(days=1)) == years


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match=r"age\.before_birth"):
        age.age_on(day("2026-11-21"), day("2026-11-20"))


@pytest.mark.parametrize(
    ("born", "on", "minor", "why"),
    [
        ("2008-11-22", "2026-11-21", True, "17"),
        ("2008-11-21", "2026-11-21", False, "18 on the birthday"),
        ("2003-01-01", "2022-03-31", True, "19, and majority was still at 20"),
        ("2003-01-01", "2022-04-01", False, "19, and majority came to 18 that day"),
        ("2002-04-01", "2022-03-31", True, "20 only on the day after"),
        ("2002-03-31", "2022-03-31", False, "20"),
    ],
)
def test_minority(born: str, on: str, minor: bool, why: str) -> None:
    assert age.is_minor(day(born), day(on)) is minor, why


ON = "2026-11-21"


@pytest.mark.parametrize(
    ("profile", "born", "on", "answer", "why"),
    [
        ("policy_002", "2011-11-22", ON, "yes", "14"),
        ("policy_002", "2011-11-21", ON, "no", "15: the policy says under 15"),
        ("ppc_practice", "2010-11-22", ON, "yes", "15: up to and with 15"),
        ("ppc_practice", "2010-11-21", ON, "no", "16"),
        ("civil", "2008-11-22", ON, "yes", "17"),
        ("civil", "2008-11-21", ON, "no", "18"),
        ("civil", "2008-11-21", "2022-03-31", "no", "18 was not yet the age"),
        ("act56", "2010-11-22", ON, "unknown", "15, and the law has no date yet"),
        ("act56", "2010-11-21", ON, "no", "16: not even under the new law"),
        ("civil", None, ON, "unknown", "no birth date"),
    ],
)
def test_when_a_representative_is_asked_for(
    profile: str, born: str | None, on: str, answer: str, why: str
) -> None:
    found = age.needs_representative(
        age.PROFILES[profile], birth_date=day(born) if born else None, on=day(on)
    )
    assert found == answer, why


def test_a_company_may_choose_12_to_15() -> None:
    twelve = age.ppc_practice(12)
    born = day("2013-11-21")
    assert age.needs_representative(twelve, birth_date=born, on=day(ON)) == "no"
    for outside in (11, 16):
        with pytest.raises(ValueError, match=r"age\.outside_practice"):
            age.ppc_practice(outside)
