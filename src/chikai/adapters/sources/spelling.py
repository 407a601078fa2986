"""Every way in which a character, and a Japanese name in an index of names (`normal`), may be
written."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Final

import jaconv

from chikai.kernel import characters

_MOST: Final = 400
"""Ways to write one name beyond which a list of them costs more than it finds."""
_COMPATIBLE: Final = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
"""Other code points of the same characters, radicals among them, which PDF files give for them."""


def spellings(name: str) -> tuple[str, ...]:
    """The name without spaces, in every form of its Chinese characters, in either kana, and from
    each of its characters on, since the given name may stand first. Empty where there are too
    many, or where it has characters that an index does not hold: then it is no help."""
    bare = "".join(characters.narrow(name).split())
    choices = [tuple(dict.fromkeys(_ways(bare, at))) for at in range(len(bare))]
    if not all(choices) or math.prod(map(len, choices)) * len(bare) > _MOST:
        return ()
    written = ("".join(each) for each in itertools.product(*choices))
    return tuple(
        dict.fromkeys(text[at:] + text[:at] for text in written for at in range(len(bare)))
    )


def _ways(name: str, at: int) -> Iterator[str]:
    c, before = name[at], name[at - 1 : at]
    if c == "々":
        yield c
        c = before
    if characters.is_kana(c):
        yield from (c, jaconv.hira2kata(c), jaconv.kata2hira(c))
    elif c and characters.is_kanji(c):
        yield from (form for form in forms(c) if "一" <= form <= "鿿")
        if before and before in forms(c):
            yield "々"


def forms(c: str) -> tuple[str, ...]:
    """Every form in which a Chinese character may be written, itself among them."""
    common = _common(c)
    return tuple(sorted({c, common, *_variants().get(common, ())}))


def _common(c: str) -> str:
    """What the forms of a character have in common; a form of a form leads there as well."""
    for _ in range(3):
        c = characters.unconfused_characters(characters.standard_characters(characters.narrow(c)))
    return c


@functools.cache
def _variants() -> Mapping[str, frozenset[str]]:
    """The other way round: every form that is written for one common character."""
    table = characters.variant_table()
    every = {*table.variants, *table.variants.values(), *table.confused, *table.confused.values()}
    every |= {chr(code) for code in _COMPATIBLE}
    found: dict[str, set[str]] = {}
    for form in every:
        if _common(form) != form:
            found.setdefault(_common(form), set()).add(form)
    return {common: frozenset(each) for common, each in found.items()}
