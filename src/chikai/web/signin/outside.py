"""The company's own sign-in: out to the provider and back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from litestar import get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from chikai import places, wiring
from chikai.app import outside
from chikai.app.accounts import Refused
from chikai.app.faults import Fault
from chikai.people.accounts import CEREMONY
from chikai.people.staff import ANYONE, SIGNED_IN
from chikai.ports import Missing, Provider
from chikai.web.request import (
    AnyRequest,
    Segment,
    maybe_signed_in,
    page_of,
    signed_in,
    web_of,
)
from chikai.web.signin.frame import Shown, let_in, origin_of, signin_page

WAY = "way-out"


def provider_of(request: AnyRequest, company: str) -> Provider:
    found = wiring.outside_sign_in(places.place(web_of(request).homes.root, company))
    if found is None:
        raise Missing("sign-in")
    return found


@get("/desk/{company:str}/sign-in/outside", needs=ANYONE)
@page_of
def go(request: AnyRequest, company: Segment) -> Shown:
    return _leave(request, company, None)


@get("/desk/{company:str}/account/outside", needs=SIGNED_IN)
@page_of
def bind(request: AnyRequest, company: Segment) -> Shown:
    """Bind one's own account to whoever one is there."""
    return _leave(request, company, signed_in(request).id)


def _leave(request: AnyRequest, company: str, account: str | None) -> Shown:
    web = web_of(request)
    back = f"{origin_of(request)}/desk/{company}/sign-in/back"
    with web.homes.home(company) as home:
        provider = provider_of(request, company)
        where, token = outside.leave(home, provider, back=back, at=web.wall.now(), account=account)
    return Redirect(where, status_code=303, cookies=[_way(request, company, token, CEREMONY)])


def _way(request: AnyRequest, company: str, token: str, holds: timedelta) -> Cookie:
    """Whoever comes back is the browser that left."""
    return Cookie(
        WAY,
        value=token,
        path=f"/desk/{company}/sign-in",
        max_age=int(holds.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=web_of(request).origin is not None,
    )


@get("/desk/{company:str}/sign-in/back", needs=ANYONE)
@page_of
def back(request: AnyRequest, company: Segment) -> Shown:
    web, query = web_of(request), request.query_params
    state, left = query.get("state", ""), request.cookies.get(WAY, "")
    here = maybe_signed_in(request)
    with web.homes.home(company) as home:
        try:
            if not state or not secrets.compare_digest(state.encode(), left.encode()):
                raise Refused(outside.REFUSED)
            account = outside.come_back(
                home,
                provider_of(request, company),
                token=state,
                code=query.get("code", ""),
                at=web.wall.now(),
                signed_in=here.id if here else None,
            )
        except Refused as refused:
            fault = Fault(refused.message.id, refused.message)
            return signin_page(request, company, "outside", status=403, faults=(fault,))
        after = f"/desk/{company}/account" if here and here.id == account.id else ""
        answer = let_in(request, home, account.id, after)
    answer.cookies.append(_way(request, company, "", timedelta(0)))
    return answer


HANDLERS = (go, bind, back)
