"""What every answer of the API is: `ok`, a result, and findings in both languages."""

from __future__ import annotations

import json
import logging
import traceback
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException

from chikai import words
from chikai.app.faults import Fault
from chikai.kernel.message import Message, say
from chikai.web import faults
from chikai.web.portal.frame import portal_of
from chikai.web.portal.limits import Rate, counted_address
from chikai.web.request import AnyRequest

log = logging.getLogger("chikai.web.api")

CALLS: Final = Rate(600, 60)
"""Calls of one token; and of one address where nobody says who they are."""
WRONG_TOKEN: Final = Rate(20, 900)
_SAID: Final = {
    401: "token",
    403: "closed",
    404: "missing",
    405: "method",
    408: "too_slow",
    413: "too_large",
}
MEDIA: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence in both languages."""

    ja: str
    en: str


def both(message: Message) -> Both:
    return Both(words.render(message, lang="ja"), words.render(message, lang="en"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or open: `field` is a path in what was sent, `because` the citations."""

    code: str
    severity: str
    field: str | None
    because: list[str]
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that did nothing: problem details (RFC 9457), and what is wrong in `findings`."""

    ok: bool
    result: None
    findings: list[Finding]
    title: str
    status: int
    type: str = "about:blank"


def finding(fault: Fault) -> Finding:
    said = both(fault.message)
    cites = [c.en for c in fault.because]
    return Finding(fault.code, fault.severity, fault.field, cites, said.ja, said.en)


def wrong(status: int, found: tuple[Fault, ...]) -> Response[Any]:
    return Response(
        _wrong(status, found),
        status_code=status,
        media_type=MEDIA,
        headers={"cache-control": "no-store"},
    )


def _wrong(status: int, found: tuple[Fault, ...]) -> Wrong:
    return Wrong(False, None, [finding(each) for each in found], HTTPStatus(status).phrase, status)


def bare(status: int) -> bytes:
    """The body for what never reached the application."""
    message = say(f"api.fault.{_SAID[status]}")
    return json.dumps(asdict(_wrong(status, (Fault(message.id, message),)))).encode()


def said(status: int, name: str, field: str | None = None) -> Response[Any]:
    message = say(f"api.fault.{name}")
    return wrong(status, (Fault(message.id, message, field=field),))


def on_expected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    private = request.url.path.startswith("/api/desk/")
    return wrong(*(faults.of if private else faults.public)(error))


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    return said(error.status_code, _SAID.get(error.status_code, "unread"))


def on_any(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Ours to mend. The log names the kind of error and the place; its text may hold a value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return said(500, "ours")


def busy(request: AnyRequest, rate: Rate, kind: str, key: str | None = None) -> bool:
    """Count one call; True when there were too many of this key or address."""
    address = counted_address(request.client.host if request.client else None)
    if key is None:
        rate, key = rate.of(address), address.name
    return not portal_of(request).limits.count(rate, kind, key)


HANDLERS: Final[dict[int | type[Exception], Any]] = {
    **dict.fromkeys(faults.EXPECTED, on_expected),
    HTTPException: on_http,
    Exception: on_any,
}
