"""Runs of destruction: what is due, one sitting, a run sheet to sign, a certificate for each."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post

from chikai.app import destruction_run
from chikai.duties.requests.events import Disposal
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, chrome
from chikai.web.pages import page
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


@get("/desk/{company:str}/destruction", needs="destruction")
@page_of
def show_due(request: AnyRequest, company: Segment) -> Shown:
    return _page(request, company)


def _page(
    request: AnyRequest, company: str, form: Posted = EMPTY, fault: Exception | None = None
) -> Page:
    status, found = faults.of(fault) if fault else (200, ())
    with web_of(request).homes.home(company) as home:
        lines = destruction_run.due(home)
    return page(
        request,
        "desk/destruction.html",
        status=status,
        chrome=chrome(request, company),
        lines=lines,
        gone=None,
        form=form,
        faults=found,
        command=new_command(),
    )


@post("/desk/{company:str}/destruction", needs="destroy")
@page_of
def run(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Destroy what was ticked, and show the sheet of the run, to print and sign."""
    at_desk = signed_in(request)
    try:
        chosen = tuple(dict.fromkeys(x for x in form.values.get("case", ()) if x))
        if not chosen:
            raise bad("web.fault.choose", "case")
        how = form.choice("how", Disposal)
        counted = {each: form.number(f"sheets.{each}") for each in chosen}
        sheets = {each: n for each, n in counted.items() if n is not None}
        by = actor(at_desk, form)
        with web_of(request).homes.home(company) as home:
            gone = destruction_run.run(home, chosen, how, sheets, by=by)
    except faults.EXPECTED as error:
        return _page(request, company, form, error)
    return page(
        request,
        "desk/destruction.html",
        chrome=chrome(request, company),
        lines=(),
        gone=gone,
        how=how,
        by=at_desk.id,
        form=EMPTY,
        faults=(),
        command=new_command(),
    )


HANDLERS: Final[tuple[Any, ...]] = (show_due, run)
