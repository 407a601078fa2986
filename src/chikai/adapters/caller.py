"""Calls to other programs. An address is looked up once and called as it was found, so that a
name cannot first point outside and then inside; nothing is followed."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from chikai.ports import BadData, Unavailable

if TYPE_CHECKING:
    from http.client import HTTPResponse

_FIELD: Final = "url"
_LONGEST: Final = 120.0
"""Seconds for a whole answer, which may be many rows; `pinned.TIMEOUT` is for each silence."""


class HttpCaller:
    """Implements `chikai.ports.Caller`. `private`: whether it may call this machine and addresses
    inside, and speak without TLS there."""

    def __init__(self, *, private: bool = False) -> None:
        self._private = private

    def check(self, url: str) -> None:
        self._find(url)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        with self._sent(url, body, headers) as answer:
            return answer.status

    @contextmanager
    def _sent(self, url: str, body: bytes, headers: Mapping[str, str]) -> Iterator[HTTPResponse]:
        scheme, host, port, path, address = self._find(url)
        import http.client
        import ssl

        from chikai.adapters.pinned import Pinned

        context = ssl.create_default_context() if scheme == "https" else None
        connection = Pinned(host, port, address, context)
        try:
            connection.request("POST", path, body, {"Connection": "close", **headers})
            yield connection.getresponse()
        except (OSError, http.client.HTTPException):
            raise Unavailable("http") from None
        finally:
            connection.close()

    def ask(
        self, url: str, body: bytes, headers: Mapping[str, str], *, signature: str, most: int
    ) -> tuple[int, bytes, str]:
        """The status of the answer, its content up to one byte more than `most`, and its header
        `signature`. Raises as `post`."""
        with self._sent(url, body, headers) as answer:
            return answer.status, _read(answer, most + 1), answer.getheader(signature, "")

    def _find(self, url: str) -> tuple[str, str, int, str, str]:
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise BadData("hooks.bad_url", field=_FIELD) from None
        host = parts.hostname
        plain = url.isascii() and url.isprintable() and " " not in url
        if not host or parts.username or parts.scheme not in ("http", "https") or not plain:
            raise BadData("hooks.bad_url", field=_FIELD)
        if parts.scheme == "http" and not self._private:
            raise BadData("hooks.needs_tls", field=_FIELD)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Unavailable("dns") from None
        addresses = [str(each[4][0]) for each in found]
        if not self._private and not all(_outside(each) for each in addresses):
            raise BadData("hooks.private", field=_FIELD)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return parts.scheme, host, port, path, addresses[0]


def _read(answer: HTTPResponse, most: int) -> bytes:
    """Raises `TimeoutError`: who sends a little now and then is not waited for for ever."""
    until = time.monotonic() + _LONGEST
    parts: list[bytes] = []
    while most and (part := answer.read1(min(most, 1 << 16))):
        if time.monotonic() > until:
            raise TimeoutError
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _outside(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        elif found in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return found.is_global and not found.is_multicast
