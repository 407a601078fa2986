"""The one-time link: how a new account gets its first password or passkey."""

from __future__ import annotations

from litestar import get, post

from chikai.app import accounts
from chikai.people.accounts import Ticket
from chikai.people.staff import ANYONE
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.posted import Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, page_of, web_of
from chikai.web.signin.frame import Page, Shown, let_in, signin_page


@get("/desk/{company:str}/welcome", needs=ANYONE)
@page_of
def welcome(request: AnyRequest, company: Segment) -> Page:
    """Looking does not use the link up."""
    with web_of(request).homes.home(company) as home:
        return _page(request, home, request.query_params.get("key", ""))


def _page(request: AnyRequest, home: Home, key: str, fault: Exception | None = None) -> Page:
    status, found = faults.of(fault) if fault else (200, ())
    held = accounts.peek(home, accounts.LINK_KIND, key, at=web_of(request).wall.now())
    return signin_page(
        request,
        home.company,
        "welcome",
        status=status if held else 404,
        faults=found,
        key=key,
        account=held.account if held else None,
    )


@post("/desk/{company:str}/welcome", needs=ANYONE)
@page_of
def settle_in(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Set the first password, or go on without one to make a passkey."""
    web, key = web_of(request), form.raw("key")
    with web.homes.home(company) as home:
        held = accounts.peek(home, accounts.LINK_KIND, key, at=web.wall.now())
        if held is None or held.account is None or _locked(home, held.account):
            return _page(request, home, "")
        try:
            if form.has("how", "password"):
                accounts.check_password(_twice(form), account=held.account)
        except faults.EXPECTED as error:
            return _page(request, home, key, error)
        used: Ticket | None = accounts.redeem(home, accounts.LINK_KIND, key, at=web.wall.now())
        if used is None:
            raise Missing("link")
        if form.has("how", "password"):
            accounts.set_password(home, held.account, form.raw("password"))
            return let_in(request, home, held.account, "")
        return let_in(request, home, held.account, f"/desk/{company}/account")


def _locked(home: Home, account: str) -> bool:
    found = accounts.of(home).get(account)
    return found is None or found.locked


def _twice(form: Posted) -> str:
    """A password nobody sees is typed twice."""
    if form.raw("password") != form.raw("again"):
        raise bad("staff.password.differs", "again")
    return form.raw("password")


HANDLERS = (welcome, settle_in)
