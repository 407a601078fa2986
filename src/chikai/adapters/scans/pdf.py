"""A bundle of pictures as a PDF written here, object by object, so that nothing else is in it;
and what a reader could get out of any PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chikai.adapters.scans.cover import is_even
from chikai.adapters.scans.pictures import PDFIUM
from chikai.kernel.area import WHOLE, Area
from chikai.kernel.sheet_code import SheetCode
from chikai.ports import BadData, Extract

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI: Final = 200
_A4: Final = (1654, 2339)
_FOOT: Final = 165
"""Pixels kept free below the picture for the code: 21 mm."""
_CORNER: Final = (68, 28)
_ROOM: Final = (1518, 2146)
"""Where the picture stands on a sheet: of the shape of A4, so that a whole page fills it."""
_POINTS: Final = (595.28, 841.89)


def bundle(pictures: Sequence[Image], codes: Sequence[SheetCode]) -> bytes:
    """One A4 page for each picture, made smaller as a whole above the code of its sheet, if any."""
    if codes:
        pages = [_sheet(image, code) for image, code in zip(pictures, codes, strict=True)]
    else:
        pages = [_fitted(image, _A4) for image in pictures]
    return _pdf([_jpeg(page) for page in pages])


def _sheet(image: Image, code: SheetCode) -> Image:
    from PIL import Image as pil
    from PIL import ImageDraw, ImageFont

    page = pil.new("RGB", _A4, "white")
    page.paste(_fitted(image, _ROOM), _CORNER)
    qr = _qr(code)
    page.paste(qr, (_A4[0] - qr.width - 60, _A4[1] - _FOOT + (_FOOT - qr.height) // 2 - 12))
    text = f"{code.sheet}  {code.page}/{code.total}"
    font = ImageFont.load_default(26)
    ImageDraw.Draw(page).text((80, _A4[1] - _FOOT // 2 - 12), text, "black", font, anchor="lm")
    return page


def _fitted(image: Image, room: tuple[int, int]) -> Image:
    """The picture as large as it can be in the room, in its middle."""
    from PIL import Image as pil
    from PIL import ImageOps

    return ImageOps.pad(image.convert("RGB"), room, pil.Resampling.LANCZOS, color="white")


def on_sheet(area: Area) -> Area:
    """Where a place of a whole A4 picture lies once it stands on a sheet; a hair inside of it, for
    what is made smaller mixes with its surroundings at the edge."""
    left, top = _in_room(area.left, 0) + 2, _in_room(area.top, 1) + 2
    right, bottom = _in_room(area.right, 0) - 2, _in_room(area.bottom, 1) - 2
    return Area(left, top, max(1, right - left), max(1, bottom - top))


def _in_room(at: int, side: int) -> int:
    return (_CORNER[side] * WHOLE + at * _ROOM[side]) // _A4[side]


def _qr(code: SheetCode) -> Image:
    import segno
    from PIL import Image as pil

    out = io.BytesIO()
    segno.make(str(code), micro=False, error="q", boost_error=False).save(
        out, kind="png", scale=3, border=4
    )
    with pil.open(out) as made:
        return made.convert("RGB")


def _jpeg(image: Image) -> tuple[bytes, int, int]:
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=88, dpi=(_DPI, _DPI))
    return out.getvalue(), image.width, image.height


def _pdf(pages: Sequence[tuple[bytes, int, int]]) -> bytes:
    """PDF 1.4 (ISO 32000): catalogue, pages, and for each page its content and its picture."""
    width, height = _POINTS
    draw = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
    ]
    for n, (jpeg, wide, high) in enumerate(pages):
        first = 3 + 3 * n
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents"
            f" {first + 1} 0 R /Resources << /XObject << /P {first + 2} 0 R >> >> >>".encode()
        )
        objects.append(_stream(b"", draw))
        head = (
            f"/Type /XObject /Subtype /Image /Width {wide} /Height {high}"
            " /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode "
        )
        objects.append(_stream(head.encode(), jpeg))
    return _file(objects)


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %b/Length %d >>\nstream\n%b\nendstream" % (head, len(content), content)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, each in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = len(out)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(out)


# --- what can be got out ------------------------------------------------------------------------

_SCRIPTS: Final = re.compile(rb"/(?:JavaScript|JS|OpenAction|AA|Launch|URI|Annots|AcroForm)\b")
_METADATA: Final = re.compile(rb"/(?:Metadata|Info|PieceInfo|StructTreeRoot|OCProperties)\b")


def extract(pdf: bytes, areas: Sequence[tuple[int, Area]] = ()) -> Extract:
    """What a reader of the file gets out of it, and how many covered areas still show something.
    An area lies on the picture as it was before it stood on a sheet.

    The bytes are searched with the pictures cut out: what lies there is judged as pixels."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    bare = re.sub(rb"(?s)stream\r?\n.*?endstream", b"", pdf)
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise BadData("scan.not_readable", field="scan") from None
        characters = pictures = shown = 0
        for n in range(len(document)):
            page = document[n]
            characters += page.get_textpage().count_chars()
            kinds = [each.type for each in page.get_objects()]
            pictures += kinds.count(raw.FPDF_PAGEOBJ_IMAGE)
            characters += len(kinds) - kinds.count(raw.FPDF_PAGEOBJ_IMAGE)
            wanted = [area for number, area in areas if number == n + 1]
            if wanted:
                seen = page.render(scale=_DPI / 72).to_pil()
                shown += sum(not is_even(seen, on_sheet(area)) for area in wanted)
        named = [value for value in document.get_metadata_dict().values() if value]
        attached = document.count_attachments()
        pages = len(document)
        document.close()
    return Extract(
        pages=pages,
        characters=characters,
        pictures=pictures,
        attachments=attached + len(re.findall(rb"/EmbeddedFiles?\b", bare)),
        metadata=len(named) + len(_METADATA.findall(bare)),
        revisions=pdf.count(b"%%EOF") - 1 + len(re.findall(rb"/Prev\b", bare)),
        scripts=len(_SCRIPTS.findall(bare)),
        shown=shown,
    )
