"""The desk's pages. Every handler reads, calls one use case, and shows or redirects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from chikai.app import cases, intake
from chikai.app.read import inbox as read_inbox
from chikai.app.read import open_blob
from chikai.app.rehearse import rehearse
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.openings import OpenItem, open_items
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk import envelope, scans
from chikai.web.desk.casepage import case_page
from chikai.web.desk.deeds import CORRECTIONS, DEEDS, FOREIGN, Doing
from chikai.web.pages import page, printable
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

Page = Response[str]
Shown = Response[Any]


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every desk page shows around its content."""

    who: str | None
    companies: tuple[tuple[str, Any], ...]
    company: Segment | None
    today: Any
    demo: bool


def chrome(request: AnyRequest, company: str | None = None) -> Chrome:
    web = web_of(request)
    today = web.homes.today()
    named = tuple((c, web.homes.policy(c, today).about.name) for c in web.homes.companies())
    return Chrome(who(request), named, company, today, web.demo is not None)


FORMS: Final[dict[str, Any]] = {
    "regions": range(scans.REGIONS),
    "foreign": FOREIGN,
    "corrections": range(CORRECTIONS),
}


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
    items = [(line, _waits(home, line.case)) for line in lines]
    return page(request, "desk/inbox.html", chrome=chrome(request, company), lines=items)


def _waits(home: Home, case: Any) -> tuple[Any, ...]:
    return open_items(case, cases.policy_of(home, case), on=cases.today(home))


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


# --- a case -------------------------------------------------------------------------------------


@get("/desk/{company:str}/cases/{case:str}")
@page_of
def show_case(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    at_desk = who(request)
    if at_desk is None:
        return Redirect("/desk", status_code=303)
    with web_of(request).homes.home(company) as home:
        return _case_page(request, home, case, at_desk)


def _case_page(
    request: AnyRequest,
    home: Home,
    case: str,
    at_desk: str,
    *,
    form: Posted = EMPTY,
    deed: str | None = None,
    status: int = 200,
    found: tuple[Any, ...] = (),
    asked: tuple[OpenItem, ...] = (),
) -> Page:
    """The page of a case; after a deed that failed, with what was typed and what was wrong, and
    with the judgments `asked` for on the way."""
    return page(
        request,
        "desk/case.html",
        status=status,
        chrome=chrome(request, home.company),
        c=case_page(home, case, actor=at_desk),
        deeds=DEEDS,
        form=form,
        failed=deed,
        faults=found,
        asked=asked,
        new_command=new_command,
        **FORMS,
    )


@post("/desk/{company:str}/cases/{case:str}/do/{deed:str}")
@page_of
def do(request: AnyRequest, company: Segment, case: Segment, deed: Segment, form: Form) -> Shown:
    """Do one deed, then show the case as it now is."""
    at_desk = who(request)
    if at_desk is None:
        return Redirect("/desk", status_code=303)
    if deed not in DEEDS:
        raise Missing(deed)
    asked: tuple[OpenItem, ...] = ()
    with web_of(request).homes.home(company) as home:
        try:
            result = DEEDS[deed].run(Doing(home, case, actor(at_desk, form), form))
            if not isinstance(result, Defect):
                return Redirect(f"/desk/{company}/cases/{case}", status_code=303)
            asked = tuple(i for i in result.items if i.judgment)
            status, found = faults.of_open(result)
        except faults.EXPECTED as error:
            cases.load(home, case)
            status, found = faults.of(error)
        return _case_page(
            request,
            home,
            case,
            at_desk,
            form=form,
            deed=deed,
            status=status,
            found=found,
            asked=asked,
        )


@post("/desk/{company:str}/cases/{case:str}/preview/{deed:str}")
@page_of
def preview(
    request: AnyRequest, company: Segment, case: Segment, deed: Segment, form: Form
) -> Shown:
    """The letter a deed would send. Nothing is sent and nothing is recorded but the look."""
    at_desk = who(request)
    if at_desk is None:
        return Redirect("/desk", status_code=303)
    if deed not in DEEDS or not DEEDS[deed].letter:
        raise Missing(deed)
    with web_of(request).homes.home(company) as home:
        home.views.log(actor_id=at_desk, case=case, what="preview", at=home.clock.now())
        rehearsal = rehearse(home)
        form = Posted({**form.values, "command": [new_command()]}, form.files)
        try:
            doing = Doing(rehearsal.home, case, actor(at_desk, form), form)
            result = DEEDS[deed].run(doing)
        except faults.EXPECTED as error:
            status, found = faults.of(error)
        else:
            if not isinstance(result, Defect) and rehearsal.letters:
                return printable(rehearsal.letters[-1])
            status, found = faults.of_open(result if isinstance(result, Defect) else Defect(()))
        return page(request, "error.html", status=status, code="", faults=found)


@get("/desk/{company:str}/cases/{case:str}/file/{blob:str}")
@page_of
def show_file(request: AnyRequest, company: Segment, case: Segment, blob: Segment) -> Shown:
    """A letter that was sent, or a scan: only of this case, and the look is logged."""
    at_desk = who(request)
    if at_desk is None:
        return Redirect("/desk", status_code=303)
    with web_of(request).homes.home(company) as home:
        of_case = cases.load(home, case)
        known = {x.sealed for x in of_case.letters} | {p.sealed for p in of_case.papers}
        known |= {of_case.answer.sealed} if of_case.answer else set()
        if blob not in known:
            raise Missing(blob)
        content = open_blob(home, case, blob, actor=at_desk)
    return printable(content, media=scans.media_type(content))


HANDLERS = (
    start,
    sit_down,
    move_clock,
    inbox,
    new_envelope,
    open_envelope,
    show_case,
    do,
    preview,
    show_file,
)
