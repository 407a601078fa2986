"""Steps of a case that are not letters: papers, money, facts, flags, decisions, destruction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.after_post import delivered as delivered
from chikai.app.after_post import posted as posted
from chikai.app.after_post import returned as returned
from chikai.app.carry_out import put_back_no_more
from chikai.app.cases import Actor, once
from chikai.app.found_file import found_tables, hidden_grounds, shown_items, withheld_columns
from chikai.app.intake import Payment, Sheet, check_scan, fact, paper_events, payment_event
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.openings import open_items, withholding
from chikai.duties.requests.questions import is_judgment, is_known
from chikai.law.kinds import Channel, Manner, Means
from chikai.ports import BadData, Home, Missing, Purpose

Result = Case | Defect


@dataclass(frozen=True, slots=True, repr=False)
class Alone:
    """One item judged by itself: on which ground it is left out, and why."""

    item: str
    ground: str
    reason: str


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


# --- deciding -----------------------------------------------------------------------------------


@once
def grant(
    home: Home,
    case_id: str,
    *,
    by: Actor,
    alone: tuple[Alone, ...] = (),
    withheld: tuple[str, ...] = (),
    ground: str | None = None,
    reason: str | None = None,
    content: dict[str, Any] | None = None,
    note: str | None = None,
    on: date | None = None,
) -> Result:
    """Give what was asked; `alone` are items left out each on its own ground, `withheld` those
    left out together on `ground`, for `reason`."""
    if (withheld and not reason) or any(not each.reason.strip() for each in alone):
        raise BadData("steps.judgment_needs_reasons", field="reason")
    record = {
        "withheld": list(withheld),
        "ground": ground,
        "reason": reason,
        "content": content or {},
        **_noted(note),
    }
    case = cases.load(home, case_id)
    tables = found_tables(home, case)
    hidden = {column["id"] for column in withheld_columns(case, tables)}
    judged = {w.item for w in case.withheld} | {each.item for each in alone}
    if not {each.item for each in alone} <= hidden | shown_items(tables):
        raise BadData("steps.no_such_item", field="item")
    if unjudged := sorted(hidden - judged - set(withheld)):
        asked = [withholding(item) for item in unjudged]
        keys = {each.key for each in asked}
        others = open_items(case, cases.policy_of(home, case), on=on or cases.today(home))
        return Defect((*(i for i in others if i.key not in keys), *asked))
    s = cases.seal(home, case_id, Purpose.RECORD, record)
    located = {i.id for i in cases.policy_of(home, case).items if i.locates}
    given = shown_items(tables) - set(withheld) - judged
    command = cmd.Grant(
        sealing=s,
        withheld=len(withheld),
        ground=ground,
        locating=len(given & located),
        covered=tuple(each for each in withheld if each in hidden),
    )
    judging = (_judged(home, case_id, each) for each in alone)
    return cases.act(home, case_id, *judging, command, by=by, on=on)


def _judged(home: Home, case_id: str, one: Alone) -> cmd.WithholdItem:
    s = cases.seal(home, case_id, Purpose.RECORD, {"ground": one.ground, "reason": one.reason})
    return cmd.WithholdItem(item=one.item, ground=one.ground, sealing=s)


@once
def withhold(
    home: Home,
    case_id: str,
    item: str,
    ground: str,
    reason: str,
    *,
    by: Actor,
    on: date | None = None,
) -> Result:
    """One item that was found is judged by itself, whether the mapping shows it or not: left out
    on `ground`, for `reason`. Raises `BadData` for an item that was not found, and without a
    reason."""
    if not reason.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    case = cases.load(home, case_id)
    tables = found_tables(home, case)
    hidden = {column["id"] for column in withheld_columns(case, tables)}
    if item not in hidden | shown_items(tables):
        raise BadData("steps.no_such_item", field="item")
    command = _judged(home, case_id, Alone(item, ground, reason))
    return cases.act(home, case_id, command, by=by, on=on)


@once
def refuse(
    home: Home,
    case_id: str,
    ground: str,
    reason: str,
    *,
    by: Actor,
    note: str | None = None,
    on: date | None = None,
) -> Result:
    """Refuse on a ground of the law, judged by the one who acts, with reasons. `note` is for our
    own file, such as a lawyer's advice: sealed, and in no letter."""
    if not reason.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    s = cases.seal(
        home, case_id, Purpose.RECORD, {"ground": ground, "reason": reason, **_noted(note)}
    )
    return cases.act(home, case_id, cmd.Refuse(ground=ground, sealing=s), by=by, on=on)


def _noted(note: str | None) -> dict[str, str]:
    return {"note": note} if note else {}


@once
def none_held(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Result:
    """The answer is that no retained personal data is held. Which kind of none stays sealed."""
    case = cases.load(home, case_id)
    hidden = hidden_grounds(home, case)
    s = cases.seal(home, case_id, Purpose.RECORD, {"hidden": hidden})
    return cases.act(home, case_id, cmd.DeclareNoneHeld(sealing=s), by=by, on=on)


@once
def order(
    home: Home,
    case_id: str,
    action: cmd.Action,
    owner: str,
    task: dict[str, Any],
    *,
    by: Actor,
    on: date | None = None,
) -> Result:
    """Hand a correction, cessation, erasure or stop to a named owner as a task."""
    s = cases.seal(home, case_id, Purpose.RECORD, {"task": task})
    command = cmd.OrderAction(action=action, owner=owner, sealing=s)
    return cases.act(home, case_id, command, by=by, on=on)


@once
def record_action(
    home: Home, case_id: str, result: dict[str, Any], *, by: Actor, on: date | None = None
) -> Result:
    """The owner reports what was done."""
    case = cases.load(home, case_id)
    if case.action is None:
        raise Missing(case_id)
    gone = put_back_no_more(home, case, on=on or cases.today(home))
    s = cases.seal(home, case_id, Purpose.RECORD, {"result": result})
    command = cmd.RecordAction(action=cmd.Action(case.action.action), sealing=s)
    return cases.act(home, case_id, *gone, command, by=by, on=on)


@once
def substitute(
    home: Home, case_id: str, measure: str, reason: str, *, by: Actor, on: date | None = None
) -> Result:
    """Another measure that protects the person, because the one asked for is too costly or
    difficult; judged by the one who acts."""
    if not reason.strip() or not measure.strip():
        raise BadData("steps.judgment_needs_reasons", field="reason")
    s = cases.seal(home, case_id, Purpose.RECORD, {"measure": measure, "reason": reason})
    return cases.act(home, case_id, cmd.Substitute(sealing=s), by=by, on=on)


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
