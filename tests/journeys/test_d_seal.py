"""(d) Bengo4: no registered seal; a guardian of an adult ward; stamps."""

import pytest
from told import event, kinds, names, played

from chikai.demo.journeys import d_seal
from chikai.demo.papers import asks, envelope, reads, sheet, stamps
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Asker, Paper, RequestKind
from chikai.ports import BadData


def test_the_letter_offers_another_proof(bengo4: Stage) -> None:
    (case,) = played(bengo4, d_seal.no_registered_seal)
    assert kinds(case) == [L.DEFECTS, L.DISCLOSURE]
    assert case.letter(L.DEFECTS).asked == ("identity_person",)
    assert names(case.letter(L.DEFECTS), Paper.SEAL_CERTIFICATE, Paper.APPROVED_OTHER_PROOF)


def test_a_named_person_approves_it_with_reasons(bengo4: Stage) -> None:
    (case,) = played(bengo4, d_seal.no_registered_seal)
    assert case.after("paper").open == ("other_proof_approved",)
    fact = case.case.facts["other_proof_approved"]
    assert fact.judged and fact.by == "officer-1"
    with pytest.raises(BadData):
        case.says("other_proof_approved", True)


def test_stamps_of_1000_yen_are_accepted_in_all(bengo4: Stage) -> None:
    (one,) = played(bengo4, d_seal.no_registered_seal)
    (two,) = played(bengo4, d_seal.guardian_of_a_ward)
    assert [f.amount for f in one.case.fees_kept()] == [1000]
    assert [f.amount for f in two.case.fees_kept()] == [500, 500]
    assert "fee" not in (*one.after("receive").open, *two.after("receive").open)


def test_the_certificate_stands_in_for_the_letter_of_proxy(bengo4: Stage) -> None:
    (case,) = played(bengo4, d_seal.guardian_of_a_ward)
    assert "authority" not in case.after("receive").open
    assert case.letter(L.DEFECTS).asked == ("identity_representative",), "both identities"
    assert event(case, "accepted")


def test_a_mandatary_needs_the_companys_letter_of_proxy(bengo4: Stage) -> None:
    (case,) = bengo4.desk("bengo4").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=bengo4.today,
            asker=Asker.MANDATARY,
            by=cast.YUMI,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[stamps()],
        )
    )
    assert "authority" in case.open
    case.paper(sheet(Paper.COMPANY_LETTER_OF_PROXY))
    assert "authority" not in case.open


def test_what_is_sent_to_the_complaint_desk_has_arrived(bengo4: Stage) -> None:
    """No application address is published: the complaint desk's address, by assumption."""
    policy = bengo4.homes["bengo4"].policies[-1]
    desk = policy.contact(policy.requests.intake.desk)
    assert desk.assumption is not None
    assert desk.place == policy.contact(policy.complaints.desk).place
    (case,) = bengo4.desk("bengo4").receive(
        envelope(asks(cast.HANAKO, RequestKind.CORRECTION), arrived=bengo4.today)
    )
    assert "channel" not in case.open


def test_the_clerk_compares_the_seal_with_its_certificate(bengo4: Stage) -> None:
    (case,) = bengo4.desk("bengo4").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=bengo4.today,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.DRIVERS_LICENSE),
                sheet(Paper.SEAL_CERTIFICATE),
            ],
            payments=[stamps()],
        )
    )
    assert case.matches(reads(cast.HANAKO)).open == ("form_sealed",)
    case.says("form_sealed", False)
    with pytest.raises(StillOpen, match="form_seal"):
        case.accept()
    assert case.says("form_sealed", True).open == ()
