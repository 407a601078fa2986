"""Scans: covered before stored. What a clerk marks is painted over in the picture itself, and the
picture is written anew, so that neither metadata nor a hidden layer survives under the paint."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chikai.web.desk import paper
from chikai.web.posted import Posted, bad

MAX_PIXELS: Final = 40_000_000
REGIONS: Final = 4
PDF: Final = b"%PDF-"
_FORMATS: Final = ("JPEG", "PNG")


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle to paint over, in per cent of the width and the height of the picture."""

    left: int
    top: int
    width: int
    height: int


def regions(form: Posted, prefix: str) -> tuple[Region, ...]:
    """The rectangles a form gives. One that is begun must be whole and lie in the picture."""
    found = []
    for n in range(REGIONS):
        row = f"{prefix}.region{n}"
        if not form.begun(row):
            continue
        sides = paper.rectangle(form, row, whole=100, code="web.fault.region")
        if sides:
            found.append(Region(*sides))
    return tuple(found)


def covered(content: bytes, marks: Sequence[Region], *, field: str, shows: bool) -> bytes:
    """The scan as it may be stored. `shows`: something that must be covered was on the paper.

    Raises `BadField` for what is no picture, too large a picture, or a PDF of a paper that
    shows something: what is painted over in a PDF can be uncovered again.
    """
    if content.startswith(PDF):
        if shows or marks:
            raise bad("web.fault.pdf_cannot_be_covered", field)
        return content
    return _painted(content, marks, field)


def _painted(content: bytes, marks: Sequence[Region], field: str) -> bytes:
    from PIL import Image, ImageDraw, ImageOps  # when first used: it is large

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise bad("web.fault.picture_too_large", field, megapixels=MAX_PIXELS // 1_000_000)
            kind = str(opened.format)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise bad("web.fault.not_a_picture", field) from None
    draw = ImageDraw.Draw(picture)
    for each in marks:
        left, top = each.left * picture.width // 100, each.top * picture.height // 100
        right = min(picture.width, -(-(each.left + each.width) * picture.width // 100))
        bottom = min(picture.height, -(-(each.top + each.height) * picture.height // 100))
        draw.rectangle((left, top, right, bottom), fill="black")
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, format=kind, quality=85)
    return out.getvalue()


def media_type(content: bytes) -> str:
    """What a stored scan or letter is, by its first bytes; never what its sender called it."""
    if content.startswith(PDF):
        return "application/pdf"
    if content.startswith(b"{"):
        return "application/json"
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "application/octet-stream"
