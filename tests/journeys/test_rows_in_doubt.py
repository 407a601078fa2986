"""A letter gives name, birth date and address alone. Her own inquiry, which she typed without
signing in, is disclosed all the same; the inquiry of a namesake is shown, masked, to who judges."""

from dataclasses import replace
from typing import Any

import pytest

from chikai.app import cases, search
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Person


def test_her_own_inquiry_is_disclosed_and_the_reason_is_kept(enigmo: Stage) -> None:
    case = _accepted(enigmo, cast.HANAKO).search()
    assert case.case.state == "deciding"
    inquiries = _inquiries(case)
    assert len(inquiries["rows"]) == 2, "the one she sent signed in, and the one she typed"
    assert inquiries["linked"] == {"by": ["phone", "email"], "rows": 1}
    assert "hanako" not in str([e.data for e in case.events])


def test_a_namesakes_inquiry_is_shown_with_what_agrees_and_what_differs(enigmo: Stage) -> None:
    case = _accepted(enigmo, cast.TARO_ELDER)
    with pytest.raises(StillOpen) as stopped:
        case.search()
    assert stopped.value.keys == ("rest_is_not_theirs",)
    assert case.case.in_doubt is not None
    kept = cases.unseal(case.desk.home, case.case.in_doubt)
    (row,) = next(t["rows"] for t in kept["undecided"] if t["ja"] == "お問い合わせ")
    assert row["agrees"] == ["name"], "beside the request"
    assert row["unlike_found"] == ["phone", "email"], "beside the record found"
    full = {"田中 太郎", *cast.TARO_YOUNGER.emails, *cast.TARO_YOUNGER.phones}
    assert not full & set(row["shown"].values()), "masked, even where it is sealed"
    journal = str([e.data for e in case.events])
    assert not [value for value in (*row["shown"].values(), *full) if value in journal]


def test_once_a_named_person_has_judged_the_search_takes_only_the_persons_own(
    enigmo: Stage,
) -> None:
    case = _accepted(enigmo, cast.TARO_ELDER)
    with pytest.raises(StillOpen):
        case.search()
    case.judges("rest_is_not_theirs", True, "電話番号もメールも、見つかった登録と違う。").search()
    assert case.case.state == "deciding"
    assert not [v for row in _inquiries(case)["rows"] for v in row if v in cast.TARO_YOUNGER.emails]


def _inquiries(case: Matter) -> dict[str, Any]:
    tables = search.found_tables(case.desk.home, case.case)
    return next(t for t in tables if t["label"]["ja"] == "お問い合わせ")


def _accepted(stage: Stage, person: Person) -> Matter:
    by_post = replace(person, phones=(), emails=(), member_numbers=())
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(by_post, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=stage.today)],
        )
    )
    return case.matches(reads(by_post)).accept()
