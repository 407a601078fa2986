"""Drills at the desk: starting one, the envelopes on the table, the score, and the record.

The list, the score and the record are pages of the company; the envelopes lie at the drill's own
desk, whose address bears the drill's id.
"""

from __future__ import annotations

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from chikai import drills
from chikai.app import drill as drilling
from chikai.app import drill_letter, drill_record
from chikai.app.drill import Drill, Score
from chikai.app.drill_envelopes import Dealt, scenarios
from chikai.app.drill_pages import Page
from chikai.kernel.message import Message
from chikai.ports import BadData, Missing
from chikai.web import faults
from chikai.web.desk.frame import Page as Html
from chikai.web.desk.frame import Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import lang_of, printable
from chikai.web.posted import Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

Number = FromPath[int]
ENVELOPES: Final = "6"


# --- at the company's desk ----------------------------------------------------------------------


@get("/desk/{company:str}/drills", needs="drill")
@page_of
def listed(request: AnyRequest, company: Segment) -> Html:
    return _list(request, company, Posted({"envelopes": [ENVELOPES]}, {}))


def _list(request: AnyRequest, company: str, form: Posted, wrong: Wrong = FINE) -> Html:
    homes = web_of(request).homes
    with homes.home(company) as home:
        kept = drill_record.trainings(home)
    policy, every = homes.policy(company, homes.today()), drills.all_of(homes.root, company)
    return desk_page(
        request,
        company,
        "drills",
        form=form,
        wrong=wrong,
        drills=every,
        still_here={each.id for each in every},
        record=kept,
        most=len(scenarios(policy)),
        days=drill_letter.days,
    )


@post("/desk/{company:str}/drills", needs="drill_start")
@page_of
def start(request: AnyRequest, company: Segment, form: Form) -> Shown:
    homes = web_of(request).homes
    try:
        with form.whole() as read:
            envelopes, seed = read.need_number("envelopes"), read.number("seed")
        made = drills.new(
            homes.root,
            company,
            seed=drills.lot() if seed is None else seed,
            envelopes=envelopes,
            on=homes.today(),
            by=actor(signed_in(request), form),
        )
    except faults.EXPECTED as error:
        return _list(request, company, form, faults.of(error))
    return Redirect(f"/desk/{made.id}/drill", status_code=303)


@get("/desk/{company:str}/drills/{number:int}", needs="drill")
@page_of
def score(request: AnyRequest, company: Segment, number: Number) -> Html:
    drill = _of(request, company, number)
    kept = _kept(request, company, drill.id)
    return desk_page(
        request,
        company,
        "drill_score",
        drill=drill,
        score=_score(request, drill) if drill.ended else None,
        kept=kept,
        days=drill_letter.days,
        message=Message,
    )


@post("/desk/{company:str}/drills/{number:int}/record", needs="drill_record")
@page_of
def record(request: AnyRequest, company: Segment, number: Number, form: Form) -> Shown:
    drill = _of(request, company, number)
    scored = _score(request, drill)
    with web_of(request).homes.home(company) as home:
        drill_record.record(home, scored, by=actor(signed_in(request), form))
    return Redirect(f"/desk/{company}/drills/{number}", status_code=303)


@get("/desk/{company:str}/drills/{number:int}/certificate", needs="drill")
@page_of
def certificate(request: AnyRequest, company: Segment, number: Number) -> Shown:
    kept = _kept(request, company, f"{company}-drill-{number}")
    if kept is None:
        raise Missing("certificate")
    with web_of(request).homes.home(company) as home:
        return printable(drill_letter.certificate(home, kept, lang=lang_of(request)))


def _of(request: AnyRequest, company: str, number: int) -> Drill:
    return drills.the(web_of(request).homes.root, f"{company}-drill-{number}")


def _kept(request: AnyRequest, company: str, id: str) -> drill_record.Training | None:
    """What the record has of a drill, whose folder may be gone by now."""
    with web_of(request).homes.home(company) as home:
        return next((t for t in drill_record.trainings(home) if t.drill == id), None)


def _score(request: AnyRequest, drill: Drill) -> Score:
    with web_of(request).homes.home(drill.id) as home:
        return drilling.score(home, drills.scratch(home), drill)


# --- at the drill's desk ------------------------------------------------------------------------


@get("/desk/{company:str}/drill", needs="drill_work")
@page_of
def tray(request: AnyRequest, company: Segment) -> Html:
    return _tray(request, company)


def _tray(request: AnyRequest, company: str, wrong: Wrong = FINE) -> Html:
    drill = drills.the(web_of(request).homes.root, company)
    with web_of(request).homes.home(company) as home:
        lying, opened = drilling.dealt(home, drill), drilling.opened(home, drill)
    return desk_page(
        request,
        company,
        "drill_tray",
        wrong=wrong,
        drill=drill,
        envelopes=lying,
        opened=opened,
        left=len(lying) - len(opened),
    )


@get("/desk/{company:str}/drill/{number:int}", needs="drill_work")
@page_of
def envelope(request: AnyRequest, company: Segment, number: Number) -> Html:
    drill = drills.the(web_of(request).homes.root, company)
    with web_of(request).homes.home(company) as home:
        lying = _envelope(drilling.dealt(home, drill), number)
        opened = drilling.opened(home, drill)
    return desk_page(
        request,
        company,
        "drill_envelope",
        drill=drill,
        envelope=lying,
        last=drill.envelopes,
        case=opened.get(number),
    )


@get("/desk/{company:str}/drill/{number:int}/{sheet:int}", needs="drill_work")
@page_of
def picture(request: AnyRequest, company: Segment, number: Number, sheet: Number) -> Shown:
    """A sheet as a scanner would give it, to be covered and stored like any other."""
    drill = drills.the(web_of(request).homes.root, company)
    with web_of(request).homes.home(company) as home:
        lying = _envelope(drilling.dealt(home, drill), number)
    content = drills.picture(_sheet(lying, sheet), lang_of(request))
    name = f"drill-{number}-{sheet}.png"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="image/png", headers=headers)


def _envelope(lying: tuple[Dealt, ...], number: int) -> Dealt:
    found = next((each for each in lying if each.number == number), None)
    if found is None:
        raise BadData("drill.no_such_envelope", field="number")
    return found


def _sheet(lying: Dealt, number: int) -> Page:
    if not 1 <= number <= len(lying.pages):
        raise Missing("sheet")
    return lying.pages[number - 1]


@post("/desk/{company:str}/drill/day", needs="drill_work")
@page_of
def move(request: AnyRequest, company: Segment, form: Form) -> Shown:
    homes = web_of(request).homes
    drill = drills.the(homes.root, company)
    try:
        drills.move(homes.root, drill, form.need_day("day"))
    except faults.EXPECTED as error:
        return _tray(request, company, faults.of(error))
    return Redirect(f"/desk/{company}/drill", status_code=303)


@post("/desk/{company:str}/drill/end", needs="drill_work")
@page_of
def end(request: AnyRequest, company: Segment, form: Form) -> Shown:
    homes = web_of(request).homes
    drill = drills.the(homes.root, company)
    by = actor(signed_in(request), form)
    with homes.home(company) as home:
        drills.keep(homes.root, drilling.ends(home, drill, by=by))
    return Redirect(f"/desk/{drill.company}/drills/{drill.number}", status_code=303)


HANDLERS = (listed, start, score, record, certificate, tray, envelope, picture, move, end)
