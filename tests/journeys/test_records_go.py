"""Our answer and the record of a case have a period of their own: three years (answer_years), then
a named person confirms, and their keys go. The journal and its proof stay whole."""

from dataclasses import replace
from datetime import date

import pytest
from told import says, text

from chikai.app import destroying, proof, read, sweep
from chikai.app.cases import Actor
from chikai.app.verify import Outcome, verify
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.events import Disposal
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Paper, RequestKind
from chikai.ports import Destroyed, Purpose

ANSWERED, TWO_YEARS, THREE_YEARS = date(2026, 11, 2), date(2028, 11, 2), date(2029, 11, 2)


def test_they_go_after_their_period_and_the_proof_stays(enigmo: Stage) -> None:
    case = _papers_gone(enigmo).certificate()
    home = case.desk.home
    assert case.clock("records").due == THREE_YEARS
    assert case.moments[-1].next_step.id == "next.keep_records"
    early = case.must_not(case.destroy_records)
    assert isinstance(early, UnlawfulStep) and early.message.id == "unlawful.records_too_early"

    enigmo.move_to(THREE_YEARS)
    swept = sweep.sweep(home, by=Actor("house", "sweep-1"))
    assert (case.id, "records") in {(due.case, due.clock) for due in swept.due}
    sealed = case.case.sealed
    case.destroy_records()
    assert case.case.state == "records_destroyed"
    assert case.happened[-2:] == ("records_destruction_begun", "records_destroyed")
    assert case.events[-2].data["by"] == "officer-1"
    for purpose in Purpose:
        assert not home.keys.exists(case.id, purpose)
    with pytest.raises(Destroyed):
        home.vault.get(sealed)
    pack = proof.prove(home, case.id)
    assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID
    assert proof.audit(home) == ()
    seen = read.view(home, case.id, actor="clerk-1")
    assert seen.file is None and seen.next_step.id == "next.nothing"


def test_a_hold_keeps_them(enigmo: Stage) -> None:
    case = _papers_gone(enigmo).certificate()
    enigmo.move_to(THREE_YEARS)
    case.hold("係争中")
    held = case.must_not(case.destroy_records)
    assert isinstance(held, UnlawfulStep) and held.message.id == "unlawful.records_on_hold"
    assert case.clock("records").standing == "none"
    case.hold("和解", lift=True).destroy_records()


def test_the_certificate_of_the_papers_comes_first(enigmo: Stage) -> None:
    """Without the record nobody would know where to send it."""
    case = _papers_gone(enigmo)
    assert case.moments[-1].next_step.id == "next.certificate"
    enigmo.move_to(THREE_YEARS)
    first = case.must_not(case.destroy_records)
    assert isinstance(first, UnlawfulStep)
    assert first.message.id == "unlawful.records_certificate_first"


def test_the_sweep_finishes_what_was_begun(enigmo: Stage) -> None:
    case = _papers_gone(enigmo).certificate()
    enigmo.move_to(THREE_YEARS)
    home = case.desk.home

    def cut_off(point: str) -> None:
        if point == "app.between_records_destruction":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        by = Actor("clerk-1", "once")
        destroying.destroy_records(replace(home, failpoint=cut_off), case.id, by=by)
    assert home.keys.exists(case.id, Purpose.RECORD)
    assert sweep.sweep(home, by=Actor("house", "sweep-2")).finished == (case.id,)
    assert case.case.records_destroyed_on == THREE_YEARS


def test_the_certificate_says_what_is_known_and_no_more(enigmo: Stage) -> None:
    letter = _papers_gone(enigmo).certificate().letter(L.DESTRUCTION_CERTIFICATE)
    assert says(letter, ja=["ほかの方法で作られた写し"], en=["prints, photographs or e-mail"])
    assert says(letter, ja=["当社の記録からは分かりません"], en=["Our records do not show"])
    assert "もう読めません" not in text(letter, "ja")


def _papers_gone(stage: Stage) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.NOTICE_OF_PURPOSE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=stage.today)],
        )
    )
    case.matches(reads(cast.HANAKO)).accept().search().grant().answer().delivered()
    stage.move_to(TWO_YEARS)
    return case.dispose(Disposal.SHREDDED, 2).destroy()
