"""The door of the room: code and second secret, one answer for whichever is wrong."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.response import Redirect

from chikai.app import contact
from chikai.app.faults import Fault
from chikai.kernel.codes import plain_code
from chikai.kernel.message import say
from chikai.web.portal.frame import allowed, policy_of, portal_of, portal_page, too_many
from chikai.web.portal.limits import WRONG_CODE, WRONG_SECRET
from chikai.web.portal.visits import COOKIE, Visit
from chikai.web.posted import BadField, Posted
from chikai.web.request import AnyRequest, Form, Segment, new_command, page_of, web_of


@post("/{company:str}/room")
@page_of
def unlock(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """Open it by code and second secret. Whichever of them is wrong, the answer is the same."""
    policy_of(request, company)
    try:
        with form.whole() as read:
            code, secret = plain_code(read.need("code")), read.need("secret")
    except BadField as error:
        return page(request, company, form, error.faults, status=422)
    limits = portal_of(request).limits
    busy = too_many(request, WRONG_CODE, "secret")
    if busy or not limits.count(WRONG_SECRET, "secret", f"{company}|{code}"):
        return page(request, company, form, _no("portal.fault.too_many"), status=429)
    with web_of(request).homes.home(company) as home:
        lock = contact.lock(home, code)
    if not lock.opens(secret):
        allowed(request, WRONG_CODE, "secret")
        return page(request, company, form, _no("portal.fault.no_entry"), status=404)
    limits.forget("secret", f"{company}|{code}")
    portal_of(request).visits.end(request.cookies.get(COOKIE))
    cookie = portal_of(request).visits.begin(Visit(company, code, opened=True))
    return Redirect(f"/{company}/room", status_code=303, cookies=[cookie])


def _no(why: str) -> tuple[Fault, ...]:
    return (Fault(why, say(why), field="secret"),)


def page(
    request: AnyRequest,
    company: str,
    form: Posted,
    found: tuple[Fault, ...] = (),
    *,
    status: int = 200,
) -> Response[str]:
    """Where code and secret are typed; a secret is never written back."""
    policy = policy_of(request, company)
    shown_form = Posted({"code": [form.raw("code")]}, {})
    return portal_page(
        request,
        "door",
        policy,
        form=shown_form,
        faults=found,
        command=new_command(),
        status=status,
    )
