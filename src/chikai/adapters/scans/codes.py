"""The picture codes on a page, read as it lies: turned, a little skew, soiled, photographed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from chikai.kernel.area import WHOLE, Area, Word

if TYPE_CHECKING:
    from PIL.Image import Image

_SMALL: Final = 1400
"""A short side of fewer pixels is enlarged: the dots of a code run together."""

_CORNERS: Final = ("top_left", "top_right", "bottom_right", "bottom_left")


def codes_on(image: Image) -> tuple[Word, ...]:
    """Every code with its text and place. The first way of looking that finds one is enough."""
    return next((found for way in _ways(image) if (found := _read(way))), ())


def upright(image: Image, codes: tuple[Word, ...]) -> tuple[Image, tuple[Word, ...]]:
    """The page turned as its first code stands, for our codes stand upright on their pages."""
    from PIL import Image as pil

    ours = next((c for c in codes if c.text.startswith("CHIKAI")), None)
    turns = _turns(image, ours.text) if ours else 0
    if not turns:
        return image, codes
    turned = image.transpose(
        (pil.Transpose.ROTATE_90, pil.Transpose.ROTATE_180, pil.Transpose.ROTATE_270)[turns - 1]
    )
    return turned, codes_on(turned) or codes


def _turns(image: Image, text: str) -> int:
    """How many quarters the page must be turned to the left for this code to stand."""
    for way in _ways(image):
        for code in _barcodes(way):
            if code.text == text:
                return int(round(code.orientation / 90) % 4)
    return 0


def _ways(image: Image) -> Iterator[Image]:
    from PIL import Image as pil
    from PIL import ImageFilter, ImageOps

    grey = image.convert("L")
    yield grey
    yield ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=2)
    if min(image.size) < _SMALL:
        size = (image.width * 2, image.height * 2)
        yield grey.resize(size, pil.Resampling.BICUBIC)


def _barcodes(image: Image) -> list[Any]:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    wanted = zxingcpp.BarcodeFormats((kinds.QRCode, kinds.MicroQRCode, kinds.DataMatrix))
    return list(zxingcpp.read_barcodes(image, formats=wanted, try_invert=False))


def _read(image: Image) -> tuple[Word, ...]:
    return tuple(Word(code.text, _area(code.position, image)) for code in _barcodes(image))


def _area(position: Any, image: Image) -> Area:
    corners = [getattr(position, each) for each in _CORNERS]
    xs, ys = [p.x for p in corners], [p.y for p in corners]
    left, right = (_share(x, image.width) for x in (min(xs), max(xs)))
    top, bottom = (_share(y, image.height) for y in (min(ys), max(ys)))
    return Area(left, top, max(1, right - left), max(1, bottom - top)).grown(4)


def _share(at: int, size: int) -> int:
    return min(WHOLE - 1, max(0, at * WHOLE // size))
