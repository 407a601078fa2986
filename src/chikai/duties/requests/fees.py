"""The fee of one case: what is due, what has been paid, what must go back (APPI Art. 38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai.duties.requests.case import Case
from chikai.duties.requests.events import ReturnReason
from chikai.duties.requests.flow import Exit
from chikai.duties.requests.holdings import FeeHeld
from chikai.kernel.calendar import add_months
from chikai.kernel.decision import decide
from chikai.kernel.truth import YES
from chikai.law.appi.art38_fee import Charge, bears_fee
from chikai.law.kinds import Means
from chikai.policy.model import Policy

MONEY_ORDER_MONTHS = 6
COVERED = "fee_covered_by_form"
"""Recorded at receipt where one fee covers a form: another kind on the same form bears it."""


def due(case: Case, policy: Policy, *, on: date) -> int:
    """Yen due for this case: what the policy of arrival charges, unless the law of `on` forbids
    charging it."""
    clause = policy.requests.fee
    if clause is None or case.kind not in clause.kinds or COVERED in case.facts:
        return 0
    charge = Charge(kind_bears_fee=bears_fee(case.kind), published=YES)
    return clause.amount if decide(charge, on=on).verdict == "permitted" else 0


def means(case: Case, policy: Policy) -> tuple[Means, ...]:
    """How the fee may be paid: as published, else as the owner of the policy said for this case."""
    clause = policy.requests.fee
    return (clause.means if clause else ()) or case.fee_means


def valid_until(fee: FeeHeld) -> date | None:
    """The last day a postal money order can be cashed: six months from issue."""
    if fee.means is not Means.MONEY_ORDER or fee.issued_on is None:
        return None
    return add_months(fee.issued_on, MONEY_ORDER_MONTHS)


def good(fee: FeeHeld, case: Case, policy: Policy) -> bool:
    """Counts as paid: a means the policy takes, and not expired on the day it arrived."""
    end = valid_until(fee)
    return (
        fee.returned is None
        and fee.means in means(case, policy)
        and (end is None or fee.received_on <= end)
    )


def paid(case: Case, policy: Policy, *, on: date) -> int:
    """Yen received by means that count."""
    return sum(f.left for f in case.fees if good(f, case, policy))


@dataclass(frozen=True, slots=True)
class GoesBack:
    """A fee, or the part of it that was too much, which must go back; `amount` in yen."""

    fee: FeeHeld
    reason: ReturnReason
    amount: int


def to_return(case: Case, policy: Policy, *, on: date) -> tuple[GoesBack, ...]:
    """Fees that must go back now, each with its reason; at the company's cost. What exceeds the
    fee goes back in part, from the payments that came last."""
    owed = due(case, policy, on=on)
    back = [
        GoesBack(fee, why, fee.left)
        for fee in case.fees_kept()
        if (why := _whole(fee, case, policy, owed)) is not None
    ]
    if back or owed == 0:
        return tuple(back)
    over = paid(case, policy, on=on) - owed
    for fee in reversed([f for f in case.fees_kept() if good(f, case, policy)]):
        if over > 0:
            back.append(GoesBack(fee, ReturnReason.OVERPAID, min(over, fee.left)))
            over -= fee.left
    return tuple(back)


def _whole(fee: FeeHeld, case: Case, policy: Policy, owed: int) -> ReturnReason | None:
    """Why all that is left of a fee goes back, if it does."""
    clause = policy.requests.fee
    if owed == 0:
        return ReturnReason.NOT_CHARGEABLE
    if not good(fee, case, policy) and means(case, policy):
        return ReturnReason.EXPIRED
    if case.exit is Exit.NOT_MADE:
        return ReturnReason.NOT_MADE
    if clause is None:
        return None
    if case.exit is Exit.WITHDRAWN and clause.refunds.withdrawn == "return":
        return ReturnReason.WITHDRAWN
    if _outcome(case) == "refused" and clause.refunds.refused == "return":
        return ReturnReason.REFUSED
    if _outcome(case) == "none_held" and clause.refunds.none_held == "return":
        return ReturnReason.NONE_HELD
    return None


def _outcome(case: Case) -> str:
    return case.outcome.type() if case.outcome is not None else ""
