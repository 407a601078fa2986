"""(p) One envelope, two siblings, three kinds."""

from told import day_of, kinds, played, says, silent

from chikai.demo.journeys import p_siblings
from chikai.demo.stage import Stage
from chikai.duties.requests.letters.model import LetterKind as L


def test_six_cases_share_one_envelope_and_its_papers(enigmo: Stage) -> None:
    cases = played(enigmo, p_siblings.two_siblings)
    assert len(cases) == 6
    assert len({c.case.envelope for c in cases}) == 1
    assert len({c.case.person for c in cases}) == 2
    assert all("family_register" in {p.type for p in c.case.papers} for c in cases)
    assert all("authority" not in c.after("receive").open for c in cases)


def test_each_childs_own_paper_stays_with_that_child(enigmo: Stage) -> None:
    cases = played(enigmo, p_siblings.two_siblings)
    for case in cases:
        own = {p.type for p in case.case.papers} - {"request_form", "family_register"}
        assert len(own) == 1
        assert "identity_person" not in case.after("receive").open


def test_the_fee_is_allotted_per_kind_and_the_last_one_waits(enigmo: Stage) -> None:
    waits, *others = played(enigmo, p_siblings.two_siblings)
    paid = [c for c in (waits, *others) if c.case.fees]
    assert {c.case.kind for c in paid} == {"notice_of_purpose", "disclosure"}
    assert [f.amount for c in paid for f in c.case.fees] == [1000] * 4
    assert kinds(waits) == [L.FEE_ASKED, L.DISCLOSURE]
    assert says(waits.letter(L.FEE_ASKED), ja=["1,000円"], en=["1,000 yen"])
    assert all(L.FEE_ASKED not in kinds(c) for c in others)


def test_whatever_is_complete_goes_on(enigmo: Stage) -> None:
    waits, *others = played(enigmo, p_siblings.two_siblings)
    assert all(day_of(c, "accepted") < day_of(waits, "accepted") for c in others)
    answered = [day_of(c, "answer_sent") for c in others]
    assert min(answered) < day_of(waits, "accepted")


def test_no_letter_tells_one_child_about_the_other(enigmo: Stage) -> None:
    cases = played(enigmo, p_siblings.two_siblings)
    sora = cases[0].case.person
    for case in cases:
        other = "みらい" if case.case.person == sora else "そら"
        for mail in case.mail:
            assert silent(mail, ja=[other])
