"""(l) The fee is never paid."""

import pytest
from told import day_of, event, kinds, played, says, silent

from chikai.demo.journeys import l_unpaid
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L


def test_enigmos_period_is_an_assumption_stated_in_the_letter(enigmo: Stage) -> None:
    disclosure, _ = played(enigmo, l_unpaid.at_enigmo)
    fee = disclosure.policy.requests.fee
    assert fee is not None and fee.period_assumption is not None and fee.period_days == 14
    asked = disclosure.letter(L.FEE_ASKED)
    assert says(
        asked,
        ja=["2026年11月16日", "期間の日数の定めがない", "当社が定め"],
        en=["16 November 2026"],
    )


def test_the_free_kind_on_the_same_form_goes_on(enigmo: Stage) -> None:
    disclosure, correction = played(enigmo, l_unpaid.at_enigmo)
    assert day_of(correction, "accepted") == correction.case.basis.arrived_on
    assert correction.case.completed_on is not None
    assert correction.case.completed_on < day_of(disclosure, "treated_as_not_made")


def test_nobody_is_closed_on_untold_or_too_early(enigmo: Stage) -> None:
    disclosure, _ = played(enigmo, l_unpaid.at_enigmo)
    told, early = disclosure.stops
    assert isinstance(told, UnlawfulStep) and told.message.id == "unlawful.not_made_untold"
    assert isinstance(early, UnlawfulStep) and early.message.id == "unlawful.not_made_too_early"
    assert day_of(disclosure, "treated_as_not_made") > disclosure.clock("fee_period").due


def test_afterwards_the_clock_says_suit_is_possible_now(enigmo: Stage) -> None:
    disclosure, _ = played(enigmo, l_unpaid.at_enigmo)
    suit = disclosure.clock("suit")
    assert (suit.standing, suit.arithmetic.id) == ("due", "clock.suit_after_not_made")
    assert suit.due == disclosure.case.closed_on
    assert disclosure.happened[0] == "received", "arrival stays on record"
    assert kinds(disclosure) == [L.FEE_ASKED, L.CLOSED_UNPAID]
    assert says(disclosure.letter(L.CLOSED_UNPAID), ja=["到達した記録"], en=["arrived on"])


@pytest.mark.parametrize("company", ["bengo4", "actio"])
def test_elsewhere_we_remind_and_then_a_person_decides(open_at, company: str) -> None:
    (case,) = played(open_at(company), getattr(l_unpaid, f"at_{company}"))
    assert kinds(case) == [L.FEE_ASKED, L.FEE_REMINDER, L.CLOSED_UNPAID]
    unreminded, undecided = case.stops
    assert isinstance(unreminded, StillOpen) and unreminded.keys == ("close_unpaid",)
    assert isinstance(undecided, StillOpen) and undecided.keys == ("close_unpaid",)
    fact = case.case.facts["close_unpaid"]
    assert fact.judged and fact.by == "officer-1"
    assert event(case, "treated_as_not_made").actor_id == "officer-1"
    assert silent(case.letter(L.CLOSED_UNPAID), ja=["公表している手続の定めにより"])
