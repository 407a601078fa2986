"""Postal codes fill an address offline, however they are typed; what is unknown fills nothing."""

from __future__ import annotations

import pytest

from chikai.people.postal import address_of, plain_code


@pytest.mark.parametrize(
    "typed", ["107-0052", "1070052", "〒１０７－００５２", "107ー0052", " 107 0052 "]
)
def test_however_it_is_typed(typed: str) -> None:
    assert plain_code(typed) == "1070052"
    assert address_of(typed) == "東京都港区赤坂"


def test_a_code_of_several_towns_gives_what_they_share() -> None:
    assert address_of("498-0000") == "愛知県弥富市"


@pytest.mark.parametrize("typed", ["999-9999", "", "107", "107-00522", "abc-defg"])
def test_what_is_unknown_fills_nothing(typed: str) -> None:
    assert address_of(typed) is None
