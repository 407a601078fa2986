"""Rows in doubt: the desk sees masked people, one letter asks for one more lead and tells nothing.
What was noted wrongly is corrected by name and reason; letters use what is right."""

from dataclasses import replace
from datetime import date

import pytest
from told import says, silent

from chikai.app import cases, correcting, search
from chikai.app.cases import Actor
from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import Paper, RequestKind
from chikai.ledger.found import Candidate
from chikai.ledger.terms import Identifier
from chikai.people.model import Address
from chikai.ports import BadData

WHY = "請求書を見直したところ、書き写しに誤りがあった。"
MASKED = ((Identifier.NAME, "山＊ 花＊"), (Identifier.ADDRESS, "東京都＊＊＊"))


@pytest.fixture
def doubtful(enigmo: Stage, monkeypatch: pytest.MonkeyPatch) -> Matter:
    """Somebody of that name at another address stands on file beside Hanako."""
    case = _received(enigmo).matches(reads(cast.HANAKO)).accept()
    sources = case.desk.home.sources
    find = sources.find
    other = Candidate("shop", "customers", MASKED, (Identifier.ADDRESS,))

    def in_doubt(person, **more):  # type: ignore[no-untyped-def]
        found = find(replace(person, member_numbers=()), **more)
        known = "M-777" in person.member_numbers
        return found if known else replace(found, candidates=(other,))

    monkeypatch.setattr(sources, "find", in_doubt)
    with pytest.raises(StillOpen) as stopped:
        case.search()
    assert stopped.value.keys == ("rest_is_not_theirs",)
    return case


def test_the_doubt_is_named_and_the_people_are_masked(doubtful: Matter) -> None:
    assert doubtful.open == ("rest_is_not_theirs",)
    assert doubtful.view().next_step.id == "open.rest_is_not_theirs"
    seen = search.candidates(doubtful.desk.home, doubtful.id, actor="clerk-1")
    assert [dict(c.shown)[Identifier.NAME] for c in seen.candidates] == ["山＊ 花＊"]
    assert "花" not in str([e.data for e in doubtful.events])


def test_one_letter_asks_for_one_more_lead_and_tells_nothing(doubtful: Matter) -> None:
    doubtful.judges("rest_is_not_theirs", False, "住所だけが違う。")
    assert doubtful.open == ("which_person",)
    assert doubtful.view().next_step.id == "next.write_one_letter"
    letter = doubtful.ask().letter(L.DEFECTS)
    assert says(letter, ja=["以前の住所や会員番号"], en=["a former address or a member number"])
    assert silent(letter, ja=["＊", "同姓", "複数"], en=["several"])
    assert doubtful.view().next_step.id == "next.wait_for_requester"
    assert doubtful.case.exit is None and doubtful.case.state == "searching"


def test_the_lead_is_added_and_the_search_done_again(doubtful: Matter) -> None:
    doubtful.judges("rest_is_not_theirs", False, "住所だけが違う。").ask()
    lead = correcting.Particulars(member_numbers=("M-777",))
    home = doubtful.desk.home
    correcting.particulars(home, doubtful.id, lead, "手紙への返事。", by=Actor("clerk-1", "lead"))
    assert doubtful.view().next_step.id == "next.search"
    assert doubtful.search().case.search is not None


def test_or_a_named_person_says_that_the_rest_is_somebody_elses(doubtful: Matter) -> None:
    doubtful.judges("rest_is_not_theirs", True, "生年月日が違う。")
    assert doubtful.search().case.state == "deciding"


def test_letters_use_the_corrected_name_and_address(enigmo: Stage) -> None:
    case = _received(enigmo)
    before = case.case.sealed
    right = correcting.Particulars(
        name="山田 華子",
        reply_name="山田 華子",
        reply_address=Address("東京都架空区見本9-9-9", "000-0099"),
    )
    _correct(case, right)
    assert case.receipt().case.sealed != before
    assert says(case.letter(L.RECEIPT), ja=["山田 華子", "見本9-9-9"])
    assert silent(case.letter(L.RECEIPT), ja=["花子"])
    corrected = case.events[-2]
    assert (corrected.type, corrected.actor_id) == ("particulars_corrected", "clerk-7")
    assert "華" not in str(corrected.data)
    kept = cases.unseal(case.desk.home, str(corrected.data["why"]))
    assert kept["why"] == WHY and "花子" in str(kept["before"])


def test_what_was_compared_with_the_wrong_name_is_compared_again(enigmo: Stage) -> None:
    case = _received(enigmo).matches(reads(cast.HANAKO))
    assert "match" not in case.open
    _correct(case, correcting.Particulars(kana="やまだ はなこ"))
    assert "match" in case.open


def test_a_wrong_birth_date_decides_again_whether_a_parent_may_ask(enigmo: Stage) -> None:
    case = _received(enigmo)
    assert case.case.minor is False
    _correct(case, correcting.Particulars(birth_date=date(2012, 4, 12)))
    assert case.case.minor is True


def test_a_paper_noted_as_another_kind(enigmo: Stage) -> None:
    case = _received(enigmo)
    paper = next(p for p in case.case.papers if p.type is Paper.DRIVERS_LICENSE)
    right = correcting.PaperRight(type=Paper.INSURANCE_CARD)
    by = Actor("clerk-7", "paper")
    correcting.paper(case.desk.home, case.id, paper.id, right, WHY, by=by)
    assert "identity_person" in case.open
    noted = [e.data.get("type_") for e in case.events if e.data.get("paper") == paper.id]
    assert noted[0] == "drivers_license" and noted[-1] == "insurance_card"


def test_no_correction_without_a_reason_or_without_anything(enigmo: Stage) -> None:
    case = _received(enigmo)
    with pytest.raises(BadData):
        _correct(case, correcting.Particulars(name="山田 華子"), why=" ")
    with pytest.raises(BadData):
        _correct(case, correcting.Particulars())


def _correct(case: Matter, right: correcting.Particulars, why: str = WHY) -> None:
    correcting.particulars(case.desk.home, case.id, right, why, by=Actor("clerk-7", "correct"))


def _received(stage: Stage) -> Matter:
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=stage.today)],
        )
    )
    return case
