"""Asking: the form on the screen, sent where the policy takes requests here, else printed."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.response import Redirect

from chikai import wiring
from chikai.app import contact, drafts, intake, publishing
from chikai.app.cases import Actor
from chikai.app.faults import Fault
from chikai.kernel.codes import shown
from chikai.kernel.message import say
from chikai.law.kinds import Asker, RequestKind
from chikai.people.postal import address_of
from chikai.policy.model import Policy
from chikai.policy.publish.form import request_form
from chikai.ports import BadData
from chikai.web import faults
from chikai.web.pages import lang_of, printable
from chikai.web.portal import needs as need
from chikai.web.portal import reading
from chikai.web.portal.frame import (
    PORTAL,
    allowed,
    asked_for,
    guessed,
    open_here,
    policy_of,
    portal_of,
    portal_page,
    too_many,
)
from chikai.web.portal.limits import SENT, WRONG_CODE
from chikai.web.portal.visits import Visit
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, new_command, page_of, web_of

_KEPT_IN_ADDRESS: Final = ("data", "manner")


def from_address(request: AnyRequest, kinds: tuple[RequestKind, ...], asker: Asker) -> Posted:
    """What the interview chose, as fields of the form. Nothing of it is anybody's name."""
    query = request.query_params
    chosen = {name: tuple(query.getall(name, [])) for name in _KEPT_IN_ADDRESS}
    return Posted({"kinds": [k.value for k in kinds], "asker": [asker.value], **chosen}, {})


def address_of_choice(request: AnyRequest, kinds: tuple[RequestKind, ...], asker: Asker) -> str:
    pairs = [("kind", k.value) for k in kinds] + [("asker", asker.value)]
    query = request.query_params
    pairs += [(n, v) for n in _KEPT_IN_ADDRESS for v in query.getall(n, []) if v]
    return urlencode(pairs)


# --- on the screen ------------------------------------------------------------------------------


@get("/{company:str}/request")
@page_of
def form(request: AnyRequest, company: Segment) -> Response[Any]:
    """The form to ask here; where the policy lists other ways only, the form to print instead."""
    policy = policy_of(request, company)
    kinds, asker = asked_for(request)
    if not need.takes_requests(policy):
        where = address_of_choice(request, kinds, asker)
        return Redirect(f"/{company}/print?{where}", status_code=303)
    return _form_page(request, policy, from_address(request, kinds, asker))


def form_to_print(request: AnyRequest, company: str) -> Response[Any]:
    policy = policy_of(request, company)
    kinds, asker = asked_for(request)
    return _form_page(request, policy, from_address(request, kinds, asker), on_paper=True)


def _form_page(
    request: AnyRequest,
    policy: Policy,
    form: Posted,
    found: tuple[Fault, ...] = (),
    *,
    status: int = 200,
    on_paper: bool = False,
    filled: str | None = None,
) -> Response[str]:
    return portal_page(
        request,
        "request",
        policy,
        form=form,
        faults=found,
        command=new_command(),
        status=status,
        on_paper=on_paper,
        filled=filled,
        draft=form.raw("draft"),
        kinds=tuple(k for k in RequestKind if form.has("kinds", k.value)),
    )


@post("/{company:str}/request")
@page_of
def send(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """Open the cases. What is missing is asked for later, in one letter; nothing is refused."""
    policy = open_here(request, company)
    if part := form.raw("fill"):
        return _form_page(request, policy, *_filled(form, part))
    if form.raw("save"):
        return _save(request, policy, form)
    today = web_of(request).homes.today()
    try:
        told = reading.read(form, policy, lang_of(request), on=today, whole=True)
        secret = form.maybe("secret")
        if secret is not None:
            contact.check_secret(secret)
        by = actor(PORTAL, form)
        if not allowed(request, SENT, "sent"):
            return _busy(request, policy, form)
        chosen = None if secret is None else contact.hashed(secret)
        with web_of(request).homes.home(company) as home:
            opened = intake.receive(home, reading.envelope(told, form, on=today), by=by)
            access = Actor(PORTAL, f"{by.command}:access")
            given = contact.give(home, opened, by=access, chosen=chosen)
            if form.raw("draft"):
                drafts.drop(home, form.raw("draft"))
    except faults.EXPECTED as error:
        status, found = faults.public(error)
        return _form_page(request, policy, form, found, status=status)
    visit = Visit(company, given.code, opened=True, made=given.secret, received=True)
    cookie = portal_of(request).visits.begin(visit)
    return Redirect(f"/{company}/received", status_code=303, cookies=[cookie])


def _filled(form: Posted, part: str) -> tuple[Posted, tuple[Fault, ...]]:
    """The form with one address filled in from its postal code."""
    if part not in reading.PARTS:
        return form, ()
    if address_of(form.raw(f"{part}.postal_code")) is None:
        field = f"{part}.postal_code"
        return form, (
            Fault("portal.fault.unknown_code", say("portal.fault.unknown_code"), field=field),
        )
    return reading.fill_address(form, part), ()


def _busy(request: AnyRequest, policy: Policy, form: Posted) -> Response[str]:
    fault = Fault("portal.fault.too_many", say("portal.fault.too_many"))
    return _form_page(request, policy, form, (fault,), status=429)


# --- on paper -----------------------------------------------------------------------------------


@post("/{company:str}/form")
@page_of
def print_form(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The form as a file, filled in with what was typed. Nothing of it is kept."""
    policy, today = policy_of(request, company), web_of(request).homes.today()
    if part := form.raw("fill"):
        return _form_page(request, policy, *_filled(form, part), on_paper=True)
    lang = lang_of(request)
    try:
        told = reading.read(form, policy, lang, on=today, whole=False)
        kind = form.choice("print", RequestKind)
        document = request_form(
            policy,
            kind,
            asker=told.asker,
            enclosed=publishing.enclosed(policy, kind, told.asker, on=today),
            lang=lang,
            on=today,
            filled=told.filled(),
        )
        return printable(wiring.pages().pdf(document, made=policy.effective_from))
    except faults.EXPECTED as error:
        status, found = faults.public(error)
        return _form_page(request, policy, form, found, status=status, on_paper=True)


# --- saved and resumed --------------------------------------------------------------------------


def _save(request: AnyRequest, policy: Policy, form: Posted) -> Response[str]:
    """Keep the form under a code, which is shown and stands nowhere else."""
    if not allowed(request, SENT, "saved"):
        return _busy(request, policy, form)
    try:
        with web_of(request).homes.home(policy.company) as home:
            saved = drafts.save(home, reading.typed(form), code=form.raw("draft") or None)
    except BadData as error:
        status, found = faults.public(error)
        return _form_page(request, policy, form, found, status=status)
    return portal_page(
        request, "saved", policy, code=shown(saved.code), until=saved.until, command=new_command()
    )


@get("/{company:str}/resume")
@page_of
def resume_page(request: AnyRequest, company: Segment) -> Response[Any]:
    """Where the code of a saved form is typed."""
    return _resume_page(request, open_here(request, company), EMPTY)


@post("/{company:str}/resume")
@page_of
def resume(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The saved form again. A wrong code and an expired one are answered alike."""
    policy = open_here(request, company)
    if not form.raw("code").strip():
        return _resume_page(request, policy, form, "web.fault.missing", 422)
    if too_many(request, WRONG_CODE, "draft"):
        return _resume_page(request, policy, form, "portal.fault.too_many", 429)
    with web_of(request).homes.home(company) as home:
        fields = drafts.open_(home, form.raw("code"))
    if fields is None:
        guessed(request, form.raw("code"), "draft", length=drafts.CODE)
        return _resume_page(request, policy, form, "portal.fault.no_draft", 404)
    kept = Posted({**fields, "draft": (form.raw("code"),)}, {})
    return _form_page(request, policy, kept)


def _resume_page(
    request: AnyRequest, policy: Policy, form: Posted, wrong: str = "", status: int = 200
) -> Response[str]:
    found = (Fault(wrong, say(wrong), field="code"),) if wrong else ()
    return portal_page(
        request, "resume", policy, form=form, faults=found, command=new_command(), status=status
    )


@post("/{company:str}/postal")
@page_of
def postal(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The address a postal code stands for, for a page that fills it in by itself."""
    policy_of(request, company)
    headers = {"cache-control": "no-store"}
    return Response({"address": address_of(form.raw("code"))}, status_code=200, headers=headers)


HANDLERS = (form, send, print_form, resume_page, resume, postal)
