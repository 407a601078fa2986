"""Papers of a drill as pictures: nobody can take one for a real paper, whatever is cut off."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

SIZE: Final = (900, 640)
MARK: Final = "訓練 DRILL"
_INK, _MARK, _RULE = (26, 26, 26), (205, 60, 60), (120, 120, 120)


def draw(title: str, lines: Sequence[str]) -> bytes:
    """One sheet as PNG, marked across its face and along its edges."""
    from PIL import Image, ImageDraw, ImageFont
    from pylopdf_fonts_jp import sans_path

    def font(size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(sans_path()), size)

    sheet = Image.new("RGB", SIZE, (255, 255, 252))
    across = Image.new("L", (SIZE[0] * 2, 120), 0)
    ImageDraw.Draw(across).text((20, 0), f"{MARK}  {MARK}  {MARK}", font=font(84), fill=70)
    turned = across.rotate(28, expand=True)
    sheet.paste(_MARK, (-420, -180), turned)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((12, 12, SIZE[0] - 13, SIZE[1] - 13), outline=_RULE, width=2)
    pen.text((40, 34), title, font=font(34), fill=_INK)
    at = 104.0
    for line in lines:
        for part in _folded(line, 38):
            pen.text((40, at), part, font=font(23), fill=_INK)
            at += 38
    pen.text((40, SIZE[1] - 56), f"{MARK}  {MARK}  {MARK}  {MARK}", font=font(22), fill=_MARK)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def _folded(line: str, most: int) -> list[str]:
    return [line[n : n + most] for n in range(0, len(line), most)] or [""]
