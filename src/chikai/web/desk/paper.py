"""Pages of the paper loop share these: marked places on a picture, and the picture itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from litestar import Response

from chikai.kernel.area import WHOLE, Area
from chikai.web.posted import Posted, bad

SIDES = ("x", "y", "w", "h")


def area(form: Posted, prefix: str) -> Area | None:
    """The rectangle of one row in thousandths; None where nothing was marked. One that is begun
    must be whole and lie on the page."""
    numbers = [form.number(f"{prefix}.{side}") for side in SIDES]
    given = [each for each in numbers if each is not None]
    if not given:
        return None
    if len(given) < len(SIDES) or max(given[:2]) >= WHOLE or min(given[2:]) < 1:
        missing = numbers.index(None) if None in numbers else 0
        form.refuse(bad("web.fault.place", f"{prefix}.{SIDES[missing]}"))
        return None
    return Area(*given)


def fields(prefix: str, area: Area) -> Iterator[tuple[str, list[str]]]:
    """The same the other way: what the fields of a row say."""
    for side, value in zip(SIDES, (area.left, area.top, area.width, area.height), strict=True):
        yield f"{prefix}.{side}", [str(value)]


def picture(content: bytes) -> Response[Any]:
    """A page as a picture, kept by no browser."""
    media = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"content-disposition": "inline", "cache-control": "no-store"}
    return Response(content, media_type=media, headers=headers, status_code=200)
