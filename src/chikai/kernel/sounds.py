"""Kana as they sound: one mark for a long vowel, however it is written, and ヴ as ブ."""

from __future__ import annotations

import re
from typing import Final

from chikai.kernel.characters import LONG_VOWEL

_V: Final = re.compile("ヴ([ァアィイェエォオ]?)")
_V_AS: Final = dict(zip("ァアィイェエォオ", "ババビビベベボボ", strict=True)) | {"": "ブ"}
_ALIKE: Final = str.maketrans("ヅヂヲヰヱァィゥェォッャュョヮ", "ズジオイエアイウエオツヤユヨワ")
_ENDS: Final = {
    "ア": "アカガサザタダナハバパマヤラワ",
    "イ": "イキギシジチニヒビピミリ",
    "ウ": "ウクグスズツヌフブプムユル",
    "エ": "エケゲセゼテデネヘベペメレ",
    "オ": "オコゴソゾトドノホボポモヨロ",
}
"""The kana that end in a vowel."""
_ENDING: Final = {kana: vowel for vowel, row in _ENDS.items() for kana in row}
_LENGTHENS: Final = {"ア": "ア", "イ": "イエ", "ウ": "ウオ", "エ": "エ", "オ": "オ"}
"""The vowels after which a vowel only makes them longer: コウ is コー, ケイ is ケー."""


def sound(katakana: str) -> str:
    """A reading as it sounds: ヴィオラ as ビオラ, コウタ as コータ. Two readings that share it may
    be one; it proves nothing. Whatever is not katakana stays."""
    plain = _V.sub(lambda found: _V_AS[found[1]], katakana).translate(_ALIKE)
    out: list[str] = []
    vowel = ""
    for c in plain:
        if vowel and (c == LONG_VOWEL or vowel in _LENGTHENS.get(c, "")):
            out.append(LONG_VOWEL)
        else:
            out.append(c)
            vowel = _ENDING.get(c, "")
    return "".join(out)
