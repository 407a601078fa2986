"""What every handler of the portal shares: its page, what it counts, and who is visiting."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final

from litestar import Response

from chikai.kernel.codes import is_code, plain_code
from chikai.law.kinds import Asker, RequestKind
from chikai.policy.model import Policy
from chikai.ports import Missing
from chikai.web.pages import lang_of, page
from chikai.web.portal import needs as need
from chikai.web.portal.limits import WRONG_CODE, Limits, Rate, counted_address
from chikai.web.portal.visits import COOKIE, Visit, Visits
from chikai.web.request import AnyRequest, web_of

PORTAL: Final = "portal"
"""The actor of what a requester does here: the journal holds no name."""


@dataclass(frozen=True, slots=True)
class Portal:
    """What the portal of one application remembers, in memory only."""

    limits: Limits = field(default_factory=Limits)
    visits: Visits = field(default_factory=Visits)


_lock = threading.Lock()


def portal_of(request: AnyRequest) -> Portal:
    state = request.app.state
    with _lock:
        if "portal" not in state:
            state["portal"] = Portal()
    portal = state["portal"]
    assert isinstance(portal, Portal)
    return portal


def policy_of(request: AnyRequest, company: str) -> Policy:
    homes = web_of(request).homes
    return homes.policy(company, homes.today())


def open_here(request: AnyRequest, company: str) -> Policy:
    """The policy of a company that takes requests here. Raises `Missing` for any other."""
    policy = policy_of(request, company)
    if not need.takes_requests(policy):
        raise Missing(company)
    return policy


def asked_for(request: AnyRequest) -> tuple[tuple[RequestKind, ...], Asker]:
    """Which kinds and which asker the address names; disclosure by the person otherwise."""
    query = request.query_params
    try:
        kinds = tuple(dict.fromkeys(RequestKind(k) for k in query.getall("kind", []) if k))
        return kinds or (RequestKind.DISCLOSURE,), Asker(query.get("asker") or Asker.PERSON)
    except ValueError:
        raise Missing("kind") from None


def portal_page(request: AnyRequest, template: str, policy: Policy, **more: Any) -> Response[str]:
    homes = web_of(request).homes
    shown = page(
        request,
        f"portal/{template}.html",
        company=policy.company,
        policy=policy,
        desk=policy.contact(policy.requests.intake.desk),
        open_here=need.takes_requests(policy),
        dead=need.dead_papers(policy, on=homes.today()),
        being_checked=bool(homes.versions(policy.company).wrong),
        data_choices=[(c.id, c.say[lang_of(request)]) for c in policy.categories],
        **more,
    )
    if "command" in more or template in _PRIVATE:
        shown.headers["cache-control"] = "no-store"
    return shown


def visit_of(request: AnyRequest, company: str) -> Visit | None:
    return portal_of(request).visits.of(request.cookies.get(COOKIE), company)


def allowed(request: AnyRequest, rate: Rate, kind: str) -> bool:
    """Count one from this visitor's address; False when there were too many."""
    address = counted_address(request.client.host if request.client else None)
    return portal_of(request).limits.count(rate.of(address), kind, address.name)


def too_many(request: AnyRequest, rate: Rate, kind: str) -> bool:
    """Whether this visitor's address has used up its measure."""
    address = counted_address(request.client.host if request.client else None)
    return portal_of(request).limits.full(rate.of(address), kind, address.name)


def guessed(request: AnyRequest, code: str, kind: str, *, length: int) -> None:
    """Count a code that opened nothing, unless it can be no code."""
    if is_code(plain_code(code), length=length):
        allowed(request, WRONG_CODE, kind)


_PRIVATE: Final = ("received",)
