"""What the desk can do to a case now: the one deed of the next step, and the others."""

from __future__ import annotations

from collections.abc import Iterator

from chikai.app.read import CaseView
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import fee_period_end
from chikai.duties.requests.commands import GIVING
from chikai.duties.requests.events import Delivery, Searched
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.holdings import LetterOut
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import other_window, required_form
from chikai.duties.requests.questions import asks_withholding
from chikai.law.kinds import Manner, RequestKind


def settles(item: OpenItem) -> str | None:
    """The form that settles an item at the desk; items we ask the requester for wait."""
    if item.asks == "requester":
        return None
    if item.key.startswith("mask_"):
        return "mask"
    if asks_withholding(item.key):
        return "withhold"
    if item.key == "search_task":
        return None
    return _OF_ITEM.get(item.key, "answer")


_OF_ITEM = {
    "match": "match",
    "fee_means": "fee_means",
    "second_check": "second_check",
    "approval": "approve",
}


def next_deed(seen: CaseView) -> str | None:
    """The deed behind the sentence of the next step; None when there is nothing but waiting."""
    case = seen.case
    if seen.fees_to_return and case.destroyed_on is None:
        return "return_fee"
    match case.state:
        case State.PREPARING:
            return _next_preparing(seen)
        case State.SEARCHING:
            return _next_searching(seen)
        case State.DECIDING if seen.items:
            return settles(seen.items[0])
        case State.DECIDING:
            return _next_deciding(case)
        case State.CARRYING_OUT:
            return "done"
        case State.ANSWERING if seen.items:
            return settles(seen.items[0])
        case State.ANSWERING:
            if case.answer is None or case.answer.returned_on is not None:
                return "send"
            if case.answer.delivery is Delivery.ELECTRONIC:
                return None  # complete once it is fetched
            unposted = case.answer.delivery is Delivery.IN_PERSON or case.answer.posted_on
            return "delivered" if unposted else "posted"
        case State.CLOSED:
            return _next_closed(seen)
        case State.PAPERS_DESTROYED:
            return _next_destroyed(seen)
        case State.RECORDS_DESTROYED:
            return None


def _next_preparing(seen: CaseView) -> str | None:
    case = seen.case
    if case.kind is RequestKind.COMPLAINT:
        return "hand_over"
    first = next((d for i in seen.items if (d := settles(i))), None)
    if first:
        return first
    if any(case.told(i.key) is None for i in seen.items):
        return "ask"
    if not seen.items:
        return "accept"
    end = fee_period_end(case)
    if {i.key for i in seen.items} == {"fee"}:
        return "close_unpaid" if end is not None and seen.today > end else "fee"
    return "paper"


def _next_searching(seen: CaseView) -> str | None:
    """What the search left in doubt is settled before it is done again."""
    first = next((d for i in seen.items if (d := settles(i))), None)
    if first or not seen.items:
        return first or "search"
    return "ask" if any(seen.case.told(i.key) is None for i in seen.items) else "search"


def _next_deciding(case: Case) -> str | None:
    none = case.search is not None and case.search.result is Searched.NONE
    if none and not case.found_by_hand:
        return "none_held"
    if case.search is not None and case.search.result is Searched.MANY:
        return "search"
    return "grant" if case.kind in GIVING else "order"


def _next_closed(seen: CaseView) -> str | None:
    case = seen.case
    due = next((c for c in seen.clocks if c.key == "destruction"), None)
    if due is None or due.standing != "due":
        return None
    return "dispose" if case.disposed is None else "destroy"


def _next_destroyed(seen: CaseView) -> str | None:
    if not seen.case.certified:
        return "certificate"
    due = any(c.key == "records" and c.standing == "due" for c in seen.clocks)
    return "destroy_records" if due else None


def possible(seen: CaseView) -> Iterator[str]:
    """Further deeds of the state, in the order a desk would look for them."""
    case = seen.case
    asks = any(i.asks == "requester" for i in seen.items)
    if case.is_open:
        yield from ("paper", "fee")
    if case.state is State.PREPARING:
        if case.form.value == "free" and required_form(case, seen.policy):
            yield "form"
        yield "match"
        if asks:
            yield "ask"
        if not any(x.kind == "receipt" for x in case.letters):
            yield "receipt"
        if other_window(case, seen.policy):
            yield "hand_over"
        if any(i.key == "fee" and case.told("fee") for i in seen.items):
            yield "close_unpaid"
        if any(i.asks == "requester" and case.told(i.key) for i in seen.items):
            yield "not_confirmed"
    if case.state in (State.SEARCHING, State.DECIDING):
        yield "search_task"
    if case.state is State.ANSWERING and case.unchecked and case.unapproved:
        yield "approve"
    if case.state is State.DECIDING:
        yield from ("search", "refuse") if seen.grounds else ("search",)
        if case.kind in GIVING and case.search and case.search.result is Searched.NONE:
            yield "grant"
        if any("substitute_measure_taken" in g.also for g in seen.grounds):
            yield "substitute"
    if case.state is State.ANSWERING and case.answer is not None:
        yield from ("delivered", "send") if case.answer.returned_on is None else ()
    if case.action is not None and case.destroyed_on is None:
        yield "tell_recipient"
    if may_come_back(case):
        yield "returned"
    if case.is_open and case.kind in CHOICE_OF_MANNER:
        yield "manner"
        if case.manner not in (None, Manner.PAPER) and case.state is State.ANSWERING:
            yield "method_difficult"
    if case.is_open:
        yield "withdraw"
    if seen.fees_to_return and case.destroyed_on is None:
        yield "return_fee"
    if case.state is State.CLOSED and case.exit is not Exit.HANDED_OVER and not case.disposed:
        yield "dispose"
    if case.destroyed_on is None:
        yield "flag"
    if case.state is not State.RECORDS_DESTROYED:
        yield "hold"
    if case.state is State.PAPERS_DESTROYED:
        yield "certificate"


def may_come_back(case: Case) -> tuple[LetterOut, ...]:
    """The letters that are out by post, the latest first."""
    every = case.letters if case.destroying else case.every_letter
    return tuple(x for x in reversed(every) if x.posted and x.returned_on is None)


def waivers(seen: CaseView) -> Iterator[str]:
    """Judgments that would settle what is open without the requester."""
    keys = {i.key for i in seen.items}
    if "fee" in keys:
        yield from ("fee_waived", "close_unpaid")
    if "channel" in keys:
        yield "channel_waived"
    if keys & {"form", "form_completed"}:
        yield "form_waived"
    if keys & {"no_match", "which_person", "reply_address"}:
        yield "match_exhausted"
    if "form_differs_from_paper" in keys:
        yield "paper_difference_explained"
    for whose in ("person", "representative"):
        if keys & {f"identity_{whose}", f"identity_light_{whose}"}:
            yield f"identity_confirmed_{whose}"
    if seen.case.state is State.ANSWERING and seen.case.manner not in (None, Manner.PAPER):
        yield "manner_difficult"
