"""en Japan: what its file promises for the request procedure (J-14 to J-17, J-25)."""

from datetime import date

from reading import named

from chikai.law.grounds import grounds
from chikai.law.kinds import RequestKind
from chikai.policy.law_first import law_beats_text

TODAY = date(2026, 11, 2)


def test_kinds_named(en_japan):
    assert named(en_japan) == {
        "notice_of_purpose",
        "disclosure",
        "correction",
        "cessation_violation",
        "provision_stop_violation",
        "complaint",
    }


def test_operation_affected_is_no_ground_by_itself(en_japan):
    narrowed, without = en_japan.requests.refusals
    assert narrowed.law_ground == "seriously_hinders_business"
    assert RequestKind.DISCLOSURE in narrowed.kinds
    assert without.law_ground is None
    for kind in without.kinds:
        assert "seriously_hinders_business" not in {g.id for g in grounds(kind, on=TODAY)}
    found = {f.field: f for f in law_beats_text(en_japan, on=TODAY)}
    assert found[narrowed.id].cites[0].en == "APPI Art. 33(2)(ii)"
    assert found[without.id].code == "policy.law.refusal_without_ground"


def test_employers_answer_for_their_copy_only(en_japan):
    (window,) = en_japan.requests.other_windows
    assert (window.when, window.keep_our_part) == ("already_provided_copy", True)
    assert RequestKind.RECORD_DISCLOSURE not in window.kinds
    found = {f.code for f in law_beats_text(en_japan, on=TODAY) if f.field == window.id}
    assert found == {"policy.law.handed_over", "policy.law.our_part_answered"}


def test_customer_service_receives(en_japan):
    assert en_japan.requests.intake.desk == en_japan.complaints.desk
    desk = en_japan.contact(en_japan.complaints.desk)
    assert desk.place.postal_code == "163-1342"
    assert desk.place.address.en == "6-5-1 Nishi-Shinjuku, Shinjuku-ku, Tokyo"


def test_any_way_is_accepted_without_fee(en_japan):
    requests = en_japan.requests
    assert (requests.intake.channels, requests.forms, requests.fee) == ((), (), None)
