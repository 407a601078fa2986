"""The portal's pages: what may be asked of one company and, where its policy allows, asking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from chikai.app import cases, intake
from chikai.app.intake import Asked, Envelope
from chikai.app.read import clause
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.openings import open_items
from chikai.law.kinds import Asker, Channel, Manner, RequestKind
from chikai.people.model import Address
from chikai.policy.model import Policy
from chikai.policy.show import show
from chikai.ports import Missing
from chikai.web import faults
from chikai.web.desk.envelope import reply_to
from chikai.web.pages import lang_of, page
from chikai.web.portal import needs as need
from chikai.web.posted import Posted, bad
from chikai.web.request import (
    AnyRequest,
    Form,
    Segment,
    actor,
    new_command,
    page_of,
    session_of,
    web_of,
)

PORTAL: Final = "portal"
"""The actor of what a requester does here: the journal holds no name."""


def _policy(request: AnyRequest, company: str) -> Policy:
    homes = web_of(request).homes
    return homes.policy(company, homes.today())


def _choice(request: AnyRequest) -> tuple[RequestKind, Asker]:
    """Which kind and which asker the address names; disclosure by the person otherwise."""
    query = request.query_params
    try:
        kind = RequestKind(query.get("kind") or RequestKind.DISCLOSURE)
        return kind, Asker(query.get("asker") or Asker.PERSON)
    except ValueError:
        raise Missing("kind") from None


def _page(request: AnyRequest, template: str, policy: Policy, **more: Any) -> Response[str]:
    return page(
        request,
        f"portal/{template}.html",
        company=policy.company,
        policy=policy,
        desk=policy.contact(policy.requests.intake.desk),
        open_here=need.takes_requests(policy),
        dead=need.dead_papers(policy, on=web_of(request).homes.today()),
        being_checked=web_of(request).homes.versions(policy.company).wrong,
        **more,
    )


@get("/{company:str}")
@page_of
def home(request: AnyRequest, company: Segment) -> Response[Any]:
    """What may be asked, with which papers, at what cost, how it is answered, where to send it."""
    policy, today = _policy(request, company), web_of(request).homes.today()
    return _page(
        request,
        "home",
        policy,
        kinds=tuple(need.needs(policy, k, Asker.PERSON, on=today) for k in RequestKind),
        papers=tuple((a, need.papers(policy, a, on=today)) for a in Asker),
        without=need.without_papers(policy, on=today),
        complaints=policy.contact(policy.complaints.desk),
    )


@get("/{company:str}/policy")
@page_of
def policy_page(request: AnyRequest, company: Segment) -> Response[Any]:
    """The policy in plain words, with what was assumed and where the law goes first."""
    policy, today = _policy(request, company), web_of(request).homes.today()
    return _page(request, "policy", policy, sections=show(policy, lang=lang_of(request), on=today))


@get("/{company:str}/ask")
@page_of
def ask(request: AnyRequest, company: Segment) -> Response[Any]:
    """The checklist for one kind and one asker."""
    policy = _policy(request, company)
    return _page(request, "ask", policy, **_chosen(request, policy))


@get("/{company:str}/print")
@page_of
def paper_form(request: AnyRequest, company: Segment) -> Response[Any]:
    """A form to print and fill in by hand, with an envelope label and the checklist."""
    policy = _policy(request, company)
    return _page(request, "print", policy, **_chosen(request, policy))


def _chosen(request: AnyRequest, policy: Policy) -> dict[str, Any]:
    kind, asker = _choice(request)
    found = need.needs(policy, kind, asker, on=web_of(request).homes.today())
    clauses = {i.key: [c for id in i.clauses if (c := clause(policy, id))] for i in found.items}
    forms = policy.requests.forms
    form = next((f for f in forms if kind in f.kinds), None)
    return {"kind": kind, "asker": asker, "needs": found, "clauses": clauses, "own_form": form}


# --- asking here --------------------------------------------------------------------------------


@get("/{company:str}/request")
@page_of
def form(request: AnyRequest, company: Segment) -> Response[Any]:
    """The form to ask here; where the policy lists other ways only, the paper form instead."""
    policy = _policy(request, company)
    kind, asker = _choice(request)
    if not need.takes_requests(policy):
        return Redirect(f"/{company}/print?kind={kind.value}&asker={asker.value}", status_code=303)
    chosen = Posted({"kinds": [kind.value], "asker": [asker.value]}, {})
    return _form_page(request, policy, chosen)


def _form_page(
    request: AnyRequest, policy: Policy, posted: Posted, fault: Exception | None = None
) -> Response[str]:
    status, found = faults.public(fault) if fault else (200, ())
    more = {"form": posted, "faults": found, "command": new_command(), "status": status}
    return _page(request, "request", policy, **more)


@post("/{company:str}/request")
@page_of
def send(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """Open the cases. What is missing is asked for later, in one letter; nothing is refused."""
    policy = _policy(request, company)
    if not need.takes_requests(policy):
        raise Missing(company)
    try:
        by = actor(PORTAL, form)
        with web_of(request).homes.home(company) as home:
            opened = intake.receive(home, _read(form, home), by=by)
    except faults.EXPECTED as error:
        return _form_page(request, policy, form, error)
    session = replace(session_of(request), received=(company, *(c.id for c in opened)))
    cookie = web_of(request).sessions.begin(session)
    return Redirect(f"/{company}/received", status_code=303, cookies=[cookie])


def _read(form: Posted, home: Any) -> Envelope:
    today = cases.today(home)
    person, representative = form.person("person"), form.person("representative")
    asker = form.choice("asker", Asker)
    kinds = form.choices("kinds", RequestKind)
    if person is None:
        raise bad("web.fault.missing", "person.name")
    if not kinds:
        raise bad("web.fault.no_kind", "kinds")
    if asker is not Asker.PERSON and representative is None:
        raise bad("web.fault.missing", "representative.name")
    if asker is Asker.PERSON:
        representative = None
    reply = reply_to(form, representative or person)
    if reply.address == Address("") and not reply.email:
        raise bad("web.fault.nowhere_to_answer", "reply.address")
    asked = Asked(
        person=person,
        kinds=kinds,
        statement=form.text("statement"),
        manner=form.maybe_choice("manner", Manner),
        specific=form.yes_no("specific") is True,
    )
    return Envelope(
        arrived_on=today,
        channel=Channel.PORTAL,
        asker=asker,
        asked=(asked,),
        representative=representative,
        reply_to=reply,
        form=FormUsed.FREE,
    )


@get("/{company:str}/received")
@page_of
def received(request: AnyRequest, company: Segment) -> Response[Any]:
    """What arrived, by its numbers: shown to whoever sent it, and to nobody else."""
    held = session_of(request).received
    if held[:1] != (company,):
        return Redirect(f"/{company}", status_code=303)
    policy = _policy(request, company)
    with web_of(request).homes.home(company) as home:
        opened = [cases.load(home, id) for id in held[1:]]
        today = cases.today(home)
        wanted = {
            i.key: i for c in opened for i in open_items(c, cases.policy_of(home, c), on=today)
        }
    asked = tuple(i for i in wanted.values() if i.asks == "requester")
    return _page(request, "received", policy, cases=opened, items=asked)


HANDLERS = (home, policy_page, ask, paper_form, form, send, received)
