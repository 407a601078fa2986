"""Facts with a form of their own: amounts, phones, postal codes, days, hours, periods.

A spot is what a sentence seems to state, whatever the recognisers make of it. What no clause took
is what the report calls missing, so a fact can be overlooked by a recogniser and still be named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chikai.policy.draft import cues

_DIGITS = "0-9０-９"
_D = f"[{_DIGITS}]"
_DASH = "[-‐‑–—―－ー−ｰ]"
_POSTAL = re.compile(
    rf"(?:〒\s*)?(?<!{_D})(?<!{_D}{_DASH})({_D}{{3}})\s*{_DASH}\s*({_D}{{4}})(?!{_D})(?!\s*{_DASH}\s*{_D})"
)
_PHONE = re.compile(
    rf"(?<!{_D})(?:\+81[\s-]?)?(0{_D}{{0,4}}|０{_D}{{0,4}})\s?(?:{_DASH}|"
    rf"[(（])\s?({_D}{{1,4}})\s?(?:{_DASH}|[)）])\s?({_D}{{3,4}})(?!{_D})"
)
_ABROAD = re.compile(r"\+81[\s-]\(?[1-9][0-9]{0,3}\)?[\s-][0-9]{1,4}[\s-][0-9]{4}(?![0-9])")
_FAX_BEFORE = re.compile(
    r"(?:FAX|ファ(?:クシミリ|ックス)|Ｆ[ＡＸ]+)\s*(?:番号)?\s*[.:：]?\s*$", re.I
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(?:@|＠|\s?\[at\]\s?)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"https?://[^\s<>\"'、。（）()」』]+")
_YEN = re.compile(
    rf"({_D}[{_DIGITS},，]*)\s*円|[¥￥]\s*({_D}[{_DIGITS},，]*)|(?:JPY\s*)({_D}[{_DIGITS},]*)|"
    rf"({_D}[{_DIGITS},]*)\s*(?:yen|JPY)\b",
    re.I,
)
_DAY = re.compile(
    rf"(?P<era>令和|平成|昭和|(?<![A-Za-z])[RHS])?\s*(?P<y>元|{_D}{{1,4}})\s*(?:年|"
    rf"[./／．-])\s*(?P<m>{_D}{{1,2}})\s*(?:月|[./／．-])\s*(?P<d>{_D}{{1,2}})\s*(?:日|(?!{_D}))"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY_EN = re.compile(
    r"\b(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|"
    r"Dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
    r"|\b(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
    r"Nov|Dec)[a-z]*\.?,?\s+(?P<y2>\d{4})"
)
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_HOUR = (
    rf"(?:(?P<@p>午前|午後|AM|PM)?\s*(?P<@h>{_D}{{1,2}})"
    rf"(?:\s?[:：]\s?(?P<@m>{_D}{{2}})|時(?:(?P<@n>{_D}{{1,2}})分)?)\s*(?P<@q>a\.?m\.?|p\.?m\.?)?)"
)
_HOURS = re.compile(
    _HOUR.replace("@", "a") + r"\s*(?:から|[~〜～\-–—－]|to)\s*" + _HOUR.replace("@", "b"), re.I
)
_PERIOD = re.compile(
    rf"({_D}{{1,3}}|一|二|三|半|one|two|three|five|six|ten)\s*(?:(年)間?|(か月|ヶ月|カ月|ヵ月|"
    rf"箇月|ケ月)間?|"
    rf"(週)間?|(?:営業)?(日)(?:間|以内)|(years?)\b|(months?)\b|(weeks?)\b|(days?)\b)(?!月|以上前)"
)
_AGE = re.compile(
    rf"({_D}{{1,2}})\s*(?:歳|才)\s*(未満|以下)|(?:under(?: the age of)?|"
    rf"younger than)\s+({_D}{{1,2}})\b(?: years)?"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """`value` is normal: digits are ASCII, days ISO, amounts bare numbers."""

    kind: str
    value: str
    begin: int
    end: int
    words: str


def ascii_digits(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "")


def spots(text: str) -> tuple[Spot, ...]:
    """Every fact with a form, in the order of the text."""
    taken: list[tuple[int, int]] = []
    found: list[Spot] = []
    for spot in _all(text):
        if all(spot.end <= a or spot.begin >= b for a, b in taken):
            taken.append((spot.begin, spot.end))
            found.append(spot)
    return tuple(sorted(found, key=lambda each: each.begin))


def of(kind: str, text: str) -> tuple[Spot, ...]:
    return tuple(each for each in spots(text) if each.kind == kind)


def _all(text: str) -> Iterator[Spot]:
    for hit in _URL.finditer(text):
        yield Spot("url", hit[0], hit.start(), hit.end(), hit[0])
    for hit in _EMAIL.finditer(text):
        plain = re.sub(r"＠|\s?\[at\]\s?", "@", hit[0]).rstrip(".-")
        yield Spot("email", plain, hit.start(), hit.end(), hit[0])
    yield from _days(text)
    yield from _hours(text)
    for hit in _ABROAD.finditer(text):
        kind = "fax" if _FAX_BEFORE.search(text[: hit.start()]) else "phone"
        number = re.sub(r"[\s()]+", "-", hit[0].strip())
        yield Spot(kind, number, hit.start(), hit.end(), hit[0])
    for hit in _PHONE.finditer(text):
        number = "-".join(ascii_digits(part) for part in hit.groups() if part)
        kind = "fax" if _FAX_BEFORE.search(text[: hit.start()]) else "phone"
        yield Spot(kind, number, hit.start(), hit.end(), hit[0])
    for hit in _POSTAL.finditer(text):
        value = f"{ascii_digits(hit[1])}-{ascii_digits(hit[2])}"
        yield Spot("postal", value, hit.start(), hit.end(), hit[0])
    for hit in _YEN.finditer(text):
        number = ascii_digits(next(part for part in hit.groups() if part))
        yield Spot("yen", str(int(number)), hit.start(), hit.end(), hit[0])
    for hit in _AGE.finditer(text):
        age = ascii_digits(hit[1] or hit[3])
        yield Spot("age", age, hit.start(), hit.end(), hit[0])
    for hit in _PERIOD.finditer(text):
        if (length := _length(hit)) is not None:
            yield Spot("period", length, hit.start(), hit.end(), hit[0])


def _days(text: str) -> Iterator[Spot]:
    for hit in _DAY.finditer(text):
        year = 1 if hit["y"] == "元" else int(ascii_digits(hit["y"]))
        if not hit["era"] and year < 1900:
            continue
        year += _ERAS.get(hit["era"] or "", 0)
        western = _day(year, int(ascii_digits(hit["m"])), int(ascii_digits(hit["d"])))
        if western:
            yield Spot("day", western, hit.start(), hit.end(), hit[0].strip())
    for hit in _DAY_EN.finditer(text):
        name = str(hit["m"] or hit["m2"])
        month = next(n for n, each in enumerate(_MONTHS, 1) if each.startswith(name))
        day = _day(int(hit["y"] or hit["y2"]), month, int(hit["d"] or hit["d2"]))
        if day:
            yield Spot("day", day, hit.start(), hit.end(), hit[0])


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _hours(text: str) -> Iterator[Spot]:
    """A whole span of the day: two spans around a break are one."""
    hits = [(hit, _clock(hit, "a"), _clock(hit, "b")) for hit in _HOURS.finditer(text)]
    good = [(hit, a, b) for hit, a, b in hits if a and b and a < b]
    if good:
        first, last = good[0], good[-1]
        begin, end = first[0].start(), last[0].end()
        yield Spot("hours", f"{first[1]}-{last[2]}", begin, end, text[begin:end])


def _clock(hit: re.Match[str], side: str) -> str | None:
    hour = int(ascii_digits(hit[f"{side}h"]))
    minute = int(ascii_digits(hit[f"{side}m"] or hit[f"{side}n"] or "0"))
    half = (hit[f"{side}p"] or hit[f"{side}q"] or "").lower().replace(".", "")
    if half in ("午後", "pm") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


_SMALL = {
    **{"一": 1, "二": 2, "三": 3},
    **{"one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "ten": 10},
}


def _length(hit: re.Match[str]) -> str | None:
    """`2y`, `6m`, `14d`: weeks are days, half a year is six months."""
    number = hit[1]
    if number == "半":
        return "6m" if hit[2] else None
    count = _SMALL.get(number) or int(ascii_digits(number))
    if hit[2] or hit[6]:
        return f"{count}y" if count < 100 else None
    if hit[3] or hit[7]:
        return f"{count}m"
    if hit[4] or hit[8]:
        return f"{count * 7}d"
    return f"{count}d"


CUED: dict[str, cues.Table] = {
    "paper": cues.PAPERS,
    "means": cues.MEANS,
    "kind": cues.KINDS,
    "ground": cues.GROUNDS,
    "asker": cues.ASKERS,
}


def signals(text: str) -> tuple[Spot, ...]:
    """Spots, and the cue words that the schema has a value for."""
    found = list(spots(text))
    for kind, words in CUED.items():
        found += [Spot(kind, v, a, b, text[a:b]) for v, a, b in cues.spans(words, text)]
    return tuple(sorted(found, key=lambda each: (each.begin, each.kind)))
