"""An HTML page as blocks. Navigation, scripts, footers and form controls are no policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

from chikai.policy.draft.page import BadPage
from chikai.policy.draft.reading.blocks import Block, Kind, runs_on, tidy
from chikai.policy.draft.reading.markers import marker

MAX_DEPTH = 200
_GONE = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "nav",
        "footer",
        "aside",
        "head",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "audio",
        "video",
        "math",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
    ]
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ASIDE = re.compile(
    r"(?:^|[-_])(?:g?navi?|navbar|menu|breadcrumbs?|pankuzu|topicpath|footer|sidebar)(?:$|[-_])",
    re.I,
)
_BACK = re.compile(r"戻る|^(?:トップ|ホーム|HOME|TOP|Home|Top)|^back\b|ページトップ", re.I)
_NO_TEXT = (Comment, Doctype, ProcessingInstruction)


def blocks(markup: str) -> tuple[Block, ...]:
    """The blocks of a page. Raises `BadPage` for markup nested beyond reason."""
    soup = BeautifulSoup(markup, "html.parser")
    try:
        return tuple(_Walk().page(_main(soup)))
    except RecursionError as error:
        raise BadPage("too_deep") from error


def _main(soup: BeautifulSoup) -> Tag:
    """`main` or `article` when it holds most of the words; else the whole."""
    whole = len(soup.get_text())
    for name in ("main", "article"):
        found = soup.find_all(name, limit=2)
        only = found[0] if len(found) == 1 else None
        if isinstance(only, Tag) and len(only.get_text()) * 2 > whole:
            return only
    return soup


def _lines(words: str) -> list[str]:
    """The lines of a paragraph with breaks; a break in the middle of a sentence is none."""
    found: list[str] = []
    for part in words.split("\x01"):
        text = tidy(part)
        if found and text and marker(text) is None and runs_on(found[-1]):
            found[-1] += text
        else:
            found.append(text)
    return found


class _Walk:
    """Walks the tree once and gives a block at every border."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.line = 0
        self.done: list[Block] = []

    def page(self, root: Tag) -> Iterator[Block]:
        self._inside(root, "para", 0, 0)
        self._end("para", 0)
        yield from self.done

    def _end(self, kind: Kind, level: int) -> None:
        for n, text in enumerate(_lines("".join(self.words))):
            if text:
                # After a line break the rest of a heading or term is a text of its own.
                then = kind if n == 0 or kind in ("heading", "term") else "para"
                self.done.append(Block(text, self.line or 1, then, level))
        self.words, self.line = [], 0

    def _inside(self, tag: Tag, kind: Kind, level: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise BadPage("too_deep")
        for child in tag.children:
            self._one(child, kind, level, depth)

    def _one(self, child: PageElement, kind: Kind, level: int, depth: int) -> None:
        if isinstance(child, NavigableString):
            if not isinstance(child, _NO_TEXT) and (text := str(child)).strip():
                self.line = self.line or getattr(child.parent, "sourceline", 0) or 0
                self.words.append(text)
            elif self.words:
                self.words.append(" ")
            return
        if not isinstance(child, Tag) or child.name in _GONE or _beside(child):
            return
        name = child.name
        if name == "br":
            self.words.append("\x01")
        elif name in _INLINE:
            self._inline(child, kind, level, depth)
        else:
            self._end(kind, level)
            self._block(child, name, kind, level, depth)

    def _inline(self, tag: Tag, kind: Kind, level: int, depth: int) -> None:
        href = tag.get("href")
        if tag.name == "a" and _BACK.search(tag.get_text().strip()):
            return
        self._inside(tag, kind, level, depth + 1)
        if isinstance(href, str) and href.lower().startswith("mailto:"):
            address = href[7:].partition("?")[0]
            if address and address not in "".join(self.words):
                self.words.append(f" {address} ")

    def _block(self, tag: Tag, name: str, kind: Kind, level: int, depth: int) -> None:
        inner: tuple[Kind, int] = (kind, level)
        if name in _HEADINGS:
            inner = ("heading", _HEADINGS[name])
        elif name in ("ul", "ol", "dl"):
            inner = (kind if kind == "item" else "para", level + 1)
        elif name == "li":
            inner = ("item", max(1, level))
        elif name in ("dt", "caption", "legend"):
            inner = ("term", level)
        elif name == "dd":
            inner = ("para", level)
        elif name == "table":
            self._table(tag, level, depth)
            return
        self._inside(tag, *inner, depth + 1)
        self._end(*inner)

    def _table(self, table: Tag, level: int, depth: int) -> None:
        """Each row under its first cell; a row of headings names the columns."""
        heads: list[str] = []
        for row in table.find_all("tr"):
            if row.find_parent("table") is not table:
                continue
            cells = [c for c in row.find_all(["td", "th"]) if c.find_parent("tr") is row]
            texts = [tidy(c.get_text(" ")) for c in cells]
            if len(cells) > 1 and (not heads and _all_heads(cells, texts, table)):
                heads = texts
                continue
            for n, cell in enumerate(cells):
                first = n == 0 and len(cells) > 1 and not _prose(texts[0])
                if heads and n < len(heads) and heads[n] and not first:
                    self.done.append(Block(heads[n], cell.sourceline or 1, "term", level + 2))
                if first:
                    self.done.append(Block(texts[0], cell.sourceline or 1, "term", level + 1))
                    continue
                self._inside(cell, "para", level, depth + 1)
                self._end("para", level)


def _all_heads(cells: list[Tag], texts: list[str], table: Tag) -> bool:
    if any(cell.name == "td" for cell in cells):
        inside = any(cell.find_parent("thead") is not None for cell in cells)
        return inside and all(len(each) < 40 for each in texts)
    return len(table.find_all("tr", limit=2)) > 1


def _prose(text: str) -> bool:
    return len(text) > 80 or text.endswith("。") or not text


def _beside(tag: Tag) -> bool:
    """Hidden parts, and parts named as navigation that are mostly links; lists of links only."""
    if tag.name in ("a", "span", "b", "strong"):
        return False
    named = " ".join([*map(str, tag.get_attribute_list("class")), str(tag.get("id") or "")])
    if not any(_ASIDE.search(each) for each in named.split()) and tag.name not in ("ul", "header"):
        return False
    text = len(tidy(tag.get_text()))
    links = sum(len(tidy(each.get_text())) for each in tag.find_all("a"))
    if tag.name == "ul":
        items = tag.find_all("li", recursive=False)
        return len(items) > 1 and links * 10 >= text * 9 and links > 0
    return text == 0 or (links * 2 >= text and tag.find(["h1", "h2"]) is None)
