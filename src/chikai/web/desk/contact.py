"""Contact with a requester who has a code: messages, papers that wait, the answer's file.

A paper that came over the portal is in no case yet. Here a clerk looks at it, covers what must be
covered, and books it; only the covered picture is stored.
"""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect

from chikai.app import cases, contact, package, uploads
from chikai.app.cases import Actor
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.kernel.codes import shown
from chikai.law.kinds import Paper
from chikai.people.accounts import Account
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk import envelope, scans
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import printable
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

_PATH = "/desk/{company:str}/cases/{case:str}/contact"


@get(_PATH, needs="case")
@page_of
def show(request: AnyRequest, company: Segment, case: Segment) -> Shown:
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        return _page(request, home, cases.load(home, case), at_desk)


def _page(
    request: AnyRequest,
    home: Home,
    case: Case,
    at_desk: Account,
    *,
    form: Posted = EMPTY,
    at: str = "",
    wrong: Wrong = FINE,
    given: contact.Given | None = None,
) -> Page:
    known = contact.find(home, case)
    shown_page = desk_page(
        request,
        home.company,
        "contact",
        form=form,
        wrong=wrong,
        case=case,
        known=known,
        said=contact.messages(home, known, actor=at_desk.id) if known else (),
        waiting=uploads.waiting(home, case),
        package=package.standing(home, known, case) if known else None,
        given=(shown(given.code), given.secret) if given else None,
        reply_to=cases.unseal(home, case.sealed)["reply_to"] if given else None,
        at=at,
    )
    shown_page.headers["cache-control"] = "no-store"
    return shown_page


def _deed(request: AnyRequest, company: str, case: str, form: Posted, at: str, do: Any) -> Shown:
    """Do one thing and show the page again; what went wrong stands at its form."""
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        loaded = cases.load(home, case)
        given = None
        try:
            done = do(home, loaded, actor(at_desk, form))
            wrong = faults.of_open(done) if isinstance(done, Defect) else FINE
            given = done if isinstance(done, contact.Given) else None
        except faults.EXPECTED as error:
            wrong = faults.of(error)
        if given is not None:
            return _page(request, home, loaded, at_desk, given=given)
        if wrong != FINE:
            return _page(request, home, loaded, at_desk, form=form, at=at, wrong=wrong)
    return Redirect(f"/desk/{company}/cases/{case}/contact", status_code=303)


@post(f"{_PATH}/write", needs="ask")
@page_of
def write(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """A message to the requester, and the papers it asks for."""

    def do(home: Home, loaded: Case, by: Actor) -> object:
        with form.whole() as read:
            wants, text = read.choices("wants", Paper), read.need("text")
        id = contact.stream(loaded)
        return contact.write(home, id, text, by=by, from_desk=True, wants=wants)

    return _deed(request, company, case, form, "write", do)


@get(f"{_PATH}/uploads/{{upload:str}}", needs="file")
@page_of
def look(request: AnyRequest, company: Segment, case: Segment, upload: Segment) -> Shown:
    """The picture as it came, for the one who covers it. The look is logged."""
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        loaded = cases.load(home, case)
        content = uploads.look(home, loaded, upload, actor=at_desk.id)
    return printable(content, media=scans.media_type(content))


@post(f"{_PATH}/uploads/{{upload:str}}", needs="paper")
@page_of
def take(
    request: AnyRequest, company: Segment, case: Segment, upload: Segment, form: Form
) -> Shown:
    """Book the paper with its covered picture, or without one, or throw the picture away."""

    def do(home: Home, loaded: Case, by: Actor) -> object:
        held = next((u for u in uploads.waiting(home, loaded) if u.id == upload), None)
        if held is None:
            raise Missing(upload)
        if form.text("keep") == "away":
            uploads.throw_away(home, loaded.id, upload, by=by)
            return loaded
        files = {}
        if form.text("keep") == "picture":
            files["sheet0.scan"] = uploads.look(home, loaded, upload, actor=by.id)
        elif form.text("keep") != "result":
            raise bad("web.fault.choose", "keep")
        named = {"sheet0.type": [held.paper.value], "sheet0.whose": [held.whose.value]}
        typed = form.values
        if not files:  # what was marked on a picture that is not kept covers nothing
            typed = {n: v for n, v in typed.items() if not n.startswith("sheet0.region")}
        with Posted({**typed, **named}, files).whole() as seen:
            sheet = envelope.sheet(seen, "sheet0", keeps_number=loaded.specific)
        assert sheet is not None
        return uploads.take(home, loaded.id, upload, sheet, by=by)

    return _deed(request, company, case, form, upload, do)


@post(f"{_PATH}/offer", needs="send")
@page_of
def offer(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """Make the file of the answer available again, free of charge."""

    def do(home: Home, loaded: Case, by: Actor) -> object:
        return package.offer(home, loaded.id, by=by)

    return _deed(request, company, case, form, "offer", do)


@post(f"{_PATH}/give", needs="send")
@page_of
def give(request: AnyRequest, company: Segment, case: Segment, form: Form) -> Shown:
    """A code and a secret, new ones where there were some: printed once, for the proven address."""

    def do(home: Home, loaded: Case, by: Actor) -> object:
        return contact.give_by_letter(home, loaded.id, by=by)

    return _deed(request, company, case, form, "give", do)


HANDLERS = (show, write, look, take, offer, give)
