"""(g) actio: first contact, forms by post, papers without photo, and a fee with no means."""

from pathlib import Path

import pytest
from told import event, kinds, names, played, says

from chikai import policies
from chikai.demo.journeys import g_actio
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import Desk, Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import FormUsed
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Channel, Means, Paper, RequestKind

WITHOUT_PHOTO = (Paper.PENSION_NUMBER_NOTICE, Paper.RESIDENT_RECORD, Paper.FAMILY_REGISTER)


def test_a_letter_without_prior_contact_is_contact_and_arrival(actio: Stage) -> None:
    (case,) = played(actio, g_actio.forms_are_mailed)
    assert "channel" not in case.after("receive").open
    suit = case.clock("suit")
    assert suit.due is not None
    assert (suit.due - event(case, "received").occurred_on).days == 15


def test_a_call_is_the_contact_but_not_yet_the_request(actio: Stage) -> None:
    (case,) = actio.desk("actio").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=actio.today,
            channel=Channel.PHONE,
            form=FormUsed.FREE,
        )
    )
    assert case.happened == ("received",), "the day is recorded all the same"
    assert "form" in case.open


def test_the_form_is_mailed_and_everything_asked_in_one_letter(actio: Stage) -> None:
    (case,) = played(actio, g_actio.forms_are_mailed)
    assert kinds(case) == [L.FORMS_SENT, L.CORRECTED]
    sent = case.letter(L.FORMS_SENT)
    assert sent.asked == ("form", "identity_person")
    assert says(sent, ja=["個人情報訂正等請求書", "同封"], en=["Request for Personal Information"])


def test_disclosure_has_no_form_so_any_letter_will_do(actio: Stage) -> None:
    (case,) = played(actio, g_actio.papers_without_photo)
    assert "form" not in case.after("receive").open
    assert case.case.exit == "answered"


def test_one_paper_without_photo_is_too_few_and_two_will_do(actio: Stage) -> None:
    (case,) = played(actio, g_actio.papers_without_photo)
    assert "identity_person" in case.after("receive").open
    assert "identity_person" not in case.after("paper").open
    asked = case.mail[0]
    assert asked.asked == ("identity_person",)
    assert names(asked, Paper.DRIVERS_LICENSE, *WITHOUT_PHOTO)


def test_one_paper_with_photo_is_enough(actio: Stage) -> None:
    assert "identity_person" not in _with_papers(actio.desk("actio"), [Paper.PASSPORT]).open


@pytest.mark.parametrize(("papers", "enough"), [(1, False), (2, False), (3, True)])
def test_three_by_the_letter_of_the_text(
    open_at, tmp_path: Path, papers: int, enough: bool
) -> None:
    """The company may choose the other reading in its own policy file."""
    stage = open_at("actio", root=tmp_path)
    desk = stage.desk("actio")
    text = policies.shipped("actio")[-1].text.replace("count: 2", "count: 3")
    (desk.policy_folder / "2019-12-20.yaml").write_text(text, "utf-8")
    desk.read_policies_again()
    case = _with_papers(desk, WITHOUT_PHOTO[:papers])
    assert ("identity_person" not in case.open) is enough


def test_the_count_is_a_stated_assumption(actio: Stage) -> None:
    identity = actio.homes["actio"].policies[-1].requests.identity
    assert identity.assumption is not None and "2" in identity.assumption.en


def test_without_means_the_owner_is_asked_and_nothing_is_closed(actio: Stage) -> None:
    (case,) = played(actio, g_actio.papers_without_photo)
    (item,) = (i for i in case.after("receive").items if i.key == "fee_means")
    assert item.asks == "owner"
    assert "fee" not in case.mail[0].asked, "nobody is asked to pay by unknown means"
    (stopped,) = case.stops
    assert isinstance(stopped, UnlawfulStep)


def test_2500_yen_by_the_means_the_owner_set(actio: Stage) -> None:
    (case,) = played(actio, g_actio.papers_without_photo)
    assert event(case, "fee_means_set").actor_id == "officer-1"
    asked = case.letter(L.FEE_ASKED)
    assert asked.asked == ("fee",)
    assert says(asked, ja=["2,500円"], en=["2,500 yen"])
    assert [(f.means, f.amount) for f in case.case.fees_kept()] == [(Means.BANK_TRANSFER, 2500)]


def _with_papers(desk: Desk, papers: list[Paper] | tuple[Paper, ...]) -> Matter:
    (case,) = desk.receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=desk.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), *(sheet(paper) for paper in papers)],
        )
    )
    return case.matches(reads(cast.HANAKO))
