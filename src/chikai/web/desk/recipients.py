"""Others who hold the data of a case: who is told because the law or the policy wants it, who at
the wish of the person, and the notice to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from litestar import get

from chikai.app import recipients
from chikai.app.recipients import Told
from chikai.duties.requests.events import Holder
from chikai.duties.requests.recipients import Holding
from chikai.kernel.citation import Citation
from chikai.kernel.message import Both, Message
from chikai.policy.model import Clause
from chikai.web.desk.casepage import case_page, viewer
from chikai.web.desk.deeds import DEEDS
from chikai.web.desk.frame import Shown, desk_page
from chikai.web.pages import lang_of
from chikai.web.request import AnyRequest, Segment, page_of, signed_in, web_of


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One of them as the page shows it; `named` is empty where nobody says who it is."""

    holder: Holder
    named: str
    address: str
    due: bool
    because: Message
    cites: tuple[Citation, ...]
    clause: Clause | None
    told_on: date | None


def _line(each: Holding, told: tuple[Told, ...], lang: str) -> Line:
    name = each.name
    both = {name.ja, name.en} if isinstance(name, Both) else {name or ""}
    named = (name.ja if lang == "ja" else name.en) if isinstance(name, Both) else name or ""
    days = [x.on for x in told if x.holder is each.holder and (not named or x.name in both)]
    return Line(
        each.holder,
        named,
        each.address,
        each.due,
        each.because,
        each.cites,
        each.clause,
        max(days, default=None),
    )


@get("/desk/{company:str}/cases/{case:str}/recipients", needs="tell_recipient")
@page_of
def show_recipients(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    actor = signed_in(request).id
    with web_of(request).homes.home(company) as home:
        others = recipients.others(home, case, actor=actor)
        c = case_page(home, case, by=viewer(request))
    lang = lang_of(request)
    return desk_page(
        request,
        company,
        "recipients",
        c=c,
        others=others,
        holdings=tuple(_line(each, others.told, lang) for each in others.holdings),
        deeds=DEEDS,
        failed=None,
    )


HANDLERS: Final[tuple[Any, ...]] = (show_recipients,)
