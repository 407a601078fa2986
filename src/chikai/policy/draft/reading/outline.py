"""Blocks as a page: what is a heading, what stands under what, where sentences end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from chikai.policy.draft.page import Page, Sentence, language
from chikai.policy.draft.reading.blocks import Block
from chikai.policy.draft.reading.split import sentences

Key = tuple[str, int | str]
Level = tuple[Key, str | None, int | None]
"""What stands open above a block: its key, its text if it is a heading, its number in its row."""
_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "article",
        re.compile(
            r"(?:第\s*[0-9０-９一二三四五六七八九十]+\s*[条章節項]|Article\s+[0-9]+)[.:：]?"
        ),
    ),
    ("1.1", re.compile(r"[0-9０-９]{1,2}[.．][0-9０-９]{1,2}[.．]?(?=[\s\D])(?![0-9])")),
    ("1.", re.compile(r"[0-9０-９]{1,2}\s?[.．、，](?![0-9０-９])")),
    ("(1)", re.compile(r"[(（]\s?[0-9０-９]{1,2}\s?[)）]|[⑴-⒇]")),
    ("1)", re.compile(r"[0-9０-９]{1,2}[)）]")),
    ("<1>", re.compile(r"[<＜〈《][0-9０-９]{1,2}[>＞〉》]")),
    ("①", re.compile(r"[①-⑳]")),
    ("i.", re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|x)\s?[.．)）]")),
    ("a.", re.compile(r"[a-zA-Zａ-ｚＡ-Ｚ][.．)）](?=\s|[^\x00-\x7f])")),
    ("(a)", re.compile(r"[(（][a-zA-Zａ-ｚ][)）]")),
    ("ア", re.compile(r"[ア-ンｱ-ﾝ][.．)）、]|[(（][ア-ン][)）]")),
    ("■", re.compile(r"[■◆▼▽◇□●★▶►]+")),
    ("・", re.compile(r"[・•‧○◯*＊\-−–―※→»✓]+(?=\s|[^\x00-\x7f]|[A-Z])")),
)
_BULLETS = frozenset({"・", "・+"})
_WHOLE = re.compile(
    r"^(?:[【〔［\[＜<≪《][^】〕］\]＞>≫》]+[】〕］\]＞>≫》]|"
    r"[■◆▼◇□●].{1,60})$"
)
_FINISHED = re.compile(
    r"[。．!！?？]$|(?:ます|ません|です|ください|下さい|とき|場合|ため)[。.]?$|[.;,]$"
)
_FACT = re.compile(
    r"〒|@|\d{2,4}[-(（]\d|[0-9０-９]{4}\s?[年./]\s?[0-9０-９]|(?:平成|令和|昭和)[0-9０-９元]|"
    r"株式会社|有限会社|代表|"
    r"\b(?:Inc|Ltd|Corp|LLC)\b"
)
_CASE = re.compile(r"^.{2,36}(?<!おそれ)の場合$")
_NOTHING = frozenset({"以上", "以　上", "以 上", "記"})
_LEADS = re.compile(
    r"\b(?:is|are|will|may|shall|handles?|uses?|do|does|have|has|we|our|you|follow\w*)\b", re.I
)
LABEL = 60


def marker(text: str) -> str | None:
    """The style of the number or bullet a line begins with."""
    for style, pattern in _MARKERS:
        if pattern.match(text):
            return style
    return None


def label_like(text: str, *, long: bool = False) -> bool:
    """A text that names what follows: short, and no sentence. `long`: it stands alone or bears a
    number, so it may be longer."""
    bare = strip_marker(text)
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
            kana = re.search(r"[アイウエオカキクケコ]", bare)
            return "アイウエオカキクケコ".index(kana[0]) + 1 if kana else None
    return None


def strip_marker(text: str) -> str:
    """The text without its number or bullet."""
    for _, pattern in _MARKERS:
        if found := pattern.match(text):
            return text[found.end() :].lstrip(" 　.．:：")
    return text


def outline(blocks: Sequence[Block]) -> Page:
    """Number the sentences and give each the headings it stands under."""
    lang = language(" ".join(each.text for each in blocks))
    stack: list[Level] = []
    found: list[Sentence] = []
    blocks = [each for each in blocks if each.text not in _NOTHING]
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        key = _key(block, following, stack)
        _leave(stack, key, block)
        path = tuple(text for _, text, _ in stack if text is not None)
        heading = key is not None and _is_heading(blocks, index, key)
        bare = strip_marker(block.text) or block.text
        parts = [bare] if heading else list(sentences(bare, lang))
        item = block.kind == "item" or (key is not None and not heading)
        for part in parts:
            found.append(Sentence(len(found) + 1, part, block.line, path, index, heading, item))
        if key is not None:
            label = bare.rstrip(":： ") if heading else None
            stack.append((key, label, ordinal(block.text) if key[0] == "m" else None))
    return Page(lang, tuple(found))


def _key(block: Block, following: Block | None, stack: list[Level]) -> Key | None:
    if block.kind == "heading":
        return ("h", block.level)
    if block.kind == "term":
        return ("term", block.level)
    style = marker(block.text)
    if style is not None and not (style == "i." and [k for k, _, _ in stack[-1:]] == [("m", "a.")]):
        return ("m", style if block.level == 0 else f"{style}+")
    if _WHOLE.match(block.text):
        return ("p", _rank(following))
    if block.kind == "item":
        return ("li", block.level)
    if (
        following is not None
        and label_like(block.text, long=block.alone)
        and not _FACT.search(block.text)
    ) and (block.text.endswith((":", "：")) or _opens_list(block, following)):
        return ("p", _rank(following))
    return None


def _rank(following: Block | None) -> int:
    """A label right above a list stands under the label of the part it belongs to."""
    listed = following is not None and (following.kind == "item" or marker(following.text))
    return 1 if listed else 0


def _opens_list(block: Block, following: Block) -> bool:
    """A short line with a list, or with prose, below it."""
    if block.alone and len(block.text) > 1:
        return True
    if len(block.text) > (45 if language(block.text) == "ja" else 70):
        return False
    below = following.text
    begins = following.kind == "item" or marker(below) in _BULLETS
    return begins or (following.kind == "para" and len(below) > 40 and not label_like(below))


def _is_heading(blocks: Sequence[Block], index: int, key: Key) -> bool:
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind in ("heading", "term") or key[0] == "p":
        return True
    numbered = key[0] == "m" and key[1] not in _BULLETS
    if not label_like(block.text, long=numbered) or _FACT.search(block.text) or following is None:
        return False
    if numbered:
        restarts = ordinal(following.text) == 1 and ordinal(block.text) is not None
        own = str(key[1]).rstrip("+") == marker(following.text) and block.kind == following.kind
        deeper = following.level > block.level
        return not own or key[1] == "article" or deeper or (restarts and block.alone)
    inner = following.kind == "item" and following.level > block.level
    if key[0] == "li":
        return inner or (following.kind == "para" and following.level == block.level)
    return inner or _opens_prose(blocks, index)


def _opens_prose(blocks: Sequence[Block], index: int) -> bool:
    """A bullet that heads a paragraph, in a row of such bullets; never the last of a list."""
    here = marker(blocks[index].text)

    def at(n: int) -> str | None:
        return marker(blocks[n].text) if 0 <= n < len(blocks) else None

    if index + 1 >= len(blocks) or at(index + 1) is not None or len(blocks[index + 1].text) < 30:
        return False
    row = at(index + 2) == here or at(index - 2) == here
    return row and at(index - 1) != here


def _leave(stack: list[Level], key: Key | None, block: Block) -> None:
    """Close what the new block does not stand under."""
    if key is None:
        if not label_like(block.text) and len(block.text) > 30:
            while stack and (stack[-1][0][1] in _BULLETS or _deeper(stack[-1], block)):
                stack.pop()
        return
    if key[0] == "h":
        rank = int(key[1])
        keep = [i for i, (k, _, _) in enumerate(stack) if k[0] == "h" and int(k[1]) < rank]
        del stack[(keep[-1] + 1 if keep else 0) :]
    elif key[0] in ("li", "term"):
        same = _rows(stack, key)
        del stack[same[0] if same else len(stack) :]
    elif key[0] == "p":
        ranks = [i for i, (k, t, _) in enumerate(stack) if k[0] in ("h", "m") and t is not None]
        after = ranks[-1] + 1 if ranks else 0
        ended = [i for i, (_, text, _) in enumerate(stack) if text is None and i >= after]
        same = sorted([*(i for i in _rows(stack, key) if i >= after), *ended])
        del stack[same[0] if same else len(stack) :]
    else:
        _leave_row(stack, key, ordinal(block.text))


def _rows(stack: list[Level], key: Key) -> list[int]:
    """Where levels of this sort stand, at its rank or deeper."""
    return [i for i, (k, _, _) in enumerate(stack) if k[0] == key[0] and int(k[1]) >= int(key[1])]


def _leave_row(stack: list[Level], key: Key, number: int | None) -> None:
    """A number goes on in the innermost row that has come to it; a new 1 opens a row inside."""
    same = [i for i, (k, _, _) in enumerate(stack) if k == key]
    if not same:
        return
    goes_on = [i for i in same if number is not None and stack[i][2] == number - 1]
    if goes_on:
        del stack[goes_on[-1] :]
    elif number == 1 and stack[same[-1]][1] is not None:
        return
    else:
        del stack[same[0] :]


def _deeper(level: Level, block: Block) -> bool:
    """A list that has ended, or a full sentence of a list above a paragraph."""
    key, label, _ = level
    return (key[0] == "li" and int(key[1]) > block.level) or (key[0] == "m" and label is None)
