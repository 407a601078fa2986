"""The desk's pages. Every handler reads, calls one use case, and shows or redirects."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Response

from chikai.app import cases, intake
from chikai.app.read import view
from chikai.people.postal import address_of
from chikai.people.staff import ANYONE
from chikai.ports import Missing
from chikai.web import faults
from chikai.web.desk import (
    cabinet,
    case_routes,
    contact,
    decision,
    destruction,
    drill,
    envelope,
    feebook,
    form,
    gate,
    identity,
    inbox,
    mail,
    numbers,
    plan,
    preview,
    proof,
    recipients,
    redact,
    sheets,
    sources,
    tasks,
    work,
)
from chikai.web.desk.casepage import viewer
from chikai.web.desk.frame import Page, Shown, chrome, desk_page
from chikai.web.faults import FINE
from chikai.web.pages import page
from chikai.web.posted import Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of


@get("/desk", needs=ANYONE)
@page_of
def start(request: AnyRequest) -> Page:
    """Which company's desk."""
    every = chrome(request, every=True)
    return page(request, "desk/start.html", chrome=every)


def _local(path: str) -> str:
    """Only ever back to a page of the desk."""
    return path if path.startswith("/desk") and "//" not in path and "\\" not in path else "/desk"


@post("/desk/clock", needs=ANYONE)
@page_of
def move_clock(request: AnyRequest, form: Form) -> Shown:
    """In the demo a day can be made to come."""
    clock = web_of(request).demo
    if clock is None:
        raise Missing("clock")
    clock.move_to(form.need_day("day"))
    return Redirect(_local(form.text("next")), status_code=303)


# --- a new envelope -----------------------------------------------------------------------------


@get("/desk/{company:str}/new", needs="envelope")
@page_of
def new_envelope(request: AnyRequest, company: Segment) -> Shown:
    today = web_of(request).homes.today(company).isoformat()
    return _envelope_page(request, company, Posted({"arrived_on": [today]}, {}))


def _envelope_page(
    request: AnyRequest, company: str, form: Posted, fault: Exception | None = None
) -> Page:
    status, found = faults.of(fault) if fault else FINE
    wrong = status, tuple(envelope.placed(each, form) for each in found)
    policy = web_of(request).homes.policy(company, web_of(request).homes.today(company))
    return desk_page(
        request,
        company,
        "new",
        form=form,
        wrong=wrong,
        policy=policy,
        more_given=envelope.more_given,
        people=range(envelope.PEOPLE),
        sheets=range(envelope.SHEETS),
        payments=range(envelope.PAYMENTS),
    )


@post("/desk/{company:str}/new", needs="envelope")
@page_of
def open_envelope(request: AnyRequest, company: Segment, form: Form) -> Shown:
    if part := form.raw("fill"):
        return _envelope_page(request, company, envelope.fill_address(form, part))
    try:
        by = actor(signed_in(request), form)
        with web_of(request).homes.home(company) as home:
            read = envelope.read(form, today=cases.today(home))
            opened = intake.receive(home, read, by=by)
    except faults.EXPECTED as error:
        return _envelope_page(request, company, form, error)
    if len(opened) > 1:
        return Redirect(f"/desk/{company}/envelopes/{opened[0].envelope}", status_code=303)
    return Redirect(f"/desk/{company}/cases/{opened[0].id}", status_code=303)


@post("/desk/{company:str}/postal", needs="envelope")
@page_of
def postal(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """The address a postal code stands for, for a form that fills it in by itself."""
    headers = {"cache-control": "no-store"}
    found = {"address": address_of(form.raw("code"))}
    return Response(found, status_code=200, headers=headers)


@get("/desk/{company:str}/envelopes/{envelope_id:str}", needs="case")
@page_of
def show_envelope(request: AnyRequest, company: Segment, envelope_id: Segment) -> Shown:
    """What came out of one envelope: its cases, the papers they share, and the one letter to each
    person that asks for all that is open."""
    with web_of(request).homes.home(company) as home:
        ids = [row.case for row in home.journal.inbox(envelope_id)]
        if not ids:
            raise Missing(envelope_id)
        by = viewer(request)
        views = [view(home, id, actor=by.actor, roles=by.roles, instead=by.instead) for id in ids]
    people = tuple(dict.fromkeys(v.case.person for v in views))
    groups = [[v for v in views if v.case.person == each] for each in people]
    return desk_page(request, company, "envelope", groups=groups)


HANDLERS = (
    postal,
    show_envelope,
    start,
    move_clock,
    *inbox.HANDLERS,
    *identity.HANDLERS,
    *feebook.HANDLERS,
    *cabinet.HANDLERS,
    new_envelope,
    open_envelope,
    *case_routes.HANDLERS,
    *tasks.HANDLERS,
    *decision.HANDLERS,
    *preview.HANDLERS,
    *form.HANDLERS,
    *destruction.HANDLERS,
    *contact.HANDLERS,
    *sheets.HANDLERS,
    *gate.HANDLERS,
    *proof.HANDLERS,
    *recipients.HANDLERS,
    *plan.HANDLERS,
    *redact.HANDLERS,
    *mail.HANDLERS,
    *numbers.HANDLERS,
    *drill.HANDLERS,
    sources.every,
    sources.one,
    work.shown,
)
