"""The receipt, and how a request stands: by its code, and without a word about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from markupsafe import Markup

from chikai.app import cases, contact
from chikai.app.faults import Fault
from chikai.duties.contact.contact import Contact
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import Pause, pauses
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.codes import plain_code, shown
from chikai.kernel.message import say
from chikai.ports import Home
from chikai.web.portal.frame import (
    guessed,
    open_here,
    policy_of,
    portal_of,
    portal_page,
    too_many,
    visit_of,
)
from chikai.web.portal.limits import WRONG_CODE
from chikai.web.portal.visits import Visit
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, new_command, page_of, web_of


@dataclass(frozen=True, slots=True)
class Stands:
    """How one case stands, for whoever has its code. `target` is the day of our own promise; `None`
    once it is answered. `asked` are the items a letter asked for, `open` those nobody wrote of yet.
    """

    case: Case
    target: date | None
    asked: tuple[Pause, ...]
    open: tuple[OpenItem, ...]


def stands(home: Home, known: Contact) -> tuple[Stands, ...]:
    day = cases.today(home)
    found = []
    for id in known.cases:
        case = cases.load(home, id)
        policy = cases.policy_of(home, case)
        asked = pauses(case, policy, on=day) if case.is_open else ()
        told = {pause.item for pause in asked}
        items = open_items(case, policy, on=day) if case.is_open else ()
        rest = tuple(i for i in items if i.asks == "requester" and i.key not in told)
        days = policy.requests.answer.own_target_days
        target = case.basis.arrived_on + timedelta(days=days)
        found.append(Stands(case, target if case.is_open else None, asked, rest))
    return tuple(found)


def picture(url: str) -> Markup:
    """The address as a QR code, drawn in the page. Raises nothing: it always fits."""
    import segno

    drawn = segno.make(url, error="m").svg_inline(scale=4, border=4, svgclass="qr", lineclass=None)
    return Markup(drawn)  # made of numbers only


# --- the receipt --------------------------------------------------------------------------------


@get("/{company:str}/received")
@page_of
def received(request: AnyRequest, company: Segment) -> Response[Any]:
    """What arrived, by its code: shown to whoever sent it, and to nobody else."""
    policy, visit = open_here(request, company), visit_of(request, company)
    if visit is None or not visit.received:
        return Redirect(f"/{company}/status", status_code=303)
    with web_of(request).homes.home(company) as home:
        known = contact.enter(home, visit.code)
        every = stands(home, known) if known else ()
        items = {i.key: i for each in every for i in each.open}
    if not every:
        return Redirect(f"/{company}/status", status_code=303)
    # The code stands behind the mark that no browser sends.
    url = f"{request.base_url}{company}/status#{visit.code}"
    return portal_page(
        request,
        "received",
        policy,
        every=every,
        items=tuple(items.values()),
        code=shown(visit.code),
        made=visit.made,
        qr=picture(url),
        status_url=f"{request.base_url}{company}/status",
    )


# --- how it stands ------------------------------------------------------------------------------


@get("/{company:str}/status")
@page_of
def status_page(request: AnyRequest, company: Segment) -> Response[Any]:
    """Where the code is typed; whoever typed it a while ago sees how it stands."""
    visit = visit_of(request, company)
    if visit is not None:
        with web_of(request).homes.home(company) as home:
            known = contact.enter(home, visit.code)
            every = stands(home, known) if known else ()
        if every:
            return _page(request, company, code=shown(visit.code), every=every, visit=visit)
    return _page(request, company)


@post("/{company:str}/status")
@page_of
def look(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """How a request stands. A code that is none, and one that opens nothing, are answered alike."""
    if form.raw("leave"):
        portal_of(request).visits.end(request.cookies.get("visit"))
        return Redirect(f"/{company}/status", status_code=303)
    if not form.raw("code").strip():
        return _page(request, company, form, wrong="web.fault.missing", status=422)
    if too_many(request, WRONG_CODE, "code"):
        return _page(request, company, form, wrong="portal.fault.too_many", status=429)
    with web_of(request).homes.home(company) as home:
        known = contact.enter(home, form.raw("code"))
    if known is None:
        guessed(request, form.raw("code"), "code", length=contact.CODE)
        return _page(request, company, form, wrong="portal.fault.no_code", status=404)
    before = visit_of(request, company)
    code = plain_code(form.raw("code"))
    if before is not None and before.code == code:
        return Redirect(f"/{company}/status", status_code=303)
    cookie = portal_of(request).visits.begin(Visit(company, code))
    return Redirect(f"/{company}/status", status_code=303, cookies=[cookie])


def _page(
    request: AnyRequest,
    company: str,
    form: Posted = EMPTY,
    *,
    wrong: str = "",
    status: int = 200,
    code: str = "",
    every: tuple[Stands, ...] = (),
    visit: Visit | None = None,
) -> Response[str]:
    policy = policy_of(request, company)
    found = (Fault(wrong, say(wrong), field="code"),) if wrong else ()
    return portal_page(
        request,
        "status",
        policy,
        form=form,
        faults=found,
        status=status,
        command=new_command(),
        code=code,
        every=every,
        opened=visit is not None and visit.opened,
    )


HANDLERS = (received, status_page, look)
