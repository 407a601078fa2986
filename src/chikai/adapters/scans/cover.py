"""Covering: painted over in the pixels, then looked at again as a stranger would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chikai.adapters.scans.codes import codes_on
from chikai.kernel.area import WHOLE, Area, Word

if TYPE_CHECKING:
    from PIL.Image import Image

_EVEN: Final = 48
"""How far pixels of a covered place may differ: JPEG rings at the edge of black."""


def box(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels of an area, outwards: left, top, and the first column and row beyond."""
    width, height = size
    return (
        area.left * width // WHOLE,
        area.top * height // WHOLE,
        -(-area.right * width // WHOLE),
        -(-area.bottom * height // WHOLE),
    )


def covered(image: Image, areas: Sequence[Area]) -> Image:
    """The picture with the areas black."""
    from PIL import ImageDraw

    if not areas:
        return image
    made = image.convert("RGB" if image.mode == "RGB" else "L")
    draw = ImageDraw.Draw(made)
    for area in areas:
        left, top, right, bottom = box(area, made.size)
        draw.rectangle((left, top, right - 1, bottom - 1), fill="black")
    return made


def still_shows(image: Image, areas: Sequence[Area], *, words: Sequence[Word]) -> tuple[Area, ...]:
    """Areas in which something is seen, a code still reads, or a reader finds a word inside."""
    codes = codes_on(image)
    return tuple(
        area
        for area in areas
        if not is_even(image, area) or any(_inside(each.area, area) for each in (*codes, *words))
    )


def is_even(image: Image, area: Area) -> bool:
    """Whether the area is of one dark colour."""
    left, top, right, bottom = box(area, image.size)
    low, high = image.convert("L").crop((left, top, right, bottom)).getextrema()
    return int(low) <= int(high) <= _EVEN  # type: ignore[arg-type]


def _inside(one: Area, other: Area) -> bool:
    return (
        other.left <= one.left
        and other.top <= one.top
        and one.right <= other.right
        and one.bottom <= other.bottom
    )
