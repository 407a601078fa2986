"""Blocks as a page: what is a heading, what stands under what, where sentences end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chikai.policy.draft.page import Page, Sentence, language
from chikai.policy.draft.reading.blocks import Block
from chikai.policy.draft.reading.split import sentences

Key = tuple[str, int | str]
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
_WHOLE = re.compile(r"^(?:[【〔［\[＜<≪《][^】〕］\]＞>≫》]+[】〕］\]＞>≫》]|[■◆▼◇□●].{1,60})$")
_FINISHED = re.compile(
    r"[。．!！?？]$|(?:ます|ません|です|ください|下さい|とき|場合|ため)[。.]?$|[.;,]$"
)
_FACT = re.compile(
    r"〒|@|\d{2,4}[-(（]\d|^[0-9０-９]{4}年|株式会社|有限会社|代表|\b(?:Inc|Ltd|Corp|LLC)\b"
)
_CASE = re.compile(r"^.{2,36}(?<!おそれ)の場合$")
_NOTHING = frozenset({"以上", "以　上", "以 上", "記"})
LABEL = 60


def marker(text: str) -> str | None:
    """The style of the number or bullet a line begins with."""
    for style, pattern in _MARKERS:
        if pattern.match(text):
            return style
    return None


def label_like(text: str) -> bool:
    """A text that names what follows: short, and no sentence."""
    bare = strip_marker(text)
    if not 0 < len(bare) <= (LABEL if language(bare) == "ja" else 90) or "。" in bare:
        return False
    if bare.endswith((":", "：")) or _CASE.search(bare):
        return True
    return _FINISHED.search(bare) is None


def strip_marker(text: str) -> str:
    """The text without its number or bullet."""
    for _, pattern in _MARKERS:
        if found := pattern.match(text):
            return text[found.end() :].lstrip(" 　.．:：")
    return text


def outline(blocks: Sequence[Block]) -> Page:
    """Number the sentences and give each the headings it stands under."""
    lang = language(" ".join(each.text for each in blocks))
    stack: list[tuple[Key, str]] = []
    found: list[Sentence] = []
    blocks = [each for each in blocks if each.text not in _NOTHING]
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        key = _key(block, following, stack)
        _leave(stack, key, block)
        path = tuple(text for _, text in stack)
        heading = key is not None and _is_heading(block, key, following)
        bare = strip_marker(block.text) or block.text
        parts = [bare] if heading else list(sentences(bare, lang))
        item = block.kind == "item" or (key is not None and not heading)
        for part in parts:
            found.append(Sentence(len(found) + 1, part, block.line, path, index, heading, item))
        if key is not None and heading:
            stack.append((key, bare.rstrip(":： ")))
    return Page(lang, tuple(found))


def _key(block: Block, following: Block | None, stack: list[tuple[Key, str]]) -> Key | None:
    if block.kind == "heading":
        return ("h", block.level)
    if block.kind == "term":
        return ("term", block.level)
    style = marker(block.text)
    if style is not None and not (style == "i." and [k for k, _ in stack[-1:]] == [("m", "a.")]):
        return ("m", style if block.level == 0 else f"{style}+")
    if _WHOLE.match(block.text):
        return ("p", 0)
    if block.kind == "item":
        return ("li", block.level)
    if following is not None and label_like(block.text) and not _FACT.search(block.text):
        if block.text.endswith((":", "：")) or _opens_list(block, following):
            return ("p", 0)
    return None


def _opens_list(block: Block, following: Block) -> bool:
    """A short line with a list, or with prose, below it."""
    if len(block.text) > 45:
        return False
    below = following.text
    begins = following.kind == "item" or marker(below) in _BULLETS
    return begins or (following.kind == "para" and len(below) > 40 and not label_like(below))


def _is_heading(block: Block, key: Key, following: Block | None) -> bool:
    if block.kind in ("heading", "term") or key[0] == "p":
        return True
    if not label_like(block.text) or _FACT.search(block.text) or following is None:
        return False
    if key[0] == "m" and key[1] not in _BULLETS:
        own = str(key[1]).rstrip("+") == marker(following.text) and block.kind == following.kind
        return not own or key[1] == "article"
    if key[0] == "li":
        inner = following.kind == "item" and following.level > block.level
        return inner or (following.kind == "para" and following.level == block.level)
    return following.kind == "item" and following.level > block.level


def _leave(stack: list[tuple[Key, str]], key: Key | None, block: Block) -> None:
    """Close what the new block does not stand under."""
    if key is None:
        if not label_like(block.text) and len(block.text) > 30:
            while stack and (stack[-1][0][1] in _BULLETS or _deeper(stack[-1][0], block)):
                stack.pop()
        return
    if key[0] == "h":
        rank = int(key[1])
        keep = [i for i, (k, _) in enumerate(stack) if k[0] == "h" and int(k[1]) < rank]
        del stack[(keep[-1] + 1 if keep else 0) :]
        return
    if key[0] in ("li", "term"):
        same = [i for i, (k, _) in enumerate(stack) if k[0] == key[0] and int(k[1]) >= int(key[1])]
    else:
        ranks = [i for i, (k, _) in enumerate(stack) if key[0] == "p" and k[0] in ("h", "m")]
        after = ranks[-1] + 1 if ranks else 0
        same = [i for i, (k, _) in enumerate(stack) if k == key and i >= after]
    if same:
        del stack[same[0] :]


def _deeper(key: Key, block: Block) -> bool:
    return key[0] == "li" and int(key[1]) > block.level
