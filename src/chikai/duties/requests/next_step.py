"""What to do next, always in one sentence."""

from __future__ import annotations

from datetime import date

from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.changing import next_of
from chikai.duties.requests.clocks import (
    destruction_due,
    fee_period_end,
    left_until,
    own_target,
    pauses,
    records_due,
)
from chikai.duties.requests.commands import GIVING
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.openings import open_items, other_window
from chikai.duties.requests.questions import PRODUCT_DATA
from chikai.kernel.message import Message, say
from chikai.law.kinds import RequestKind
from chikai.policy.model import Policy


def next_step(case: Case, policy: Policy, *, on: date, can_fetch: bool = True) -> Message:
    """The one sentence a clerk needs on the day `on`. A fee that must go back comes first.
    `can_fetch`: whether the requester holds a code, by which an electronic answer is fetched."""
    if case.destroyed_on is None and fees.to_return(case, policy, on=on):
        return say("next.return_fee")
    return _step(case, policy, on, can_fetch)


def _step(case: Case, policy: Policy, on: date, can_fetch: bool) -> Message:
    match case.state:
        case State.PREPARING:
            return _preparing(case, policy, on)
        case State.SEARCHING:
            return _asking(case, policy, on) or _searching(case, policy, on)
        case State.DECIDING:
            return _deciding(case, policy, on)
        case State.CARRYING_OUT:
            by_hand = say("next.carry_out", owner=case.action.owner if case.action else "")
            decide = _to_decide(case, policy, on)
            return decide or next_of(case.change, on=on) or by_hand
        case State.ANSWERING:
            waits = _asking(case, policy, on)
            return waits or _answering(case, can_fetch)
        case State.CLOSED:
            return _closed(case, policy, on)
        case State.PAPERS_DESTROYED:
            return _papers_destroyed(case, policy, on)
        case State.RECORDS_DESTROYED:
            return say("next.nothing")


def _preparing(case: Case, policy: Policy, on: date) -> Message:
    if case.kind is RequestKind.COMPLAINT:
        return say("next.hand_over_complaint")
    belongs = case.facts.get(PRODUCT_DATA)
    if belongs is not None and belongs.value and other_window(case, policy):
        return say("next.hand_over")
    items = open_items(case, policy, on=on)
    desk = next((i for i in items if i.asks != "requester"), None)
    if desk is not None:
        return desk.message
    untold = [i for i in items if case.told(i.key) is None]
    if not untold and case.paid_since_told and any(i.key == "fee" for i in items):
        return say("next.ask_shortfall")
    if untold:
        return say("next.write_one_letter", items=tuple(i.label for i in untold))
    if {i.key for i in items} == {"fee"}:
        end = fee_period_end(case)
        if end is not None and on > end:
            return say("next.fee_period_over", end=end)
        return say("next.wait_for_fee", end=end or on)
    if items:
        days = [p.answer_by for p in pauses(case, policy, on=on) if p.answer_by]
        over = days and on > max(days)
        what = "next.waited_long_enough" if over else "next.wait_for_requester"
        return say(what, items=tuple(i.label for i in items))
    return say("next.accept")


def _deciding(case: Case, policy: Policy, on: date) -> Message:
    if case.search_anew:
        return _searching(case, policy, on)
    waits = _asking(case, policy, on)
    if waits is not None:
        return waits
    none = case.search is not None and case.search.result is ev.Searched.NONE
    if none and not case.found_by_hand:
        return say("next.declare_none_held")
    if case.search is not None and case.search.result is ev.Searched.MANY:
        return say("next.which_person")
    return say("next.decide_giving" if case.kind in GIVING else "next.decide_doing")


def _searching(case: Case, policy: Policy, on: date) -> Message:
    down = case.stopped
    if down is None:
        return say("next.search")
    stopped = say("next.search_stopped", source=down.source, since=down.since)
    return _to_decide(case, policy, on) or stopped


def _to_decide(case: Case, policy: Policy, on: date) -> Message | None:
    """What becomes of a source that is down for long."""
    down = case.down
    if down is None or on < down.decide_on:
        return None
    left = left_until(own_target(case, policy), on)
    return say("next.source_decide", source=down.source, since=down.since, left=left)


def _asking(case: Case, policy: Policy, on: date) -> Message | None:
    """What is open once a request is accepted: the desk's own questions first, then one letter."""
    items = open_items(case, policy, on=on)
    desk = next((i for i in items if i.asks != "requester"), None)
    if desk is not None or not items:
        return desk.message if desk else None
    untold = any(case.told(i.key) is None for i in items)
    labels = tuple(i.label for i in items)
    return say("next.write_one_letter" if untold else "next.wait_for_requester", items=labels)


def _answering(case: Case, can_fetch: bool) -> Message:
    if case.answer is None:
        return say("next.send_answer")
    if case.answer.returned_on is not None:
        return say("next.send_again")
    if case.answer.delivery is ev.Delivery.IN_PERSON:
        return say("next.show_answer")
    if case.answer.delivery is ev.Delivery.ELECTRONIC:
        fetched = say("next.wait_for_fetch", since=case.answer.on)
        return fetched if can_fetch else say("next.give_code", since=case.answer.on)
    if case.answer.posted_on is None:
        return say("next.post_answer")
    return say("next.confirm_delivery", posted=case.answer.posted_on)


def _closed(case: Case, policy: Policy, on: date) -> Message:
    due = destruction_due(case, policy)
    if case.hold or due is None:
        return say("next.held")
    if on < due:
        return say("next.keep_papers", due=due)
    if case.disposed is None:
        return say("next.dispose_originals")
    return say("next.destroy_papers")


def _papers_destroyed(case: Case, policy: Policy, on: date) -> Message:
    if not case.certified:
        return say("next.certificate")
    due = records_due(case, policy)
    if case.hold or due is None:
        return say("next.held")
    return say("next.destroy_records") if on >= due else say("next.keep_records", due=due)


def exit_message(case: Case) -> Message:
    """How the case ended, in words; open cases say their state."""
    if case.exit is None:
        return say(f"state.{case.state.value}")
    if case.exit is Exit.ANSWERED and case.outcome is not None:
        return say(f"outcome.{case.outcome.type()}")
    return say(f"exit.{case.exit.value}")
