"""The work that is done as jobs: approved plans, carried out and verified.

The order is the approval in the journal. Carrying out is `carry_out.apply`, which the journal and
the databases keep from ever happening twice; this only calls it, again where that is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from chikai import words
from chikai.app import carry_out, cases
from chikai.app.cases import Actor
from chikai.app.faults import KNOWN, faults_of
from chikai.app.out_of_reach import named
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.kernel.message import Arg, Message, say
from chikai.ports import Home, Unavailable
from chikai.ports.jobs import MOST_DEFECTS, Deed, Halted, Job, Order

WORKER: Final = "worker"
"""Who carries out what a person approved, as the journal names it."""

APPLY, VERIFY = "apply", "verify"
_ON_THE_WAY: Final = frozenset({ev.ApplyStarted.type(), ev.SourceUnreached.type()})
"""What a worker writes down of an order that stays one."""
_ID: Final = "\x1fid:"
"""Before the id of a sentence that fills a place of another."""


def orders(home: Home) -> tuple[Order, ...]:
    """Plans that a person approved and nobody has carried out to the end."""
    return Ordered()(home)


class Ordered:
    """The orders of a home, asked for again and again: only cases that moved are read again."""

    def __init__(self) -> None:
        self._size = -1
        self._orders: dict[str, Order] = {}

    def __call__(self, home: Home) -> tuple[Order, ...]:
        size = home.journal.size()
        if size == self._size:
            return tuple(self._orders.values())
        in_hand = {row.case for row in home.journal.inbox(state=State.CARRYING_OUT.value)}
        if self._size < 0:
            moved = in_hand
        else:
            new = home.journal.all(self._size)
            moved = {event.case for event in new if event.type not in _ON_THE_WAY}
        for case in moved | (self._orders.keys() - in_hand):
            self._orders.pop(case, None)
            if case in in_hand and (order := _order_in(home, case)):
                self._orders[case] = order
        self._size = size
        return tuple(self._orders.values())


def _order_in(home: Home, case_id: str) -> Order | None:
    case = cases.load(home, case_id)
    change = case.change
    if case.state is not State.CARRYING_OUT or change is None or change.settled:
        return None
    if change.approved_by is None or change.complete is False:
        return None  # a person approves it, or sees what is left and verifies again
    if change.complete and change.undo_days:
        return None  # the daily sweep records it when nobody may undo it any more
    return Order(case_id, change.work, change.plan)


def _places(message: Message) -> dict[str, str | int]:
    """What fills the sentence: names and counts; a sentence within it by its id."""
    places: dict[str, str | int] = {}
    for name, each in message.args.items():
        if isinstance(each, str | int):
            places[name] = each
        elif isinstance(each, Message) and not each.args:
            places[name] = _ID + each.id
    return places


def why(job: Job) -> Message | None:
    """Why a job waits or is halted, in words; None where there is nothing to say."""
    if job.code is None:
        return None
    if job.code not in words.sentences("ja"):
        return say("jobs.why.unforeseen", code=job.code, times=MOST_DEFECTS)
    filled: dict[str, Arg] = {
        name: Message(value.removeprefix(_ID)) if value.startswith(_ID) else value
        for name, value in parse_qsl(job.places, keep_blank_values=True)
    }
    if words.places(job.code, lang="ja") - set(filled):
        return say("jobs.why.look")
    return Message(job.code, filled)


def deed(home: Home) -> Deed:
    return _CarryOut(home)


class _CarryOut:
    """Implements `Deed`."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def stages(self, order: Order) -> Sequence[Sequence[str]]:
        return ((APPLY,), (VERIFY,))

    def do(self, order: Order, step: str) -> None:
        case, last = cases.loaded(self._home, order.case)
        if case.change is None or case.change.plan != order.plan:
            raise Halted("jobs.why.another_plan")
        try:
            self._do(case, step, on=self._day(last))
        except Unavailable as down:
            self._tell(order, named(down))
            raise
        except KNOWN as known:
            message = faults_of(known)[1][0].message
            raise Halted(message.id, **_places(message)) from None

    def _do(self, case: Case, step: str, *, on: date) -> None:
        change = case.change
        assert change is not None
        by = Actor(WORKER, f"job:{step}:{change.plan}")
        if step == APPLY and change.applied_on is None:
            carry_out.apply(self._home, case.id, by=by, on=on)
        elif step == VERIFY and change.complete is None:
            carry_out.verify(self._home, case.id, by=by, on=on)
        elif step == VERIFY:
            carry_out.finish(self._home, case, by)

    def _tell(self, order: Order, source: str | None) -> None:
        """The person in charge learns it from the case, once for each time it is down."""
        case, last = cases.loaded(self._home, order.case)
        change = case.change
        if change is None or change.plan != order.plan or change.unreached_on is not None:
            return
        happened = ev.SourceUnreached(plan=change.plan, source=source)
        by = Actor(WORKER, f"job:down:{change.plan}:{case.seq}")
        try:
            cases.act(self._home, case.id, cmd.Note(happened=happened), by=by, on=self._day(last))
        except KNOWN:
            return  # its own store may be what is down; the board says so too

    def _day(self, last: date) -> date:
        return max(cases.today(self._home), last)
