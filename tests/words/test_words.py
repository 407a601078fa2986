"""The sentences themselves: both languages say the same things with the same places."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.duties.requests.letters.model import LetterKind
from chikai.kernel.message import say
from chikai.law.kinds import APPI, Asker, Channel, Manner, Means, Paper, RequestKind
from chikai.words import LANGS, NoWords, places, render, sentences

BOTH_LANGUAGES_AT_ONCE = {"common.said"}
"""Carries a text in both languages and prints one of them."""

MAY_BE_EMPTY = {"frame.salutation"}


def test_both_languages_have_the_same_sentences() -> None:
    assert sorted(sentences("ja")) == sorted(sentences("en"))


def test_both_languages_have_the_same_places() -> None:
    different = {
        id
        for id in sentences("ja")
        if places(id, lang="ja") != places(id, lang="en") and id not in BOTH_LANGUAGES_AT_ONCE
    }
    assert different == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_is_clean(lang: str) -> None:
    unclean = {
        id
        for id, text in sentences(lang).items()
        if text != text.strip()
        or (not text and id not in MAY_BE_EMPTY)
        or "\t" in text
        or any("HALFWIDTH KATAKANA" in unicodedata.name(char, "") for char in text)
    }
    assert unclean == set()


def test_sentences_of_letters_end_with_a_full_stop() -> None:
    """What is neither label, heading nor item of a list is a sentence and ends as one."""
    verbal = re.compile(r"(す|ん|した|です|ません|ください)$")
    unended = {
        id
        for id, text in sentences("ja").items()
        if id.startswith("letters.") and verbal.search(text)
    }
    assert unended == set()


def test_japanese_uses_no_latin_punctuation() -> None:
    bad = {
        id
        for id, text in sentences("ja").items()
        if id.startswith(("letters.", "letter.", "kind.", "paper."))
        and re.search(r"[,;?!()]|\. ", text)
    }
    assert bad == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("paper", Paper),
        ("means", Means),
        ("asker", Asker),
        ("channel", Channel),
        ("manner", Manner),
        ("kind", RequestKind),
        ("letter", LetterKind),
    ],
)
def test_every_name_of_the_law_has_its_word(prefix: str, names: type, lang: str) -> None:
    words = {render(say(f"{prefix}.{each.value}"), lang=lang) for each in names}
    assert len(words) == len(list(names))


def test_arguments_are_said_in_the_language() -> None:
    def listed(lang: str, *parts: object) -> str:
        return render(say("common.listed", parts=parts), lang=lang)  # type: ignore[arg-type]

    day = date(2026, 11, 21)
    assert listed("ja", day) == "2026年11月21日（令和8年）"
    assert listed("en", day) == "21 November 2026 (Reiwa 8)"
    assert listed("ja", APPI(33, 2, "i")) == "個人情報保護法第33条第2項第1号"
    assert listed("en", APPI(33, 2, "i")) == "APPI Art. 33(2)(i)"
    assert listed("ja", 12500) == "12,500"
    both = (say("means.stamps"), say("means.money_order"))
    assert listed("ja", *both) == "切手又は印紙、定額小為替証書"
    assert listed("en", "a", "b") == "a and b"
    assert listed("en", "a", "b", "c") == "a, b, and c"


def test_a_missing_sentence_is_named_by_its_id_only() -> None:
    with pytest.raises(NoWords, match=r"no\.such\.sentence") as caught:
        render(say("no.such.sentence", name="見本 花子"), lang="ja")
    assert "花子" not in str(caught.value)


def test_a_missing_argument_is_named_by_the_sentence_only() -> None:
    with pytest.raises(NoWords, match=r"frame\.postal_code") as caught:
        render(say("frame.postal_code", cod="100-0002"), lang="en")
    assert "100-0002" not in str(caught.value)


def test_only_two_languages_are_spoken() -> None:
    with pytest.raises(ValueError, match="choose ja or en"):
        sentences("fr")


@given(st.text())
def test_an_argument_is_never_read_as_a_sentence(text: str) -> None:
    """Braces in a name stay braces: no argument is filled into another."""
    assert render(say("common.text", text=text, name="never"), lang="ja") == text
