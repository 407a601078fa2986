"""Plain text as blocks: wrapped lines joined, a page that is one long line taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chikai.policy.draft.page import Lang, language
from chikai.policy.draft.reading.blocks import Block, runs_on, stops, tidy
from chikai.policy.draft.reading.markers import marker

_SECTION = re.compile(
    r"(?<=[\s。)）])(?=(?:第[0-9０-９]{1,2}条|[0-9０-９]{1,2}[．.、])\s*[^\s0-9０-９])"
)
_AFTER_LABEL = re.compile(
    r"^((?:第[0-9０-９]+条|[0-9０-９]{1,2}[．.、])\s*[^\s。、]{2,40})[\s　]+(?=\S{6,})"
)
_AFTER_END = re.compile(
    r"(?<=。)[\s　]+|(?:(?<=場合)|(?<=とき)|(?<=ため)|(?<=ます)|(?<=ません)|"
    r"(?<=こと))[ 　]+(?=\S)|[ 　]+(?=[・●■※])"
)
_UNDERLINE = re.compile(r"^[-=＝―ー_*~]{3,}$")
_BAR = re.compile(r"^[\s|:\-]+$")
LONG = 400


def blocks(text: str) -> tuple[Block, ...]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lang = language(text)
    width = _width(lines)
    found: list[Block] = []
    for number, raw in enumerate(lines, 1):
        line = tidy(raw)
        if not line or _UNDERLINE.match(line) or _BAR.match(line):
            found.append(Block("", number))
            continue
        if len(line) > LONG and lang == "ja":
            found += [Block(part, number) for part in _apart(line)]
        elif _BAR.match(tidy(lines[number])) if "|" in line and number < len(lines) else False:
            continue
        elif found and _goes_on(found[-1].text, line, lang=lang, width=width):
            before = found.pop()
            glue = " " if lang == "en" else ""
            found.append(Block(before.text + glue + line, before.line, before.kind, before.level))
        else:
            depth = len(raw) - len(raw.lstrip(" \t　"))
            found += _row(line, number) or [Block(line, number, "para", depth // 2)]
    return tuple(_stand_alone(found))


def _stand_alone(found: list[Block]) -> Iterator[Block]:
    """The blocks with text; empty lines live on as `alone`."""
    for index, each in enumerate(found):
        if each.text:
            before = index == 0 or not found[index - 1].text
            after = index + 1 == len(found) or not found[index + 1].text
            yield replace(each, alone=before and after)


def _row(line: str, number: int) -> list[Block]:
    """A row of a table drawn with bars: its first cell labels the others."""
    cells = [tidy(each) for each in line.strip("|").split("|")]
    if len(cells) < 2 or line.count("|") < 1 or not all(cells):
        return []
    return [Block(cells[0], number, "term", 1), *(Block(c, number) for c in cells[1:])]


def _width(lines: list[str]) -> int:
    """The width at which the text is wrapped; 0 when it is not."""
    lengths = sorted(len(each.strip()) for each in lines if each.strip())
    if len(lengths) < 8:
        return 0
    high = lengths[len(lengths) * 9 // 10]
    return high if 20 <= high <= 100 else 0


def _goes_on(before: str, line: str, *, lang: Lang, width: int) -> bool:
    """Whether a line break stands in the middle of a sentence."""
    if not before or marker(line) or stops(before):
        return False
    if lang == "ja":
        return runs_on(before, width=width)
    return (width > 0 and len(before) >= width * 0.75) or before.endswith(",")


def _apart(line: str) -> list[str]:
    """The parts of a page that came as one long line."""
    parts: list[str] = []
    for section in _SECTION.split(line):
        label = _AFTER_LABEL.match(section)
        if label:
            parts.append(label[1])
            section = section[label.end() :]
        parts += [tidy(each) for each in _AFTER_END.split(section)]
    return [each for each in parts if each]
