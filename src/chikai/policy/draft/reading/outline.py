"""Blocks as a page: what is a heading, what stands under what, where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from chikai.policy.draft.page import Page, Sentence, language
from chikai.policy.draft.reading.blocks import Block
from chikai.policy.draft.reading.markers import (
    label_like,
    marker,
    ordinal,
    rows,
    strip_marker,
    without_etc,
)
from chikai.policy.draft.reading.split import sentences

Key = tuple[str, int | str]
Level = tuple[Key, str | None, int | None]
"""What stands open above a block: its key, its text if it is a heading, its number in its row."""
_BULLETS = frozenset({"・", "・+", "・++", "・+++"})
_WHOLE = re.compile(
    r"^(?:[【〔［\[＜<≪《][^】〕］\]＞>≫》]+[】〕］\]＞>≫》]|"
    r"[■◆▼◇□●].{1,60})$"
)
_FACT = re.compile(
    r"〒|@|\d{2,4}[-(（]\d|[0-9０-９]{4}\s?[年./]\s?[0-9０-９]|(?:平成|令和|昭和)[0-9０-９元]|"
    r"株式会社|有限会社|代表|"
    r"\b(?:Inc|Ltd|Corp|LLC)\b"
)
_SAYS = re.compile(r"[。.;]|(?:ます|ません|です|ください|下さい|ため)$")
_ASIDE = re.compile(r"なお|ただし|但し|また、|※")
_NOTHING = frozenset({"以上", "以　上", "以 上", "記"})


def outline(blocks: Sequence[Block]) -> Page:
    """Number the sentences and give each the headings it stands under."""
    lang = language(" ".join(each.text for each in blocks))
    stack: list[Level] = []
    found: list[Sentence] = []
    blocks = list(_whole(blocks))
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        key = _key(block, following, stack)
        before = _before(blocks, index, key, stack)
        _leave(stack, key, block)
        path = tuple(text for _, text, _ in stack if text is not None)
        heading = key is not None and _is_heading(blocks, index, key, stack, before)
        bare = strip_marker(block.text) or block.text
        parts = [bare] if heading else list(sentences(bare, lang))
        item = block.kind == "item" or (key is not None and not heading)
        for part in parts:
            found.append(Sentence(len(found) + 1, part, block.line, path, index, heading, item))
        if key is not None:
            label = bare.rstrip(":： ") if heading else None
            stack.append((key, label, ordinal(block.text) if key[0] == "m" else None))
    return Page(lang, tuple(found))


def _whole(blocks: Sequence[Block]) -> Iterator[Block]:
    """Without lines that say nothing; a bullet alone on its line belongs to the next."""
    alone = ""
    for each in blocks:
        text = re.sub(r"(?<=\S) -$", "", each.text)
        if text in _NOTHING:
            continue
        if not strip_marker(text):
            alone = text
            continue
        if alone and marker(text) is None and each.kind == "para":
            text = f"{alone} {text}"
        alone = ""
        for part in rows(text):
            yield replace(each, text=part)


def _before(
    blocks: Sequence[Block], index: int, key: Key | None, stack: list[Level]
) -> Literal["label", "item", None]:
    """What the neighbour before it in its row is: a label over content, or a short item."""
    number = ordinal(blocks[index].text)
    if key is None or key[0] != "m" or number is None:
        return None
    for one, label, its in reversed(stack):
        if one == key and its == number - 1:
            if label is not None:
                return "label"
            short = [b for b in blocks[:index] if _style(b) == key and ordinal(b.text) == its]
            return "item" if short and label_like(short[-1].text) else None
    return None


def _style(block: Block) -> Key | None:
    style = marker(block.text)
    return None if style is None else ("m", style + "+" * min(block.level, 3))


def _leads_out(following: Block, stack: list[Level]) -> bool:
    """Whether the next line goes on with a row that stands open above, or opens a new part."""
    if following.kind == "heading" or marker(following.text) == "article":
        return True
    style = _style(following)
    return ordinal(following.text) not in (None, 1) and any(k == style for k, _, _ in stack)


def _key(block: Block, following: Block | None, stack: list[Level]) -> Key | None:
    if block.kind == "heading":
        return ("h", block.level)
    if block.kind == "term":
        return ("term", block.level)
    style, above = _style(block), [k for k, _, _ in stack[-1:]]
    if style is not None and not (style[1] == "i." and above == [("m", "a.")]):
        return style
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


def _is_heading(
    blocks: Sequence[Block],
    index: int,
    key: Key,
    stack: list[Level],
    before: Literal["label", "item", None],
) -> bool:
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind in ("heading", "term") or key[0] == "p":
        return True
    if before == "label" and _names(block.text):
        return True
    numbered = key[0] == "m" and key[1] not in _BULLETS
    if not label_like(block.text, long=numbered) or _FACT.search(block.text) or following is None:
        return False
    if numbered:
        if before == "item" or _leads_out(following, stack):
            return False
        restarts = ordinal(following.text) == 1 and ordinal(block.text) is not None
        own = str(key[1]).rstrip("+") == marker(following.text) and block.kind == following.kind
        deeper = following.level > block.level
        return not own or key[1] == "article" or deeper or (restarts and block.alone)
    inner = following.kind == "item" and following.level > block.level
    if key[0] == "li":
        return inner or (following.kind == "para" and following.level == block.level)
    return inner or ordinal(following.text) == 1 or _opens_prose(blocks, index)


def _names(text: str) -> bool:
    """Short and no sentence, as a label among labels is; it may end in "cases"."""
    bare = without_etc(strip_marker(text))
    return 0 < len(bare) <= 60 and not _SAYS.search(bare) and not _FACT.search(bare)


def _opens_prose(blocks: Sequence[Block], index: int) -> bool:
    """A bullet that heads a paragraph, in a row of such bullets; never the last of a list."""
    here = marker(blocks[index].text)

    def at(n: int) -> str | None:
        return marker(blocks[n].text) if 0 <= n < len(blocks) else None

    if (
        index + 1 >= len(blocks)
        or blocks[index + 1].kind != "para"
        or at(index + 1) is not None
        or len(blocks[index + 1].text) < 20
    ):
        return False
    if _ASIDE.match(below := blocks[index + 1].text):
        return False
    row = at(index + 2) == here or at(index - 2) == here or below.endswith(("。", "."))
    return row and at(index - 1) != here


def _leave(stack: list[Level], key: Key | None, block: Block) -> None:
    """Close what the new block does not stand under."""
    if key is None:
        if not label_like(block.text) and len(block.text) > 30:
            while stack and (_ended(stack[-1]) or _deeper(stack[-1], block)):
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


def _ended(level: Level) -> bool:
    """A bullet that heads nothing."""
    return level[0][1] in _BULLETS and level[1] is None


def _deeper(level: Level, block: Block) -> bool:
    """A list that has ended, or a full sentence of a list above a paragraph."""
    key, label, _ = level
    return (key[0] == "li" and int(key[1]) > block.level) or (key[0] == "m" and label is None)
