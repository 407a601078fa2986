"""What of a printed letter shows in the window of its envelope."""

from __future__ import annotations

from chikai.adapters.press.envelope import A4_HEIGHT, A4_WIDTH, Box, envelope
from chikai.adapters.scans.pictures import PDFIUM
from chikai.kernel.area import Area
from chikai.ports import Window


def window(pdf: bytes, name: str) -> Window:
    """Page 1 in the named envelope, read back from the file: the address must lie where it shows
    however the letter slides, and nothing else where the window can ever reach."""
    import pypdfium2  # type: ignore[import-untyped]

    profile = envelope(name)
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        text = document[0].get_textpage()
        safe, reach = (_text(text, box) for box in (profile.address, profile.reach))
        document.close()
    return Window(name, _area(profile.window), bool(safe) and safe == reach)


def _text(page: object, box: Box) -> str:
    point = 72 / 25.4
    found = page.get_text_bounded(  # type: ignore[attr-defined]
        left=box.left * point,
        right=box.right * point,
        top=(A4_HEIGHT - box.top) * point,
        bottom=(A4_HEIGHT - box.bottom) * point,
    )
    return "".join(str(found).split())


def _area(box: Box) -> Area:
    across, down = 1000 / A4_WIDTH, 1000 / A4_HEIGHT
    left, top = round(box.left * across), round(box.top * down)
    return Area(left, top, round(box.width * across), round(box.height * down))
