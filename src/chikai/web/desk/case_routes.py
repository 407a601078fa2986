"""The pages of one case: what is shown, done, previewed and looked at."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect

from chikai.app import cases
from chikai.app.blind import demand_checked
from chikai.app.read import open_blob
from chikai.app.rehearse import rehearse
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.open_item import OpenItem
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk import scans
from chikai.web.desk.casepage import case_page, viewer
from chikai.web.desk.deeds import DEEDS
from chikai.web.desk.doing import Doing
from chikai.web.desk.frame import Page, Shown, desk_page, open_in
from chikai.web.desk.log import question_words
from chikai.web.desk.timeline import timeline
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import page, printable
from chikai.web.posted import EMPTY, Posted
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


@get("/desk/{company:str}/cases/{case:str}", needs="case")
@page_of
def show_case(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _case_page(request, home, case)


def _case_page(
    request: AnyRequest,
    home: Home,
    case: str,
    *,
    form: Posted = EMPTY,
    deed: str | None = None,
    wrong: Wrong = FINE,
    asked: tuple[OpenItem, ...] = (),
) -> Page:
    """The page of a case; after a deed that failed, with what was typed and what was wrong, and
    with the questions `asked` on the way."""
    return desk_page(
        request,
        home.company,
        "case",
        form=form,
        wrong=wrong,
        c=case_page(home, case, by=viewer(request)),
        deeds=DEEDS,
        failed=deed,
        asked=asked,
        question_words=question_words,
        timeline=timeline,
    )


@post("/desk/{company:str}/cases/{case:str}/do/{deed:str}", needs="{deed}")
@page_of
def do(request: AnyRequest, company: Segment, case: Segment, deed: Segment, form: Form) -> Shown:
    """Do one deed, then show the case as it now is."""
    at_desk = signed_in(request)
    if deed not in DEEDS:
        raise Missing(deed)
    asked: tuple[OpenItem, ...] = ()
    with web_of(request).homes.home(company) as home:
        try:
            result = DEEDS[deed].run(Doing(home, case, actor(at_desk, form), form))
            if not isinstance(result, Defect):
                return Redirect(f"/desk/{company}/cases/{case}", status_code=303)
            listed = {i.key for i in open_in(home, cases.load(home, case))}
            asked = tuple(i for i in result.items if i.key not in listed)
            wrong = faults.of_open(result)
        except faults.EXPECTED as error:
            wrong = faults.of(error)
        return _case_page(request, home, case, form=form, deed=deed, wrong=wrong, asked=asked)


@post("/desk/{company:str}/cases/{case:str}/preview/{deed:str}", needs="{deed}")
@page_of
def preview(
    request: AnyRequest, company: Segment, case: Segment, deed: Segment, form: Form
) -> Shown:
    """The letter a deed would send. Nothing is sent and nothing is recorded but the look."""
    at_desk = signed_in(request)
    if deed not in DEEDS or not DEEDS[deed].letter:
        raise Missing(deed)
    with web_of(request).homes.home(company) as home:
        demand_checked(cases.load(home, case), actor=at_desk.id, roles=at_desk.roles)
        home.views.log(actor_id=at_desk.id, case=case, what="preview", at=home.clock.now())
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


@get("/desk/{company:str}/cases/{case:str}/file/{blob:str}", needs="file")
@page_of
def show_file(request: AnyRequest, company: Segment, case: Segment, blob: Segment) -> Shown:
    """A letter that was sent, its electronic file, or a scan: only of this case, and logged."""
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        of_case = cases.load(home, case)
        papers = {p.sealed for p in of_case.papers}
        letters: set[str | None] = {x.sealed for x in of_case.letters}
        if of_case.answer is not None:
            letters |= {of_case.answer.sealed, of_case.answer.attached}
        if blob not in letters | papers:
            raise Missing(blob)
        if blob not in papers:
            demand_checked(of_case, actor=at_desk.id, roles=at_desk.roles)
        data = of_case.answer is not None and blob == of_case.answer.attached
        content = open_blob(home, case, blob, actor=at_desk.id)
    name = f"{case}-data.json" if data else None
    return printable(content, media=scans.media_type(content), name=name)


HANDLERS = (show_case, do, preview, show_file)
