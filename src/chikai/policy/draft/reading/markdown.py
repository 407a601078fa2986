"""Markdown as blocks: its headings as headings, the marks inside a line taken away."""

from __future__ import annotations

import re

from chikai.policy.draft.reading import text as plain
from chikai.policy.draft.reading.blocks import Block, tidy

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINED = re.compile(r"^(?:=+|-+)\s*$")
_BOLD_LINE = re.compile(r"^(?:\*\*|__)([^*_]{1,60})(?:\*\*|__)[:：]?\s*$")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_HTML = re.compile(r"<!doctype|<html\b|<body\b", re.I)
_SIGNS = re.compile(r"^#{1,6} \S|\[[^\]\n]+\]\((?:https?:|mailto:|/|#)|^\|? ?:?-{3,}:? ?\|", re.M)


def is_markdown(text: str) -> bool:
    """Whether a text that is no whole HTML page bears the signs of Markdown."""
    return _HTML.search(text[:4000]) is None and _SIGNS.search(text) is not None


def blocks(text: str) -> tuple[Block, ...]:
    """Headings by their rank; everything else as plain text reads it."""
    text = text.replace("\r\n", "\n")
    text = _FRONT.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.S)
    heads: list[Block] = []
    lines = text.split("\n")
    for n, line in enumerate(lines):
        below = lines[n + 1] if n + 1 < len(lines) else ""
        if found := _HEADING.match(line):
            heads.append(Block(_inline(found[2]), n + 1, "heading", len(found[1])))
            lines[n] = ""
        elif line.strip() and not line.lstrip().startswith(("-", "|", "*")) and _under(below, line):
            heads.append(Block(_inline(line), n + 1, "heading", 1 if below[0] == "=" else 2))
            lines[n] = lines[n + 1] = ""
        elif found := _BOLD_LINE.match(line):
            heads.append(Block(_inline(found[1]), n + 1, "heading", 6))
            lines[n] = ""
        else:
            lines[n] = _line(line)
    body = plain.blocks("\n".join(lines))
    return tuple(sorted([each for each in (*heads, *body) if each.text], key=lambda b: b.line))


def _under(below: str, line: str) -> bool:
    return _UNDERLINED.match(below) is not None and len(line) < 80 and len(below.strip()) > 2


def _line(line: str) -> str:
    """A line of the body: a quote's mark and the breaks of HTML go, the indent stays."""
    indent = line[: len(line) - len(line.lstrip())]
    body = re.sub(r"^(?:>\s?)+", "", line.lstrip())
    bullet = re.match(r"[*+]\s+", body)
    body = f"- {body[bullet.end() :]}" if bullet else body
    return indent + _inline(body, keep_bars=True)


def _inline(text: str, *, keep_bars: bool = False) -> str:
    """Without the marks of emphasis, code, links and pictures; a link's mail address stays."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\(([^)\s]*)[^)]*\)", _link, text)
    text = re.sub(r"<br\s*/?>", " ", text, flags=re.I)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(
        r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![A-Za-z0-9*])", r"\1", text
    )
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text)
    return text.rstrip() if keep_bars else tidy(text)


def _link(found: re.Match[str]) -> str:
    words, target = found[1], found[2]
    address = target.removeprefix("mailto:").partition("?")[0]
    if target.startswith("mailto:") and address not in words:
        return f"{words} {address}"
    return words
