"""(a) Enigmo: a parent asks for disclosure about a child."""

import pytest
from told import day_of, event, kinds, played, says, silent

from chikai.demo.journeys.a_child import a_parent_asks
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import NotNow, UnlawfulStep
from chikai.duties.requests.events import Disposal
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.kernel.calendar import add_years
from chikai.law.kinds import APPI, Asker, Paper, RequestKind, Whose
from chikai.ports import Destroyed, Purpose


def test_one_letter_asks_for_a_living_paper_and_the_fee(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    assert kinds(case) == [L.RECEIPT, L.DEFECTS, L.DISCLOSURE, L.DESTRUCTION_CERTIFICATE]
    asked = case.letter(L.DEFECTS)
    assert asked.asked == ("identity_person", "fee")
    assert says(
        asked,
        ja=["資格確認書", "個人番号カード", "住民票", "健康保険", "定額小為替", "1,000円"],
        en=["certificate of eligibility", "resident record", "postal money order", "1,000 yen"],
    )


def test_the_old_insurance_card_proves_nothing_any_more(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    assert Paper.INSURANCE_CARD in {p.type for p in case.case.papers}
    assert "identity_person" in case.after("receive").open
    assert "identity_person" not in case.after("paper").open


@pytest.mark.parametrize(
    "paper", [Paper.ELIGIBILITY_CERTIFICATE, Paper.MY_NUMBER_CARD, Paper.RESIDENT_RECORD]
)
def test_any_of_its_successors_is_accepted(enigmo: Stage, paper: Paper) -> None:
    case = _child(enigmo, sheet(paper))
    assert "identity_person" not in case.open


def test_document_b_is_the_childs_and_the_register_proves_authority(enigmo: Stage) -> None:
    fathers = _child(enigmo, sheet(Paper.DRIVERS_LICENSE, whose=Whose.REPRESENTATIVE))
    assert "identity_person" in fathers.open
    assert "identity_representative" not in fathers.open
    assert "authority" not in fathers.open
    (bare,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.MIRAI, RequestKind.DISCLOSURE),
            arrived=enigmo.today,
            asker=Asker.PARENT,
            by=cast.KENICHI,
        )
    )
    assert "authority" in bare.open


def test_an_unmasked_domicile_is_masked_on_receipt_and_no_defect(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    masked = [e.data["what"] for e in case.events if e.type == "paper_masked"]
    assert masked == ["domicile", "domicile"]
    assert all("domicile" not in key for mail in case.mail for key in mail.asked)
    unmasked = _child(enigmo, sheet(Paper.RESIDENT_RECORD, domicile=True, masked=()))
    assert "mask_domicile" in unmasked.open
    assert unmasked.case.papers[-1].sealed is None, "nothing is stored before it is covered"
    assert "mask_domicile" not in unmasked.mask("domicile").open


def test_joint_parental_authority_is_one_question_to_a_human(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    (question,) = (i for i in case.moments[0].items if i.key == "joint_parental_authority")
    assert (question.asks, question.judgment) == ("desk", True)
    assert all("joint_parental_authority" not in mail.asked for mail in case.mail)
    fact = case.case.facts["joint_parental_authority"]
    assert fact.judged and fact.by == "officer-1" and fact.sealed is not None


def test_if_both_parents_must_join_the_letter_asks_for_the_other(enigmo: Stage) -> None:
    case = _child(enigmo, sheet(Paper.PASSPORT))
    case.judges("joint_parental_authority", False, "離婚後も共同親権とある。")
    case.matches(reads(cast.MIRAI))
    case.ask()
    assert "joint_consent" in case.letter(L.DEFECTS).asked
    assert says(case.letter(L.DEFECTS), ja=["もう一方の親権者"], en=["other parent"])


def test_the_fee_is_asked_for_and_comes(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    assert "fee" in case.after("ask").open
    paid = event(case, "fee_received")
    assert (paid.data["means"], paid.data["amount"]) == ("money_order", 1000)
    assert case.happened.index("fee_received") < case.happened.index("accepted")


def test_the_answer_goes_by_registered_mail(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    answer = case.letter(L.DISCLOSURE)
    assert answer.delivery == "registered"
    assert says(answer, ja=["書留郵便", "みらい"], en=["Registered mail"])
    assert silent(answer, ja=["そら"])


def test_papers_are_destroyed_two_years_after_completion(enigmo: Stage) -> None:
    (case,) = played(enigmo, a_parent_asks)
    completed, destroyed = day_of(case, "completed"), day_of(case, "papers_destroyed")
    assert add_years(completed, 2) <= destroyed
    done = case.case
    assert done.state == "papers_destroyed" and done.destroyed_on == destroyed
    assert case.happened.index("originals_disposed") < case.happened.index("papers_destroyed")
    for paper in done.papers:
        if paper.sealed:
            with pytest.raises(Destroyed):
                case.desk.home.vault.get(paper.sealed)
    assert case.desk.home.keys.exists(case.id, Purpose.ANSWER), "our answer is kept longer"
    certificate = case.letter(L.DESTRUCTION_CERTIFICATE)
    assert says(certificate, ja=["廃棄"], en=["destroyed"])


def test_no_certificate_before_a_named_person_recorded_the_originals(enigmo: Stage) -> None:
    story = a_parent_asks(enigmo)
    for _ in range(3):
        enigmo.move_to(next(story))
    case = _only(enigmo)
    assert case.clock("destruction").standing == "none"
    enigmo.move_to(next(story))
    case = _only(enigmo)
    with pytest.raises(UnlawfulStep) as early:
        case.destroy()
    assert APPI(23) in early.value.cites
    with pytest.raises(NotNow):
        case.certificate()
    case.dispose(Disposal.SHREDDED, sheets=4).destroy().certificate()


def test_the_clocks_say_how_they_are_reckoned(enigmo: Stage) -> None:
    case = _child(enigmo, sheet(Paper.PASSPORT))
    suit = case.clock("suit")
    assert suit.due is not None and (suit.due - enigmo.today).days == 15
    assert suit.cites == (APPI(39, 1),)
    assert case.clock("reply").due is None, "without delay stays words"
    target = case.clock("own_target")
    assert target.due is not None and target.due < suit.due


def test_nothing_open_is_skipped_when_accepting(enigmo: Stage) -> None:
    case = _child(enigmo, sheet(Paper.PASSPORT))
    with pytest.raises(StillOpen) as open_:
        case.accept()
    assert set(open_.value.keys) == {"joint_parental_authority", "match", "fee"}


def _child(stage: Stage, *papers):  # type: ignore[no-untyped-def]
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.MIRAI, RequestKind.DISCLOSURE),
            arrived=stage.today,
            asker=Asker.PARENT,
            by=cast.KENICHI,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.FAMILY_REGISTER), *papers],
        )
    )
    return case


def _only(stage: Stage):  # type: ignore[no-untyped-def]
    from chikai.demo.matter import Matter

    (case_id,) = stage.homes["enigmo"].journal.cases()
    return Matter(stage.desk("enigmo"), case_id)
