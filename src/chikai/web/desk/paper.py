"""Pages of the paper loop share these: marked places on a picture, and the picture itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from litestar import Response

from chikai.kernel.area import WHOLE, Area
from chikai.web.posted import Posted, bad, plain_number

SIDES = ("x", "y", "w", "h")


def area(form: Posted, prefix: str) -> Area | None:
    """The rectangle of a row that was begun, in thousandths; None where it is refused."""
    sides = rectangle(form, prefix, whole=WHOLE, code="web.fault.place")
    return Area(*sides) if sides else None


def rectangle(
    form: Posted, prefix: str, *, whole: int, code: str
) -> tuple[int, int, int, int] | None:
    """Left, top, width and height in parts of a `whole` page. Each number that is missing, is none,
    or does not lie on the page is refused at its own field."""
    found = []
    for side in SIDES:
        name = f"{prefix}.{side}"
        least, most = (0, whole - 1) if side in ("x", "y") else (1, whole)
        text = form.text(name)
        number = plain_number(text)
        if not text:
            form.miss(name)
        elif number is None or not least <= number <= most:
            form.refuse(bad(code, name, least=least, most=most))
        else:
            found.append(number)
    if len(found) < len(SIDES):
        return None
    left, top, width, height = found
    return left, top, width, height


def fields(prefix: str, area: Area) -> Iterator[tuple[str, list[str]]]:
    """The same the other way: what the fields of a row say."""
    for side, value in zip(SIDES, (area.left, area.top, area.width, area.height), strict=True):
        yield f"{prefix}.{side}", [str(value)]


def picture(content: bytes) -> Response[Any]:
    """A page as a picture, kept by no browser."""
    media = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"content-disposition": "inline", "cache-control": "no-store"}
    return Response(content, media_type=media, headers=headers, status_code=200)
