"""The numbers and bullets a line begins with, and which lines look like labels."""

from __future__ import annotations

import re
import unicodedata

from chikai.policy.draft.page import language

_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "article",
        re.compile(
            r"(?:第\s*[0-9０-９一二三四五六七八九十]+\s*[条章節項]|Article\s+[0-9]+)[.:：]?"
        ),
    ),
    ("-1.", re.compile(r"[-−‐–―]\s?[0-9０-９]{1,2}\s?[.．)）、]")),
    ("[1]", re.compile(r"[\[［【][0-9０-９]{1,2}[\]］】]")),
    ("1.1", re.compile(r"[0-9０-９]{1,2}[.．][0-9０-９]{1,2}[.．]?(?=[\s\D])(?![0-9])")),
    ("1.", re.compile(r"[0-9０-９]{1,2}\s?[.．、，](?![0-9０-９])")),
    ("(1)", re.compile(r"[(（]\s?[0-9０-９]{1,2}\s?[)）]|[⑴-⒇]")),
    ("1)", re.compile(r"[0-9０-９]{1,2}[)）]")),
    ("<1>", re.compile(r"[<＜〈《][0-9０-９]{1,2}[>＞〉》]")),
    ("①", re.compile(r"[①-⑳]")),
    (
        "1 ",
        re.compile(
            r"[0-9０-９]{1,2}[ 　](?=[^\x00-\x7f])(?![年月日件通回点円時分歳才人名枚章条か])"
        ),
    ),
    ("I.", re.compile(r"(?:[IVX]{1,4}[.．)）]|[Ⅰ-Ⅻ][.．)）、]?)(?=\s|[^\x00-\x7f])")),
    ("i.", re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|x)\s?[.．)）]")),
    ("a.", re.compile(r"[a-zA-Zａ-ｚＡ-Ｚ][.．)）](?=\s|[^\x00-\x7f])")),
    ("(a)", re.compile(r"[(（][a-zA-Zａ-ｚ][)）]")),
    ("ア", re.compile(r"[ア-ンｱ-ﾝ][.．)）、]|[(（][ア-ン][)）]")),
    ("■", re.compile(r"[■◆▼▽◇□●★▶►]+")),
    ("・", re.compile(r"[・•‧○◯*＊\-−–―※→»✓]+(?=\s|[^\x00-\x7f]|[A-Z])")),
)
_FINISHED = re.compile(
    r"[。．!！?？]$|(?:ます|ません|です|ください|下さい|とき|場合|ため)[。.]?$|[.;,]$"
)
_CASE = re.compile(r"^.{2,36}(?<!おそれ)の場合$")
_LEADS = re.compile(
    r"\b(?:is|are|will|may|shall|handles?|uses?|do|does|have|has|we|our|you|follow\w*)\b", re.I
)
LABEL = 60
_KANA = {
    kana: n
    for row in ("アイウエオカキクケコ", " イロハニホヘトチリヌ")
    for n, kana in enumerate(row, 1)
}


def marker(text: str) -> str | None:
    """The style of the number or bullet a line begins with."""
    for style, pattern in _MARKERS:
        if pattern.match(text):
            return style
    return None


def numbered(text: str) -> bool:
    """Whether it begins with a number or letter of a row, and not with a bullet."""
    return ordinal(text) is not None


def rows(text: str) -> list[str]:
    """`① a ② b ③ c` on one line is a list of its own; every other line is itself."""
    for first, each in (
        (r"①", r"[①-⑳]"),
        (r"[(（][1１][)）]", r"(?<=[\s、。])[(（][0-9０-９]{1,2}[)）]"),
    ):
        if re.match(first, text):
            begins = [0, *(hit.start() for hit in re.finditer(each, text) if hit.start())]
            parts = [
                text[a:b].strip(" 　、,") for a, b in zip(begins, [*begins[1:], None], strict=True)
            ]
            if [ordinal(part) for part in parts] == list(range(1, len(parts) + 1)):
                return parts
    return [text]


def label_like(text: str, *, long: bool = False) -> bool:
    """A text that names what follows: short, and no sentence. `long`: it stands alone or bears a
    number, so it may be longer."""
    bare = without_etc(strip_marker(text))
    limit = LABEL if language(bare) == "ja" else 90
    if not 0 < len(bare) <= limit * (2.5 if long else 1) or "。" in bare:
        return False
    if _CASE.search(bare):
        return True
    if bare.endswith((":", "：")):
        bare = bare.rstrip(":： ")
        return _FINISHED.search(bare) is None and not (_LEADS.search(bare) and len(bare) > 30)
    return _FINISHED.search(bare) is None


def ordinal(text: str) -> int | None:
    """The place in its row that a number or letter gives: `(3)` and `c.` are 3."""
    for _, pattern in _MARKERS:
        if found := pattern.match(text):
            bare = unicodedata.normalize("NFKC", found[0])
            if digits := re.findall(r"[0-9]+", bare):
                return int(digits[-1])
            if letter := re.search(r"[a-zA-Z]", bare):
                return ord(letter[0].lower()) - ord("a") + 1
            kana = re.search(r"[ア-ン]", bare)
            return _KANA.get(kana[0]) if kana else None
    return None


def without_etc(text: str) -> str:
    """An abbreviation at the end is no full stop."""
    return re.sub(r",? etc\.$", "", text)


def strip_marker(text: str) -> str:
    """The text without its number or bullet."""
    for _, pattern in _MARKERS:
        if found := pattern.match(text):
            return text[found.end() :].lstrip(" 　.．:：")
    return text
