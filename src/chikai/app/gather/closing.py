"""The facts of letters that close without an answer, and of the certificate of destruction."""

from __future__ import annotations

from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.gather.basics import facts, window
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import Exit
from chikai.duties.requests.letters.facts import (
    DestroyedPaper,
    Facts,
    FeeAsked,
)
from chikai.kernel.message import say
from chikai.policy.model import Policy
from chikai.ports import Home


def closing(home: Home, case: Case, closed: Case, letter_id: str, day: date, lang: str) -> Facts:
    """The facts of a letter that closes without an answer."""
    policy = cases.policy_of(home, case)
    more: dict[str, Any] = {}
    if closed.exit is Exit.WITHDRAWN:
        more["withdrawn_on"] = day
        clause = policy.requests.fee
        if clause is not None and case.fees_kept():
            more["fee_fate"] = "returned" if clause.refunds.withdrawn == "return" else "kept"
    if closed.exit is Exit.HANDED_OVER:
        more |= {"window": window(home, case), "handed_over_on": day}
    if closed.exit is Exit.NOT_MADE and policy.requests.fee is not None:
        due = case.told("fee")
        more["fee"] = _unpaid(case, policy, due.answer_by if due else None)
        others = [c for c in cases.siblings(home, case) if c.id != case.id and c.is_open]
        more["free_kinds"] = tuple(
            dict.fromkeys(c.kind for c in others if fees.due(c, policy, on=day) == 0)
        )
    return facts(home, (case,), letter_id=letter_id, today=day, lang=lang, **more)


def _unpaid(case: Case, policy: Policy, due: date | None) -> FeeAsked:
    clause = policy.requests.fee
    assert clause is not None
    return FeeAsked(clause.amount, (case.kind,), fees.means(case, policy), due)


def certificate(home: Home, case: Case) -> dict[str, Any]:
    """What the records show of each paper, and of the scans that were stored."""
    assert case.disposed is not None
    disposed_on = case.disposed_on or case.destroyed_on
    assert disposed_on is not None
    how, back = say(f"disposal.{case.disposed.how.value}"), say("disposal.returned")
    destroyed = tuple(
        DestroyedPaper(
            p.type,
            back if p.returned else how,
            p.returned_on or disposed_on,
            case.disposed.by,
        )
        for p in case.papers
    )
    return {
        "destroyed": destroyed,
        "scans": sum(p.sealed is not None for p in case.papers),
        "completed_on": case.completed_on or case.closed_on,
        "keys_destroyed_on": case.destroyed_on,
        "last_copy_on": case.copies_until,
    }
