"""The company's own form, printed for a case that is there: its code says so when it comes back."""

from __future__ import annotations

from typing import Any, Final

from litestar import get

from chikai import wiring
from chikai.app import cases, publishing
from chikai.web.desk.frame import Shown
from chikai.web.pages import printable
from chikai.web.request import AnyRequest, Segment, page_of, web_of


@get("/desk/{company:str}/cases/{case:str}/form", needs="case")
@page_of
def case_form(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    """Blank: whoever asked fills it in. Raises `Missing`."""
    lang = "en" if request.query_params.get("form_lang") == "en" else "ja"
    with web_of(request).homes.home(company) as home:
        found = cases.load(home, case)
        policy = cases.policy_of(home, found)
        document = publishing.form(
            policy, found.kind, found.asker, lang=lang, on=cases.today(home), cases=(found.id,)
        )
    return printable(wiring.pages().pdf(document, made=policy.effective_from))


HANDLERS: Final[tuple[Any, ...]] = (case_form,)
