"""Characters: width, kana, hyphens, variant characters, kanji numerals.

Small steps from text to text, used by `chikai.kernel.text`, `.addresses` and `.dates`. No step
looks at what kind of text it is given; each says which difference in writing it removes.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib import resources
from typing import Final, NamedTuple

import jaconv

MOST_TEXT: Final = 4_000
"""Characters of one field that a person fills in, on whatever face."""
LONG_VOWEL: Final = "ー"
_TRUE_HYPHENS: Final = "-‐‑‒–—―⁃⁻₋−─━﹘﹣－"
_LONG_VOWELS: Final = "ーｰ"
_ANY_HYPHEN = re.compile(f"[{re.escape(_LONG_VOWELS + _TRUE_HYPHENS)}]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANJI_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS: Final = re.compile(
    r"(?:(?P<man>[一二三四五六七八九十百千]+)万)?"
    r"(?:(?P<d1000>[二三四五六七八九一])?(?P<u1000>千))?"
    r"(?:(?P<d100>[二三四五六七八九一])?(?P<u100>百))?"
    r"(?:(?P<d10>[二三四五六七八九一])?(?P<u10>十))?"
    r"(?P<d1>[一二三四五六七八九])?"
)
_LONGEST_NUMERAL: Final = 12
KANJI_NUMERALS: Final = "〇零一二三四五六七八九十百千万"
"""The characters `kanji_number` reads."""


class VariantTable(NamedTuple):
    """`variants.toml`: character to character, and signs of other Latin alphabets."""

    variants: dict[str, str]
    confused: dict[str, str]
    latin: dict[str, str]


@functools.cache
def variant_table() -> VariantTable:
    """The table of variant characters, read once from the package."""
    source = resources.files("chikai.kernel").joinpath("variants.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return VariantTable(table["variants"], table["confused"], table["latin"])


@functools.cache
def _map(name: str) -> dict[int, str]:
    table: dict[str, str] = getattr(variant_table(), name)
    return str.maketrans(table)


def without_selectors(text: str) -> str:
    """Without variation selectors: 葛 with any of them is 葛 (Unicode Standard 23.4, UTS #37)."""
    return _SELECTORS.sub("", text)


def narrow(text: str) -> str:
    """One width: ＡＢＣ１２３ to ABC123, ｱｲｳ to アイウ, か゛ to が (UAX #15, form KC)."""
    joined = text.replace("\u309b", "\u3099").replace("\u309c", "\u309a")
    return unicodedata.normalize("NFKC", joined)


def lower(text: str) -> str:
    """Without the difference of capitals (Unicode case folding)."""
    return text.casefold()


def without_latin_marks(text: str) -> str:
    """Latin letters without accents: é to e, ø to o. Japanese voicing marks stay."""
    kept: list[str] = []
    on_latin = False
    apart = unicodedata.normalize("NFD", text)
    if not any(map(unicodedata.combining, apart)):
        return unicodedata.normalize("NFC", apart).translate(_map("latin"))
    for c in apart:
        if not unicodedata.combining(c):
            on_latin = unicodedata.name(c, "").startswith("LATIN")
        elif on_latin:
            continue
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_map("latin"))


def katakana(text: str) -> str:
    """Hiragana as katakana."""
    return unicodedata.normalize("NFC", jaconv.hira2kata(text))


def large_kana(text: str) -> str:
    """Small kana as large ones: ハットリ to ハツトリ, as older files write them."""
    return jaconv.enlarge_smallkana(text).translate(str.maketrans("ヵヶ", "カケ"))


def hyphens_to_ascii(text: str) -> str:
    """Every dash, and the long vowel mark too, as `-`: for dates, numbers and codes."""
    return _ANY_HYPHEN.sub("-", text)


def settle_hyphens(text: str) -> str:
    """Dashes by their place: `ー` inside a katakana word, `-` elsewhere.

    `ジョ-ジ` is ジョージ, `1ー2` is 1-2. A dash between kana and a digit stays a dash, since
    `ハイツ-101` is no long vowel; a long vowel mark there stays one, as in `タワー2`.
    """
    if not _ANY_HYPHEN.search(text):
        return text
    out: list[str] = []
    for at, c in enumerate(text):
        after_kana = bool(out) and is_kana(out[-1])
        if c in _LONG_VOWELS:
            c = LONG_VOWEL if after_kana else "-"
        elif c in _TRUE_HYPHENS:
            before_kana = at + 1 < len(text) and is_kana(text[at + 1])
            ends = at + 1 == len(text) or text[at + 1].isspace()
            c = LONG_VOWEL if after_kana and (before_kana or ends) else "-"
        out.append(c)
    return "".join(out)


def is_kana(c: str) -> bool:
    """Whether one character is hiragana, katakana or the long vowel mark."""
    return "\u3041" <= c <= "\u3096" or "\u30a1" <= c <= "\u30fa" or c in _LONG_VOWELS


def is_kanji(c: str) -> bool:
    """Whether one character is a Chinese character, 々 included."""
    return c == "々" or unicodedata.name(c, "").startswith("CJK UNIFIED IDEOGRAPH")


def standard_characters(text: str) -> str:
    """Variant forms of one character as the common form: 髙 to 高, 﨑 to 崎."""
    return text.translate(_map("variants"))


def unconfused_characters(text: str) -> str:
    """Different characters that names confuse as one of them: 斉 and 斎."""
    return text.translate(_map("confused"))


def without_iteration_marks(text: str) -> str:
    """佐々木 as 佐佐木."""
    if "々" not in text:
        return text
    out: list[str] = []
    for c in text:
        out.append(out[-1] if c == "々" and out and is_kanji(out[-1]) else c)
    return "".join(out)


def without_invisible(text: str) -> str:
    """Without control and format characters such as zero-width spaces; line ends are spaces."""
    if text.isprintable():  # which knows neither of them
        return text
    spaced = "".join(" " if c.isspace() else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf"))


def kanji_number(text: str) -> int | None:
    """The number a kanji numeral writes: 十二 and 一二 are 12, 二〇二六 is 2026; else None."""
    if 0 < len(text) <= _LONGEST_NUMERAL and all(c in _KANJI_DIGITS for c in text):
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    found = _KANJI_UNITS.fullmatch(text) if text else None
    if found is None:
        return None
    total = 0
    for name, value in (("1000", 1000), ("100", 100), ("10", 10)):
        if found[f"u{name}"]:
            total += value * _KANJI_DIGITS.get(found[f"d{name}"] or "一", 1)
    total += _KANJI_DIGITS[found["d1"]] if found["d1"] else 0
    if found["man"]:
        high = kanji_number(found["man"])
        return None if high is None else high * 10_000 + total
    return total
