"""Enhance: what its file promises for the request procedure (N-01, N-19 to N-23, N-25)."""

from datetime import date

from reading import named

from chikai.law.kinds import RequestKind
from chikai.policy.law_first import formless_kinds, law_beats_text


def test_service_rules_prevail_below_the_law(enhance):
    (clause,) = enhance.service_rules
    assert clause.checks == ("N-01",)
    told = {f.code for f in law_beats_text(enhance, on=date(2026, 11, 2)) if f.field == clause.id}
    assert told == {"policy.law.service_rules"}


def test_measures_abroad_are_told(enhance):
    clause = next(k for k in enhance.requests.kinds if k.kind is RequestKind.FOREIGN_MEASURES_INFO)
    assert (clause.named, clause.checks) == (True, ("N-19",))


def test_disclosure_and_three_grounds(enhance):
    grounds = [(r.law_ground, r.kinds) for r in enhance.requests.refusals]
    assert grounds == [
        ("harms_life_body_property_or_rights", (RequestKind.DISCLOSURE,)),
        ("seriously_hinders_business", (RequestKind.DISCLOSURE,)),
        ("breaks_other_law", (RequestKind.DISCLOSURE,)),
    ]


def test_correction_and_cessation_are_named(enhance):
    assert {"correction", "cessation_violation", "cessation_need_ended"} <= named(enhance)


def test_reasons_are_an_effort(enhance):
    assert enhance.requests.answer.reasons == "effort"


def test_both_floors_receive(enhance):
    desk = enhance.contact(enhance.requests.intake.desk)
    floors = [desk.place.address.ja, *(p.address.ja for p in desk.alternative_places)]
    assert [floor[-3:] for floor in floors] == ["13階", "17階"]
    assert desk.place.postal_code == "150-0031"


def test_a_free_letter_is_valid_and_free_of_charge(enhance):
    requests = enhance.requests
    assert (requests.intake.channels, requests.forms, requests.fee) == ((), (), None)
    assert len(formless_kinds(enhance)) == 7
    assert requests.identity.accept == ()
    codes = {f.code for f in law_beats_text(enhance, on=date(2026, 11, 2))}
    assert {"policy.law.free_form", "policy.law.fee_unpublished", "policy.law.lightest"} <= codes
