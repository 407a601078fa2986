"""Looking: the studio's start, one company's versions and drafts, clauses, promises, documents."""

from __future__ import annotations

from html import escape
from typing import Any

from litestar import Response, get

from chikai import words
from chikai.app import publishing
from chikai.kernel.message import say
from chikai.law.kinds import RequestKind
from chikai.people.staff import ANYONE
from chikai.policy.publish.special import FORM_ASKERS, form_name
from chikai.policy.review import review
from chikai.policy.schema import published
from chikai.policy.trace import Keeps, counts, trace
from chikai.ports import Missing
from chikai.web import documents
from chikai.web.pages import lang_of, page
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Segment, new_command, page_of, web_of
from chikai.web.studio import edit, frame, release
from chikai.web.studio.browse import NO_PROMISE, browse
from chikai.web.studio.frame import Page, Shown

FILTERS = ("", *(each.value for each in Keeps), "findings")


@get(frame.SCHEMA_PATH, needs=ANYONE)
@page_of
def schema(request: AnyRequest) -> Response[str]:
    """The JSON Schema of a policy file, for any editor. It ships with every copy of Chikai."""
    return Response(published(), media_type="application/schema+json", status_code=200)


@get("/studio", needs=ANYONE)
@page_of
def start(request: AnyRequest) -> Page:
    """Which company."""
    homes = web_of(request).homes
    found = ((c, homes.versions(c).policies) for c in homes.companies())
    named = [(c, policies[-1].about.name) for c, policies in found if policies]
    return page(request, "studio/start.html", companies=named)


@get("/studio/{company:str}", needs="studio")
@page_of
def overview(request: AnyRequest, company: Segment) -> Page:
    return overview_page(request, company)


def overview_page(
    request: AnyRequest,
    company: str,
    *,
    status: int = 200,
    form: Posted = EMPTY,
    faults: tuple[Any, ...] = (),
) -> Page:
    """Versions with their dates and who published them, drafts, and what is wrong with files."""
    with web_of(request).homes.home(company) as home:
        history = {each.policy: each for each in publishing.history(home)}
    versions = frame.versions(request, company)
    now = next((v for v in versions if v.stands == "in_force"), None)
    files = web_of(request).homes.versions(company).files
    return frame.shown(
        request,
        "overview",
        company,
        status=status,
        versions=versions,
        history=history,
        drafts=[(d, frame.review_of(request, d)) for d in frame.drafts_of(request, company)],
        now=now,
        promises=counts(trace(now.policy)) if now and now.policy else {},
        seen=frame.review_of(request, now) if now else None,
        broken=[
            (file.name.rpartition("/")[2], review(file.text, file="", on=frame.today(request)))
            for file, _ in files.broken
        ],
        form=form,
        faults=faults,
        command=new_command(),
    )


@get("/studio/{company:str}/{ref:str}", needs="studio")
@page_of
def clauses(request: AnyRequest, company: Segment, ref: Segment) -> Shown:
    """The clauses of one version, each with how it is kept and what the lint says of it."""
    only = request.query_params.get("show", "")
    if only not in FILTERS:
        raise Missing("show")
    text = frame.text_of(request, company, ref)
    if text.policy is None:
        return edit.editor(request, company, text)
    seen = frame.review_of(request, text)
    found = browse(seen, text.policy, only=only)
    return frame.shown(
        request,
        "clauses",
        company,
        text=text,
        seen=seen,
        found=found,
        filters=FILTERS,
        only=only,
        no_promise=NO_PROMISE,
    )


@get("/studio/{company:str}/{ref:str}/promises", needs="studio")
@page_of
def promises(request: AnyRequest, company: Segment, ref: Segment) -> Page:
    """Every promise by its check id, and how it is kept."""
    text, policy = frame.readable(request, company, ref)
    traced = trace(policy)
    return frame.shown(
        request, "promises", company, text=text, traced=traced, counted=counts(traced)
    )


@get("/studio/{company:str}/{ref:str}/text", needs="studio")
@page_of
def listing(request: AnyRequest, company: Segment, ref: Segment) -> Page:
    """The file of a version with its line numbers. A version is never edited."""
    text = frame.text_of(request, company, ref)
    seen = frame.review_of(request, text)
    return frame.shown(request, "listing", company, text=text, seen=seen)


# --- previews -----------------------------------------------------------------------------------


@get("/studio/{company:str}/{ref:str}/preview", needs="studio")
@page_of
def preview(request: AnyRequest, company: Segment, ref: Segment) -> Page:
    """Which documents there are to look at, as of which day."""
    text, policy = frame.readable(request, company, ref)
    usual = max(frame.today(request), policy.effective_from)
    day = frame.day_of(request.query_params.get("on"), usual)
    versions = (*web_of(request).homes.versions(company).policies, policy)
    found = [d for d in documents.names(policy, versions, day) if d.lang == lang_of(request)]
    by_name = {each.name: each for each in found}
    return frame.shown(
        request,
        "preview",
        company,
        text=text,
        day=day,
        pages=[d for d in found if d.kind == "page"],
        forms=[
            (by_name[form_name(kind, asker)], kind, asker)
            for kind in RequestKind
            for asker in FORM_ASKERS
        ],
    )


@get("/studio/{company:str}/{ref:str}/preview/{day:str}/{name:str}", needs="studio")
@page_of
def document(
    request: AnyRequest, company: Segment, ref: Segment, day: Segment, name: Segment
) -> Response[Any]:
    """One document as it would be published, under a banner that says it is not."""
    text, policy = frame.readable(request, company, ref)
    on = frame.day_of(day, policy.effective_from)
    versions = (*web_of(request).homes.versions(company).policies, policy)
    lang: words.Lang = "en" if ".en." in name else "ja"
    key = "shown" if text.stands == "in_force" else "not_in_force"
    told = words.render(say(f"studio.banner.{key}", ref=ref, on=on), lang=lang)
    back = words.render(say("studio.banner.back"), lang=lang)
    banner = (
        f'<aside class="preview-banner"><p>{escape(told)} '
        f'<a href="/studio/{company}/{ref}/preview?on={on.isoformat()}">{escape(back)}</a></p>'
        "</aside>"
    )
    return documents.serve(name, policy, versions, on, banner=banner.encode())


HANDLERS = (
    schema,
    start,
    overview,
    clauses,
    promises,
    listing,
    preview,
    document,
    *edit.HANDLERS,
    *release.HANDLERS,
)
