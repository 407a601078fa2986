"""Every way in which a Japanese name may stand in an index of names (`normal`)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import jaconv

from chikai.kernel import characters

_MOST: Final = 400


def spellings(name: str, forms: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The name without spaces, in every form of its Chinese characters (`forms`), in either kana,
    and from each of its characters on, since the given name may stand first. Empty where there
    are too many, or where it has characters that an index does not hold: then it is no help."""
    bare = "".join(characters.narrow(name).split())
    choices = [tuple(dict.fromkeys(_ways(bare, at, forms))) for at in range(len(bare))]
    if not all(choices) or math.prod(map(len, choices)) * len(bare) > _MOST:
        return ()
    written = ("".join(each) for each in itertools.product(*choices))
    return tuple(
        dict.fromkeys(text[at:] + text[:at] for text in written for at in range(len(bare)))
    )


def _ways(name: str, at: int, forms: Callable[[str], Sequence[str]]) -> Iterator[str]:
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
