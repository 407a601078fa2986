"""Comparing two texts in duties, judging what must be judged, and publishing a draft."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai import places
from chikai.app import studio
from chikai.app.publishing import history
from chikai.policy.change.plan import plan
from chikai.policy.diff import When, diff
from chikai.policy.model import Policy
from chikai.ports import BadData, Missing
from chikai.web import faults
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import (
    AnyRequest,
    Form,
    Segment,
    actor,
    new_command,
    page_of,
    signed_in,
    web_of,
)
from chikai.web.studio import frame
from chikai.web.studio.frame import Page, Shown, Text

_WHEN: Final = tuple(When)


@get("/studio/{company:str}/diff", needs="studio")
@page_of
def compare(request: AnyRequest, company: Segment) -> Page:
    """What changed from one text to another, what it obliges to, and when."""
    return _compared(request, company)


def _compared(
    request: AnyRequest,
    company: str,
    *,
    status: int = 200,
    form: Posted = EMPTY,
    fault: Exception | None = None,
) -> Page:
    texts = [
        t
        for t in (*frame.drafts_of(request, company), *frame.versions(request, company))
        if t.policy is not None
    ]
    query = request.query_params
    before, after = _pair(texts, query.get("a", ""), query.get("b", ""))
    on = frame.day_of(query.get("publish"), frame.today(request))
    made, judged, ids = None, {}, {}
    if before is not None and after is not None:
        assert before.policy is not None and after.policy is not None
        with web_of(request).homes.home(company) as home:
            judged = dict(studio.judgments(home))
        changes = diff(before.policy, after.policy)
        ids = {each.key: studio.change_id(before.policy, each) for each in changes}
        truths = studio.truths(before.policy, changes, judged)
        made = plan(before.policy, after.policy, publish=on, judgments=truths)
    code, found = faults.of(fault) if fault else (status, ())
    return frame.shown(
        request,
        "diff",
        company,
        status=code,
        texts=texts,
        before=before,
        after=after,
        on=on,
        plan=made,
        whens=_WHEN,
        judged=judged,
        ids=ids,
        form=form,
        faults=found,
        command=new_command(),
    )


def _pair(texts: list[Text], a: str, b: str) -> tuple[Text | None, Text | None]:
    """The two texts an address names; else the first draft against the version before it, else
    the two newest versions. Raises `Missing` for a name that is none."""
    by_ref = {each.ref: each for each in texts}
    for ref in (a, b):
        if ref and ref not in by_ref:
            raise Missing(ref)
    after = by_ref[b] if b else texts[0] if texts else None
    if a or after is None or after.policy is None:
        return by_ref.get(a), after
    policies: list[Policy] = [t.policy for t in texts if t.policy and not t.is_draft]
    earlier = studio.preceding(policies, after.policy.effective_from)
    return by_ref.get(earlier.version) if earlier else None, after


@post("/studio/{company:str}/diff", needs="studio_edit")
@page_of
def judge(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Record what somebody judged, under their id and with their reason."""
    try:
        _, before = frame.readable(request, company, request.query_params.get("a", ""))
        _, after = frame.readable(request, company, request.query_params.get("b", ""))
        changes = diff(before, after)
        given = {}
        for number, each in enumerate(changes):
            answer = form.yes_no(f"answer{number}") if each.judged else None
            if answer is not None:
                given[each.key] = (answer, form.text(f"reason{number}"))
        by = actor(signed_in(request), form)
        with web_of(request).homes.home(company) as home:
            studio.judge(home, before, given, changes=changes, by=by)
    except faults.EXPECTED as error:
        return _compared(request, company, form=form, fault=error)
    return Redirect(f"{request.url.path}?{request.url.query}#judged", status_code=303)


@get("/studio/{company:str}/{ref:str}/publish", needs="publish")
@page_of
def ask(request: AnyRequest, company: Segment, ref: Segment) -> Page:
    """What would happen. Nothing is published by looking."""
    return _asked(request, company, frame.draft_of(request, company, ref))


def _asked(request: AnyRequest, company: str, draft: Text, fault: Exception | None = None) -> Page:
    status, found = faults.of(fault) if fault else (200, ())
    with web_of(request).homes.home(company) as home:
        ready = frame.ready(request, company, draft, home)
    return frame.shown(
        request,
        "publish",
        company,
        status=status,
        text=draft,
        ready=ready,
        seen=ready.review,
        faults=found,
        command=new_command(),
    )


@post("/studio/{company:str}/{ref:str}/publish", needs="publish")
@page_of
def publish(request: AnyRequest, company: Segment, ref: Segment, form: Form) -> Shown:
    """Publish the draft as it was shown: one that changed since is shown again first. A draft
    that the company's own databases no longer fit would close the desk: `BadMapping` says where."""
    draft = frame.draft_of(request, company, ref)
    assert draft.draft is not None
    try:
        by = actor(signed_in(request), form)
        if draft.draft.tag != form.raw("opened"):
            raise BadData("studio.changed_since", field="publish")
        if draft.policy is not None:
            places.read_mappings(frame.place(request, company), draft.policy)
        with web_of(request).homes.home(company) as home:
            ready = frame.ready(request, company, draft, home)
            done = studio.publish(
                home,
                ready,
                folder=frame.place(request, company).folder,
                aware=form.raw("aware") == "yes",
                by=by,
            )
    except faults.EXPECTED as error:
        return _asked(request, company, draft, error)
    frame.shelf(request, company).drop(ref)
    return Redirect(f"/studio/{company}/published?version={done.policy}", status_code=303)


@get("/studio/{company:str}/published", needs="studio")
@page_of
def published(request: AnyRequest, company: Segment) -> Page:
    """What was done: the version, its hash, the moment, and where to look at it."""
    version = request.query_params.get("version", "")
    with web_of(request).homes.home(company) as home:
        done = next((p for p in reversed(history(home)) if p.policy == version), None)
    text = next((v for v in frame.versions(request, company) if v.ref == version), None)
    if done is None or text is None:
        raise Missing(version)
    return frame.shown(request, "published", company, done=done, text=text)


HANDLERS: tuple[Any, ...] = (compare, judge, ask, publish, published)
