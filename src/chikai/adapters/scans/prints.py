"""Whether two pictures are of one page, and whether there is anything on a page at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE: Final = 32
_QUIET: Final = 24


def print_of(image: Image) -> int:
    """1,024 bits: whether each part of the page is darker than the part right of it. A part that
    differs by less than paper does from paper counts as alike."""
    from PIL import Image as pil

    small = image.convert("L").resize((_SIDE + 1, _SIDE), pil.Resampling.BOX).tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (small[at] + 3 < small[at + 1])
    return bits


def is_blank(image: Image) -> bool:
    """Nothing but paper, looked at without its edges, where a scanner leaves shadows."""
    small = image.convert("L").resize((400, 560))
    inner = small.crop((24, 24, 376, 536))
    low, high = inner.getextrema()
    return int(high) - int(low) < _QUIET  # type: ignore[arg-type]
