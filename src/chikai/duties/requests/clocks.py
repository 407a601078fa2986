"""Clocks of a case, computed on read. "Without delay" stays words; day counts of our own say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import Delivery
from chikai.duties.requests.flow import Exit, State
from chikai.duties.requests.openings import open_items
from chikai.kernel.calendar import add_months, add_years
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.law.appi.art39_suit import SUIT_KINDS, suit_possible_from
from chikai.law.kinds import APPI, RequestKind
from chikai.policy.model import Policy

Standing = Literal["running", "waiting", "due", "done", "none"]


@dataclass(frozen=True, slots=True)
class Clock:
    """`due` is the day it points to; `arithmetic` says how that day was reached."""

    key: str
    due: date | None
    standing: Standing
    arithmetic: Message
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """We wait for the requester: since when, for what, and by which letter."""

    item: str
    since: date
    letter: str
    answer_by: date | None


def clocks(case: Case, policy: Policy, *, on: date) -> tuple[Clock, ...]:
    """Every clock of the case as it stands on the day `on`."""
    found = [_reply(case, policy, on), _suit(case, on), _own_target(case, policy, on)]
    found += [_opt_out(case, on)] if case.kind is RequestKind.OPT_OUT_STOP else []
    found += [*_fee_period(case, policy, on), *_money_orders(case, policy, on)]
    found += [*_fee_back(case, policy, on), *_source(case, policy, on)]
    found += [_destruction(case, policy, on), _records(case, policy, on), *_kept(case, on)]
    return tuple(found)


def pauses(case: Case, policy: Policy, *, on: date) -> tuple[Pause, ...]:
    """What we wait for the requester to send: asked for by a letter, and still open."""
    waiting = []
    for item in open_items(case, policy, on=on):
        letter = case.told(item.key)
        if item.asks == "requester" and letter is not None:
            waiting.append(Pause(item.key, letter.on, letter.id, letter.answer_by))
    return tuple(waiting)


def nearest_due(case: Case, policy: Policy, *, on: date) -> date | None:
    """The next day something falls due, for sorting the inbox. That a refused requester may
    already go to court is no task of the desk."""
    days = [
        c.due
        for c in clocks(case, policy, on=on)
        if c.due and (c.standing == "running" or (c.standing == "due" and c.key != "suit"))
    ]
    return min(days, default=None)


def _standing(case: Case, due: date, on: date) -> Standing:
    if not case.is_open:
        return "done"
    return "due" if on >= due else "running"


def _reply(case: Case, policy: Policy, on: date) -> Clock:
    key = "clock.reply_complaint" if case.kind is RequestKind.COMPLAINT else "clock.reply"
    return Clock("reply", None, "running" if case.is_open else "done", say(key), _answer_law(case))


def _answer_law(case: Case) -> tuple[Citation, ...]:
    return {
        RequestKind.NOTICE_OF_PURPOSE: (APPI(32, 2),),
        RequestKind.CORRECTION: (APPI(34, 2),),
        RequestKind.COMPLAINT: (APPI(40, 1),),
        RequestKind.OPT_OUT_STOP: (APPI(27, 2, "vi"),),
        RequestKind.FOREIGN_MEASURES_INFO: (APPI(28, 3),),
        RequestKind.CESSATION_VIOLATION: (APPI(35, 2),),
        RequestKind.PROVISION_STOP_VIOLATION: (APPI(35, 4),),
        RequestKind.CESSATION_NEED_ENDED: (APPI(35, 6),),
    }.get(case.kind, (APPI(33, 2),))


def _suit(case: Case, on: date) -> Clock:
    if case.kind not in SUIT_KINDS:
        return Clock("suit", None, "none", say("clock.no_suit_clock"), (APPI(39, 1),))
    possible = suit_possible_from(case.basis.arrived_on)
    if case.exit is Exit.NOT_MADE:
        return Clock(
            "suit", case.closed_on, "due", say("clock.suit_after_not_made"), (APPI(39, 1),)
        )
    if case.outcome is not None and case.outcome.type() in ("refused", "substituted"):
        return Clock("suit", case.decided_on, "due", say("clock.suit_refused"), (APPI(39, 1),))
    arithmetic = say("clock.suit", arrived=case.basis.arrived_on, possible=possible)
    return Clock("suit", possible, _standing(case, possible, on), arithmetic, (APPI(39, 1),))


def own_target(case: Case, policy: Policy) -> date:
    """The day by which we mean to answer; no law sets it."""
    return case.basis.arrived_on + timedelta(days=policy.requests.answer.own_target_days)


def left_until(due: date, on: date) -> Message:
    """How many days are left until a day, or have passed since."""
    days = (due - on).days
    return say("clock.left", days=days) if days >= 0 else say("clock.over", days=-days)


def _source(case: Case, policy: Policy, on: date) -> list[Clock]:
    """A source that is down for long is for a person to decide about."""
    down = case.down
    if down is None:
        return []
    due, target = down.decide_on, own_target(case, policy)
    arithmetic = say(
        "clock.source",
        source=down.source,
        since=down.since,
        due=due,
        target=target,
        left=left_until(target, on),
    )
    return [Clock("source", due, _standing(case, due, on), arithmetic, _answer_law(case))]


def _own_target(case: Case, policy: Policy, on: date) -> Clock:
    days, due = policy.requests.answer.own_target_days, own_target(case, policy)
    standing = _standing(case, due, on)
    if standing == "running" and pauses(case, policy, on=on):
        standing = "waiting"
    if case.answer is not None and case.answer.delivery is Delivery.ELECTRONIC:
        standing = "done"  # it lies there to be fetched since the day of the answer
    arithmetic = say("clock.own_target", arrived=case.basis.arrived_on, days=days, due=due)
    return Clock("own_target", due, standing, arithmetic)


def _opt_out(case: Case, on: date) -> Clock:
    arrived = case.basis.arrived_on
    standing: Standing = "done" if case.state is State.ANSWERING or not case.is_open else "due"
    return Clock("opt_out_stop", arrived, standing, say("clock.opt_out"), (APPI(27, 2, "vi"),))


def fee_period_end(case: Case) -> date | None:
    """The day until which the latest fee letter lets the requester pay; None while a part has
    come since and nobody has asked for the rest."""
    letter = case.told("fee")
    return letter.answer_by if letter and not case.paid_since_told else None


def _fee_period(case: Case, policy: Policy, on: date) -> list[Clock]:
    letter = case.told("fee")
    if letter is None or letter.answer_by is None or case.paid_since_told:
        return []
    open_now = any(i.key == "fee" for i in open_items(case, policy, on=on))
    standing: Standing = "done"
    if open_now:
        standing = "due" if on > letter.answer_by else "running"
    arithmetic = say("clock.fee_period", told=letter.on, due=letter.answer_by)
    return [Clock("fee_period", letter.answer_by, standing, arithmetic, (APPI(38, 1),))]


def _money_orders(case: Case, policy: Policy, on: date) -> list[Clock]:
    found = []
    for fee in case.fees_kept():
        end = fees.valid_until(fee)
        if end is not None and fee.issued_on is not None:
            arithmetic = say("clock.money_order", issued=fee.issued_on, end=end)
            found.append(Clock("money_order", end, _standing(case, end, on), arithmetic))
    return found


def _fee_back(case: Case, policy: Policy, on: date) -> list[Clock]:
    """A fee that must go back is due at once; destruction waits for it."""
    if case.destroyed_on is not None or not fees.to_return(case, policy, on=on):
        return []
    since = case.closed_on or case.decided_on or max(f.received_on for f in case.fees_kept())
    return [Clock("fee_return", since, "due", say("clock.fee_return", since=since), (APPI(38, 1),))]


def destruction_due(case: Case, policy: Policy) -> date | None:
    """The day from which the submitted papers may be destroyed; None while nothing starts it."""
    rule = policy.requests.papers
    if case.exit is None or case.closed_on is None:
        return None
    if case.destroy_on is not None:
        return case.destroy_on
    if case.exit is Exit.WITHDRAWN and policy.requests.withdrawal.papers == "return":
        return case.closed_on
    if case.exit.value not in rule.exits:
        return add_months(case.closed_on, rule.other_exits_months)
    return add_months(add_years(case.completed_on or case.closed_on, rule.years), rule.months)


def _destruction(case: Case, policy: Policy, on: date) -> Clock:
    if case.destroyed_on is not None:
        done = say("clock.destroyed", on=case.destroyed_on)
        return Clock("destruction", case.destroyed_on, "done", done)
    if case.hold:
        return Clock("destruction", None, "none", say("clock.destruction_held"), (APPI(22),))
    due = destruction_due(case, policy)
    if due is None:
        return Clock("destruction", None, "none", _not_started(case, policy), (APPI(22),))
    started = case.completed_on or case.closed_on or due
    arithmetic = say("clock.destruction", completed=started, due=due)
    return Clock("destruction", due, "due" if on >= due else "running", arithmetic, (APPI(22),))


def _not_started(case: Case, policy: Policy) -> Message:
    """Nothing to count from yet; after a letter came back, with the days that show it."""
    answer = case.answer
    if answer is None or answer.returned_on is None:
        return say("clock.destruction_not_started")
    return say(
        "clock.destruction_returned",
        sent=answer.posted_on or answer.on,
        back=answer.returned_on,
        period=kept_for(policy),
    )


def kept_for(policy: Policy) -> Message:
    """How long submitted papers are kept after the answer has reached the person."""
    years, months = policy.requests.papers.years, policy.requests.papers.months
    if not months:
        return say("clock.for_years", years=years)
    if not years:
        return say("clock.for_months", months=months)
    return say("clock.for_both", years=years, months=months)


def records_due(case: Case, policy: Policy) -> date | None:
    """The day from which our answer and the record of the case may be destroyed."""
    started = case.completed_on or case.closed_on
    return add_years(started, policy.requests.papers.answer_years) if started else None


def _records(case: Case, policy: Policy, on: date) -> Clock:
    if case.records_destroyed_on is not None:
        done = say("clock.records_destroyed", on=case.records_destroyed_on)
        return Clock("records", case.records_destroyed_on, "done", done)
    due, started = records_due(case, policy), case.completed_on or case.closed_on
    if due is None or started is None:
        return Clock("records", None, "none", say("clock.records_not_started"), (APPI(22),))
    if case.hold:
        return Clock("records", None, "none", say("clock.records_held"), (APPI(22),))
    years = policy.requests.papers.answer_years
    arithmetic = say("clock.records", closed=started, years=years, due=due)
    ready = on >= due and case.state is State.PAPERS_DESTROYED
    return Clock("records", due, "due" if ready else "running", arithmetic, (APPI(22),))


_TOLD_FOR: Final = timedelta(days=31)
"""So long it is told that a reason to keep something has ended."""


def _kept(case: Case, on: date) -> list[Clock]:
    """What an erasure left because a law wants it kept goes when that has ended (Art. 22)."""
    change = case.change
    if change is None or change.undone or not change.complete:
        return []
    due = next((day for day in change.kept_until if on <= day + _TOLD_FOR), None)
    if due is None:
        return []
    standing: Standing = "due" if on >= due else "running"
    return [Clock("kept", due, standing, say("clock.kept", due=due), (APPI(22),))]
