"""(m) Policy and law change between arrival and answer."""

from pathlib import Path

from told import event, kinds, played, says

from chikai.demo.journeys import m_change
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.kernel.rule import all_rules
from chikai.law.kinds import APPI


def test_papers_and_fee_follow_the_policy_of_arrival(open_at, tmp_path: Path) -> None:
    stage = open_at("enigmo", root=tmp_path)
    before, after = played(stage, m_change.policy_change)
    assert before.case.basis.policy == "2025-04-01"
    assert after.case.basis.policy == "2026-11-12"
    assert before.letter(L.FEE_ASKED).asked == ("fee",), "her residence card counts"
    assert after.letter(L.DEFECTS).asked == ("identity_person", "fee")
    assert says(before.letter(L.FEE_ASKED), ja=["1,000円"], en=["1,000 yen"])
    assert says(after.letter(L.DEFECTS), ja=["2,000円"], en=["2,000 yen"])
    assert event(before, "accepted").occurred_on > stage.homes["enigmo"].policies[-1].effective_from
    assert sum(f.amount for f in before.case.fees_kept()) == 1000
    assert sum(f.amount for f in after.case.fees_kept()) == 2000


def test_each_deed_follows_the_law_of_its_day(open_at, tmp_path: Path) -> None:
    rules = len(all_rules())
    second, first = played(open_at("enigmo", root=tmp_path), m_change.fictional_amendment)
    assert first.case.basis.arrived_on == second.case.basis.arrived_on
    assert kinds(first) == [L.REFUSAL, L.FEE_RETURNED], "lawful on the day it was done"
    (stopped,) = second.stops
    assert isinstance(stopped, UnlawfulStep) and APPI(33, 2, "ii") in stopped.cites
    assert kinds(second) == [L.DISCLOSURE]
    assert len(all_rules()) == rules, "the fiction is over"
