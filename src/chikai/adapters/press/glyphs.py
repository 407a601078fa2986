"""Which characters the press can print, read from the Japanese fonts' own tables.

A character without a glyph would come out as an empty box, and nobody would know what was
meant. Here it is found before printing: in a name or an address the press refuses, elsewhere it
prints the character's code point.
"""

from __future__ import annotations

import functools
import struct
import unicodedata
from pathlib import Path

from pylopdf_fonts_jp import sans_path, serif_path

FAMILIES = ("Noto Serif JP", "Noto Sans JP", "Libertinus Serif")
"""Two Japanese fonts from a package, and the font inside typst for other Latin letters."""

LATIN = ((0x00A0, 0x024F), (0x0300, 0x036F), (0x1E00, 0x1EFF))
"""Blocks that Libertinus Serif covers whole: Latin with its extensions, combining marks. Names
such as Łukasz and Şahin need them; the Japanese fonts hold only some."""


def font_folder() -> Path:
    return Path(serif_path()).parent


@functools.lru_cache(maxsize=10_000)
def has_glyph(char: str) -> bool:
    """Whether some font of the press prints this character. Line breaks count as printable;
    direction marks and other invisible controls do not: they could make a letter lie."""
    if char in "\n\t ":
        return True
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co"):
        return False
    code = ord(char)
    latin = any(first <= code <= last for first, last in LATIN)
    return latin or _is_variation(char) or code in covered()


def spelled(text: str) -> str:
    """The text with every unprintable character as 〔U+1F363〕."""
    return "".join(c if has_glyph(c) else f"〔U+{ord(c):04X}〕" for c in text)


def _is_variation(char: str) -> bool:
    """A variation selector picks a shape of the kanji before it; unknown ones are ignored."""
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


@functools.cache
def covered() -> frozenset[int]:
    """Every code point the two Japanese fonts map to a glyph."""
    return frozenset().union(*(_cmap(Path(p).read_bytes()) for p in (serif_path(), sans_path())))


def _cmap(font: bytes) -> frozenset[int]:
    """Code points of the OpenType `cmap` (OpenType 1.9, format 12: segmented coverage)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * i : 16 + 16 * i]: 12 + 16 * i for i in range(count)}
    (start,) = struct.unpack_from(">I", font, tables[b"cmap"] + 8)
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for i in range(subtables):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * i)
        at = start + offset
        if struct.unpack_from(">H", font, at)[0] == 12:
            (groups,) = struct.unpack_from(">I", font, at + 12)
            spans = (struct.unpack_from(">II", font, at + 16 + 12 * g) for g in range(groups))
            return frozenset(code for first, last in spans for code in range(first, last + 1))
    raise ValueError("the font has no cmap of format 12")
