"""The code on every page: what is printed is read again, and what is misread is never believed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel.sheet_code import BadSheetCode, SheetCode, form_sheet, read

_ID = st.builds(
    "{}-{}".format,
    st.sampled_from(["case", "letter", "form", "doc"]),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=1, max_size=12),
)
_PAGES = st.integers(1, 300).flatmap(lambda m: st.tuples(st.integers(1, m), st.just(m)))
CODES = st.builds(
    lambda cases, sheet, pages: SheetCode(tuple(cases), sheet, *pages),
    st.lists(_ID, max_size=4),
    _ID,
    _PAGES,
)


@given(CODES)
def test_what_is_printed_is_read_again(code: SheetCode) -> None:
    assert read(str(code)) == code


@given(CODES)
def test_a_reader_that_types_may_type_small_or_wide(code: SheetCode) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(code))
    assert unicodedata.normalize("NFKC", wide) == str(code)
    assert read(f" {wide}\n") == read(str(code).lower()) == code


@given(CODES)
def test_it_needs_no_key_that_differs_between_keyboards(code: SheetCode) -> None:
    assert re.fullmatch(r"[A-Z0-9./-]+", str(code))


@given(CODES, st.data())
def test_one_wrong_character_is_found(code: SheetCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("ABCXYZ0189./-").filter(lambda c: c != text[at]))
    with pytest.raises(BadSheetCode):
        read(text[:at] + other + text[at + 1 :])


@given(CODES, st.data())
def test_a_lost_or_swapped_character_is_found(code: SheetCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.integers(0, len(text) - 2))
    with pytest.raises(BadSheetCode):
        read(text[:at] + text[at + 1 :])
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped != text:
        with pytest.raises(BadSheetCode):
            read(swapped)


@given(st.text(max_size=80))
def test_a_strangers_code_is_not_ours(text: str) -> None:
    with pytest.raises(BadSheetCode):
        read(text)


def test_a_damaged_code_of_ours_is_told_from_a_strangers() -> None:
    code = str(SheetCode(("case-A",), "letter-B", 1, 2))
    for text, ours in ((code[:-1], True), ("https://example.com/", False)):
        with pytest.raises(BadSheetCode) as bad:
            read(text)
        assert bad.value.ours is ours
        assert text not in str(bad.value)


@pytest.mark.parametrize(
    ("cases", "sheet", "page", "total"),
    [
        (("案件",), "letter-B", 1, 1),
        (("case-A",), "", 1, 1),
        (("case-A",), "letter-B", 2, 1),
        (("case-A",), "letter-B", 0, 1),
    ],
)
def test_what_is_no_sheet_gets_no_code(
    cases: tuple[str, ...], sheet: str, page: int, total: int
) -> None:
    with pytest.raises(ValueError, match=r"id|page"):
        SheetCode(cases, sheet, page, total)


def test_a_form_says_which_it_is_and_of_which_version() -> None:
    sheet = form_sheet("en_japan", "record_disclosure", "person", "2022-10-24")
    assert sheet == "form-EN-JAPAN-RECORD-DISCLOSURE-PERSON-2022-10-24"
    assert read(str(SheetCode((), sheet, 1, 2))).sheet == sheet
