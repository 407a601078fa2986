"""Files become pictures, one a page. What is read here came from outside: sizes are looked at
first, and nothing but pixels goes on."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chikai.ports import BadData

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS: Final = 40_000_000
MAX_PAGES: Final = 100
_DPI: Final = 200
_FORMATS: Final = ("JPEG", "PNG", "TIFF")

PDFIUM: Final = threading.RLock()
"""PDFium is used by one thread at a time."""


def pictures(content: bytes, *, only: int | None = None) -> Iterator[Image]:
    """Each page as it lies in the file, its own turning undone; `only` one of them, from 1.
    Raises `BadData`."""
    found = _pdf if content.startswith(b"%PDF-") else _frames
    yield from found(content, only)


def opened(content: bytes) -> Image:
    """The one picture of a file. Raises `BadData`."""
    return next(_frames(content, 1))


def as_picture(image: Image) -> bytes:
    """The pixels and nothing else: black and white as PNG, everything else as JPEG."""
    from PIL import Image as pil

    clean = pil.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    if image.mode == "1":
        clean.save(out, format="PNG")
    else:
        clean.save(out, format="JPEG", quality=88)
    return out.getvalue()


def _frames(content: bytes, only: int | None) -> Iterator[Image]:
    from PIL import Image as pil
    from PIL import ImageOps

    try:
        with pil.open(io.BytesIO(content), formats=_FORMATS) as file:
            count = getattr(file, "n_frames", 1)
            _not_more_than(count)
            for n in range(count) if only is None else [only - 1]:
                file.seek(n)
                _not_larger(file.width * file.height)
                picture = ImageOps.exif_transpose(file)
                yield picture.copy() if picture.mode in ("1", "L") else picture.convert("RGB")
    except (OSError, SyntaxError, ValueError, pil.DecompressionBombError) as error:
        if isinstance(error, BadData):
            raise
        raise BadData("scan.not_readable", field="scan") from None


def _pdf(content: bytes, only: int | None) -> Iterator[Image]:
    import pypdfium2  # type: ignore[import-untyped]

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise BadData("scan.not_readable", field="scan") from None
        try:
            _not_more_than(len(document))
            for n in range(len(document)) if only is None else [only - 1]:
                page = document[n]
                width, height = page.get_size()
                _not_larger(int(width * height * (_DPI / 72) ** 2))
                yield page.render(scale=_DPI / 72, may_draw_forms=True).to_pil().convert("RGB")
        except pypdfium2.PdfiumError:
            raise BadData("scan.not_readable", field="scan") from None
        finally:
            document.close()


def _not_more_than(pages: int) -> None:
    if pages > MAX_PAGES:
        raise BadData("scan.too_many_pages", field="scan", limit=MAX_PAGES)


def _not_larger(pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise BadData("scan.page_too_large", field="scan", megapixels=MAX_PIXELS // 1_000_000)
