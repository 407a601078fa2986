"""A document on paper: PDF/A-2a and PDF/UA-1 by typst, like a letter.

The words go in as JSON data and never as typst source; fonts come with the package, and the
creation date is the policy's, so the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import json
import threading
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chikai.adapters.press.glyphs import font_folder, spelled
from chikai.adapters.press.qr import svg
from chikai.adapters.press.typst_press import STANDARDS, PressError
from chikai.kernel.message import say
from chikai.kernel.sheet_code import SheetCode
from chikai.policy.publish.document import Document
from chikai.words import render

if TYPE_CHECKING:
    import typst


class Paper:
    """One typst compiler, used by one thread at a time, loaded when first used."""

    def __init__(self) -> None:
        self._compiler: typst.Compiler | None = None
        self._lock = threading.Lock()

    def pdf(self, document: Document, *, made: date) -> bytes:
        """The document as PDF; `made` is its creation date. A character without a glyph is
        spelled as its code point. Raises `PressError`, which names the file and no word of it."""
        data = _plain(document)
        data["page_of"] = render(say("frame.page", n="{n}", m="{m}"), lang=document.lang)
        data["alt"] = render(say("frame.qr"), lang=document.lang)
        with self._lock:
            if not document.sheet:
                return self._set(document, {**data, "qr": []}, made)[0]
            total = len(self._set(document, {**data, "qr": [""]}, made, draft=True))
            codes = [
                svg(SheetCode(document.cases, document.sheet, n, total))
                for n in range(1, total + 1)
            ]
            return self._set(document, {**data, "qr": codes}, made)[0]

    def _set(
        self, document: Document, data: dict[str, Any], made: date, *, draft: bool = False
    ) -> list[bytes]:
        import typst

        try:
            found = self._ready().compile(
                sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
                format="png" if draft else "pdf",
                ppi=1 if draft else None,
                pdf_standards=[] if draft else list(STANDARDS),
                timestamp=datetime(made.year, made.month, made.day, tzinfo=UTC),
            )
        except typst.TypstError:
            raise PressError(f"`{document.name}`: typst could not set it") from None
        return found if isinstance(found, list) else [found] if found else []

    def _ready(self) -> typst.Compiler:
        if self._compiler is None:
            import typst

            fonts = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=True,
                font_paths=[str(font_folder())],
            )
            template = Path(__file__).with_name("document.typ")
            self._compiler = typst.Compiler(input=template, root=template.parent, font_paths=fonts)
        return self._compiler


def _plain(value: Any) -> Any:
    """Plain values for JSON; a block carries its shape, and text only printable characters."""
    if isinstance(value, str):
        return spelled(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"shape": type(value).__name__.lower(), **named}
    return value
