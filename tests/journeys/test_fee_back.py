"""A fee that must go back is a duty of its own: it is named at once, and nothing is destroyed
before it has gone. What was paid too much goes back in part (Art. 38; Enigmo asks 1,000 yen)."""

from datetime import date

import pytest
from told import says

from chikai.app import sweep
from chikai.app.cases import Actor
from chikai.app.envelope import Payment
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests import fees
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import Disposal, ReturnReason
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Means, Paper, RequestKind


def test_it_is_named_the_day_it_is_due(enigmo: Stage) -> None:
    """A money order with a request that bears no fee."""
    case = _received(enigmo, RequestKind.CORRECTION, 1000)
    assert _next(case) == "next.return_fee" and case.clock("fee_return").standing == "due"
    assert _next(case.return_fees()) != "next.return_fee"


def test_the_papers_wait_for_it_and_say_why(enigmo: Stage) -> None:
    case = _received(enigmo, RequestKind.DISCLOSURE, 1000).matches(reads(cast.HANAKO))
    case.withdraw().return_papers()
    enigmo.move_to(date(2028, 11, 30))
    case.dispose(Disposal.RETURNED, 2)
    stop = case.must_not(case.destroy)
    assert isinstance(stop, UnlawfulStep) and stop.message.id == "unlawful.destroy_fee_first"
    swept = sweep.sweep(case.desk.home, by=Actor("house", "sweep-1"))
    assert "fee_return" in {due.clock for due in swept.due if due.case == case.id}
    assert case.return_fees().destroy().case.destroyed_on == date(2028, 11, 30)


@pytest.mark.parametrize(("paid", "back"), [(1500, 500), (2000, 1000), (1001, 1)])
def test_too_much_goes_back_in_part_and_the_rest_stays_paid(
    enigmo: Stage, paid: int, back: int
) -> None:
    case = _received(enigmo, RequestKind.DISCLOSURE, paid)
    assert _next(case) == "next.return_fee"
    case.return_fees()
    (fee,) = case.case.fees
    assert (fee.left, fee.returned) == (1000, None)
    assert fees.paid(case.case, case.policy, on=enigmo.today) == 1000
    letter = case.letter(L.FEE_RETURNED)
    assert says(letter, ja=[f"{back:,}円を返還", "手数料の額を超えて"], en=[f"{back:,} yen"])


def test_a_second_payment_that_was_not_needed_goes_back_whole(enigmo: Stage) -> None:
    case = _received(enigmo, RequestKind.DISCLOSURE, 1000)
    case.pays(Payment(means=Means.MONEY_ORDER, amount=1000, issued_on=enigmo.today))
    (back,) = fees.to_return(case.case, case.policy, on=enigmo.today)
    assert (back.fee.id, back.reason) == (case.case.fees[1].id, ReturnReason.OVERPAID)
    case.return_fees()
    assert [f.returned for f in case.case.fees] == [None, ReturnReason.OVERPAID]


def test_after_a_part_went_back_a_withdrawal_returns_the_rest(enigmo: Stage) -> None:
    case = _received(enigmo, RequestKind.DISCLOSURE, 1500).return_fees().withdraw()
    (back,) = fees.to_return(case.case, case.policy, on=enigmo.today)
    assert (back.reason, back.amount) == (ReturnReason.WITHDRAWN, 1000)


def _next(case: Matter) -> str:
    return case.moments[-1].next_step.id


def _received(stage: Stage, kind: RequestKind, yen: int) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, kind),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(yen, issued=stage.today)],
        )
    )
    return case
