"""Runs of destruction: what is due, one sitting, a run sheet to sign, a certificate for each."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post

from chikai.app import destruction_run
from chikai.duties.requests.events import Disposal
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of


@get("/desk/{company:str}/destruction", needs="destruction")
@page_of
def show_due(request: AnyRequest, company: Segment) -> Shown:
    return _page(request, company)


def _page(request: AnyRequest, company: str, form: Posted = EMPTY, wrong: Wrong = FINE) -> Page:
    with web_of(request).homes.home(company) as home:
        lines = destruction_run.due(home)
    return desk_page(
        request, company, "destruction", form=form, wrong=wrong, lines=lines, gone=None
    )


@post("/desk/{company:str}/destruction", needs="destroy")
@page_of
def run(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Destroy what was ticked, and show the sheet of the run, to print and sign."""
    at_desk = signed_in(request)
    try:
        chosen = tuple(dict.fromkeys(x for x in form.values.get("case", ()) if x))
        with form.whole() as read:
            if not chosen:
                read.refuse(bad("web.fault.choose", "case"))
            how = read.choice("how", Disposal)
            counted = {each: read.number(f"sheets.{each}") for each in chosen}
        sheets = {each: n for each, n in counted.items() if n is not None}
        by = actor(at_desk, form)
        with web_of(request).homes.home(company) as home:
            gone = destruction_run.run(home, chosen, how, sheets, by=by)
    except faults.EXPECTED as error:
        return _page(request, company, form, faults.of(error))
    return desk_page(request, company, "destruction", lines=(), gone=gone, how=how, by=at_desk.id)


HANDLERS: Final[tuple[Any, ...]] = (show_due, run)
