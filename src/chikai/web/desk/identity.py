"""Who asks, with what power, and what proves it: what is needed beside what came.

Nothing is asked that neither the policy nor the law needs (APPI Art. 37(4)): the page shows the
same requirements that make the checklist, and says where none is needed.
"""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import correcting
from chikai.app.cases import Actor
from chikai.app.correcting import PaperRight, Particulars
from chikai.app.read import clauses
from chikai.duties.requests import evidence
from chikai.law.kinds import Paper, Whose
from chikai.people.model import Address
from chikai.ports import Home
from chikai.web import faults
from chikai.web.desk.casepage import case_page, viewer
from chikai.web.desk.deeds import DEEDS
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.desk.log import question_words
from chikai.web.desk.needed import TICKS, compared, needed, power, received
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

_CASE: Final = "/desk/{company:str}/cases/{case:str}"


@get(f"{_CASE}/identity", needs="case")
@page_of
def show_identity(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        c = case_page(home, case, by=viewer(request))
    day, policy = c.view.today, c.view.policy
    return desk_page(
        request,
        company,
        "identity",
        c=c,
        needed=needed(c.case, policy, clauses(policy).get, on=day),
        received=received(c.case, on=day),
        no_identity=c.case.kind in evidence.NO_IDENTITY,
        light=not policy.requests.identity.accept,
    )


@get(f"{_CASE}/people", needs="case")
@page_of
def show_people(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _people(request, home, case)


def _people(
    request: AnyRequest,
    home: Home,
    case: str,
    *,
    form: Posted = EMPTY,
    failed: str | None = None,
    wrong: Wrong = FINE,
) -> Page:
    c = case_page(home, case, by=viewer(request))
    return desk_page(
        request,
        home.company,
        "people",
        form=form,
        wrong=wrong,
        c=c,
        compared=compared((c.match or {}).get("fields", ())),
        power=power(c.case, on=c.view.today),
        ticks=tuple(q for q in c.waivers if q in TICKS),
        deeds=DEEDS,
        failed=failed,
        question_words=question_words,
    )


def _correct(request: AnyRequest, company: str, case: str, form: Posted, at: str, do: Any) -> Shown:
    by = actor(signed_in(request), form)
    with web_of(request).homes.home(company) as home:
        wrong = faults.wrong(lambda: do(home, by))
        if wrong != FINE:
            return _people(request, home, case, form=form, failed=at, wrong=wrong)
    return Redirect(f"/desk/{company}/cases/{case}/people", status_code=303)


@post(f"{_CASE}/correct/particulars", needs="match")
@page_of
def correct_particulars(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """What was typed wrongly of a person, or a lead that came later."""

    def do(home: Home, by: Actor) -> object:
        with form.whole() as read:
            right, reason = _right(read), read.text("reason")
        return correcting.particulars(home, case, right, reason, by=by)

    return _correct(request, company, case, form, "particulars", do)


def _right(form: Posted) -> Particulars:
    def several(name: str) -> tuple[str, ...]:
        return (text,) if (text := form.text(name)) else ()

    former = form.text("right.former_address")
    return Particulars(
        name=form.maybe("right.name"),
        kana=form.maybe("right.kana"),
        birth_date=form.day("right.birth_date"),
        address=form.address("right"),
        former_names=several("right.former_name"),
        former_addresses=(Address(former),) if former else (),
        phones=several("right.phone"),
        emails=several("right.email"),
        member_numbers=several("right.member_number"),
        reply_name=form.maybe("reply.name"),
        reply_address=form.address("reply"),
        reply_email=form.maybe("reply.email"),
    )


@post(f"{_CASE}/correct/paper", needs="paper")
@page_of
def correct_paper(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """What was noted wrongly of a paper."""

    def do(home: Home, by: Actor) -> object:
        with form.whole() as read:
            right = PaperRight(
                type=read.maybe_choice("type", Paper),
                whose=read.maybe_choice("whose", Whose),
                issued_on=read.day("issued_on"),
                expires_on=read.day("expires_on"),
                domicile_shown=read.yes_no("domicile_shown"),
                number_shown=read.yes_no("number_shown"),
            )
            paper, reason = read.need("paper"), read.text("reason")
        return correcting.paper(home, case, paper, right, reason, by=by)

    return _correct(request, company, case, form, "paper", do)


HANDLERS: Final[tuple[Any, ...]] = (
    show_identity,
    show_people,
    correct_particulars,
    correct_paper,
)
