"""Who may see which page: the one place where it is decided.

Every route under `/desk` and `/studio` says what it needs: `@get(path, needs="case")`, a deed of
`people.staff.ROLES`, `needs="{deed}"` for the one its address names, or `SIGNED_IN` or `ANYONE`.
A route that says nothing is closed to all.

Whoever is signed in at a company is signed in at its drills, where there are the pages of the desk
and no others.

A sign-in is for one company. At any other the one who is signed in finds what a stranger finds at
a company that doesn't exist.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, urlsplit

from anyio import to_thread
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect

from chikai import drills
from chikai.app import accounts, tokens
from chikai.app.drill import id_parts
from chikai.people.accounts import ABSOLUTE, Account
from chikai.people.staff import ANYONE, EVERY_DEED, IN_A_DRILL, SIGNED_IN, demand
from chikai.ports import BadData, Missing
from chikai.web.guard import is_private
from chikai.web.request import SIGNED_IN_HERE, AnyRequest, Web, web_of

NEEDS: Final = "needs"
API: Final = "/api/"
_BEARER: Final = "bearer "
Connection = ASGIConnection[Any, Any, Any, Any]


class SignInFirst(Exception):
    """Nobody is signed in at this company."""

    def __init__(self, company: str, back: str) -> None:
        super().__init__()
        self.company, self.back = company, back


def on_sign_in_first(request: Request[Any, Any, Any], error: SignInFirst) -> Response[Any]:
    where = f"/desk/{quote(error.company)}/sign-in?next={quote(error.back)}"
    return Redirect(where, status_code=303)


async def access(connection: Connection, handler: BaseRouteHandler) -> None:
    """The guard of every route."""
    if not connection.scope["path"].startswith("/desk/"):
        _no_drill(connection)
    if is_private(connection.scope["path"]):
        await to_thread.run_sync(check, connection, handler.opt.get(NEEDS))


def _no_drill(connection: Connection) -> None:
    """A drill has no portal, no studio and no interface for programs. Raises `Missing`."""
    company = connection.path_params.get("company")
    if isinstance(company, str) and id_parts(company):
        raise Missing(company)


def check(connection: Connection, needs: object) -> None:
    """Raises `SignInFirst`, `NotAllowed`, and `Missing` for another company's pages."""
    if not isinstance(needs, str):
        raise PermissionDeniedException
    company = connection.path_params.get("company")
    if isinstance(company, str) and (drill := id_parts(company)):
        if needs not in IN_A_DRILL:
            raise Missing(company)
        drills.the(web_at(connection).homes.root, company)
        company = drill[0]
    by_token = connection.scope["path"].startswith(API)
    found = by_its_token if by_token else signed_in_at
    account = None if company is None else found(connection, company)
    if account is not None:
        connection.scope["state"][SIGNED_IN_HERE] = account
    if needs == ANYONE:
        return
    if company is None:
        raise PermissionDeniedException
    if account is None and by_token:
        raise NotAuthorizedException
    if account is None:
        if any(signed_in_at(connection, each) for each in _companies(connection)):
            raise Missing(company)
        reading = isinstance(connection, Request) and connection.method == "GET"
        raise SignInFirst(company, connection.scope["path"] if reading else "")
    if needs == SIGNED_IN:
        return
    deed = needs.replace("{deed}", str(connection.path_params.get("deed", "")))
    if deed not in EVERY_DEED:
        raise Missing(deed)
    demand(account.roles, deed)


def signed_in_at(connection: Connection, company: str) -> Account | None:
    """Raises `Missing` for a name that is no company."""
    web = web_at(connection)
    try:
        with web.homes.home(company) as home:
            token = connection.cookies.get(cookie_name(web, company))
            return accounts.who(home, token, at=web.wall.now())
    except BadData as error:
        if error.code == "wiring.no_such_company":
            raise Missing(company) from None
        raise


def by_its_token(connection: Connection, company: str) -> Account | None:
    """The account of the token a program sends. No cookie counts here, so no other site's form
    can use a browser's. Raises `Missing` for a name that is no company."""
    header = connection.headers.get("authorization", "")
    token = header[len(_BEARER) :] if header.lower().startswith(_BEARER) else ""
    web = web_at(connection)
    try:
        with web.homes.home(company) as home:
            return tokens.who(home, token, at=home.clock.now())
    except BadData as error:
        if error.code == "wiring.no_such_company":
            raise Missing(company) from None
        raise


def where_signed_in(request: AnyRequest) -> tuple[str, ...]:
    """The companies at whose desks this browser is signed in."""
    return tuple(each for each in _companies(request) if signed_in_at(request, each))


def _companies(connection: Connection) -> Iterator[str]:
    """Those this browser holds a token of."""
    web = web_at(connection)
    held = connection.cookies
    return (each for each in web.homes.companies() if cookie_name(web, each) in held)


def web_at(connection: Connection) -> Web:
    web = connection.app.state.web
    assert isinstance(web, Web)
    return web


# --- the cookie ---------------------------------------------------------------------------------


def cookie_name(web: Web, company: str) -> str:
    """One for each company. Over TLS no other host of the domain can set it (RFC 6265bis)."""
    host = "__Host-" if web.origin else ""
    return f"{host}desk-{company.encode().hex()}"


def cookie(request: AnyRequest, company: str, token: str) -> Cookie:
    """The cookie that carries the token; an empty token takes it away."""
    web = web_of(request)
    return Cookie(
        cookie_name(web, company),
        value=token,
        path="/",
        max_age=int(ABSOLUTE.total_seconds()) if token else 0,
        httponly=True,
        samesite="lax",  # whoever comes back from the company's own sign-in must bring it
        secure=web.origin is not None,
    )


def address_of(request: AnyRequest) -> str:
    """Where a request comes from, as a hash that only we can make."""
    client = request.client
    address = client.host if client else ""
    return hashlib.sha256(f"{web_of(request).pepper}:{address}".encode()).hexdigest()


def read_origin(text: str | None) -> str | None:
    """Raises `ValueError` for anything but `https://HOST[:PORT]`."""
    if not text:
        return None
    parts = urlsplit(text.rstrip("/"))
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.username:
        raise ValueError("CHIKAI_DESK_ORIGIN must be https://HOST or https://HOST:PORT")
    return f"https://{parts.netloc.lower()}"


def local_path(path: str, company: str) -> str:
    """Only ever back to a page of this company."""
    own = tuple(f"/{face}/{company}{end}" for face in ("desk", "studio") for end in ("", "/"))
    drill = f"/desk/{company}-drill-"
    plain = "//" not in path and "\\" not in path and path.isprintable()
    fits = path in own or path.startswith((*own[1::2], drill))
    return path if plain and fits else f"/desk/{company}"
