"""Reads a published page the way a browser and a screen reader do."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}
ADDRESSES = ("href", "src", "srcset", "action", "data", "poster")


@dataclass
class Page:
    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    style: str = ""
    text: str = ""


class Reader(HTMLParser):
    """Fails on a tag that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"<{tag}> says one thing twice"
        self.page.tags.append(tag)
        if tag == "html":
            self.page.lang = given.get("lang") or ""
        if id := given.get("id"):
            self.page.ids.append(id)
        if label := given.get("aria-labelledby"):
            self.page.labels.append(label)
        self.page.addresses += [given[a] or "" for a in ADDRESSES if a in given]
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.page.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "style":
            self.page.style += data
            return
        if inside == "title":
            self.page.title += data
        if inside.startswith("h") and inside[1:].isdigit():
            level, text = self.page.headings[-1]
            self.page.headings[-1] = (level, text + data)
        self.page.text += data


def read(html: bytes) -> Page:
    text = html.decode("utf-8")
    assert text.lstrip().startswith("<!doctype html>")
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader.page
