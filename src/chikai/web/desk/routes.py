"""The desk's pages. Every handler reads, calls one use case, and shows or redirects."""

from __future__ import annotations

from dataclasses import replace

from litestar import get, post
from litestar.response import Redirect

from chikai.app import cases, intake
from chikai.app.read import inbox as read_inbox
from chikai.ports import Missing
from chikai.web import faults
from chikai.web.desk import case_routes, envelope
from chikai.web.desk.frame import FORMS, Page, Shown, chrome, open_in
from chikai.web.pages import page
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import (
    AnyRequest,
    Form,
    Segment,
    actor,
    new_command,
    page_of,
    read_who,
    session_of,
    web_of,
    who,
)


@get("/desk")
@page_of
def start(request: AnyRequest) -> Page:
    """Who is at the desk, and which company."""
    return page(request, "desk/start.html", chrome=chrome(request), faults=(), form=EMPTY)


@post("/desk/who")
@page_of
def sit_down(request: AnyRequest, form: Form) -> Shown:
    try:
        session = replace(session_of(request), who=read_who(form))
    except faults.EXPECTED as error:
        status, found = faults.of(error)
        return page(
            request,
            "desk/start.html",
            status=status,
            chrome=chrome(request),
            faults=found,
            form=form,
        )
    cookie = web_of(request).sessions.begin(session)
    return Redirect(_local(form.text("next")), status_code=303, cookies=[cookie])


def _local(path: str) -> str:
    """Only ever back to a page of the desk."""
    return path if path.startswith("/desk") and "//" not in path and "\\" not in path else "/desk"


@post("/desk/clock")
@page_of
def move_clock(request: AnyRequest, form: Form) -> Shown:
    """In the demo a day can be made to come."""
    clock = web_of(request).demo
    if clock is None:
        raise Missing("clock")
    day = form.day("day")
    if day is None:
        raise bad("web.fault.missing", "day")
    clock.move_to(day)
    return Redirect(_local(form.text("next")), status_code=303)


@get("/desk/{company:str}")
@page_of
def inbox(request: AnyRequest, company: Segment) -> Shown:
    if who(request) is None:
        return Redirect("/desk", status_code=303)
    with web_of(request).homes.home(company) as home:
        lines = read_inbox(home)
    items = [(line, open_in(home, line.case)) for line in lines]
    return page(request, "desk/inbox.html", chrome=chrome(request, company), lines=items)


# --- a new envelope -----------------------------------------------------------------------------


@get("/desk/{company:str}/new")
@page_of
def new_envelope(request: AnyRequest, company: Segment) -> Shown:
    if who(request) is None:
        return Redirect("/desk", status_code=303)
    today = web_of(request).homes.today().isoformat()
    return _envelope_page(request, company, Posted({"arrived_on": [today]}, {}), new_command())


def _envelope_page(
    request: AnyRequest, company: str, form: Posted, command: str, fault: Exception | None = None
) -> Page:
    status, found = faults.of(fault) if fault else (200, ())
    found = tuple(envelope.placed(each, form) for each in found)
    policy = web_of(request).homes.policy(company, web_of(request).homes.today())
    return page(
        request,
        "desk/new.html",
        status=status,
        chrome=chrome(request, company),
        policy=policy,
        form=form,
        faults=found,
        command=command,
        people=range(envelope.PEOPLE),
        sheets=range(envelope.SHEETS),
        payments=range(envelope.PAYMENTS),
        **FORMS,
    )


@post("/desk/{company:str}/new")
@page_of
def open_envelope(request: AnyRequest, company: Segment, form: Form) -> Shown:
    at_desk = who(request)
    if at_desk is None:
        return Redirect("/desk", status_code=303)
    try:
        by = actor(at_desk, form)
        with web_of(request).homes.home(company) as home:
            read = envelope.read(form, today=cases.today(home))
            opened = intake.receive(home, read, by=by)
    except faults.EXPECTED as error:
        return _envelope_page(request, company, form, new_command(), error)
    if len(opened) > 1:
        return Redirect(f"/desk/{company}?envelope={opened[0].envelope}", status_code=303)
    return Redirect(f"/desk/{company}/cases/{opened[0].id}", status_code=303)


HANDLERS = (start, sit_down, move_clock, inbox, new_envelope, open_envelope, *case_routes.HANDLERS)
