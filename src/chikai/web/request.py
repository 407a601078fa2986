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
from chikai.web.homes import DemoClock, Homes
from chikai.web.posted import Posted, bad
from chikai.web.sessions import COOKIE, Session, Sessions

P = ParamSpec("P")
R = TypeVar("R")
AnyRequest = Request[Any, Any, Any]
Segment = FromPath[str]
Form = NamedDependency[Posted]

_WHO: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_COMMAND: Final = re.compile(r"cmd-[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Web:
    """`demo` is the clock that can be moved, when there is one."""

    homes: Homes
    sessions: Sessions
    demo: DemoClock | None


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
    """The id under which the one at the desk acts; None until it has been given."""
    return session_of(request).who


def session_of(request: AnyRequest) -> Session:
    return web_of(request).sessions.of(request.cookies.get(COOKIE))


def read_who(form: Posted) -> str:
    """An id, for it enters the journal, where no name may stand."""
    text = form.need("who")
    if not _WHO.fullmatch(text):
        raise bad("web.fault.staff_id", "who")
    return text


def new_command() -> str:
    return f"cmd-{secrets.token_hex(12)}"


def actor(id: str, form: Posted) -> Actor:
    """Who does the deed, with the id its form carried: sent twice, it happens once."""
    command = form.text("command")
    if not _COMMAND.fullmatch(command):
        raise bad("web.fault.old_page", "command")
    return Actor(id, command)
