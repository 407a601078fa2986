"""What the privacy officer sees to: who may sign in, as what, and who looked at whom."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from litestar import get, post
from litestar.response import Redirect

from chikai.app import accounts, looks
from chikai.app.faults import Fault
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.people.staff import Role
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import (
    AnyRequest,
    Form,
    Segment,
    actor,
    new_command,
    page_of,
    signed_in,
    web_of,
)
from chikai.web.signin.frame import Page, Shown, origin_of, signin_page


@get("/desk/{company:str}/accounts", needs="accounts")
@page_of
def listed(request: AnyRequest, company: Segment) -> Page:
    with web_of(request).homes.home(company) as home:
        return _page(request, home)


def _page(
    request: AnyRequest,
    home: Home,
    *,
    form: Posted = EMPTY,
    status: int = 200,
    found: tuple[Fault, ...] = (),
    link: tuple[str, str] | None = None,
) -> Page:
    kept = accounts.of(home)
    return signin_page(
        request,
        home.company,
        "accounts",
        status=status,
        faults=found,
        form=form,
        new_command=new_command,
        rows=[(a, len(kept.passkeys(a.id))) for a in kept.all()],
        every=tuple(Role),
        link=link,
    )


@post("/desk/{company:str}/accounts", needs="accounts")
@page_of
def add(request: AnyRequest, company: Segment, form: Form) -> Page:
    web = web_of(request)
    with web.homes.home(company) as home:
        try:
            by = actor(signed_in(request), form)
            with form.whole() as read:
                id, roles = read.need("id"), read.choices("role", Role)
                if not roles:
                    read.refuse(bad("staff.no_role", "role"))
            token = accounts.add(home, id, roles, by=by, at=web.wall.now())
        except faults.EXPECTED as error:
            status, found = faults.of(error)
            return _page(request, home, form=form, status=status, found=found)
        return _page(request, home, link=(id, address_of_link(request, company, token)))


def address_of_link(request: AnyRequest, company: str, token: str) -> str:
    return f"{origin_of(request)}/desk/{company}/welcome?{urlencode({'key': token})}"


@post("/desk/{company:str}/accounts/{id:str}/{change:str}", needs="accounts")
@page_of
def change(
    request: AnyRequest, company: Segment, id: Segment, change: Segment, form: Form
) -> Shown:
    web = web_of(request)
    with web.homes.home(company) as home:
        try:
            by = actor(signed_in(request), form)
            match change:
                case "roles":
                    accounts.set_roles(home, id, form.choices("role", Role), by=by)
                case "lock":
                    accounts.lock(home, id, by=by)
                case "unlock":
                    accounts.unlock(home, id, by=by)
                case "passkeys":
                    accounts.reset_passkeys(home, id, by=by)
                case "remove":
                    accounts.remove(home, id, by=by)
                case "link":
                    token = accounts.new_link(home, id, at=web.wall.now())
                    address = address_of_link(request, company, token)
                    return _page(request, home, link=(id, address))
                case _:
                    raise Missing(change)
        except faults.EXPECTED as error:
            status, found = faults.of(error)
            return _page(request, home, status=status, found=found)
    return Redirect(f"/desk/{company}/accounts", status_code=303)


@get("/desk/{company:str}/views", needs="views")
@page_of
def views(request: AnyRequest, company: Segment) -> Page:
    """Who looked at what on one day."""
    given = request.query_params.get("day", "")
    with web_of(request).homes.home(company) as home:
        today = home.clock.now().date()
        try:
            day = parse_date(given) if given else today
        except BadDate:
            day = today
        seen = looks.of_day(home, day)
    return signin_page(
        request,
        company,
        "views",
        seen=seen,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
    )


HANDLERS = (listed, add, change, views)
