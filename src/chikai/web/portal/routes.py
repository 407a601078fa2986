"""The portal's pages: what may be asked of one company, with which papers, at what cost, how."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from chikai import wiring
from chikai.app import publishing
from chikai.app.read import clauses
from chikai.law.kinds import Asker, RequestKind
from chikai.web.pages import lang_of, printable
from chikai.web.portal import asking, room, standing, versions
from chikai.web.portal import needs as need
from chikai.web.portal.frame import asked_for, policy_of, portal_page
from chikai.web.request import AnyRequest, Segment, page_of, web_of


@get("/{company:str}")
@page_of
def home(request: AnyRequest, company: Segment) -> Response[Any]:
    """Who this is, what may be asked, at what cost, how it is answered, and the other ways."""
    policy, today = policy_of(request, company), web_of(request).homes.today()
    return portal_page(
        request,
        "home",
        policy,
        kinds=tuple(need.needs(policy, k, Asker.PERSON, on=today) for k in RequestKind),
        papers=tuple((a, need.papers(policy, a, on=today)) for a in Asker),
        without=need.without_papers(policy, on=today),
        complaints=policy.contact(policy.complaints.desk),
    )


@get("/{company:str}/start")
@page_of
def start(request: AnyRequest, company: Segment) -> Response[Any]:
    """The interview: who asks, for what, about which data, and how it is to be answered."""
    policy = policy_of(request, company)
    kinds, asker = asked_for(request)
    return portal_page(
        request, "start", policy, form=asking.from_address(request, kinds, asker), asker=asker
    )


@get("/{company:str}/ask")
@page_of
def ask(request: AnyRequest, company: Segment) -> Response[Any]:
    """What exactly this case needs: papers, what to cover on them, the cost, the forms."""
    policy, today = policy_of(request, company), web_of(request).homes.today()
    kinds, asker = asked_for(request)
    found = need.plan(policy, kinds, asker, on=today)
    every = clauses(policy)
    quoted = {i.key: [every[id] for id in i.clauses if id in every] for i in found.items}
    return portal_page(
        request,
        "ask",
        policy,
        plan=found,
        kinds=kinds,
        asker=asker,
        clauses=quoted,
        chosen=asking.from_address(request, kinds, asker),
        query=asking.address_of_choice(request, kinds, asker),
    )


@get("/{company:str}/print")
@page_of
def paper_form(request: AnyRequest, company: Segment) -> Response[Any]:
    """The form to fill in on the screen and print, or to print blank. Nothing is kept."""
    return asking.form_to_print(request, company)


@get("/{company:str}/form")
@page_of
def blank(request: AnyRequest, company: Segment) -> Response[Any]:
    """The blank form as a file to print: with checklist, proxy and envelope label."""
    policy, today = policy_of(request, company), web_of(request).homes.today()
    kinds, asker = asked_for(request)
    lang = lang_of(request)
    document = publishing.form(policy, kinds[0], asker, lang=lang, on=today)
    return printable(wiring.pages().pdf(document, made=policy.effective_from))


HANDLERS = (
    home,
    *versions.HANDLERS,
    start,
    ask,
    paper_form,
    blank,
    *asking.HANDLERS,
    *standing.HANDLERS,
    *room.HANDLERS,
)
