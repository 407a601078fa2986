"""Style sheets, scripts and the icon: read once, and named in pages by what they hold, so that a
browser keeps them and still never shows an old one."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2.ext import Extension
from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.handlers import route

from chikai.web.request import Segment

_FOLDER: Final = Path(__file__).parent / "static"
_NAMED: Final = re.compile(r"/static/([\w.-]+)")
_KEPT: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    media: str
    mark: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file of the folder by its name."""
    return {path.name: _read(path) for path in _FOLDER.iterdir()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    media = mimetypes.guess_type(path.name)[0] or "text/plain"
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Asset(content, media + charset, hashlib.sha256(content).hexdigest()[:16])


class Marked(Extension):
    """Templates name a file plainly; the page names it with the mark of its content."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        def marked(found: re.Match[str]) -> str:
            asset = assets().get(found[1])
            return f"{found[0]}?v={asset.mark}" if asset else found[0]

        return _NAMED.sub(marked, source)


@route("/static/{name:str}", http_method=["GET", "HEAD"], exclude_from_csrf=True)
async def serve(request: Request[Any, Any, Any], name: Segment) -> Response[bytes]:
    """One file; nothing, where the browser has it."""
    asset = assets().get(name)
    if asset is None:
        raise NotFoundException
    etag = f'"{asset.mark}"'
    marked = request.query_params.get("v") == asset.mark
    headers = {"etag": etag, "cache-control": _KEPT if marked else "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media, headers=headers, status_code=200)
