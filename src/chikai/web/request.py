"""What every handler shares: the application's own things, the form, and who is at the desk."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, Final, ParamSpec, TypeVar

from anyio import to_thread
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from chikai.app.cases import Actor
from chikai.app.intake import MAX_SCAN_BYTES
from chikai.people.accounts import Account
from chikai.ports import Clock, Missing
from chikai.web.homes import DemoClock, Homes
from chikai.web.posted import Posted, bad
from chikai.web.sessions import COOKIE, Session, Sessions

P = ParamSpec("P")
R = TypeVar("R")
AnyRequest = Request[Any, Any, Any]
Segment = FromPath[str]
Form = NamedDependency[Posted]

SIGNED_IN_HERE: Final = "chikai.signed_in"
"""Where the guard leaves whom it let in."""
_COMMAND: Final = re.compile(r"cmd-[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Web:
    """`demo` is the clock that can be moved, when there is one: with it, and only with it, the
    demo's accounts are open to whoever comes. `wall` is the clock on the wall, which sign-ins go
    by. `origin` is where other machines find the desk, when they may; `pepper` makes hashes of
    addresses ours alone."""

    homes: Homes
    sessions: Sessions
    demo: DemoClock | None
    wall: Clock
    origin: str | None
    pepper: str


def web_of(request: AnyRequest) -> Web:
    web = request.app.state.web
    assert isinstance(web, Web)
    return web


def page_of(handler: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """A plain function as a handler, run in a thread of its own. Litestar's own `sync_to_thread`
    wraps a handler twice when another one shares its path."""

    @wraps(handler)
    async def threaded(*args: P.args, **kwargs: P.kwargs) -> R:
        return await to_thread.run_sync(partial(handler, *args, **kwargs))

    return threaded


async def posted(request: AnyRequest) -> Posted:
    """The form of a request, files read. Raises `BadField` for a file that is too large."""
    values: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            content = await value.read(MAX_SCAN_BYTES + 1)
            if len(content) > MAX_SCAN_BYTES:
                raise bad("intake.scan_too_large", name, megabytes=MAX_SCAN_BYTES >> 20)
            if content:
                files[name] = content
        elif isinstance(value, str):
            values.setdefault(name, []).append(value)
    return Posted(values, files)


def who(request: AnyRequest) -> str | None:
    """The id of whoever is signed in at the company of this address; None for nobody."""
    found = maybe_signed_in(request)
    return None if found is None else found.id


def signed_in(request: AnyRequest) -> Account:
    """Whoever is signed in here. The guard lets nobody else reach a page that asks; raises
    `Missing` on a page that doesn't."""
    found = maybe_signed_in(request)
    if found is None:
        raise Missing("account")
    return found


def maybe_signed_in(request: AnyRequest) -> Account | None:
    found = request.scope["state"].get(SIGNED_IN_HERE)
    return found if isinstance(found, Account) else None


def session_of(request: AnyRequest) -> Session:
    return web_of(request).sessions.of(request.cookies.get(COOKIE))


def new_command() -> str:
    return f"cmd-{secrets.token_hex(12)}"


def actor(by: Account | str, form: Posted) -> Actor:
    """Who does the deed, with the id its form carried: sent twice, it happens once. A bare id is
    one of our own, such as the portal's."""
    command = form.text("command")
    if not _COMMAND.fullmatch(command):
        raise bad("web.fault.old_page", "command")
    if isinstance(by, str):
        return Actor(by, command)
    return Actor(by.id, command, by.roles)
