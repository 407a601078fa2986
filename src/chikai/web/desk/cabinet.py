"""Taking over cases and papers that were in the cabinet: a file, tried first, then taken whole."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from chikai.app import cabinet
from chikai.app.cabinet import Counts
from chikai.duties.requests.flow import Exit
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import lang_of
from chikai.web.posted import bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of


@get("/desk/{company:str}/cabinet", needs="envelope")
@page_of
def shown(request: AnyRequest, company: Segment) -> Page:
    return _page(request, company)


def _page(
    request: AnyRequest,
    company: str,
    *,
    wrong: Wrong = FINE,
    tried: Counts | None = None,
) -> Page:
    return desk_page(
        request,
        company,
        "cabinet",
        wrong=wrong,
        tried=tried,
        columns=cabinet.COLUMNS,
        needed=cabinet.NEEDED,
        choices={
            column: [(prefix, each) for each in kinds if each is not Exit.HANDED_OVER]
            for column, (kinds, prefix) in cabinet.CHOICES.items()
        },
        limit=cabinet.MOST_LINES,
    )


@get("/desk/{company:str}/cabinet.csv", needs="envelope")
@page_of
def template(request: AnyRequest, company: Segment) -> Shown:
    """An empty file to fill in."""
    headers = {"content-disposition": 'attachment; filename="cabinet.csv"'}
    content = cabinet.template(lang_of(request))
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@post("/desk/{company:str}/cabinet", needs="envelope")
@page_of
def take_over(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Try the file, or take it over. One line that is wrong, and nothing is taken."""
    try:
        by = actor(signed_in(request), form)
        if "file" not in form.files:
            raise bad("web.fault.choose", "file")
        with web_of(request).homes.home(company) as home:
            lines = cabinet.read(home, cabinet.decode(form.files["file"]))
            if form.text("do") != "take":
                return _page(request, company, tried=cabinet.counts(lines))
            cabinet.take_over(home, lines, by=by)
    except faults.EXPECTED as error:
        return _page(request, company, wrong=faults.of(error))
    return Redirect(f"/desk/{company}", status_code=303)


HANDLERS: Final[tuple[Any, ...]] = (shown, template, take_over)
