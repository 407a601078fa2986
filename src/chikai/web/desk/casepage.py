"""A case as its page shows it: everything the template says, gathered and never computed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from chikai.app import cases, search
from chikai.app.read import CaseView, clause, view
from chikai.duties.requests.case import Case, PaperHeld
from chikai.duties.requests.clocks import fee_period_end
from chikai.duties.requests.commands import GIVING
from chikai.duties.requests.events import Searched
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.openings import OpenItem, other_window, required_form
from chikai.kernel.event import Event
from chikai.kernel.message import Message, say
from chikai.law import documents
from chikai.law.kinds import Manner, RequestKind
from chikai.policy.model import Clause
from chikai.ports import Destroyed, Home


@dataclass(frozen=True, slots=True)
class Item:
    """One open item with the clauses that ask for it and whether we have asked yet."""

    item: OpenItem
    clauses: tuple[Clause, ...]
    asked_on: date | None
    deed: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    held: PaperHeld
    masks: tuple[str, ...]
    usable: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    on: date
    what: str
    detail: tuple[Message, ...]
    by: str


@dataclass(frozen=True, slots=True, repr=False)
class CasePage:
    """`next` is the deed of the one button; `others` are further deeds that can be done now."""

    view: CaseView
    items: tuple[Item, ...]
    next: str | None
    question: OpenItem | None
    others: tuple[str, ...]
    papers: tuple[Paper, ...]
    books: dict[str, dict[str, Any]]
    match: dict[str, Any] | None
    tables: tuple[dict[str, Any], ...]
    log: tuple[LogLine, ...]
    waivers: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def case(self) -> Case:
        return self.view.case

    @property
    def unscanned(self) -> tuple[Paper, ...]:
        """Papers whose scan can still be stored."""
        if self.case.destroyed_on is not None:
            return ()
        return tuple(p for p in self.papers if p.held.sealed is None and not p.held.returned)


def case_page(home: Home, case_id: str, *, actor: str) -> CasePage:
    """Everything about one case for its page; the look is logged. Raises `Missing`."""
    seen = view(home, case_id, actor=actor)
    case = seen.case
    items = tuple(
        Item(
            i,
            tuple(c for id in i.clauses if (c := clause(seen.policy, id))),
            letter.on if (letter := case.told(i.key)) else None,
            _settles(i),
        )
        for i in seen.items
    )
    asking = next((i.item for i in items if i.deed == "answer"), None)
    next_deed = _next(seen)
    return CasePage(
        view=seen,
        items=items,
        next=next_deed,
        question=asking,
        others=tuple(d for d in _possible(seen) if d != next_deed),
        papers=tuple(
            Paper(p, p.to_mask(), documents.usable(p.type, on=seen.today)) for p in case.papers
        ),
        books={f.id: _opened(home, f.sealed) or {} for f in case.fees},
        match=_opened(home, case.match.sealed) if case.match else None,
        tables=_tables(home, case),
        log=tuple(_log_line(each) for each in seen.history),
        waivers=tuple(_waivers(seen)),
        told=tuple(i.key for i in seen.items if i.asks == "requester" and case.told(i.key)),
    )


def _opened(home: Home, blob: str) -> dict[str, Any] | None:
    try:
        return cases.unseal(home, blob)
    except Destroyed:
        return None


def _tables(home: Home, case: Case) -> tuple[dict[str, Any], ...]:
    try:
        return tuple(search.found_tables(home, case))
    except Destroyed:
        return ()


# --- what to do ---------------------------------------------------------------------------------


def _settles(item: OpenItem) -> str | None:
    """The form that settles an item at the desk; items we ask the requester for wait."""
    if item.asks == "requester":
        return None
    if item.key.startswith("mask_"):
        return "mask"
    return {"match": "match", "fee_means": "fee_means"}.get(item.key, "answer")


def _next(seen: CaseView) -> str | None:
    """The deed behind the sentence of the next step; None when there is nothing but waiting."""
    case = seen.case
    match case.state:
        case State.PREPARING:
            return _next_preparing(seen)
        case State.SEARCHING:
            return "search"
        case State.DECIDING if seen.items:
            return _settles(seen.items[0])
        case State.DECIDING:
            return _next_deciding(case)
        case State.CARRYING_OUT:
            return "done"
        case State.ANSWERING:
            open_ = case.answer is None or case.answer.returned_on is not None
            return "send" if open_ else "delivered"
        case State.CLOSED:
            return _next_closed(seen)
        case State.PAPERS_DESTROYED:
            done = any(x.kind == "destruction_certificate" for x in case.letters)
            return None if done else "certificate"


def _next_preparing(seen: CaseView) -> str | None:
    case = seen.case
    if case.kind is RequestKind.COMPLAINT:
        return "hand_over"
    first = next((d for i in seen.items if (d := _settles(i))), None)
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


def _next_deciding(case: Case) -> str | None:
    if case.search is not None and case.search.result is Searched.NONE:
        return "none_held"
    if case.search is not None and case.search.result is Searched.MANY:
        return "search"
    return "grant" if case.kind in GIVING else "order"


def _next_closed(seen: CaseView) -> str | None:
    case = seen.case
    if seen.fees_to_return:
        return "return_fee"
    due = next((c for c in seen.clocks if c.key == "destruction"), None)
    if due is None or due.standing != "due":
        return None
    return "dispose" if case.disposed is None else "destroy"


def _possible(seen: CaseView) -> Iterator[str]:
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
    if case.state is State.DECIDING:
        yield from ("search", "refuse") if seen.grounds else ("search",)
        if case.kind in GIVING and case.search and case.search.result is Searched.NONE:
            yield "grant"
        if any("substitute_measure_taken" in g.also for g in seen.grounds):
            yield "substitute"
    if case.state is State.ANSWERING and case.answer is not None:
        yield "returned"
    if case.is_open and case.kind in CHOICE_OF_MANNER:
        yield "manner"
        if case.manner not in (None, Manner.PAPER) and case.state is State.ANSWERING:
            yield "method_difficult"
    if case.is_open:
        yield "withdraw"
    if seen.fees_to_return:
        yield "return_fee"
    if case.state is State.CLOSED and case.exit is not Exit.HANDED_OVER and not case.disposed:
        yield "dispose"
    if case.state is not State.PAPERS_DESTROYED:
        yield from ("flag", "hold")
    if case.state is State.PAPERS_DESTROYED:
        yield "certificate"


def _waivers(seen: CaseView) -> Iterator[str]:
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


# --- the log ------------------------------------------------------------------------------------

_WORDS: Final = {
    "channel": "channel",
    "asker": "asker",
    "type_": "paper",
    "whose": "web.whose",
    "means": "means",
    "reason": "web.return_reason",
    "delivery": "frame.delivery",
    "manner": "manner",
    "result": "web.searched",
    "action": "web.action",
    "how": "disposal",
    "what": "web.entry",
}


def _log_line(event: Event) -> LogLine:
    """One event in words: its name, and every particular that has a word of its own."""
    return LogLine(event.occurred_on, event.type, tuple(_particulars(event)), event.actor_id)


def _particulars(event: Event) -> Iterator[Message]:
    for name, value in sorted(event.data.items(), key=lambda field: field[0] != "kind"):
        if name in _WORDS:
            for each in value if isinstance(value, tuple) else (value,):
                if each is not None:
                    yield say(f"{_WORDS[name]}.{each}")
        elif name == "kind":
            yield say(f"{'kind' if event.type == 'received' else 'letter'}.{value}")
        elif name == "amount" and isinstance(value, int):
            yield say("common.yen", amount=value)
        elif name == "question":
            yield _question(str(value))
        elif name == "value":
            yield say("web.yes" if value else "web.no")
        elif name == "ground" and value:
            yield say(f"law.{value}")
        elif name == "answer_by" and value:
            yield say("web.until", day=date.fromisoformat(str(value)))


def _question(key: str) -> Message:
    head = "authority_over" if key.startswith("authority_over_") else key
    return say(f"web.question.{head}")
