"""The answer before it goes: as it will lie in its window envelope, in either language."""

from __future__ import annotations

from typing import Any, Final

from litestar import get

from chikai.app import cases, preview
from chikai.app.blind import demand_checked
from chikai.ports import Home
from chikai.web.desk import paper
from chikai.web.desk.frame import Shown, desk_page
from chikai.web.pages import printable
from chikai.web.request import AnyRequest, Segment, page_of, signed_in, web_of


def _lang(request: AnyRequest) -> str:
    return "en" if request.query_params.get("letter_lang") == "en" else "ja"


def _made(request: AnyRequest, home: Home, case: str) -> preview.Preview:
    """For all but whoever is about to check it by the papers: it says what they are to copy."""
    at_desk = signed_in(request)
    demand_checked(cases.load(home, case), actor=at_desk.id, roles=at_desk.roles)
    return preview.answer(home, case, actor=at_desk.id, lang=_lang(request))


@get("/desk/{company:str}/cases/{case:str}/answer", needs="file")
@page_of
def show_answer(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    lang = _lang(request)
    with web_of(request).homes.home(company) as home:
        made = _made(request, home, case)
        found = cases.load(home, case)
    return desk_page(request, company, "answer", case=found, letter_lang=lang, window=made.window)


@get("/desk/{company:str}/cases/{case:str}/answer/pdf", needs="file")
@page_of
def answer_pdf(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        made = _made(request, home, case)
    return printable(made.pdf)


@get("/desk/{company:str}/cases/{case:str}/answer/page", needs="file")
@page_of
def answer_page(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        made = _made(request, home, case)
        return paper.picture(preview.first_page(home, made.pdf))


HANDLERS: Final[tuple[Any, ...]] = (show_answer, answer_pdf, answer_page)
