"""The outermost layer: how large a body may be, who may see the desk, and what browsers may do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chikai.web.patience import TooSlow, patient

log = logging.getLogger("chikai.web.refused")

MAX_BODY: Final = 48 * 1024 * 1024
"""Two scans of the largest size and their fields."""
_DRAIN: Final = 1024 * 1024 * 1024
"""How much of a body that is too large is read and thrown away, so that a browser which is still
sending gets to see the answer."""

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_LOCAL_NAMES: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_FORWARDED: Final = (b"forwarded", b"x-forwarded-for", b"x-real-ip")

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FACES: Final = frozenset({"/desk", "/studio", "/api"})

_CSP: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex"),
)

ErrorPage = Callable[[Scope, int], tuple[bytes, bytes]]
"""The body of a refusal, and its media type."""


class Guard:
    """Wraps the application. `local` are the addresses the desk answers to: by default it is for
    whoever sits at this machine, and for nobody behind a proxy or a foreign name. With an `origin`
    (`https://desk.example.jp`) it is for whoever comes there over TLS, and for nobody else. Either
    way they sign in; `web.signin.access` lets in whom a page is for."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        page: ErrorPage,
        local: Iterable[str] = LOOPBACK,
        origin: str | None = None,
    ) -> None:
        self.app, self.page, self.local = app, page, frozenset(local)
        self.host = urlsplit(origin).netloc.encode("latin-1") if origin else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        answer = _with_headers(send, scope)
        length = headers.get(b"content-length", b"0")
        if length != b"0" or b"transfer-encoding" in headers:
            receive = patient(receive)
        if not length.isdigit() or int(length[:18]) > MAX_BODY:
            await _drain(receive)
            await self._refuse(scope, answer, 413)
        elif is_private(scope["path"]) and not self._may_come_near(scope, headers):
            await self._refuse(scope, answer, 403)
        else:
            await self.app(scope, receive, answer)

    def _may_come_near(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        if self.host is None:
            return self._is_local(scope, headers)
        return scope["scheme"] == "https" and headers.get(b"host") == self.host

    def _is_local(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        client = scope.get("client")
        host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname
        return (
            client is not None
            and client[0] in self.local
            and host in _LOCAL_NAMES
            and not any(name in headers for name in _FORWARDED)
        )

    async def _refuse(self, scope: Scope, send: Any, status: int) -> None:
        body, media = self.page(scope, status)
        head = [(b"content-type", media), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})


def is_private(path: str) -> bool:
    """The desk, the studio, and the desk's API; everything else is for everybody."""
    return path.startswith(("/desk/", "/studio/", "/api/desk/")) or path in ("/desk", "/studio")


def is_api(path: str) -> bool:
    """What programs ask; they are answered in JSON whatever happens."""
    return path.startswith("/api/")


def _with_headers(send: Send, scope: Scope) -> Callable[[Message], Any]:
    """Every answer carries the same promises; nothing but the style sheet is kept by a browser."""
    private = is_private(scope["path"])

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            if 400 <= message["status"] < 500:
                _note(scope, message["status"])
            own = list(message.get("headers", []))
            named = {bytes(name).lower() for name, _ in own}
            added = [*_HEADERS]
            if b"content-security-policy" not in named:
                added.append((b"content-security-policy", _CSP.encode()))
            if b"cache-control" not in named:
                added.append((b"cache-control", b"no-store" if private else b"no-cache"))
            message["headers"] = [*own, *added]
        await send(message)

    return answer


def _note(scope: Scope, status: int) -> None:
    """One line for each refusal: what kind of page was asked for, and nothing anybody wrote, in
    the address or elsewhere; nor who asked."""
    asked: dict[str, Any] = dict(scope)
    method = asked["method"] if asked["method"] in _METHODS else "other"
    first = f"/{str(asked['path']).split('/')[1]}"
    place = asked.get("path_template") or (first if first in _FACES else "an address of no page")
    log.warning("refused: %s %s %s", status, method, place)


async def _drain(receive: Receive) -> None:
    seen = 0
    while seen < _DRAIN:
        try:
            message = await receive()
        except TooSlow:
            return
        if message["type"] != "http.request":
            return
        seen += len(message.get("body", b""))
        if not message.get("more_body", False):
            return
