"""The decision on what was found, item by item: what is given, and what is left out on which
ground of its own and why. One form, one decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.duties.requests.flow import State
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk import deciding
from chikai.web.desk.casepage import CasePage, case_page, viewer
from chikai.web.desk.doing import Doing
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

_PAGE: Final = "/desk/{company:str}/cases/{case:str}/decision"
_MOST: Final = 5
"""Values of an item shown beside it; the case page has all of them."""


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One item of what was found: `id` is that of the policy, or of a column not shown."""

    id: str
    label: dict[str, str]
    table: dict[str, str]
    values: tuple[str, ...]
    more: int
    why: dict[str, str] | None


def items(c: CasePage) -> tuple[Item, ...]:
    """Every item once, in the order in which it was found; then those the mapping hides."""
    found: dict[str, Item] = {}
    for table in c.tables:
        for n, column in enumerate(table["columns"]):
            if column["item"] and column["item"] not in found:
                label = {"ja": column["ja"], "en": column["en"]}
                values = tuple(dict.fromkeys(str(row[n]) for row in table["rows"] if row[n]))
                more = max(0, len(values) - _MOST)
                found[column["item"]] = Item(
                    column["item"], label, table["label"], values[:_MOST], more, None
                )
    hidden = tuple(
        Item(w["id"], {"ja": w["ja"], "en": w["en"]}, {"ja": "", "en": ""}, (), 0, why)
        for w in c.unjudged
        if (why := {"ja": w["why_ja"], "en": w["why_en"]})
    )
    return (*hidden, *found.values())


def _page(
    request: AnyRequest,
    home: Home,
    case: str,
    form: Posted = EMPTY,
    wrong: Wrong = FINE,
) -> Page:
    c = case_page(home, case, by=viewer(request))
    if c.case.state is not State.DECIDING:
        raise Missing(case)
    return desk_page(request, home.company, "decision", form=form, wrong=wrong, c=c, items=items(c))


@get(_PAGE, needs="grant")
@page_of
def show_decision(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _page(request, home, case)


@post(_PAGE, needs="grant")
@page_of
def decide(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    with web_of(request).homes.home(company) as home:
        wrong = faults.wrong(
            lambda: deciding.grant(Doing(home, case, actor(signed_in(request), form), form))
        )
        if wrong != FINE:
            return _page(request, home, case, form, wrong)
    return Redirect(f"/desk/{company}/cases/{case}", status_code=303)


HANDLERS: Final[tuple[Any, ...]] = (show_decision, decide)
