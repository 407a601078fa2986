"""What must not be kept is found among the words of a paper: by its shape, and by its label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel.area import Area, Word, around
from chikai.law.kinds import Paper
from chikai.people.masking import ENTRIES, is_my_number, proposals

NUMBER = "123456789018"
"""A number whose check digit is right, and that nobody was given: it counts up."""


def line(n: int, *texts: str) -> list[Word]:
    """Words of one line, each beside the other."""
    return [Word(text, Area(50 + 300 * k, 40 * n, 280, 25)) for k, text in enumerate(texts)]


def found(*lines: list[Word], paper: Paper | None = None) -> set[str]:
    return {p.what for p in proposals([w for each in lines for w in each], paper=paper)}


@pytest.mark.parametrize(
    ("digits", "right"),
    [(NUMBER, True), ("123456789010", False), ("12345678901", False), ("000000000000", True)],
)
def test_the_check_digit_of_a_my_number(digits: str, right: bool) -> None:
    assert is_my_number(digits) is right


@given(st.text("0123456789", min_size=11, max_size=11))
def test_each_eleven_digits_have_one_check_digit(digits: str) -> None:
    assert sum(is_my_number(digits + last) for last in "0123456789") == 1


@pytest.mark.parametrize(
    "texts",
    [
        (NUMBER,),
        ("1234 5678 9018",),
        ("1234", "5678", "9018"),
        ("１２３４－５６７８－９０１８",),
        ("個人番号", "1234 5678 9O18"),
        ("個人番号", "1234 5678 9999"),
    ],
    ids=["plain", "spaced", "three words", "wide", "letter for digit", "label, misread digit"],
)
def test_a_my_number_is_found_however_it_was_read(texts: tuple[str, ...]) -> None:
    (proposal,) = proposals(line(3, *texts))
    assert proposal.what == "my_number" and proposal.must
    assert all(proposal.area.meets(word.area) for word in line(3, *texts))


@pytest.mark.parametrize(
    ("words", "what", "paper"),
    [
        (line(2, "本籍　東京都架空区架空町三丁目"), "domicile", Paper.RESIDENT_RECORD),
        (line(2, "本籍", "東京都架空区"), "domicile", Paper.DRIVERS_LICENSE),
        (line(2, "本籍地") + line(3, "東京都架空区"), "domicile", Paper.FAMILY_REGISTER),
        (line(5, "番号 第", "123456789012", "号"), "licence_number", Paper.DRIVERS_LICENSE),
        (line(5, "保険者番号 01234567"), "insurer_number", Paper.INSURANCE_CARD),
        (
            line(5, "記号 12-34", "番号 5678"),
            "insured_symbol_and_number",
            Paper.ELIGIBILITY_CERTIFICATE,
        ),
        (line(5, "AB12345678CD"), "card_number", Paper.RESIDENCE_CARD),
        (line(5, "TZ1234567"), "passport_number", Paper.PASSPORT),
        (line(5, "基礎年金番号 1234-567890"), "basic_pension_number", Paper.PENSION_HANDBOOK),
        (line(5, "住民票コード", "01234567890"), "resident_record_code", Paper.RESIDENT_RECORD),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_each_entry_is_found_on_its_paper_and_must_be_covered(
    words: list[Word], what: str, paper: Paper
) -> None:
    proposal = next(p for p in proposals(words, paper=paper) if p.what == what)
    assert proposal.must or what == "licence_number"
    whole = around(w.area for w in words)
    assert proposal.area.bottom >= whole.bottom or what in ("licence_number",)


@pytest.mark.parametrize(
    "text",
    [
        "氏名 見本 花子",
        "住所 東京都架空区見本一丁目2番3号",
        "昭和60年1月2日生",
        "本籍の記載省略",
        "個人番号カード",
        "電話 000-0000-0000",
        "2026年11月2日交付 12345",
    ],
)
def test_what_a_desk_needs_is_left_alone(text: str) -> None:
    assert found(line(2, text)) == set()


def test_a_label_takes_only_its_own_line() -> None:
    words = [*line(2, "本籍", "東京都架空区"), *line(3, "住所", "東京都見本区")]
    (proposal,) = proposals(words)
    assert not any(proposal.area.meets(w.area) for w in line(3, "住所", "東京都見本区"))


def test_on_an_unknown_paper_everything_is_looked_for_and_codes_are_covered() -> None:
    words = [*line(2, "本籍 架空県"), *line(4, NUMBER), *line(6, "保険者番号 01234567")]
    code = Area(800, 700, 100, 100)
    kinds = {p.what for p in proposals(words, codes=[code])}
    assert kinds == {"domicile", "my_number", "insurer_number", "qr_code"} <= set(ENTRIES)


def test_a_paper_that_cannot_bear_it_is_not_searched_for_it() -> None:
    words = line(2, "保険者番号 01234567")
    assert found(words, paper=Paper.RESIDENT_RECORD) == set()
    assert found(line(2, NUMBER), paper=Paper.RESIDENT_RECORD) == {"my_number"}


@given(
    st.lists(
        st.builds(
            lambda text, x, y, w: Word(text, Area(x, y, w, 20)),
            st.text("本籍個人番号記0123456789 保険者-氏名", max_size=16),
            st.integers(0, 900),
            st.integers(0, 950),
            st.integers(1, 400),
        ),
        max_size=12,
    )
)
def test_whatever_was_read_every_proposal_lies_on_the_page(words: list[Word]) -> None:
    for each in proposals(words):
        assert 0 <= each.area.left < each.area.right <= 1000
        assert 0 <= each.area.top < each.area.bottom <= 1000
        assert any(each.area.meets(w.area) for w in words)
