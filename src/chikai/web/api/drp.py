"""The Data Rights Protocol's endpoints (0.9.4, section 2) of each company that has a `drp.toml`."""

from __future__ import annotations

from typing import Any, Final

from litestar import MediaType, Response, delete, get, post
from litestar.params import RawBody

from chikai import words
from chikai.app import drp, drp_callbacks
from chikai.app.drp import Agent, Agents, BadRequest, Forbidden, Status
from chikai.kernel.message import Message
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.api.answer import CALLS, busy, said
from chikai.web.request import AnyRequest, Segment, page_of, web_of

_BEARER: Final = "bearer "


def _agents(request: AnyRequest, company: str) -> Agents:
    """Raises `Missing` where the company deals with none."""
    found = web_of(request).homes.agents(company)
    if found is None:
        raise Missing("drp")
    return found


def _agent(request: AnyRequest, home: Home, agents: Agents) -> Agent:
    header = request.headers.get("authorization", "")
    token = header[len(_BEARER) :] if header.lower().startswith(_BEARER) else ""
    return drp.who(home, agents, token, at=web_of(request).wall.now())


def _answer(
    request: AnyRequest, company: str, do: Any, *, agent: str | None = None
) -> Response[Any]:
    """Do it as the protocol answers: 403 without a word, else `code`, `message` and `fatal`."""
    if busy(request, CALLS, "drp"):
        return said(429, "too_many")
    agents = _agents(request, company)
    try:
        with web_of(request).homes.home(company) as home:
            result = do(home, agents)
    except Forbidden:
        return Response(b"", status_code=403, media_type=MediaType.TEXT)
    except BadRequest as error:
        return _error(400, error.message, fatal=error.fatal)
    except faults.EXPECTED as error:
        status, found = faults.public(error)
        return _error(status, found[0].message, fatal=False)
    headers = {"cache-control": "no-store"}
    return Response(result, status_code=200, media_type=MediaType.JSON, headers=headers)


def _error(status: int, message: Message, *, fatal: bool) -> Response[Any]:
    content: dict[str, Any] = {"code": str(status), "message": words.render(message, lang="en")}
    if fatal:
        content["fatal"] = True
    return Response(content, status_code=status, media_type=MediaType.JSON)


def _shown(request: AnyRequest, company: str, found: Status) -> dict[str, Any]:
    """The status object. Where the person must do something, the
    address is that of the portal, which says what and how."""
    shown = drp_callbacks.shown(found)
    if found.reason == "need_user_verification":
        origin = web_of(request).origin or str(request.base_url).rstrip("/")
        shown["user_verification_url"] = f"{origin}/{company}"
    return shown


@post("/data-rights-request", tags=["drp"], status_code=200)
@page_of
def exercise(request: AnyRequest, company: Segment, body: RawBody) -> Response[Any]:
    """Exercise a right (section 2.01). The body is `text/plain`: base64 of signature and JSON."""

    def do(home: Home, agents: Agents) -> Any:
        agent = _agent(request, home, agents)
        at = web_of(request).wall.now()
        return _shown(request, company, drp_callbacks.exercise(home, agents, agent, body, at=at))

    return _answer(request, company, do)


@get("/data-rights-request/{request_id:str}", tags=["drp"])
@page_of
def status(request: AnyRequest, company: Segment, request_id: Segment) -> Response[Any]:
    """How a request stands (section 2.02)."""

    def do(home: Home, agents: Agents) -> Any:
        agent = _agent(request, home, agents)
        return _shown(request, company, drp.status(home, agent, request_id))

    return _answer(request, company, do)


@delete("/data-rights-request/{request_id:str}", tags=["drp"], status_code=200)
@page_of
def revoke(
    request: AnyRequest, company: Segment, request_id: Segment, body: RawBody
) -> Response[Any]:
    """Take a request back (section 2.04)."""

    def do(home: Home, agents: Agents) -> Any:
        agent = _agent(request, home, agents)
        return _shown(request, company, drp.revoke(home, agent, request_id, body))

    return _answer(request, company, do)


@post("/agent/{agent:str}", tags=["drp"], status_code=200)
@page_of
def set_up(request: AnyRequest, company: Segment, agent: Segment, body: RawBody) -> Response[Any]:
    """A token for an agent that has signed for it (section 2.05)."""

    def do(home: Home, agents: Agents) -> Any:
        token = drp.set_up(home, agents, agent, body, at=web_of(request).wall.now())
        return {"agent-id": agent, "token": token}

    return _answer(request, company, do)


@get("/agent/{agent:str}", tags=["drp"])
@page_of
def still(request: AnyRequest, company: Segment, agent: Segment) -> Response[Any]:
    """Whether an agent's token still holds (section 2.06)."""

    def do(home: Home, agents: Agents) -> Any:
        if _agent(request, home, agents).id != agent:
            raise Forbidden
        return {}

    return _answer(request, company, do)


HANDLERS: Final = (exercise, status, revoke, set_up, still)
