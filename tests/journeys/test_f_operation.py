"""(f) en Japan: what is no ground, what is one, and whose copy is answered."""

import pytest
from told import event, kinds, played, says, silent

from chikai.demo.journeys import f_operation
from chikai.demo.stage import Stage
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.grounds import grounds
from chikai.law.kinds import APPI, RequestKind
from chikai.ports import BadData


def test_affects_our_operation_is_an_unlawful_refusal(en_japan: Stage) -> None:
    copy, _ = played(en_japan, f_operation.our_copy_and_the_record)
    (stopped,) = copy.stops
    assert isinstance(stopped, UnlawfulStep)
    assert APPI(33, 2, "ii") in stopped.cites, "the error names what the law does offer"
    assert copy.case.exit == "answered" and "refused" not in copy.happened


def test_serious_hindrance_may_be_chosen_by_a_named_judge(en_japan: Stage) -> None:
    (case,) = played(en_japan, f_operation.serious_hindrance_judged)
    refused = event(case, "refused")
    assert refused.data["ground"] == "seriously_hinders_business"
    assert refused.data["because"] == APPI(33, 2, "ii").code
    assert refused.actor_id == "officer-1"
    assert says(
        case.letter(L.REFUSAL),
        ja=["第33条第2項第2号", "著しい支障", "公正な選考"],
        en=["Art. 33(2)(ii)"],
    )
    assert case.clock("suit").arithmetic.id == "clock.suit_refused"


def test_no_reasons_no_refusal(en_japan: Stage) -> None:
    (case,) = played(en_japan, f_operation.serious_hindrance_judged)
    with pytest.raises(BadData):
        case.refuse("seriously_hinders_business", " ")


def test_articles_34_and_35_offer_no_such_ground(en_japan: Stage) -> None:
    for case in played(en_japan, f_operation.no_such_ground_elsewhere):
        (stopped,) = case.stops
        assert isinstance(stopped, UnlawfulStep)
        assert APPI(33, 2, "ii") not in stopped.cites
        assert case.case.exit == "answered"
    for kind in (RequestKind.CORRECTION, RequestKind.CESSATION_VIOLATION):
        offered = {g.id for g in grounds(kind, on=en_japan.today)}
        assert "seriously_hinders_business" not in offered


def test_our_copy_and_the_record_are_answered(en_japan: Stage) -> None:
    copy, record = played(en_japan, f_operation.our_copy_and_the_record)
    assert (kinds(copy), kinds(record)) == ([L.DISCLOSURE], [L.RECORDS_GIVEN])
    assert says(copy.letter(L.DISCLOSURE), ja=["山田", "面接"], en=["山田"])
    assert says(record.letter(L.RECORDS_GIVEN), ja=["例示製作所"], en=["Art. 33(5)"])


def test_the_employer_is_named_for_its_copy_only(en_japan: Stage) -> None:
    copy, record = played(en_japan, f_operation.our_copy_and_the_record)
    assert says(
        copy.letter(L.DISCLOSURE),
        ja=["株式会社例示製作所", "管理する写しに関するご請求は", "当社から回答いたします"],
        en=["架空フーズ株式会社", "the copy that the recipient named above manages"],
    )
    assert silent(record.letter(L.RECORDS_GIVEN), ja=["管理する写し"])
    with pytest.raises(UnlawfulStep):
        copy.hand_over()
