"""Codes people copy by hand: a slip is found, and however they are typed they are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel.codes import check_digit, is_code, make_code, plain_code, shown

numbers = st.integers(min_value=0, max_value=2**64 - 1)


def test_the_example_of_the_standard() -> None:
    """ISO/IEC 7064, MOD 11,10: the check digit of 0794 is 5."""
    assert check_digit("0794") == "5"


@given(numbers, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(number: int, place: int, digit: int) -> None:
    code = make_code(number, length=10)
    wrong = code[:place] + str(digit) + code[place + 1 :]
    assert is_code(wrong, length=10) == (wrong == code)


@given(numbers)
def test_a_code_survives_being_printed_and_typed(number: int) -> None:
    for length in (10, 16):
        code = make_code(number, length=length)
        assert plain_code(shown(code)) == code
        wide = str.maketrans("0123456789-", "０１２３４５６７８９ー")
        assert plain_code(f" {shown(code)} ".translate(wide)) == code
        assert is_code(code, length=length)


@pytest.mark.parametrize("text", ["", "12345", "abcdefghij", "0794507945", "１２"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text, length=10)
