"""Promises of the five texts that no journey from (a) to (q) passes by."""

import pytest
from told import event, kinds, names, played, says

from chikai.demo.journeys import b_correction
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet, stamps
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Asker, Channel, Paper, RequestKind, Whose

HANAKOS = (Paper.REQUEST_FORM, Paper.DRIVERS_LICENSE)


def test_enigmo_an_email_has_arrived_but_post_is_asked_for(enigmo: Stage) -> None:
    """E-17: the day counts all the same; what is asked is the published channel, no refusal."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=enigmo.today,
            channel=Channel.EMAIL,
            form=FormUsed.FREE,
        )
    )
    assert case.happened == ("received",)
    assert {"channel", "form"} <= set(case.open)
    assert says(case.ask().letter(L.DEFECTS), ja=["郵"], en=["post"])
    assert {"channel", "form"}.isdisjoint(case.form_back().open)


def test_enigmo_the_form_is_named_and_an_empty_field_is_asked_for(enigmo: Stage) -> None:
    """E-21: the designated form, with every required item."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=enigmo.today,
            complete=False,
            sheets=[sheet(paper) for paper in HANAKOS],
        )
    )
    assert "form_completed" in case.open
    asked = case.matches(reads(cast.HANAKO)).ask().letter(L.DEFECTS)
    assert asked.asked == ("form_completed",)
    assert says(
        asked, ja=["個人情報開示等請求書"], en=["Request for Disclosure and Other Handling"]
    )


def test_enigmo_a_mandated_representative(enigmo: Stage) -> None:
    """E-27: a power of attorney under the registered seal, and the seal certificate."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=enigmo.today,
            asker=Asker.MANDATARY,
            by=cast.YUMI,
            sheets=[sheet(p) for p in (*HANAKOS, Paper.POWER_OF_ATTORNEY)],
        )
    )
    assert "authority" in case.open
    case.paper(sheet(Paper.SEAL_CERTIFICATE))
    assert "authority" not in case.open and "power_covers_request" in case.open


def test_enigmo_a_complaint_is_passed_on_to_its_desk(enigmo: Stage) -> None:
    """E-36: no paper, no fee, no state of its own."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(asks(cast.HANAKO, RequestKind.COMPLAINT), arrived=enigmo.today)
    )
    assert case.open == ()
    case.hand_over()
    assert kinds(case) == [L.COMPLAINT_RECEIVED]
    assert says(case.letter(L.COMPLAINT_RECEIVED), ja=["第40条"], en=["Art. 40"])


def test_enigmo_every_answer_says_where_else_one_may_complain(enigmo: Stage) -> None:
    """E-34, E-35: the company first is a wish and no condition; the organisation is named."""
    (case,) = played(enigmo, b_correction.order_goes_back)
    answer = case.letter(L.CORRECTED)
    assert says(answer, ja=["0120-700-779", "順序に定めはありません"], en=["JIPDEC"])


def test_bengo4_tells_the_reason(bengo4: Stage) -> None:
    """B-23: a promise, firmer than the law's effort (Art. 36)."""
    (case,) = bengo4.desk("bengo4").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=bengo4.today,
            sheets=[sheet(p) for p in (*HANAKOS, Paper.SEAL_CERTIFICATE)],
            payments=[stamps()],
        )
    )
    case.says("form_sealed", True).matches(reads(cast.HANAKO)).accept().search()
    case.refuse("breaks_other_law", "弁護士の守秘義務に反する内容を含むため。").answer()
    assert says(case.letter(L.REFUSAL), ja=["守秘義務", "第33条第2項第3号"], en=["33(2)(iii)"])
    assert case.return_fees().case.fees_kept() == ()


def test_enhance_a_substitute_measure_where_cessation_is_too_hard(enhance: Stage) -> None:
    """N-22: only where Article 35 lets one take another measure, and never for a correction."""
    cessation = _free(enhance, RequestKind.CESSATION_NEED_ENDED)
    cessation.accept().search()
    cessation.substitute("今後の案内をすべて止めます。", "過去の印刷物を回収できない。").answer()
    assert says(cessation.letter(L.SUBSTITUTE_MEASURE), ja=["案内をすべて止めます", "回収"])
    correction = _free(enhance, RequestKind.CORRECTION)
    correction.accept().search()
    with pytest.raises(UnlawfulStep):
        correction.substitute("別の措置", "難しい")


def test_enhance_explains_why_it_does_not_correct(enhance: Stage) -> None:
    """N-21, N-23: investigated, notified, with the reason."""
    case = _free(enhance, RequestKind.CORRECTION)
    case.accept().search()
    case.refuse("content_is_factual", "登記の内容と一致している。").answer()
    assert says(case.letter(L.NOT_CORRECTED), ja=["登記の内容と一致", "第34条"], en=["Art. 34"])


def test_actio_both_prove_who_they_are_and_the_mandate_needs_its_seal(actio: Stage) -> None:
    """K-33, K-34, K-35: like papers of both; Commission of Powers with the seal certificate."""
    (case,) = actio.desk("actio").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=actio.today,
            asker=Asker.MANDATARY,
            by=cast.YUMI,
            sheets=[sheet(p) for p in HANAKOS],
        )
    )
    assert {"identity_representative", "authority"} <= set(case.open)
    case.paper(sheet(Paper.PASSPORT, whose=Whose.REPRESENTATIVE, domicile=True))
    case.paper(sheet(Paper.COMPANY_LETTER_OF_PROXY))
    assert "authority" in case.open and "identity_representative" not in case.open
    case.matches(reads(cast.HANAKO, addresses=cast.YUMI.addresses)).ask()
    assert names(case.letter(L.DEFECTS), Paper.COMPANY_LETTER_OF_PROXY, Paper.SEAL_CERTIFICATE)
    assert "authority" not in case.paper(sheet(Paper.SEAL_CERTIFICATE)).open


def test_actio_anyones_domicile_is_covered_and_is_no_defect(actio: Stage) -> None:
    """K-36."""
    case = _free(actio, RequestKind.PROVISION_STOP_VIOLATION)
    case.paper(sheet(Paper.FAMILY_REGISTER, whose=Whose.REPRESENTATIVE, domicile=True, masked=()))
    with pytest.raises(StillOpen, match="mask_domicile"):
        case.accept()
    case.mask("domicile").accept()
    assert event(case, "paper_masked").data["what"] == "domicile"
    assert case.mail == ()


def test_a_fee_that_is_short_is_asked_for_in_the_missing_amount(enigmo: Stage) -> None:
    """E-30: missing or insufficient."""
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=enigmo.today,
            sheets=[sheet(paper) for paper in HANAKOS],
            payments=[money_order(600, issued=enigmo.today)],
        )
    )
    asked = case.matches(reads(cast.HANAKO)).ask().letter(L.FEE_ASKED)
    assert says(asked, ja=["400円"], en=["400 yen"])


def _free(stage: Stage, kind: RequestKind) -> Matter:
    (company,) = stage.homes
    (case,) = stage.desk(company).receive(
        envelope(
            asks(cast.HANAKO, kind),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    return case.matches(reads(cast.HANAKO))
