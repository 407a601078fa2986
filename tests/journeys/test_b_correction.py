"""(b) Enigmo: correction is free."""

import pytest
from told import day_of, event, kinds, played, says

from chikai.app import cases
from chikai.demo.journeys import b_correction
from chikai.demo.papers import asks, envelope
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI, RequestKind


def test_it_proceeds_without_waiting_and_the_order_goes_back(enigmo: Stage) -> None:
    (case,) = played(enigmo, b_correction.order_goes_back)
    assert kinds(case) == [L.FEE_RETURNED, L.CORRECTED], "nobody was asked for anything"
    assert day_of(case, "accepted") == case.case.basis.arrived_on
    back = event(case, "fee_returned")
    assert (back.data["reason"], back.data["delivery"]) == ("not_chargeable", "simple_registered")
    booked = cases.unseal(case.desk.home, case.case.fees[0].sealed)
    assert booked == {"serial": "010-000002", "face": 1000, "issued_on": "2026-11-02"}
    assert says(
        case.letter(L.FEE_RETURNED),
        ja=["010-000002", "1,000円", "2026年11月2日", "当社の費用"],
        en=["010-000002", "1,000 yen", "2 November 2026", "our expense"],
    )


def test_what_was_corrected_is_told(enigmo: Stage) -> None:
    (case,) = played(enigmo, b_correction.order_goes_back)
    assert says(case.letter(L.CORRECTED), ja=["10月21日", "第34条第3項"], en=["Art. 34(3)"])
    assert case.letter(L.CORRECTED).delivery == "simple_registered"


def test_on_one_form_the_order_is_kept_for_disclosure(enigmo: Stage) -> None:
    disclosure, correction = played(enigmo, b_correction.order_is_kept_for_disclosure)
    assert [f.amount for f in disclosure.case.fees_kept()] == [1000]
    assert correction.case.fees == ()
    assert L.FEE_RETURNED not in kinds(disclosure) + kinds(correction)
    assert says(correction.letter(L.NOT_CORRECTED), ja=["第34条"], en=["Art. 34"])


def test_registered_data_go_to_the_product_window_and_arrival_stays(enigmo: Stage) -> None:
    (case,) = played(enigmo, b_correction.product_window)
    assert (case.case.exit, kinds(case)) == ("handed_over", [L.WRONG_WINDOW])
    assert case.happened[0] == "received"
    assert event(case, "handed_over").data["clause"] == "registered_data"
    assert says(
        case.letter(L.WRONG_WINDOW),
        ja=["お申込み窓口", "引き継ぎ", "2026年11月2日"],
        en=["handed", "2 November 2026"],
    )


def test_only_registered_data_go_there_and_somebody_must_say_so(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(
        envelope(asks(cast.HANAKO, RequestKind.CORRECTION), arrived=enigmo.today)
    )
    with pytest.raises(StillOpen, match="registered_data_of_product"):
        case.hand_over()
    case.says("registered_data_of_product", False)
    with pytest.raises(UnlawfulStep) as stopped:
        case.hand_over()
    assert APPI(37, 4) in stopped.value.cites
