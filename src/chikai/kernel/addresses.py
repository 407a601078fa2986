"""Japanese addresses taken apart: town, block numbers, building, floor, room.

`chikai.kernel.text` builds its address key and comparison on this. The forms read are those of
the Act on Indication of Residential Address (住居表示に関する法律) and of land-lot numbers:
丁目-番-号, 番地, the hyphened short form, and kanji numerals in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chikai.kernel import characters as ch

# fmt: off
PREFECTURES: Final = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県",
    "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県",
    "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府",
    "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
    "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県",
    "鹿児島県", "沖縄県",
)
# fmt: on
"""The 47 prefectures in the order of their codes (JIS X 0401)."""

_K: Final = f"[{ch.KANJI_NUMERALS}]+"
_NOT_A_PLACE: Final = "(?![町丁街館堀通])"
_NUMERAL: Final = rf"[\d{ch.KANJI_NUMERALS}]"
_UNIT_AHEAD: Final = rf"(?=\s*(?:丁目|丁(?={_NUMERAL})|番|号|条|線|階|地割|-|ノ{_NUMERAL}))"
_KANJI_BEFORE_UNIT: Final = re.compile(_K + _UNIT_AHEAD)
_KANJI_AFTER_NUMBER: Final = re.compile(rf"(\d(?:丁目?|番地?ノ?|-|ノ)\s*)({_K})")
_TOWNS_WITH_A_NUMBER: Final = re.compile(r"麻布(?:十|10)番")
_POSTAL_CODE: Final = re.compile(r"^〒?\s*\d{3}-?\d{4}(?!\d)\s*|^〒\s*")
_NUMBER: Final = r"(?<!\d)\d+(?!\d|\s*(?:号室|室|号?棟|号館|階|[fF](?![a-zA-Z])))"
_JOINT: Final = r"\s*(?:丁目|番地ノ|番地|番ノ|番|号ノ|丁|ノ|-)\s*-?\s*"
_TAIL: Final = rf"\s*(?:丁目|番地|番|号){_NOT_A_PLACE}"
_BLOCK: Final = re.compile(
    rf"{_NUMBER}(?:(?:{_JOINT}{_NUMBER})+(?:{_TAIL})?|{_TAIL}|(?=\s|$))(?!丁目)"
)
_FLOOR: Final = re.compile(r"(地下|b)?(\d+)(?:階|f(?![a-z]))", re.IGNORECASE)
_ROOM: Final = re.compile(
    r"(?:(?<![a-z])([a-z])\s*棟?)?[\s-]*(?<!\d)(?<!\d-)(\d+)-?([a-z]?)\s*(?:号室|号|室)?$",
    re.IGNORECASE,
)
_NOISE: Final = re.compile(r"[\s,.、。・()「」]|(?<!\d)-|-(?!\d)")
_KANJI_KE: Final = re.compile(r"(?<=[一-鿿々])[ケガヵヶ](?=[一-鿿])")
_KANJI_NO: Final = re.compile(r"(?<=[一-鿿々])之(?=[一-鿿])")


@dataclass(frozen=True, slots=True, repr=False)
class AddressParts:
    """One address taken apart. Empty text means the part was not written."""

    prefecture: str
    town: str
    block: tuple[str, ...]
    building: str
    floor: str
    room: str
    exact: bool
    """False when the block numbers stop at 丁目, or there are none."""

    def __repr__(self) -> str:
        return "AddressParts(<sealed>)"

    @property
    def key(self) -> str:
        """One line that equal addresses share."""
        numbers = "-".join(self.block)
        inside = "/".join(part for part in (self.building, self.floor, self.room) if part)
        return " ".join(p for p in (self.prefecture + self.town, numbers, inside) if p)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Block numbers and room in one row: 4-1-4-601 and 4-1-4 … 601号室 give the same."""
        return (*self.block, *((self.room,) if self.room else ()))


def _narrow(text: str) -> str:
    return ch.narrow(ch.without_selectors(text))


def _dashes(text: str) -> str:
    """Dashes by their place, except that one before a number is never a long vowel."""
    return ch.settle_hyphens(ch.katakana(text))


STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("compare.width", _narrow),
    ("compare.case", ch.lower),
    ("compare.space", ch.without_invisible),
    ("compare.kana", _dashes),
    ("compare.iteration_mark", ch.without_iteration_marks),
    ("compare.variant_character", ch.standard_characters),
    ("compare.kanji_numeral", lambda text: _arabic(text)),
)
"""What is done to an address before it is taken apart, each with the difference it removes."""


def _arabic(text: str) -> str:
    """Kanji numerals as digits where a block number stands: 一丁目 is 1丁目, 六本木 stays."""

    def digits(numeral: str) -> str:
        number = ch.kanji_number(numeral)
        return numeral if number is None else str(number)

    text = _KANJI_BEFORE_UNIT.sub(lambda m: digits(m[0]), text)
    text = _KANJI_AFTER_NUMBER.sub(lambda m: m[1] + digits(m[2]), text)
    return _TOWNS_WITH_A_NUMBER.sub("麻布十番", text)


def settle(text: str, *, without: str = "") -> str:
    """The text after every step but the one named `without`."""
    for name, step in STEPS:
        if name != without:
            text = step(text)
    return " ".join(text.split())


def take_apart(text: str, *, without: str = "") -> AddressParts:
    """The parts of one address; `without` names a step of `STEPS` to leave out."""
    plain = _POSTAL_CODE.sub("", settle(text, without=without))
    found = _BLOCK.search(plain)
    before = plain[: found.start()] if found else plain
    after = plain[found.end() :] if found else ""
    prefecture, town = _split_prefecture(_town(before))
    building, floor, room = _inside(after)
    block = tuple(map(_plain, re.findall(r"\d+", found[0]))) if found else ()
    stops_short = found is not None and len(block) == 1 and found[0].rstrip().endswith("丁目")
    no_number = found is None and not town.endswith(("無番地", "番外地"))
    return AddressParts(
        prefecture, town, block, building, floor, room, not stops_short and not no_number
    )


def block_as_written(text: str) -> str:
    """The block numbers with their units as they were written, or nothing."""
    found = _BLOCK.search(_POSTAL_CODE.sub("", settle(text)))
    return "".join(found[0].split()) if found else ""


def _town(text: str) -> str:
    """Without spaces, 大字 and 字; ヶ, ケ, が and ガ between kanji as one, 之 as ノ."""
    town = _NOISE.sub("", text).replace("大字", "")
    town = re.sub(r"(?<!文)字", "", town)
    return ch.large_kana(_KANJI_NO.sub("ノ", _KANJI_KE.sub("ケ", town)))


def _split_prefecture(town: str) -> tuple[str, str]:
    for prefecture in PREFECTURES:
        if town.startswith(prefecture):
            return prefecture, town[len(prefecture) :]
    return "", town


def _plain(number: str) -> str:
    """A number without leading zeros."""
    return number.lstrip("0") or "0"


def _inside(text: str) -> tuple[str, str, str]:
    """Building, floor and room: `黒崎ビル 17階 1701号室` gives 黒崎ビル, 17F, 1701.

    Long vowel marks in the building's name are left out, since many write them as dashes.
    """
    floor = room = ""
    found = _FLOOR.search(text)
    if found:
        floor = f"{'B' if found[1] else ''}{_plain(found[2])}F"
        text = text[: found.start()] + " " + text[found.end() :]
    found = _ROOM.search(text.rstrip(" )"))
    if found:
        room = f"{found[1] or ''}{_plain(found[2])}{found[3]}".upper()
        text = text[: found.start()]
    return _NOISE.sub("", text).replace(ch.LONG_VOWEL, ""), floor, room


Finding = tuple[str, tuple[str, ...]]
"""A verdict of `chikai.kernel.text` and the message ids that explain it."""


def judge(a: AddressParts, b: AddressParts) -> Finding:
    """Whether two addresses are one place: `variant`, `different` or `unknown`, and why.

    Never `same`: that is for texts that are equal as written.
    """
    notes: list[str] = []
    if a.prefecture != b.prefecture:
        if a.prefecture and b.prefecture:
            return "different", ("compare.address_prefecture_differs",)
        notes.append("compare.address_prefecture_missing")
    if a.town != b.town:
        if _begins(a, b) or _begins(b, a):
            return "unknown", ("compare.address_less_exact",)
        return "different", ("compare.address_town_differs",)
    if not (a.exact and b.exact):
        return _judge_inexact(a, b)
    if a.block == b.block:
        return _judge_inside(a, b, notes)
    if a.numbers == b.numbers:
        return "variant", (*notes, "compare.address_room_joined")
    short, long = sorted((a, b), key=lambda each: len(each.block))
    if long.block[: len(short.block)] == short.block and not short.room:
        if len(short.block) >= 3 and not short.floor:
            return "variant", (*notes, "compare.address_building_missing")
        return "unknown", (*notes, "compare.address_less_exact")
    return "different", ("compare.address_block_differs",)


def _begins(short: AddressParts, long: AddressParts) -> bool:
    """Whether one address is only the beginning of the other, as 港区 is of 港区六本木."""
    return not short.block and not short.exact and long.town.startswith(short.town)


def _judge_inexact(a: AddressParts, b: AddressParts) -> Finding:
    shared = min(len(a.block), len(b.block))
    if a.block[:shared] != b.block[:shared]:
        return "different", ("compare.address_block_differs",)
    return "unknown", ("compare.address_less_exact",)


_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _wing(address: AddressParts) -> bool:
    """Whether the room number names a wing, as A101 does."""
    return address.room[0] in _LETTERS


def _judge_inside(a: AddressParts, b: AddressParts, notes: list[str]) -> Finding:
    """Same block; a building, floor or room that only one side names is a note, no difference."""
    if a.room and b.room and a.room != b.room:
        if a.room.lstrip(_LETTERS) == b.room.lstrip(_LETTERS) and _wing(a) != _wing(b):
            return "unknown", (*notes, "compare.address_building_differs")
        return "different", ("compare.address_room_differs",)
    if a.floor and b.floor and a.floor != b.floor:
        return "different", ("compare.address_floor_differs",)
    if a.building and b.building and a.building != b.building:
        return "unknown", (*notes, "compare.address_building_differs")
    if (a.building, a.floor, a.room) != (b.building, b.floor, b.room):
        notes.append("compare.address_building_missing")
    return "variant", tuple(notes)
