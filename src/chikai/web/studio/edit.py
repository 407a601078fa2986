"""Editing a draft: its text with the findings beside it, fixes, and saving.

A text that was sent is on the answering page again, whatever happened to it.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.enums import MediaType
from litestar.response import Redirect

from chikai.app.faults import Fault
from chikai.app.policy_drafts import Draft, Overtaken
from chikai.kernel.message import say
from chikai.people.staff import ANYONE, demand
from chikai.policy.review import Review, mended, review
from chikai.policy.successor import successor, with_schema
from chikai.web import faults
from chikai.web.pages import lang_of, page, render
from chikai.web.posted import Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, maybe_signed_in, page_of, web_of
from chikai.web.studio import frame
from chikai.web.studio.frame import MAX_TEXT, Page, Shown, Text


@post("/studio/{company:str}/drafts", needs="studio_edit")
@page_of
def begin(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """A draft that follows a version, or that goes on from another draft."""
    from chikai.web.studio.routes import overview_page

    try:
        text = _first(request, company, form)
        name = form.text("name") or frame.free_name(request, company, "draft")
        draft = frame.shelf(request, company).begin(name, text)
    except faults.EXPECTED as error:
        status, found = faults.of(error)
        return overview_page(request, company, status=status, form=form, faults=found)
    return Redirect(f"/studio/{company}/{draft.name}/edit", status_code=303)


def _first(request: AnyRequest, company: str, form: Posted) -> str:
    """The text a draft begins with. Raises `Missing`, `BadField`, `BadPolicy`."""
    schema, ref = frame.schema_address(request), form.need("from")
    broken = web_of(request).homes.versions(company).files.broken
    for file, _ in broken:
        if file.own and file.name.rpartition("/")[2] == ref:
            return with_schema(file.text, schema)
    source = frame.text_of(request, company, ref)
    day = form.day("effective_from")
    if day is None:
        raise bad("web.fault.missing", "effective_from")
    return successor(source.text, file=source.file, effective_from=day, schema=schema)


@get("/studio/{company:str}/{ref:str}/edit", needs="studio_edit")
@page_of
def edit(request: AnyRequest, company: Segment, ref: Segment) -> Page:
    return editor(request, company, frame.draft_of(request, company, ref))


def editor(
    request: AnyRequest,
    company: str,
    text: Text,
    *,
    status: int = 200,
    done: str = "",
    faults_: tuple[Fault, ...] = (),
    opened: str = "",
    theirs: Draft | None = None,
) -> Page:
    assert text.draft is not None
    return frame.shown(
        request,
        "edit",
        company,
        status=status,
        text=text,
        seen=frame.review_of(request, text),
        opened=opened or text.draft.tag,
        done=done or request.query_params.get("done", ""),
        faults=faults_,
        theirs=theirs,
    )


@post("/studio/{company:str}/{ref:str}/edit", needs=ANYONE)
@page_of
def save(request: AnyRequest, company: Segment, ref: Segment, form: Form) -> Shown:
    """Check, mend or save. Open to anyone only so that the text of somebody whose sign-in has run
    out comes back to them; nothing is kept of it."""
    account = maybe_signed_in(request)
    if account is None:
        return page(
            request,
            "studio/signed_out.html",
            status=403,
            text=_text(form),
            opened=form.raw("opened"),
        )
    demand(account.roles, "studio_edit")
    draft = frame.draft_of(request, company, ref)
    assert draft.draft is not None
    opened = form.raw("opened") or draft.draft.tag
    sent, do = _text(form), form.raw("do")
    if len(sent) > MAX_TEXT:
        too_long = Fault("studio.too_long", say("studio.too_long", limit=MAX_TEXT))
        return editor(
            request, company, _with(request, draft, sent), status=422, faults_=(too_long,)
        )
    text = _with(request, draft, sent)
    if do.startswith("fix:"):
        fixed = mended(frame.review_of(request, text), do.removeprefix("fix:"))
        done = "fixed" if fixed != sent else "no_fix"
        return editor(request, company, _with(request, draft, fixed), done=done, opened=opened)
    if do in ("save", "save_as"):
        return _save(request, company, text, form, opened, do)
    return editor(request, company, text, done="checked", opened=opened)


def _save(
    request: AnyRequest, company: str, text: Text, form: Posted, opened: str, do: str
) -> Shown:
    shelf = frame.shelf(request, company)
    try:
        if do == "save_as":
            name = form.text("name") or frame.free_name(request, company, text.ref)
            saved = shelf.begin(name, text.text)
        else:
            saved = shelf.save(text.ref, text.text, opened=form.raw("over") or opened)
    except Overtaken as error:
        told = Fault("studio.overtaken", say("studio.overtaken"))
        return editor(
            request,
            company,
            text,
            status=409,
            faults_=(told,),
            opened=opened,
            theirs=error.theirs,
        )
    except faults.EXPECTED as error:
        status, found = faults.of(error)
        return editor(request, company, text, status=status, faults_=found, opened=opened)
    return Redirect(f"/studio/{company}/{saved.name}/edit?done=saved", status_code=303)


def _text(form: Posted) -> str:
    """The text as it was written, with plain ends of lines and one at the end."""
    text = form.raw("text").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


def _with(request: AnyRequest, draft: Text, text: str) -> Text:
    """The draft as if it said this."""
    seen = review(text, file=draft.file, on=frame.today(request))
    return Text(draft.ref, draft.file, text, seen.policy, draft.draft)


@post("/studio/{company:str}/check", needs="studio_edit")
@page_of
def check(request: AnyRequest, company: Segment, form: Form) -> Response[str]:
    """The findings of a text that is being written, as a piece of a page."""
    text = _text(form)[:MAX_TEXT]
    seen: Review = review(text, file="", on=frame.today(request))
    html = render("studio/findings.html", lang_of(request), seen=seen, fixing=True)
    return Response(html, media_type=MediaType.HTML, status_code=200)


@post("/studio/{company:str}/{ref:str}/drop", needs="studio_edit")
@page_of
def drop(request: AnyRequest, company: Segment, ref: Segment, form: Form) -> Shown:
    """Throw a draft away, if it still says what it said when that was asked for."""
    shelf = frame.shelf(request, company)
    if shelf.read(ref).tag != form.raw("opened") or form.raw("sure") != "yes":
        draft = frame.draft_of(request, company, ref)
        unsure = Fault("studio.not_sure", say("studio.not_sure"), field="sure")
        return editor(request, company, draft, status=409, faults_=(unsure,))
    shelf.drop(ref)
    return Redirect(f"/studio/{company}", status_code=303)


HANDLERS: tuple[Any, ...] = (begin, edit, save, check, drop)
