"""What counts of one case: kinds, days, letters and papers, taken from its events alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import clocks
from chikai.duties.requests.flow import Exit
from chikai.duties.requests.fold import fold
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.open_item import yes
from chikai.kernel.event import Event
from chikai.policy.model import Policy

PROMISES: Final = frozenset({"own_target", "opt_out_stop", "fee_return", "destruction"})
"""Clocks whose day, once past, is a promise not kept yet."""
OPEN: Final = "open"
IN_PART: Final = "granted_in_part"
_REMINDERS: Final = frozenset({LetterKind.FEE_REMINDER.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One case, as far as it counts. `result` is `open`, how it was answered, or another exit;
    `letters` are ids with the way each was sent; `work` is how often each deed was done."""

    kind: str
    channel: str
    asker: str
    result: str
    exit: str | None
    arrived_on: date
    accepted_on: date | None
    answered_on: date | None
    completed_on: date | None
    fee: int
    letters: tuple[tuple[str, str], ...]
    work: Mapping[str, int]
    asking_letters: int
    asked_again: bool
    papers_held: int
    papers_destroyed: int
    overdue: tuple[str, ...]
    gate_checks: int
    gate_stops: int
    gate_foreign: int


def counted(history: Sequence[Event], policy: Policy, *, on: date) -> Counted:
    """The case of this history as it stands on the day `on`."""
    case = fold(history)
    sent = tuple((x.id, x.delivery.value) for x in case.letters)
    back = _given_back(history)
    answers = tuple(
        (e.data["letter"], e.data["delivery"]) for e in history if e.type == "answer_sent"
    )
    asking = [x.open_items for x in case.letters if x.open_items and x.kind not in _REMINDERS]
    here = sum(1 for p in case.papers if not p.returned)
    gone = case.destroyed_on is not None
    return Counted(
        kind=case.kind.value,
        channel=case.channel.value,
        asker=case.asker.value,
        result=_result(case),
        exit=case.exit.value if case.exit else None,
        arrived_on=case.basis.arrived_on,
        accepted_on=case.accepted_on,
        answered_on=(case.answer.posted_on or case.answer.on) if case.answer else None,
        completed_on=case.completed_on,
        fee=0 if yes(case, "fee_waived") else fees.due(case, policy, on=on),
        letters=(*sent, *((str(a), str(b)) for a, b in answers), *back),
        work=Counter(e.type for e in history),
        asking_letters=len(asking),
        asked_again=max(Counter(i for each in asking for i in each).values(), default=0) > 1,
        papers_held=0 if gone else here,
        papers_destroyed=here if gone else 0,
        overdue=tuple(
            c.key
            for c in clocks(case, policy, on=on)
            if c.key in PROMISES and c.standing == "due" and c.due is not None and c.due < on
        ),
        gate_checks=len(case.checks),
        gate_stops=sum(not c.passed for c in case.checks),
        gate_foreign=sum(c.foreign > 0 for c in case.checks),
    )


def _given_back(history: Sequence[Event]) -> tuple[tuple[str, str], ...]:
    """Fees that went back, each under its own id: that is postage too."""
    return tuple(
        (str(e.data["fee"]), str(e.data["delivery"])) for e in history if e.type == "fee_returned"
    )


def _result(case: Case) -> str:
    if case.exit is None:
        return OPEN
    if case.exit is not Exit.ANSWERED or case.outcome is None:
        return case.exit.value
    held_back = case.withheld or any(d.redacted and d.redacted.parts for d in case.documents)
    match case.outcome:
        case ev.Granted(withheld=n) if n or held_back:
            return IN_PART
        case _:
            return case.outcome.type()
