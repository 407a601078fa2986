"""The press: a letter as PDF/A-2a and PDF/UA-1, by typst.

The words go in as JSON data and never as typst source. The fonts come with the package, system
fonts are ignored and the creation date is the letter's own, so the same letter gives the same
bytes on every machine.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from chikai.adapters.press.envelope import Envelope, envelope
from chikai.adapters.press.glyphs import FAMILIES, font_folder, has_glyph, spelled
from chikai.adapters.press.qr import svg
from chikai.adapters.press.sheet import Part, Sheet, sheet_of
from chikai.duties.requests.letters.model import Letter
from chikai.kernel.message import say
from chikai.kernel.sheet_code import SheetCode
from chikai.ports import Unprintable, Window
from chikai.words import render

if TYPE_CHECKING:
    import typst

STANDARDS: Final[tuple[Literal["a-2a"], Literal["ua-1"]]] = ("a-2a", "ua-1")
"""ISO 19005-2 level A (archival, tagged) and ISO 14289-1 (accessible)."""


VOLUME: Final = 500
"""Rows of an annex that are set at once."""


class PressError(Unprintable):
    """The letter cannot be printed. Names the letter and the place, never a word of it."""


class NoGlyph(PressError):
    """A name or an address holds a character that no font of the press can print."""


class TypstPress:
    """`ports.Press`: one typst compiler, used by one thread at a time, loaded when first used."""

    def __init__(self) -> None:
        self._compiler: typst.Compiler | None = None
        self._lock = threading.Lock()

    def letter(self, letter: Letter, lang: str) -> bytes:
        """The letter as PDF. Raises `NoGlyph` for an unprintable character in a name or an
        address (elsewhere it is spelled as its code point, with a note), `PressError` when the
        address does not fit the window."""
        sheet = _printable(sheet_of(letter, lang=lang), letter)
        with self._lock:
            compiler = self._ready()
            volumes = volumes_of(sheet)
            # The QR on each page names the number of pages, known only once the letter is laid
            # out; its place is kept free the first time.
            pages: list[int] = []
            for volume in volumes:
                data = _data(volume, letter) | {"before": sum(pages), "qr": []}
                pages.append(len(_compile(compiler, letter, data, draft=True)))
            total, made = sum(pages), []
            for n, volume in enumerate(volumes):
                before = sum(pages[:n])
                here = range(before + 1, before + pages[n] + 1)
                codes = [svg(page_code(letter, page, total)) for page in here]
                data = _data(volume, letter) | {"before": before, "total": total, "qr": codes}
                made += _compile(compiler, letter, data, tagged=n == 0)
        return made[0] if len(made) == 1 else bound(made)

    def window(self, pdf: bytes, envelope: str) -> Window:
        """What of a printed letter shows in the window of its envelope."""
        from chikai.adapters.press.windowed import window

        return window(pdf, envelope)

    def _ready(self) -> typst.Compiler:
        if self._compiler is None:
            import typst

            fonts = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=True,
                font_paths=[str(font_folder())],
            )
            if not set(FAMILIES) <= set(fonts.families()):
                raise PressError("the fonts of the press are not installed")
            template = Path(__file__).with_name("letter.typ")
            self._compiler = typst.Compiler(input=template, root=template.parent, font_paths=fonts)
        return self._compiler


def volumes_of(sheet: Sheet) -> list[Sheet]:
    """The letter with its annex, in parts of `VOLUME` rows where it is longer than that: setting
    10,003 rows at once took 1.7 GB of memory."""
    parts: list[list[Part]] = [[]]
    room = VOLUME
    for part in sheet.annex:
        rows = part.rows
        while len(rows) - 1 > room:
            parts[-1].append(replace(part, rows=rows[: room + 1]))
            rows = (rows[0], *rows[room + 1 :])
            parts.append([])
            room = VOLUME
        parts[-1].append(replace(part, rows=rows))
        room -= max(len(rows) - 1, 1)
        if room < 1:
            parts.append([])
            room = VOLUME
    if not parts[-1] and len(parts) > 1:
        parts.pop()
    return [replace(sheet, annex=tuple(each)) for each in parts]


def bound(volumes: Sequence[bytes]) -> bytes:
    """The parts as one PDF. Only the first keeps its tags, so it no longer says of itself that it
    is PDF/A or PDF/UA."""
    import pikepdf

    with pikepdf.new() as book:
        for volume in volumes:
            with pikepdf.open(io.BytesIO(volume)) as part:
                book.pages.extend(part.pages)
        with pikepdf.open(io.BytesIO(volumes[0])) as first:
            book.docinfo["/Title"] = first.docinfo.get("/Title", "")
        out = io.BytesIO()
        book.save(out, deterministic_id=True)
    return out.getvalue()


def page_code(letter: Letter, page: int, total: int) -> SheetCode:
    """What the QR of a page says: which cases, which letter, which page of how many."""
    return SheetCode(letter.cases, letter.id, page, total)


def _compile(
    compiler: typst.Compiler,
    letter: Letter,
    data: dict[str, Any],
    *,
    draft: bool = False,
    tagged: bool = True,
) -> list[bytes]:
    """`tagged`: to the standards. A part of an annex, which may begin in the middle of a table,
    is no document of its own, and loses its tags when it is bound."""
    import typst

    dated = letter.dated
    try:
        result = compiler.compile(
            sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
            format="png" if draft else "pdf",
            ppi=1 if draft else None,
            pdf_standards=list(STANDARDS) if tagged and not draft else [],
            pdf_tags=tagged,
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        # The compiler's own text may quote the letter, so only a known cause is passed on.
        too_long = "address too long" in error.message
        cause = "the address does not fit the window" if too_long else "typst could not set it"
        raise PressError(f"letter `{letter.id}`: {cause}") from None
    if isinstance(result, list):
        return result
    return [result] if result else []


def _data(sheet: Sheet, letter: Letter) -> dict[str, Any]:
    return {**asdict(sheet), "envelope": _geometry(envelope(letter.envelope))}


def _geometry(profile: Envelope) -> dict[str, Any]:
    return {
        "folds": profile.folds,
        "panel": profile.panel,
        "address": asdict(profile.address),
        "reach": asdict(profile.reach),
    }


def _printable(sheet: Sheet, letter: Letter) -> Sheet:
    """Refuse an unprintable name or address; elsewhere spell the character and say so."""
    for place, lines in (("to", (*sheet.address, sheet.addressee)), ("sender", sheet.sender)):
        if not all(has_glyph(char) for line in lines for char in line):
            raise NoGlyph(f"letter `{letter.id}`: `{place}` holds a character without a glyph")
    printed = replace(
        sheet,
        title=spelled(sheet.title),
        subject=spelled(sheet.subject),
        parts=tuple(map(_spelled_part, sheet.parts)),
        enclosures=tuple(map(spelled, sheet.enclosures)),
        annex=tuple(map(_spelled_part, sheet.annex)),
    )
    if printed == sheet:
        return sheet
    note = Part("paragraph", lines=(render(say("frame.spelled"), lang=sheet.lang),))
    return replace(printed, parts=(*printed.parts, note))


def _spelled_part(part: Part) -> Part:
    return Part(
        shape=part.shape,
        lines=tuple(map(spelled, part.lines)),
        rows=tuple(tuple(map(spelled, row)) for row in part.rows),
    )
