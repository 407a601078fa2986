"""A long list of cases is turned page by page, and what was narrowed stays so."""

from __future__ import annotations

import re

import pytest
from web_visitor import Visitor, text_of


@pytest.fixture
def desk(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Three cases, two to a page."""
    monkeypatch.setattr("chikai.web.desk.inbox._PAGE", 2)
    visitor.sit_down()
    for n, kind in enumerate(("disclosure", "correction", "disclosure")):
        visitor.open("enigmo", person0__name=f"架空 花子{n}", person0__kinds=[kind])
    return visitor


def cases(page: str) -> list[str]:
    return re.findall(r'href="/desk/enigmo/cases/([^"]+)"', page)


def test_every_case_stands_on_one_of_the_pages(desk: Visitor) -> None:
    first, second = desk.get("/desk/enigmo"), desk.get("/desk/enigmo?page=2")
    assert len(cases(first.text)) == 2 and len(cases(second.text)) == 1
    assert len({*cases(first.text), *cases(second.text)}) == 3
    assert "3件のうち1件目から2件目" in text_of(first)
    assert 'rel="next" href="/desk/enigmo?page=2"' in first.text
    assert 'rel="prev" href="/desk/enigmo?page=1"' in second.text


def test_what_was_narrowed_stays_narrowed(desk: Visitor) -> None:
    desk.open("enigmo", person0__name="架空 次郎", person0__kinds=["disclosure"])
    page = desk.get("/desk/enigmo?kind=disclosure")
    assert 'href="/desk/enigmo?kind=disclosure&amp;page=2"' in page.text
    assert len(cases(desk.get("/desk/enigmo?kind=disclosure&page=2").text)) == 1


@pytest.mark.parametrize("asked", ["0", "-1", "x", "２", "9" * 5000, ""])
def test_a_page_that_is_none_is_the_nearest_there_is(desk: Visitor, asked: str) -> None:
    assert len(cases(desk.get("/desk/enigmo", params={"page": asked}).text)) in (1, 2)


def test_what_a_name_finds_is_not_turned_to_by_an_address(desk: Visitor) -> None:
    found = desk.post("/desk/enigmo/find", {"q": "架空"}, page="/desk/enigmo")
    assert len(cases(found.text)) == 2 and 'rel="next"' not in found.text
    assert "もう少し詳しく" in text_of(found)
