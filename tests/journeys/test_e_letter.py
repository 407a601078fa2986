"""(e) Enhance: any letter will do."""

from told import kinds, names, played, silent

from chikai.demo.journeys import e_letter
from chikai.demo.stage import Stage
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI, Paper


def test_no_form_no_fee_and_the_lightest_identity(enhance: Stage) -> None:
    (case,) = played(enhance, e_letter.free_form_letter)
    first = case.after("receive")
    assert set(first.open) == {"identity_light_person", "match"}
    (item,) = (i for i in first.items if i.key == "identity_light_person")
    assert item.cites == (APPI(37, 4),)
    assert kinds(case) == [L.DEFECTS, L.DISCLOSURE]
    asked = case.letter(L.DEFECTS)
    assert asked.asked == ("identity_light_person",)
    assert names(asked, Paper.RESIDENT_RECORD, Paper.PENSION_NUMBER_NOTICE)
    assert silent(asked, ja=["手数料"], en=["fee"])
    assert case.case.exit == "answered" and not case.case.fees


def test_both_published_floors_count_as_arrival(enhance: Stage) -> None:
    (case,) = played(enhance, e_letter.other_floor)
    assert "channel" not in case.after("receive").open
    assert (case.case.exit, kinds(case)) == ("answered", [L.CEASED])
    policy = case.policy
    desk = policy.contact(policy.requests.intake.desk)
    assert desk.place is not None
    floors = [place.address.ja for place in (desk.place, *desk.alternative_places)]
    assert [("13階" in x, "17階" in x) for x in floors] == [(True, False), (False, True)]
    assert desk.assumption is not None and "到着" in desk.assumption.ja
