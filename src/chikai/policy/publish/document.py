"""A document in one language, all in words, before it has a look: what page and paper share.

Ids of clauses hold no hyphen and ids of sections begin with `sec-`, so no anchor stands twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `anchor` is the id of the clause it is, `href` where it leads."""

    text: str
    anchor: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clause's own text under its anchor, or a sentence of ours. `note`: set apart."""

    text: str
    anchor: str | None = None
    note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it, in one value or several."""

    term: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of a clause beside its sentence."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first column of `rows` heads its row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One box to tick."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A line of a form: a place to write in, or boxes. `value` is what is filled in already;
    `mark` stands at the end of the place (where a seal goes)."""

    label: str
    value: str = ""
    boxes: tuple[Box, ...] = ()
    tall: bool = False
    mark: str = ""

    def __repr__(self) -> str:
        return "Blank(<sealed>)"


@dataclass(frozen=True, slots=True)
class Blanks:
    caption: str
    rows: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What goes into the envelope; each line with its alternatives."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The address to cut out and paste on an envelope. In Japanese whatever the language."""

    lines: tuple[str, ...]
    note: str


Block = Paragraph | Bullets | Facts | Grid | Blanks | Checklist | Label


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `new_page`: begins a sheet of its own on paper."""

    id: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another document. `rel` and `type` as in HTML; `lang` where it is another one."""

    href: str
    text: str
    rel: str = ""
    type: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`name` is the file's name without language and ending; `dated` the day it speaks of. What
    bears a `sheet` (a form with its version) is printed with its code, and that of its `cases`."""

    kind: Literal["page", "form"]
    name: str
    lang: str
    title: str
    company: str
    dated: str
    lead: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    foot: tuple[str, ...] = ()
    sheet: str = ""
    cases: tuple[str, ...] = ()


def anchors(document: Document) -> tuple[str, ...]:
    """Every anchor of a document in order, sections and clauses."""
    found: list[str] = []

    def walk(blocks: tuple[Block, ...], sections: tuple[Section, ...]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph) and block.anchor:
                found.append(block.anchor)
            elif isinstance(block, Bullets):
                found.extend(line.anchor for line in block.lines if line.anchor)
        for section in sections:
            found.append(section.id)
            walk(section.blocks, section.sections)

    walk(document.lead, document.sections)
    return tuple(found)
