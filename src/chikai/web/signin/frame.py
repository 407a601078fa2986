"""What every page around signing in shares."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response
from litestar.response import Redirect

from chikai.app import accounts
from chikai.people.accounts import Account
from chikai.people.staff import Role, may
from chikai.ports import Home
from chikai.web.desk.frame import chrome
from chikai.web.pages import lang_of, page
from chikai.web.request import AnyRequest, web_of
from chikai.web.signin.access import address_of, cookie, cookie_name, local_path

Page = Response[str]
Shown = Response[Any]

DEMO_STAFF: Final[dict[str, frozenset[Role]]] = {
    "clerk-1": frozenset({Role.CLERK}),
    "checker-1": frozenset({Role.SECOND_CHECKER}),
    "approver-1": frozenset({Role.APPROVER}),
    "officer-1": frozenset({Role.PRIVACY_OFFICER}),
    "auditor-1": frozenset({Role.AUDITOR}),
    "owner-1": frozenset({Role.SOURCE_OWNER}),
}
"""Who works at each desk of the demo. Nobody else can sign in as them: they have no password."""


def signin_page(request: AnyRequest, company: str, template: str, **more: Any) -> Page:
    status = more.pop("status", 200)
    more.setdefault("faults", ())
    policy = web_of(request).homes.policy(company, web_of(request).homes.today())
    more["company_name"] = policy.about.name[lang_of(request)]
    where = f"signin/{template}.html"
    return page(request, where, status=status, chrome=chrome(request, company), **more)


def by_password(request: AnyRequest, company: str, id: str, password: str) -> Account:
    """The account, if the password is right. Nobody else at the company waits while it is
    compared. Raises `accounts.Refused`."""
    web = web_of(request)
    with web.homes.home(company) as home:
        where, now = address_of(request), web.wall.now()
        given = accounts.guess(home, id, password, address=where, at=now)
    right = given.is_right()
    with web.homes.home(company) as home:
        return accounts.by_password(home, given, right=right)


def let_in(request: AnyRequest, home: Home, account: str, back: str) -> Shown:
    """Sign an account in under a new token, and go where they were going."""
    web = web_of(request)
    old = request.cookies.get(cookie_name(web, home.company))
    if not back and not may(accounts.the(home, account).roles, "inbox"):
        back = f"/desk/{home.company}/account"
    token = accounts.begin(home, account, at=web.wall.now(), instead_of=old)
    going = cookie(request, home.company, token)
    return Redirect(local_path(back, home.company), status_code=303, cookies=[going])


def origin_of(request: AnyRequest) -> str:
    """Scheme, host and port as the browser knows them; the guard has looked at the host."""
    return web_of(request).origin or f"{request.url.scheme}://{request.url.netloc}"
