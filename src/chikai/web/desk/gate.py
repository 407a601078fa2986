"""The envelope gate: every sheet is read before the envelope is sealed. A reader that types like a
keyboard is enough, or a scan of what lies in the hand; no script is needed."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, post

from chikai.app import cases, gate
from chikai.duties.requests.gate import said
from chikai.kernel.message import Message, say
from chikai.ports import Home, Missing
from chikai.web import faults
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.faults import FINE, Wrong
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of


@get("/desk/{company:str}/cases/{case:str}/gate/{letter:str}", needs="send")
@page_of
def show_gate(request: AnyRequest, company: Segment, case: Segment, letter: Segment) -> Shown:
    with web_of(request).homes.home(company) as home:
        return _page(request, home, case, letter)


def _page(
    request: AnyRequest,
    home: Home,
    case_id: str,
    letter_id: str,
    *,
    form: Posted = EMPTY,
    passed: bool | None = None,
    sentences: tuple[Message, ...] = (),
    wrong: Wrong = FINE,
) -> Page:
    case = cases.load(home, case_id)
    letter = next((x for x in case.every_letter if x.id == letter_id), None)
    if letter is None:
        raise Missing(letter_id)
    return desk_page(
        request,
        home.company,
        "gate",
        form=form,
        wrong=(409, ()) if passed is False else wrong,
        case=case,
        letter=letter,
        expected=gate.expected(home, case, letter_id),
        checks=[each for each in case.checks if each.letter == letter_id],
        passed=passed,
        sentences=sentences,
    )


@post("/desk/{company:str}/cases/{case:str}/gate/{letter:str}", needs="send")
@page_of
def check(
    request: AnyRequest, company: Segment, case: Segment, letter: Segment, form: Form
) -> Shown:
    """Judge what was read, typed or counted; pass or stop, and recorded either way."""
    with web_of(request).homes.home(company) as home:
        try:
            by = actor(signed_in(request), form)
            ways = (form.files.get("scan"), form.text("codes"), form.text("counted"))
            if sum(map(bool, ways)) > 1:
                raise bad("web.fault.choose", "codes")
            if scan := form.files.get("scan"):
                verdict = gate.check_scan(home, case, letter, scan, by=by)
            elif form.text("codes"):
                # A reader that beeps twice has read one sheet.
                lines = form.text("codes").splitlines()
                texts = tuple(dict.fromkeys(x.strip() for x in lines if x.strip()))
                verdict = gate.check(home, case, letter, texts, by=by)
            elif counted := form.number("counted"):
                gate.check_by_hand(home, case, letter, counted, by=by)
                sentence = say("gate.verdict.passed", count=counted)
                return _page(request, home, case, letter, passed=True, sentences=(sentence,))
            else:
                raise bad("web.fault.missing", "codes")
        except faults.EXPECTED as error:
            return _page(request, home, case, letter, form=form, wrong=faults.of(error))
        told = tuple(said(verdict))
        again = EMPTY if verdict.passed else Posted({"codes": [form.raw("codes")]}, {})
        return _page(request, home, case, letter, form=again, passed=verdict.passed, sentences=told)


HANDLERS: Final[tuple[Any, ...]] = (show_gate, check)
