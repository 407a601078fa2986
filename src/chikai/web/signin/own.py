"""One's own account: what one may do, and with what one signs in."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect

from chikai import places, wiring
from chikai.app import accounts
from chikai.app.accounts import Refused
from chikai.app.faults import Fault
from chikai.people.staff import SIGNED_IN
from chikai.ports import Home
from chikai.web import faults
from chikai.web.posted import bad
from chikai.web.request import AnyRequest, Form, Segment, page_of, signed_in, web_of
from chikai.web.signin.access import cookie
from chikai.web.signin.frame import Page, Shown, by_password, let_in, signin_page


@get("/desk/{company:str}/account", needs=SIGNED_IN)
@page_of
def own(request: AnyRequest, company: Segment) -> Page:
    with web_of(request).homes.home(company) as home:
        return _page(request, home)


def _page(
    request: AnyRequest, home: Home, *, status: int = 200, found: tuple[Fault, ...] = ()
) -> Page:
    account = signed_in(request)
    where = places.place(web_of(request).homes.root, home.company)
    return signin_page(
        request,
        home.company,
        "own",
        status=status,
        faults=found,
        account=account,
        passkeys=accounts.of(home).passkeys(account.id),
        outside=wiring.outside_sign_in(where) is not None,
    )


@post("/desk/{company:str}/account/password", needs=SIGNED_IN)
@page_of
def set_password(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Whoever has a password gives it first: an open page at an empty desk is not its holder."""
    web, account = web_of(request), signed_in(request)
    try:
        if account.password is not None:
            by_password(request, company, account.id, form.raw("current"))
    except Refused as refused:
        fault = Fault(refused.message.id, refused.message, field="current")
        with web.homes.home(company) as home:
            return _page(request, home, status=403, found=(fault,))
    with web.homes.home(company) as home:
        try:
            if form.raw("password") != form.raw("again"):
                raise bad("staff.password.differs", "again")
            accounts.set_password(home, account.id, form.raw("password"))
        except faults.EXPECTED as error:
            status, found = faults.of(error)
            return _page(request, home, status=status, found=found)
        return let_in(request, home, account.id, f"/desk/{company}/account")


@post("/desk/{company:str}/account/sign-out", needs=SIGNED_IN)
@page_of
def sign_out_everywhere(request: AnyRequest, company: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        accounts.of(home).end_all(signed_in(request).id)
    gone = cookie(request, company, "")
    return Redirect(f"/desk/{company}/sign-in", status_code=303, cookies=[gone])


HANDLERS = (own, set_password, sign_out_everywhere)
