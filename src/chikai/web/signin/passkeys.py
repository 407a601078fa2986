"""Passkeys: adding one to one's own account, and signing in with one. They need JavaScript, for
only the browser can speak to the device; a password doesn't."""

from __future__ import annotations

from litestar import post
from litestar.response import Redirect

from chikai.app import accounts, passkeys
from chikai.app.accounts import Refused
from chikai.app.faults import Fault
from chikai.app.passkeys import Site
from chikai.kernel.message import say
from chikai.people.staff import ANYONE, SIGNED_IN
from chikai.ports import BadData
from chikai.web import faults
from chikai.web.request import AnyRequest, Form, Segment, page_of, signed_in, web_of
from chikai.web.signin.frame import Page, Shown, let_in, origin_of, signin_page


def site_of(request: AnyRequest) -> Site:
    """Raises `BadData` where no passkey can be: at an address that is a number."""
    host = request.url.hostname or ""
    if web_of(request).origin is None and host != "localhost":
        raise BadData("staff.passkey.no_host", field="passkey")
    return Site(host, origin_of(request))


@post("/desk/{company:str}/sign-in/passkey", needs=ANYONE)
@page_of
def ask(request: AnyRequest, company: Segment, form: Form) -> Page:
    web = web_of(request)
    with web.homes.home(company) as home:
        try:
            asked = passkeys.ask(home, site=site_of(request), at=web.wall.now())
        except faults.EXPECTED as error:
            return _failed(request, company, *faults.of(error))
    return signin_page(
        request, company, "passkey", asked=asked, adding=False, back=form.raw("next")
    )


@post("/desk/{company:str}/sign-in/passkey/use", needs=ANYONE)
@page_of
def use(request: AnyRequest, company: Segment, form: Form) -> Shown:
    web = web_of(request)
    with web.homes.home(company) as home:
        try:
            account = passkeys.use(
                home,
                form.raw("ticket"),
                form.raw("credential"),
                site=site_of(request),
                at=web.wall.now(),
            )
        except Refused as refused:
            fault = Fault(refused.message.id, refused.message)
            return _failed(request, company, 403, (fault,))
        return let_in(request, home, account.id, form.raw("next"))


def _failed(request: AnyRequest, company: str, status: int, found: tuple[Fault, ...]) -> Page:
    return signin_page(
        request, company, "passkey", status=status, faults=found, asked=None, adding=False, back=""
    )


@post("/desk/{company:str}/account/passkey", needs=SIGNED_IN)
@page_of
def ask_new(request: AnyRequest, company: Segment) -> Page:
    web, account = web_of(request), signed_in(request)
    with web.homes.home(company) as home:
        try:
            asked = passkeys.ask_new(home, account, site=site_of(request), at=web.wall.now())
        except faults.EXPECTED as error:
            status, found = faults.of(error)
            return signin_page(
                request,
                company,
                "passkey",
                status=status,
                faults=found,
                asked=None,
                adding=True,
                back="",
            )
    return signin_page(request, company, "passkey", asked=asked, adding=True, back="")


@post("/desk/{company:str}/account/passkey/add", needs=SIGNED_IN)
@page_of
def add(request: AnyRequest, company: Segment, form: Form) -> Shown:
    web, account = web_of(request), signed_in(request)
    with web.homes.home(company) as home:
        try:
            passkeys.add(
                home,
                account,
                form.raw("ticket"),
                form.raw("credential"),
                site=site_of(request),
                at=web.wall.now(),
            )
        except faults.EXPECTED:
            fault = Fault("staff.passkey.not_made", say("staff.passkey.not_made"))
            return signin_page(
                request,
                company,
                "passkey",
                status=422,
                faults=(fault,),
                asked=None,
                adding=True,
                back="",
            )
    return Redirect(f"/desk/{company}/account", status_code=303)


@post("/desk/{company:str}/account/passkey/remove", needs=SIGNED_IN)
@page_of
def remove(request: AnyRequest, company: Segment, form: Form) -> Shown:
    with web_of(request).homes.home(company) as home:
        accounts.of(home).remove_passkeys(signed_in(request).id, form.need("passkey"))
    return Redirect(f"/desk/{company}/account", status_code=303)


HANDLERS = (ask, use, ask_new, add, remove)
