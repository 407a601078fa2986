"""What holds of keys and comparisons whatever was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel import text
from chikai.kernel.characters import variant_table

KEYS = [
    text.name_key,
    text.kana_key,
    text.address_key,
    text.phone_key,
    text.postal_key,
    text.email_key,
    text.member_key,
    text.date_key,
]
COMPARISONS = [
    text.compare_names,
    text.compare_kana,
    text.compare_addresses,
    text.compare_phones,
    text.compare_postal_codes,
    text.compare_emails,
    text.compare_member_numbers,
    text.compare_dates,
]
_USUAL = (
    "東京都港区六本木四丁目一番号階条大字のノ之ヶケが高髙﨑崎斎齋々"
    "ヤマダﾀﾞやまーｰ-－ 　abcXYZ0189０１F〒@.+()"
)
WRITTEN = st.text(st.sampled_from(_USUAL), max_size=24) | st.text(max_size=24)


@pytest.mark.parametrize("key", KEYS, ids=lambda each: each.__name__)
@given(written=WRITTEN)
def test_the_raw_text_is_kept(key, written: str) -> None:
    assert key(written).raw == written


@pytest.mark.parametrize(
    "key", [k for k in KEYS if k is not text.address_key], ids=lambda k: k.__name__
)
@given(written=WRITTEN)
def test_a_key_is_its_own_key(key, written: str) -> None:
    once = key(written).key
    assert key(once).key == once


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda each: each.__name__)
@given(a=WRITTEN, b=WRITTEN)
def test_comparing_does_not_depend_on_the_order(compare, a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert there.verdict == back.verdict
    assert sorted(there.explanation) == sorted(back.explanation)
    assert there.explanation and set(there.explanation) <= text.MESSAGES


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda each: each.__name__)
@given(a=WRITTEN)
def test_a_text_is_the_same_as_itself_or_says_nothing(compare, a: str) -> None:
    assert compare(a, a).verdict in ("same", "unknown")


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda each: each.__name__)
@given(a=WRITTEN, b=WRITTEN)
def test_only_equal_texts_are_the_same(compare, a: str, b: str) -> None:
    assert (compare(a, b).verdict == "same") <= (a == b)


@pytest.mark.parametrize("compare", COMPARISONS, ids=lambda each: each.__name__)
@given(a=WRITTEN)
def test_what_is_missing_is_never_agreement(compare, a: str) -> None:
    for nothing in (None, "", "　"):
        assert compare(a, nothing).verdict == "unknown"


@given(st.lists(st.sampled_from(sorted(variant_table().variants.items())), min_size=1, max_size=6))
def test_names_in_old_characters_agree_with_names_in_new_ones(rows: list[tuple[str, str]]) -> None:
    old = "".join(met for met, _ in rows)
    new = "".join(common for _, common in rows)
    found = text.compare_names(old, new)
    assert found.verdict == "variant"
    assert found.explanation == ("compare.variant_character",)
    assert set(found.characters) == set(rows)


def _kanji(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return ten + (digits[ones] if ones else "")


BLOCK = st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))


@given(st.sampled_from(["東京都港区六本木", "横浜市青葉区美しが丘", "大阪市北区曽根崎"]), BLOCK)
def test_every_notation_of_a_block_is_one_address(town: str, block: tuple[int, int, int]) -> None:
    a, b, c = block
    short = f"{town}{a}-{b}-{c}"
    for written in (
        f"{town}{a}丁目{b}番{c}号",
        f"{town}{_kanji(a)}丁目{_kanji(b)}番{_kanji(c)}号",
        f"{town}{_kanji(a)}丁目{b}-{c}",
        f"{town} {a}ー{b}－{c}",
        f"{town}{a}丁目{b}番地{c}",
        f"{town}{a}の{b}の{c}",
    ):
        assert text.address_key(written).key == text.address_key(short).key
        assert text.compare_addresses(written, short).agrees


@given(BLOCK, BLOCK)
def test_other_numbers_are_another_address(x: tuple[int, ...], y: tuple[int, ...]) -> None:
    a, b = ("港区六本木" + "-".join(map(str, each)) for each in (x, y))
    assert text.compare_addresses(a, b).agrees is (x == y)
