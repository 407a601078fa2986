"""The key two ways of writing share: names, readings, addresses, numbers, codes.

`chikai.kernel.text` names the public functions again, beside the comparisons built on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chikai.kernel import addresses
from chikai.kernel import characters as ch
from chikai.kernel.dates import BadDate, parse_date

Steps = tuple[tuple[str, Callable[[str], str]], ...]
"""Foldings in order, each under the message id of the difference in writing it removes."""


@dataclass(frozen=True, slots=True, repr=False)
class Normal:
    """A text as written and the key that equal texts share; an empty key means unreadable."""

    raw: str
    key: str

    def __repr__(self) -> str:
        return "Normal(<sealed>)"


SEPARATORS = re.compile(r"[\s,・.=゠\-]+")
APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u02bc]")


def _unseparated(text: str) -> str:
    return SEPARATORS.sub("", ch.without_invisible(APOSTROPHES.sub("", text)))


NAME_STEPS: Final[Steps] = (
    ("compare.selector", ch.without_selectors),
    ("compare.width", ch.narrow),
    ("compare.case", ch.lower),
    ("compare.latin_marks", ch.without_latin_marks),
    ("compare.kana", ch.katakana),
    ("compare.hyphen", ch.settle_hyphens),
    ("compare.iteration_mark", ch.without_iteration_marks),
    ("compare.variant_character", ch.standard_characters),
    ("compare.confused_character", ch.unconfused_characters),
    ("compare.space", _unseparated),
)
KANA_STEPS: Final[Steps] = (
    *NAME_STEPS[:-1],
    ("compare.small_kana", ch.large_kana),
    NAME_STEPS[-1],
)
_ROUNDS: Final = 4


LATIN_ADDRESS_STEPS: Final[Steps] = (
    *NAME_STEPS[:-1],
    ("compare.space", lambda text: SEPARATORS.sub(" ", text).strip()),
)


_EMAIL_STEPS: Final[Steps] = (
    ("compare.space", lambda text: ch.without_invisible(text).strip()),
    ("compare.width", ch.narrow),
    ("compare.case", ch.lower),
)
_CODE_STEPS: Final[Steps] = (
    *_EMAIL_STEPS,
    ("compare.hyphen", lambda text: re.sub(r"[\s\-]", "", ch.hyphens_to_ascii(text))),
)


def fold(text: str, steps: Steps, without: str = "") -> str:
    """Every step but `without`, repeated until nothing changes, so that a key is its own key."""
    for _ in range(_ROUNDS):
        before = text
        for name, step in steps:
            if name != without:
                text = step(text)
        if text == before:
            break
    return text


def name_key(text: str) -> Normal:
    """A person's name: width, spaces, kana, capitals, accents and variant characters removed."""
    return Normal(text, fold(text, NAME_STEPS))


def kana_key(text: str) -> Normal:
    """A reading (ふりがな): as `name_key`, and small kana count as large ones."""
    return Normal(text, fold(text, KANA_STEPS))


def address_key(text: str) -> Normal:
    """An address: town, block numbers and building in one line, each in one way of writing.

    一丁目２番３号 and 1-2-3 share a key. A postal code before the address is left out.
    """
    if not japanese(ch.narrow(text)):
        return Normal(text, fold(text, LATIN_ADDRESS_STEPS))
    return Normal(text, addresses.take_apart(text).key)


def _digits(text: str) -> str:
    return ch.hyphens_to_ascii(ch.narrow(ch.without_invisible(text)))


def phone_key(text: str) -> Normal:
    """A telephone number in the international form: 03-5549-2555 is +81355492555 (ITU-T E.164).

    Domestic numbers have 10 or 11 digits with the leading 0; an extension (内線) is left out. A
    number without its area code has no key.
    """
    plain = re.split(r"内線|ext", _digits(text).casefold())[0].replace("(0)", "")
    abroad = "+" in plain
    number = re.sub(r"[\s\-().+/]|tel:?|電話:?", "", plain)
    if not re.fullmatch(r"[0-9]+", number):
        return Normal(text, "")
    for prefix in ("01081", "0081"):
        if not abroad and number.startswith(prefix) and len(number) > 11:
            abroad, number = True, "81" + number[len(prefix) :]
    if abroad:
        national = number[2:].lstrip("0") if number.startswith("81") else ""
        if number.startswith("81"):
            return Normal(text, f"+81{national}" if len(national) in (9, 10) else "")
        return Normal(text, f"+{number}" if 7 <= len(number) <= 15 else "")
    domestic = number.startswith("0") and len(number) in (10, 11) and number[1] != "0"
    return Normal(text, f"+81{number[1:]}" if domestic else "")


def postal_key(text: str) -> Normal:
    """A postal code as seven digits; anything else has no key."""
    number = re.sub(r"[\s\-〒]", "", _digits(text))
    return Normal(text, number if re.fullmatch(r"[0-9]{7}", number) else "")


def email_key(text: str) -> Normal:
    """An e-mail address without differences of capitals or width; without one `@`, no key.

    RFC 5321, 2.4 lets a host tell capitals apart in the local part; none in use does.
    """
    plain = fold(text, _EMAIL_STEPS)
    return Normal(text, plain if re.fullmatch(r"[^@\s]+@[^@\s]+", plain) else "")


def member_key(text: str) -> Normal:
    """A customer or member number: width, capitals, spaces and dashes removed; zeros stay."""
    return Normal(text, fold(text, _CODE_STEPS))


def date_key(text: str) -> Normal:
    """A date as ISO 8601; a text that names no day has no key."""
    try:
        return Normal(text, parse_date(text).isoformat())
    except BadDate:
        return Normal(text, "")


def japanese(text: str) -> bool:
    return any(ch.is_kana(c) or ch.is_kanji(c) for c in text)


def scripts(text: str) -> frozenset[str]:
    kinds = {
        "kanji" if ch.is_kanji(c) else "kana" if ch.is_kana(c) else "latin"
        for c in text
        if c.isalpha() or c == "々"
    }
    return frozenset(kinds)
