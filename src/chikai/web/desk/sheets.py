"""The scans that came in: uploaded, sorted by their codes, typed page by page, covered, kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import sheets
from chikai.app.envelope import Sheet
from chikai.app.faults import Fault
from chikai.app.sheets import Cover, SortedPage
from chikai.law import documents
from chikai.law.kinds import Paper, Whose
from chikai.people.masking import ENTRIES
from chikai.ports import Home
from chikai.web import faults
from chikai.web.desk import paper
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.desk.waiting import WAITING
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import Posted, Seen, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

ROWS: Final = 8
FILES: Final = ("scan0", "scan1", "scan2")
MARKS: Final = ("domicile", "my_number")


@get("/desk/{company:str}/scans", needs="scan")
@page_of
def scans_page(request: AnyRequest, company: Segment) -> Shown:
    return _upload(request, company)


def _upload(request: AnyRequest, company: str, wrong: Wrong = FINE) -> Page:
    return desk_page(request, company, "scans", wrong=wrong, files=FILES)


@post("/desk/{company:str}/scans", needs="scan")
@page_of
def sort_scans(request: AnyRequest, company: Segment, form: Form) -> Shown:
    """Sort what was uploaded; the pages wait to be typed."""
    try:
        by = actor(signed_in(request), form)
        given = [(name, form.files[name]) for name in FILES if name in form.files]
        if not given:
            raise bad("web.fault.choose", FILES[0])
        with web_of(request).homes.home(company) as home:
            pages = sheets.sort(home, given)
            sheets.record(home, pages, by=by)
    except faults.EXPECTED as error:
        status, found = faults.of(error)
        return _upload(request, company, (status, tuple(_at_its_file(each) for each in found)))
    token = WAITING.put(company, by.id, pages)
    return Redirect(f"/desk/{company}/scans/{token}", status_code=303)


def _at_its_file(fault: Fault) -> Fault:
    """A file that is no scan is named by the field it came in."""
    return replace(fault, field=fault.file, file=None) if fault.file in FILES else fault


@get("/desk/{company:str}/scans/{token:str}", needs="scan")
@page_of
def show_bundle(request: AnyRequest, company: Segment, token: Segment) -> Shown:
    bundle = WAITING.bundle(token, company, signed_in(request).id)
    return desk_page(request, company, "scan_bundle", bundle=bundle, token=token)


@get("/desk/{company:str}/scans/{token:str}/{number:str}/picture", needs="scan")
@page_of
def show_picture(request: AnyRequest, company: Segment, token: Segment, number: Segment) -> Shown:
    """The page as it came. The look is logged for every case it may belong to."""
    at_desk = signed_in(request)
    found = WAITING.page(token, number, company, at_desk.id)
    with web_of(request).homes.home(company) as home:
        for case in found.cases or ("scan",):
            home.views.log(actor_id=at_desk.id, case=case, what="scan", at=home.clock.now())
    return paper.picture(found.page.picture)


@get("/desk/{company:str}/scans/{token:str}/{number:str}", needs="scan")
@page_of
def type_page(request: AnyRequest, company: Segment, token: Segment, number: Segment) -> Shown:
    found = WAITING.page(token, number, company, signed_in(request).id)
    with web_of(request).homes.home(company) as home:
        return _typing(request, home, token, found, _proposed(home, found))


def _proposed(home: Home, found: SortedPage) -> Posted:
    """The form as it first stands: the cases of the code, and what was found to cover."""
    values: dict[str, list[str]] = {"cases": list(found.cases)}
    for n, each in enumerate(sheets.propose(home, found.page, None)[:ROWS]):
        values[f"cover{n}.what"] = [each.what]
        values.update(paper.fields(f"cover{n}", each.area))
    return Posted(values, {})


def _typing(
    request: AnyRequest,
    home: Home,
    token: str,
    found: SortedPage,
    form: Posted,
    wrong: Wrong = FINE,
) -> Page:
    assert home.scans is not None
    return desk_page(
        request,
        home.company,
        "scan_page",
        form=form,
        wrong=wrong,
        token=token,
        found=found,
        rows=range(ROWS),
        entries=ENTRIES,
        reads=home.scans.reads,
    )


@post("/desk/{company:str}/scans/{token:str}/{number:str}", needs="scan")
@page_of
def keep_page(
    request: AnyRequest, company: Segment, token: Segment, number: Segment, form: Form
) -> Shown:
    """Cover what is marked and keep the page as a paper of its cases."""
    at_desk = signed_in(request)
    found = WAITING.page(token, number, company, at_desk.id)
    with web_of(request).homes.home(company) as home:
        try:
            with form.whole() as read:
                into = tuple(dict.fromkeys((*_ticked(read), *read.text("others").split())))
                covers = _covers(read)
                sheet = _sheet(read, {each.what for each in covers})
            sheets.take(home, found.page, sheet, covers, into=into, by=actor(at_desk, form))
        except faults.EXPECTED as error:
            return _typing(request, home, token, found, form, faults.of(error))
    WAITING.kept(token, found.number, into)
    return Redirect(f"/desk/{company}/scans/{token}", status_code=303)


def _ticked(form: Posted) -> tuple[str, ...]:
    return tuple(each for each in form.values.get("cases", ()) if each)


def _sheet(form: Posted, covered: set[str]) -> Sheet:
    """What the clerk says the page is. Whether domicile and number show must be looked at."""
    kind, shown = form.choice("type", Paper), set(covered)
    for what in MARKS:
        seen = form.maybe_choice(what, Seen) or Seen.UNKNOWN
        if seen is Seen.UNKNOWN and what not in shown:
            form.refuse(bad("web.fault.look_first", what))
        if seen is Seen.SHOWN:
            shown.add(what)
    others = set(documents.must_mask(kind)) & set(ENTRIES) - set(MARKS)
    if others - shown and form.text("others_hidden") != "yes":
        form.refuse(bad("web.fault.look_first", "others_hidden"))
    return Sheet(
        type=kind,
        whose=form.maybe_choice("whose", Whose) or Whose.PERSON,
        issued_on=form.day("issued_on"),
        expires_on=form.day("expires_on"),
        domicile_shown="domicile" in shown,
        number_shown="my_number" in shown,
    )


def _covers(form: Posted) -> list[Cover]:
    found = []
    for n in range(ROWS):
        if not form.begun(f"cover{n}"):
            continue
        place, what = paper.area(form, f"cover{n}"), form.text(f"cover{n}.what")
        if what not in ENTRIES:
            form.refuse(bad("web.fault.choose", f"cover{n}.what"))
        elif place is not None:
            found.append(Cover(what, place))
    return found


HANDLERS: Final[tuple[Any, ...]] = (
    scans_page,
    sort_scans,
    show_bundle,
    show_picture,
    type_page,
    keep_page,
)
