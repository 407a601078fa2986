"""Steps of a case that are not letters: papers, money, facts, flags; decisions from `deciding`."""

from __future__ import annotations

from datetime import date

from chikai.app import cases
from chikai.app.after_post import delivered as delivered
from chikai.app.after_post import posted as posted
from chikai.app.after_post import returned as returned
from chikai.app.cases import Actor, once
from chikai.app.deciding import Alone as Alone
from chikai.app.deciding import grant as grant
from chikai.app.deciding import none_held as none_held
from chikai.app.deciding import order as order
from chikai.app.deciding import record_action as record_action
from chikai.app.deciding import refuse as refuse
from chikai.app.deciding import substitute as substitute
from chikai.app.deciding import withhold as withhold
from chikai.app.envelope import Payment, Sheet
from chikai.app.intake import check_scan, fact, paper_events, payment_event
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.questions import is_judgment, is_known
from chikai.law.kinds import Channel, Manner, Means
from chikai.ports import BadData, Home, Missing, Purpose

Result = Case | Defect


def note(
    home: Home, case_id: str, *happened: ev.Happening, by: Actor, on: date | None = None
) -> Result:
    return cases.act(home, case_id, *(cmd.Note(happened=h) for h in happened), by=by, on=on)


@once
def add_paper(
    home: Home, case_id: str, sheet: Sheet, *, by: Actor, on: date | None = None
) -> Result:
    """A paper that came later. Its scan is stored only after what must be covered is covered."""
    check_scan(sheet.scan)
    case = cases.load(home, case_id)
    return note(home, case_id, *paper_events(home, case, sheet), by=by, on=on)


@once
def mask(home: Home, case_id: str, paper: str, what: str, regions: int, *, by: Actor) -> Result:
    """A clerk covered `regions` regions that show `what` on a paper."""
    case = cases.load(home, case_id)
    held = next((p for p in case.papers if p.id == paper), None)
    if held is None:
        raise Missing(paper)
    if what not in held.to_mask():
        raise BadData("intake.nothing_to_mask", field="what")
    return note(home, case_id, ev.PaperMasked(paper=paper, what=what, regions=regions), by=by)


@once
def attach_scan(
    home: Home,
    case_id: str,
    paper: str,
    scan: bytes,
    *,
    by: Actor,
    covers: tuple[str, ...] = (),
) -> Result:
    """Store the scan of a paper booked before. `covers`: what the clerk covered on this scan,
    recorded along with it.

    Raises `BadData` while anything on the paper is still to be covered, and when its scan is
    stored already; `Missing` for a paper that is not here, or went back.
    """
    check_scan(scan)
    case = cases.load(home, case_id)
    held = next((p for p in case.papers if p.id == paper and not p.returned), None)
    if held is None:
        raise Missing(paper)
    if held.sealed is not None:
        raise BadData("intake.scan_stored_already", field="scan")
    if not set(covers) <= set(held.to_mask()):
        raise BadData("intake.nothing_to_mask", field="covers")
    if set(case.to_cover(held)) - set(covers):
        raise BadData("intake.cover_first", field="scan")
    s = cases.seal_bytes(home, case.id, Purpose.PAPERS, scan)
    return note(
        home,
        case_id,
        *(ev.PaperMasked(paper=paper, what=what, regions=1) for what in covers),
        ev.PaperScanned(paper=paper, sealed=s.sealed, commitment=s.commitment),
        by=by,
    )


@once
def replace_scan(home: Home, case_id: str, paper: str, scan: bytes, *, by: Actor) -> Result:
    """Another scan instead of the one stored, which the next sweep deletes. Raises `BadData`
    while anything is still to be covered, or when none is stored; `Missing` without the paper."""
    check_scan(scan)
    case = cases.load(home, case_id)
    held = next((p for p in case.papers if p.id == paper and not p.returned), None)
    if held is None:
        raise Missing(paper)
    if held.sealed is None:
        raise BadData("steps.no_scan_to_replace", field="scan")
    if case.to_cover(held):
        raise BadData("intake.cover_first", field="scan")
    s = cases.seal_bytes(home, case.id, Purpose.PAPERS, scan)
    replaced = ev.ScanReplaced(
        paper=paper, old=held.sealed, sealed=s.sealed, commitment=s.commitment
    )
    return note(home, case_id, replaced, by=by)


@once
def return_paper(home: Home, case_id: str, paper: str, *, by: Actor) -> Result:
    """A paper went back to its sender. Raises `Missing` for one that is not here."""
    case = cases.load(home, case_id)
    if paper not in {p.id for p in case.papers if not p.returned}:
        raise Missing(paper)
    return note(home, case_id, ev.PaperReturned(paper=paper), by=by)


def add_form(home: Home, case_id: str, channel: Channel, complete: bool, *, by: Actor) -> Result:
    """The company's own form came back for a case that began without it."""
    form = ev.FormReturned(channel=channel)
    return note(home, case_id, form, fact("form_complete", complete), by=by)


@once
def take_fee(
    home: Home, case_id: str, payment: Payment, *, by: Actor, on: date | None = None
) -> Result:
    case = cases.load(home, case_id)
    return note(home, case_id, payment_event(home, case, payment), by=by, on=on)


def set_fee_means(home: Home, case_id: str, means: tuple[Means, ...], *, by: Actor) -> Result:
    return note(home, case_id, ev.FeeMeansSet(means=means), by=by)


@once
def answer_question(
    home: Home,
    case_id: str,
    question: str,
    value: bool,
    *,
    by: Actor,
    reasons: str | None = None,
) -> Result:
    """A named person answers one of the case's questions. A judgment needs reasons.

    Raises `BadData` for a question nobody asks, and for a judgment without reasons.
    """
    case = cases.load(home, case_id)
    categories = {c.id for policy in home.policies for c in policy.categories}
    if not is_known(question, categories=categories):
        raise BadData("steps.no_such_question", field="question")
    if reasons is None:
        if is_judgment(question):
            raise BadData("steps.judgment_needs_reasons", field="reasons")
        return note(home, case_id, fact(question, value), by=by)
    sealed = cases.seal(home, case.id, Purpose.RECORD, {"reasons": reasons})
    recorded = ev.FactRecorded(
        question=question,
        value=value,
        judged=True,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
    )
    return note(home, case_id, recorded, by=by)


def choose_manner(home: Home, case_id: str, manner: Manner, *, by: Actor) -> Result:
    return note(home, case_id, ev.MannerChosen(manner=manner), by=by)


@once
def set_flag(home: Home, case_id: str, why: str, *, by: Actor, lift: bool = False) -> Result:
    s = cases.seal(home, case_id, Purpose.RECORD, {"why": why})
    kind = ev.FlagLifted if lift else ev.FlagSet
    return note(home, case_id, kind(sealed=s.sealed, commitment=s.commitment), by=by)


@once
def set_hold(home: Home, case_id: str, why: str, *, by: Actor, lift: bool = False) -> Result:
    s = cases.seal(home, case_id, Purpose.RECORD, {"why": why})
    kind = ev.HoldLifted if lift else ev.HoldSet
    return note(home, case_id, kind(sealed=s.sealed, commitment=s.commitment), by=by)


@once
def accept(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """Nothing is open: the request is accepted. An opt-out stop goes to its owner at once."""
    s = cases.seal(home, case_id, Purpose.RECORD, {"task": "opt_out_stop"})
    return cases.act(home, case_id, cmd.Accept(sealing=s), by=by, on=on)


# --- the end ------------------------------------------------------------------------------------


def dispose_originals(
    home: Home,
    case_id: str,
    how: ev.Disposal,
    sheets: int,
    *,
    by: Actor,
    on: date | None = None,
) -> Result:
    return cases.act(home, case_id, cmd.DisposeOriginals(how=how, sheets=sheets), by=by, on=on)
