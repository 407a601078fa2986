"""Signing in and out: by password, in the demo by one click, and by a one-time link."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect

from chikai import places, wiring
from chikai.app import accounts
from chikai.app.accounts import Refused
from chikai.app.faults import Fault
from chikai.people.accounts import Account
from chikai.people.staff import ANYONE, SIGNED_IN, Role
from chikai.ports import Home, Missing
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, page_of, web_of
from chikai.web.signin import link, office, outside, own, passkeys
from chikai.web.signin.access import cookie, cookie_name
from chikai.web.signin.frame import DEMO_STAFF, Page, Shown, by_password, let_in, signin_page


@get("/desk/{company:str}/sign-in", needs=ANYONE)
@page_of
def sign_in_page(request: AnyRequest, company: Segment) -> Page:
    with web_of(request).homes.home(company) as home:
        return _page(request, home, EMPTY, back=request.query_params.get("next", ""))


def _page(
    request: AnyRequest,
    home: Home,
    form: Posted,
    *,
    back: str,
    status: int = 200,
    faults: tuple[Fault, ...] = (),
) -> Page:
    return signin_page(
        request,
        home.company,
        "sign_in",
        status=status,
        faults=faults,
        form=form,
        back=back,
        demo=_demo_staff(request, home),
        outside=wiring.outside_sign_in(places.place(web_of(request).homes.root, home.company)),
    )


@post("/desk/{company:str}/sign-in", needs=ANYONE)
@page_of
def sign_in(request: AnyRequest, company: Segment, form: Form) -> Shown:
    web, back = web_of(request), form.raw("next")
    try:
        account = by_password(request, company, form.text("id"), form.raw("password"))
    except Refused as refused:
        fault = Fault(refused.message.id, refused.message)
        with web.homes.home(company) as home:
            return _page(request, home, form, back=back, status=403, faults=(fault,))
    with web.homes.home(company) as home:
        return let_in(request, home, account.id, back)


@post("/desk/{company:str}/sign-out", needs=SIGNED_IN)
@page_of
def sign_out(request: AnyRequest, company: Segment) -> Shown:
    web = web_of(request)
    with web.homes.home(company) as home:
        accounts.end(home, request.cookies.get(cookie_name(web, company)))
    gone = cookie(request, company, "")
    return Redirect(f"/desk/{company}/sign-in", status_code=303, cookies=[gone])


# --- the demo -----------------------------------------------------------------------------------


def _demo_staff(request: AnyRequest, home: Home) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    """Who may be signed in as with one click: nobody, unless this is the demo, whose clock can be
    moved and whose data say that they are fictional."""
    web = web_of(request)
    where = places.place(web.homes.root, home.company)
    if web.demo is None or not places.is_demo(where):
        return ()
    kept = accounts.of(home)
    for id, roles in DEMO_STAFF.items():
        if kept.get(id) is None:
            kept.put(Account(id, roles, home.clock.now()))
    found = ((id, kept.get(id)) for id in DEMO_STAFF)
    return tuple((id, tuple(sorted(a.roles))) for id, a in found if a and not a.locked)


@post("/desk/{company:str}/sign-in/as", needs=ANYONE)
@page_of
def sign_in_as(request: AnyRequest, company: Segment, form: Form) -> Shown:
    with web_of(request).homes.home(company) as home:
        offered = dict(_demo_staff(request, home))
        if form.text("id") not in offered:
            raise Missing("demo")
        return let_in(request, home, form.text("id"), form.raw("next"))


HANDLERS = (
    sign_in_page,
    sign_in,
    sign_out,
    sign_in_as,
    *link.HANDLERS,
    *passkeys.HANDLERS,
    *outside.HANDLERS,
    *own.HANDLERS,
    *office.HANDLERS,
)
