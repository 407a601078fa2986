"""Documents disclosed in part: brought to the case, marked by drawing or by numbers, covered for
good, proven, and shown as they will go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import cases, redaction
from chikai.app.read import open_blob
from chikai.app.redaction import Part
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.holdings import Document
from chikai.kernel.area import Area
from chikai.ports import Destroyed, Home, Missing
from chikai.web import faults
from chikai.web.desk import paper
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import printable
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

ROWS: Final = 6
"""Parts that can be marked on one page at a time."""


@get("/desk/{company:str}/cases/{case:str}/redact", needs="grant")
@page_of
def show_documents(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _documents(request, home, case)


def _documents(request: AnyRequest, home: Home, case_id: str, wrong: Wrong = FINE) -> Page:
    case = cases.load(home, case_id)
    return desk_page(request, home.company, "documents", wrong=wrong, case=case)


@post("/desk/{company:str}/cases/{case:str}/redact", needs="grant")
@page_of
def add_document(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    with web_of(request).homes.home(company) as home:
        try:
            content = form.files.get("document")
            if not content:
                raise bad("web.fault.choose", "document")
            by = actor(signed_in(request), form)
            result = redaction.add_document(home, case, content, by=by)
        except faults.EXPECTED as error:
            return _documents(request, home, case, faults.of(error))
        assert not isinstance(result, Defect)
        document = result.documents[-1].id
    return Redirect(f"/desk/{company}/cases/{case}/redact/{document}", status_code=303)


@get("/desk/{company:str}/cases/{case:str}/redact/{document:str}", needs="grant")
@page_of
def mark(request: AnyRequest, company: Segment, case: Segment, document: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        of_case = cases.load(home, case)
        held = redaction.document_of(of_case, document)
        return _marking(request, home, of_case, held, _before(home, held))


def _before(home: Home, document: Document) -> Posted:
    """The parts as they were marked the last time, to be marked anew."""
    if document.redacted is None:
        return EMPTY
    try:
        kept = cases.unseal(home, document.redacted.reasons)["parts"]
    except Destroyed:
        return EMPTY
    values: dict[str, list[str]] = {}
    rows: dict[int, int] = {}
    for each in kept:
        n = rows.setdefault(each["page"], 0)
        rows[each["page"]] += 1
        prefix = f"page{each['page']}.part{n}"
        values[f"{prefix}.ground"], values[f"{prefix}.reason"] = [each["ground"]], [each["reason"]]
        values.update(paper.fields(prefix, Area(*each["area"])))
    return Posted(values, {})


def _marking(
    request: AnyRequest,
    home: Home,
    case: Case,
    document: Document,
    form: Posted,
    wrong: Wrong = FINE,
) -> Page:
    return desk_page(
        request,
        home.company,
        "redact",
        form=form,
        wrong=wrong,
        case=case,
        document=document,
        pages=range(1, document.pages + 1),
        rows=range(ROWS),
        grounds=redaction.offered(case, on=cases.today(home)),
    )


@post("/desk/{company:str}/cases/{case:str}/redact/{document:str}", needs="grant")
@page_of
def redact(
    request: AnyRequest, company: Segment, case: Segment, document: Segment, form: Form
) -> Shown:
    with web_of(request).homes.home(company) as home:
        of_case = cases.load(home, case)
        held = redaction.document_of(of_case, document)
        try:
            with form.whole() as read:
                parts = _parts(read, held)
            lang = "en" if form.text("letter_lang") == "en" else "ja"
            by = actor(signed_in(request), form)
            redaction.redact(home, case, document, parts, by=by, lang=lang)
        except faults.EXPECTED as error:
            return _marking(request, home, of_case, held, form, faults.of(error))
    return Redirect(f"/desk/{company}/cases/{case}/redact/{document}", status_code=303)


def _parts(form: Posted, document: Document) -> Sequence[Part]:
    """Every marked part with its ground and reason. Raises `BadField`."""
    found = []
    for number in range(1, document.pages + 1):
        for n in range(ROWS):
            prefix = f"page{number}.part{n}"
            if not form.begun(prefix):
                continue
            area = paper.area(form, prefix)
            ground, reason = form.need(f"{prefix}.ground"), form.need(f"{prefix}.reason")
            if area is not None:
                found.append(Part(number, area, ground, reason))
    return found


@get("/desk/{company:str}/cases/{case:str}/redact/{document:str}/page/{number:str}", needs="grant")
@page_of
def show_page(
    request: AnyRequest, company: Segment, case: Segment, document: Segment, number: Segment
) -> Shown:
    """One page as it came, as a picture. The look is logged."""
    with web_of(request).homes.home(company) as home:
        of_case = cases.load(home, case)
        held = redaction.document_of(of_case, document)
        if not number.isdecimal() or not 1 <= int(number) <= held.pages:
            raise Missing(number)
        found = redaction.page_of(home, of_case, held, int(number), actor=signed_in(request).id)
    return paper.picture(found.picture)


@get("/desk/{company:str}/cases/{case:str}/redact/{document:str}/result", needs="grant")
@page_of
def show_result(request: AnyRequest, company: Segment, case: Segment, document: Segment) -> Shown:
    """The file as it will go out. The look is logged."""
    with web_of(request).homes.home(company) as home:
        held = redaction.document_of(cases.load(home, case), document)
        if held.redacted is None:
            raise Missing(document)
        sealed = held.redacted.sealed
        return printable(open_blob(home, case, sealed, actor=signed_in(request).id))


HANDLERS: Final[tuple[Any, ...]] = (
    show_documents,
    add_document,
    mark,
    redact,
    show_page,
    show_result,
)
