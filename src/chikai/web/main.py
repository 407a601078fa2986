"""The application, made by a factory so that a server can be told where it is by a string."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from anyio.to_thread import current_default_thread_limiter
from litestar import Litestar, Request, get
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.response import Response
from litestar.types import Scope

from chikai import places, wiring
from chikai.ports import Clock
from chikai.web import assets, faults, pages
from chikai.web.api import answer
from chikai.web.api import routes as api
from chikai.web.desk import routes as desk
from chikai.web.guard import LOOPBACK, MAX_BODY, Guard, is_api
from chikai.web.homes import DemoClock, Homes, secret
from chikai.web.pages import chosen_lang, page
from chikai.web.portal import routes as portal
from chikai.web.request import Web, page_of, posted, web_of
from chikai.web.sessions import Sessions
from chikai.web.signin import access
from chikai.web.signin import routes as signin
from chikai.web.studio import routes as studio

AT_ONCE: Final = 8
"""Requests that are worked on at the same time; the others wait their turn."""

TURN: Final = 0.0005
"""Seconds a thread goes on while others want the interpreter. Whoever holds a company waits for its
store many times a request, and each time for their turn again: Python's own 5 ms add up."""


@get("/")
@page_of
def home_page(request: Request[Any, Any, Any]) -> Response[str]:
    """The doors: each company's portal, and the desk."""
    homes = web_of(request).homes
    named = [(c, homes.policy(c, homes.today())) for c in homes.companies()]
    return page(request, "home.html", companies=named)


def serve() -> Guard:
    """The web face of `chikai serve`: its pages are made ready before their first visitors."""
    sys.setswitchinterval(TURN)
    app = create_app()
    threading.Thread(target=pages.warm, name="warm", daemon=True).start()
    return app


def create_app(
    *,
    root: Path | None = None,
    clock: Clock | None = None,
    local: Iterable[str] = LOOPBACK,
    wall: Clock | None = None,
    origin: str | None = None,
) -> Guard:
    """The web face over the home directory `root` (else `CHIKAI_HOME`, else `chikai-home`).

    `CHIKAI_CLOCK`, an ISO day, makes every day that day until it is moved at the desk: for the
    demo. Raises `ValueError` when it is no day. `wall` is the clock that sign-ins go by, else the
    machine's. `origin`, else `CHIKAI_DESK_ORIGIN`, is where other machines reach the desk.
    """
    root = root or Path(os.environ.get("CHIKAI_HOME") or places.DEFAULT_HOME)
    if clock is None and (day := os.environ.get("CHIKAI_CLOCK")):
        clock = DemoClock(date.fromisoformat(day), kept=root / "demo-day")
    origin = access.read_origin(origin or os.environ.get("CHIKAI_DESK_ORIGIN"))
    homes, key = Homes(root, clock), secret(root)
    demo = clock if isinstance(clock, DemoClock) and origin is None else None
    web = Web(homes, Sessions(), demo, wall or wiring.system_clock(), origin, key)
    logging.getLogger("uvicorn.access").disabled = True  # it would write what was asked for
    app = Litestar(
        route_handlers=[
            home_page,
            *desk.HANDLERS,
            *signin.HANDLERS,
            *portal.HANDLERS,
            *studio.HANDLERS,
            *api.ROUTERS,
            assets.serve,
        ],
        guards=[access.access],
        state=State({"web": web}),
        dependencies={"form": Provide(posted)},
        csrf_config=CSRFConfig(
            secret=key,
            cookie_name="csrf",
            cookie_httponly=True,
            cookie_samesite="lax",
            cookie_secure=origin is not None,
        ),
        exception_handlers=_handlers(),
        request_max_body_size=MAX_BODY,
        on_startup=[_few_at_once],
        on_shutdown=[homes.close],
        include_in_schema=False,
        openapi_config=api.openapi(),
        logging_config=None,
    )
    return Guard(app, page=_bare, local=local, origin=origin)


async def _few_at_once() -> None:
    """A company is open to one request at a time, so that more threads would only wait for it, and
    for one another: anyio's forty made every page slower and took twice the memory."""
    current_default_thread_limiter().total_tokens = AT_ONCE


def _handlers() -> dict[int | type[Exception], Any]:
    """A page says what is wrong; what programs ask is answered in JSON, also where there is no
    such address."""
    known: Sequence[type[Exception]] = faults.EXPECTED

    def by_face(page: Any, program: Any) -> Any:
        def on(request: Request[Any, Any, Any], error: Any) -> Response[Any]:
            face = program if is_api(request.scope["path"]) else page
            return face(request, error)  # type: ignore[no-any-return]

        return on

    return {
        **dict.fromkeys(known, by_face(faults.on_expected, answer.on_expected)),
        access.SignInFirst: access.on_sign_in_first,
        HTTPException: by_face(faults.on_http, answer.on_http),
        Exception: by_face(faults.on_any, answer.on_any),
    }


def _bare(scope: Scope, status: int) -> tuple[bytes, bytes]:
    """A refusal before the application was reached: in JSON, or in the browser's language."""
    if is_api(scope["path"]):
        return answer.bare(status), answer.MEDIA.encode()
    headers = dict(scope["headers"])
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    page = faults.bare(chosen_lang(None, None, accepted), status)
    return page, b"text/html; charset=utf-8"
