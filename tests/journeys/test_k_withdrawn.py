"""(k) Withdrawn."""

import pytest
from told import event, kinds, played, says

from chikai.demo.journeys import k_withdrawn
from chikai.demo.stage import Stage
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.ports import Destroyed


def test_fee_and_papers_go_back_by_a_stated_assumption(enigmo: Stage) -> None:
    (case,) = played(enigmo, k_withdrawn.withdrawn)
    assert event(case, "fee_returned").data["reason"] == "withdrawn"
    assert all(p.returned for p in case.case.papers)
    requests = case.policy.requests
    assert requests.withdrawal.papers == "return" and requests.withdrawal.assumption
    assert requests.fee is not None and requests.fee.refunds_assumption
    assert event(case, "originals_disposed").data["how"] == "returned"
    assert kinds(case) == [L.WITHDRAWN, L.FEE_RETURNED, L.DESTRUCTION_CERTIFICATE]
    assert says(case.letter(L.FEE_RETURNED), ja=["010-000009"], en=["010-000009"])


def test_arrival_and_withdrawal_stay_in_the_journal(enigmo: Stage) -> None:
    (case,) = played(enigmo, k_withdrawn.withdrawn)
    assert case.happened[0] == "received" and "withdrawn" in case.happened
    assert case.case.exit == "withdrawn"
    sealed = [p.sealed for p in case.case.papers if p.sealed]
    assert sealed
    for blob in sealed:
        with pytest.raises(Destroyed):
            case.desk.home.vault.get(blob)
    assert says(case.letter(L.WITHDRAWN), ja=["取下げ", "記録"], en=["withdraw", "record"])
