"""The fee of one case: what is due, what has been paid, what must go back (APPI Art. 38)."""

from __future__ import annotations

from datetime import date

from chikai.duties.requests.case import Case, FeeHeld
from chikai.duties.requests.events import ReturnReason
from chikai.duties.requests.flow import Exit
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
    return sum(f.amount for f in case.fees if good(f, case, policy))


def to_return(case: Case, policy: Policy, *, on: date) -> tuple[tuple[FeeHeld, ReturnReason], ...]:
    """Fees that must go back now, each with its reason; at the company's cost."""
    owed = due(case, policy, on=on)
    clause = policy.requests.fee
    back: list[tuple[FeeHeld, ReturnReason]] = []
    for fee in case.fees_kept():
        if owed == 0:
            back.append((fee, ReturnReason.NOT_CHARGEABLE))
        elif not good(fee, case, policy) and means(case, policy):
            back.append((fee, ReturnReason.EXPIRED))
        elif case.exit is Exit.NOT_MADE:
            back.append((fee, ReturnReason.NOT_MADE))
        elif clause and case.exit is Exit.WITHDRAWN and clause.refunds.withdrawn == "return":
            back.append((fee, ReturnReason.WITHDRAWN))
        elif clause and _outcome(case) == "refused" and clause.refunds.refused == "return":
            back.append((fee, ReturnReason.REFUSED))
        elif clause and _outcome(case) == "none_held" and clause.refunds.none_held == "return":
            back.append((fee, ReturnReason.NONE_HELD))
    return tuple(back)


def _outcome(case: Case) -> str:
    return case.outcome.type() if case.outcome is not None else ""
