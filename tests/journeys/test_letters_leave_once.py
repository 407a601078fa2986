"""Making, posting and delivering an answer are three things; a second letter is never an accident;
a part payment is not taken for an answer to a letter nobody wrote."""

from datetime import timedelta

import pytest
from told import says, text

from chikai.app import letters, steps, upkeep
from chikai.app.cases import Actor
from chikai.demo.matter import Matter
from chikai.demo.papers import SCAN, asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.clocks import fee_period_end
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Manner, Paper, RequestKind
from chikai.ports import BadData, Missing

_UNPOSTED = [(Manner.VIEWING, "in_person"), (Manner.ELECTRONIC, "electronic")]


def test_a_second_answer_needs_to_be_asked_for(enigmo: Stage) -> None:
    case = _answered(enigmo)
    stop = case.must_not(case.answer)
    assert isinstance(stop, UnlawfulStep) and stop.message.id == "unlawful.answer_sent_already"
    letters.send_answer(case.desk.home, case.id, by=Actor("clerk-1", "again"), again=True)
    assert case.happened.count("answer_sent") == 2


def test_one_that_came_back_goes_out_again_once_an_address_is_proven(enigmo: Stage) -> None:
    case = _answered(enigmo).came_back()
    assert case.open == ("address_after_return",)
    case.must_not(case.answer)
    case.address_proven("転居届により新しい住所を確かめた。").answer()
    assert case.happened.count("answer_sent") == 2


def test_made_then_posted_then_delivered(enigmo: Stage) -> None:
    case = _answered(enigmo)
    assert case.moments[-1].next_step.id == "next.post_answer"
    enigmo.move_to(enigmo.days(1))
    steps.posted(case.desk.home, case.id, by=Actor("clerk-1", "posted"))
    assert case.case.answer is not None and case.case.answer.posted_on == enigmo.today
    assert case.view().next_step.id == "next.confirm_delivery"
    assert case.delivered().case.completed_on == enigmo.today


def test_a_part_payment_is_followed_by_a_letter_for_the_rest(enigmo: Stage) -> None:
    case = _received(enigmo).matches(reads(cast.HANAKO)).ask()
    case.pays(money_order(400, issued=enigmo.today))
    assert case.moments[-1].next_step.id == "next.ask_shortfall"
    assert fee_period_end(case.case) is None  # nobody has asked for the rest
    case.ask()
    letter = case.letter(L.FEE_ASKED)
    assert says(letter, ja=["600円", "すでにお預かりしている手数料", "400円"])
    assert case.moments[-1].next_step.id == "next.wait_for_fee"


def test_a_paper_is_returned_once_under_one_command(enigmo: Stage) -> None:
    case, by = _received(enigmo), Actor("clerk-1", "back")
    paper = case.case.papers[0].id
    for _ in range(2):
        steps.return_paper(case.desk.home, case.id, paper, by=by)
    assert case.happened.count("paper_returned") == 1
    with pytest.raises(Missing):
        steps.return_paper(case.desk.home, case.id, paper, by=Actor("clerk-1", "other"))


def test_a_scan_is_replaced_and_the_old_one_swept(enigmo: Stage) -> None:
    case = _received(enigmo)
    home, clerk = case.desk.home, (Actor("clerk-1", f"scan-{n}") for n in range(9))
    paper = case.case.papers[0].id
    if case.case.papers[0].sealed is None:
        with pytest.raises(BadData):
            steps.replace_scan(home, case.id, paper, SCAN, by=next(clerk))
        steps.attach_scan(home, case.id, paper, SCAN, by=next(clerk))
    old = case.case.papers[0].sealed
    steps.replace_scan(home, case.id, paper, SCAN + b" ", by=next(clerk))
    new = case.case.papers[0].sealed
    assert old is not None and new is not None and old != new
    enigmo.move_to(enigmo.today + timedelta(days=2))
    upkeep.sweep_orphans(home)
    assert home.vault.get(new) == SCAN + b" "
    with pytest.raises(Missing):
        home.vault.get(old)


def _received(stage: Stage, *payments) -> Matter:  # type: ignore[no-untyped-def]
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=list(payments),
        )
    )
    return case


def _answered(stage: Stage) -> Matter:
    case = _received(stage, money_order(issued=stage.today)).matches(reads(cast.HANAKO))
    return case.accept().search().grant().answer()


@pytest.mark.parametrize(("manner", "delivery"), _UNPOSTED)
def test_what_is_not_posted_shows_no_mail_and_no_window(
    enigmo: Stage, manner: Manner, delivery: str
) -> None:
    case = _received(enigmo, money_order(issued=enigmo.today)).matches(reads(cast.HANAKO))
    case.chooses(manner).accept().search().grant().answer()
    letter = case.letter(L.DISCLOSURE)
    assert letter.delivery == delivery
    head = text(letter, "ja").split("#")[0]
    assert "郵便" not in head and cast.HANAKO.addresses[0].text not in head


def test_the_day_for_the_fee_is_told_apart_from_the_day_we_wish_for(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=enigmo.today,
            sheets=[sheet(Paper.REQUEST_FORM)],
        )
    )
    letter = case.matches(reads(cast.HANAKO)).ask().letter(L.DEFECTS)
    assert says(letter, ja=["手数料の期日とは異なり"], en=["Unlike the day for the fee"])
