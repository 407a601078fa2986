"""Text as people write it on forms, and the key two ways of writing share.

What was written is kept (`raw`); the key is only for comparing. A comparison says `same` (equal
as written), `variant` (equal once differences of writing are removed), `different`, or `unknown`
(missing, unreadable, or not comparable), and gives message ids that explain it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as declared
from itertools import permutations
from typing import Final, Literal

from chikai.kernel import addresses
from chikai.kernel import characters as ch
from chikai.kernel.keys import (
    APOSTROPHES,
    KANA_STEPS,
    LATIN_ADDRESS_STEPS,
    NAME_STEPS,
    SEPARATORS,
    Normal,
    Steps,
    address_key,
    date_key,
    email_key,
    fold,
    japanese,
    kana_key,
    member_key,
    name_key,
    phone_key,
    postal_key,
    scripts,
)
from chikai.kernel.message import Message, say
from chikai.kernel.sounds import sound

__all__ = [
    "MESSAGES",
    "Comparison",
    "Normal",
    "Verdict",
    "address_key",
    "compare_addresses",
    "compare_dates",
    "compare_emails",
    "compare_kana",
    "compare_member_numbers",
    "compare_names",
    "compare_phones",
    "compare_postal_codes",
    "date_key",
    "email_key",
    "kana_key",
    "member_key",
    "name_key",
    "phone_key",
    "postal_key",
]

Verdict = Literal["same", "variant", "different", "unknown"]

MESSAGES: Final = frozenset(
    {
        "compare.address_block_differs",
        "compare.address_block_notation",
        "compare.address_building_differs",
        "compare.address_building_missing",
        "compare.address_floor_differs",
        "compare.address_less_exact",
        "compare.address_prefecture_differs",
        "compare.address_prefecture_missing",
        "compare.address_room_differs",
        "compare.address_room_joined",
        "compare.address_town_differs",
        "compare.case",
        "compare.confused_character",
        "compare.differs",
        "compare.hyphen",
        "compare.identical",
        "compare.iteration_mark",
        "compare.kana",
        "compare.kanji_numeral",
        "compare.latin_marks",
        "compare.missing_both",
        "compare.missing_one",
        "compare.name_order",
        "compare.notation",
        "compare.other_script",
        "compare.selector",
        "compare.small_kana",
        "compare.sound",
        "compare.space",
        "compare.unreadable",
        "compare.variant_character",
        "compare.width",
    }
)
"""Every message id a comparison of this module can give."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one field of two papers compares.

    `explanation` holds message ids. `characters` holds the pairs of variant characters that were
    read as one (髙, 高); they are for the desk's screen and stay out of logs.
    """

    field: str
    verdict: Verdict
    explanation: tuple[str, ...]
    characters: tuple[tuple[str, str], ...] = declared(default=(), repr=False)

    @property
    def agrees(self) -> bool:
        """Whether the two are the same or differ only in writing."""
        return self.verdict in ("same", "variant")

    @property
    def messages(self) -> tuple[Message, ...]:
        """The explanation as messages; the variant characters stand in their places."""
        found: list[Message] = []
        for id in self.explanation:
            if id in ("compare.variant_character", "compare.confused_character"):
                pairs = tuple(f"{a}={b}" for a, b in self.characters)
                found.append(say(id, characters=pairs))
            else:
                found.append(say(id))
        return tuple(found)


def compare_names(a: str | None, b: str | None, *, field: str = "name") -> Comparison:
    """Two full names. The order of family and given name is free where both are set apart.

    Names in different scripts (Taro, 太郎, タロウ) are `unknown`: a reading proves no name. So are
    those that write one sound in two ways (ヴィオラ, ビオラ).
    """
    return _compare_folded(a, b, NAME_STEPS, field)


def compare_kana(a: str | None, b: str | None, *, field: str = "kana") -> Comparison:
    """Two readings of a name; `unknown` where one sound is written in two ways (コウタ, コータ)."""
    return _compare_folded(a, b, KANA_STEPS, field)


def compare_addresses(a: str | None, b: str | None, *, field: str = "address") -> Comparison:
    """Two addresses; a building only one of them names is noted and is no difference.

    `unknown` when one stops short of its block number, when the building names differ, or when
    only one is in Japanese.
    """
    if not (a and b and a.strip() and b.strip()):
        return _missing(a, b, field)
    a_japanese, b_japanese = japanese(ch.narrow(a)), japanese(ch.narrow(b))
    if a_japanese != b_japanese:
        return Comparison(field, "unknown", ("compare.other_script",))
    if not a_japanese:
        return _compare_folded(a, b, LATIN_ADDRESS_STEPS, field)
    one, other = addresses.take_apart(a), addresses.take_apart(b)
    verdict, notes = addresses.judge(one, other)
    if verdict != "variant":
        return Comparison(field, "unknown" if verdict == "unknown" else "different", notes)
    if a == b:
        return Comparison(field, "same", ("compare.identical",))
    found = [
        name
        for name, _ in addresses.STEPS
        if addresses.judge(*(addresses.take_apart(t, without=name) for t in (a, b)))
        != (verdict, notes)
    ]
    if addresses.block_as_written(a) != addresses.block_as_written(b):
        found.append("compare.address_block_notation")
    pairs = _pairs(*(addresses.take_apart(t, without=_VARIANT).key for t in (a, b)))
    reasons = (*notes, *found) or ("compare.notation",)
    return Comparison(field, "variant", reasons, pairs if _VARIANT in found else ())


def compare_phones(a: str | None, b: str | None, *, field: str = "phone") -> Comparison:
    """Two telephone numbers; +81-3-… and 03-… are one."""
    return _compare_keys(a, b, phone_key, field)


def compare_postal_codes(a: str | None, b: str | None, *, field: str = "postal_code") -> Comparison:
    """Two postal codes."""
    return _compare_keys(a, b, postal_key, field)


def compare_emails(a: str | None, b: str | None, *, field: str = "email") -> Comparison:
    """Two e-mail addresses."""
    return _compare_keys(a, b, email_key, field)


def compare_member_numbers(
    a: str | None, b: str | None, *, field: str = "member_number"
) -> Comparison:
    """Two customer or member numbers."""
    return _compare_keys(a, b, member_key, field)


def compare_dates(a: str | None, b: str | None, *, field: str = "date") -> Comparison:
    """Two dates in any form `parse_date` reads."""
    return _compare_keys(a, b, date_key, field)


def _missing(a: str | None, b: str | None, field: str) -> Comparison:
    either = bool(a and a.strip()) or bool(b and b.strip())
    return Comparison(field, "unknown", (f"compare.missing_{'one' if either else 'both'}",))


def _compare_keys(
    a: str | None, b: str | None, key: Callable[[str], Normal], field: str
) -> Comparison:
    if not (a and b and a.strip() and b.strip()):
        return _missing(a, b, field)
    one, other = key(a).key, key(b).key
    if not one or not other:
        return Comparison(field, "unknown", ("compare.unreadable",))
    if one != other:
        return Comparison(field, "different", ("compare.differs",))
    if a == b:
        return Comparison(field, "same", ("compare.identical",))
    return Comparison(field, "variant", ("compare.notation",))


_VARIANT: Final = "compare.variant_character"
_CONFUSED: Final = "compare.confused_character"


def _compare_folded(a: str | None, b: str | None, steps: Steps, field: str) -> Comparison:
    if not (a and b and a.strip() and b.strip()):
        return _missing(a, b, field)
    one, other = fold(a, steps), fold(b, steps)
    if not one or not other:
        return Comparison(field, "unknown", ("compare.unreadable",))
    if a == b:
        return Comparison(field, "same", ("compare.identical",))
    if one != other:
        ordered = None if steps is LATIN_ADDRESS_STEPS else _in_the_order_of(a, b, steps)
        if ordered is None:
            return _not_equal(one, other, field)
        again = _compare_folded(*ordered, steps, field)
        written = tuple(id for id in again.explanation if id not in _ORDER_HIDES)
        return Comparison(field, "variant", ("compare.name_order", *written), again.characters)
    found = [name for name, _ in steps if fold(a, steps, name) != fold(b, steps, name)]
    pairs: tuple[tuple[str, str], ...] = ()
    if _VARIANT in found or _CONFUSED in found:
        rest = tuple(each for each in steps if each[0] not in (_VARIANT, _CONFUSED))
        pairs = _pairs(fold(a, rest), fold(b, rest))
    return Comparison(field, "variant", tuple(found) or ("compare.notation",), pairs)


_ORDER_HIDES: Final = ("compare.identical", "compare.space", "compare.notation")


def _not_equal(one: str, other: str, field: str) -> Comparison:
    if sound(one) == sound(other):
        return Comparison(field, "unknown", ("compare.sound",))
    if scripts(one) and scripts(other) and not scripts(one) & scripts(other):
        return Comparison(field, "unknown", ("compare.other_script",))
    return Comparison(field, "different", ("compare.differs",))


def _tokens(text: str, steps: Steps) -> list[str]:
    """The parts a name is set apart in, each folded."""
    plain = ch.settle_hyphens(ch.katakana(ch.narrow(APOSTROPHES.sub("", text))))
    return [part for part in SEPARATORS.split(plain) if fold(part, steps)]


def _in_the_order_of(a: str, b: str, steps: Steps) -> tuple[str, str] | None:
    """Both names with the parts of `a` in the order of `b`, if some order makes them equal.

    At least one name must be set apart in two to four parts.
    """
    for turned, fixed, swap in ((a, b, False), (b, a, True)):
        parts = _tokens(turned, steps)
        if not 2 <= len(parts) <= 4:
            continue
        wanted = fold(fixed, steps)
        for order in permutations(parts):
            text = " ".join(order)
            if fold(text, steps) == wanted:
                return (fixed, text) if swap else (text, fixed)
    return None


def _pairs(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """The places where two texts of one length differ, each pair once, in order."""
    if len(a) != len(b):
        return ()
    return tuple(dict.fromkeys((x, y) for x, y in zip(a, b, strict=True) if x != y))
