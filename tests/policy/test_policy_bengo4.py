"""Bengo4.com: what its file promises for the request procedure (B-15 to B-24)."""

from reading import authority, named, values, ways

from chikai.law.kinds import RequestKind


def test_opt_out_stops_at_once(bengo4):
    clause = next(k for k in bengo4.requests.kinds if k.kind is RequestKind.OPT_OUT_STOP)
    assert (clause.named, clause.checks) == (True, ("B-15",))


def test_kinds_named(bengo4):
    assert named(bengo4) == {
        "notice_of_purpose",
        "disclosure",
        "correction",
        "cessation_violation",
        "opt_out_stop",
        "complaint",
    }


def test_who_may_ask(bengo4):
    assert "B-17" in bengo4.requests.askers.checks
    assert all("B-17" in clause.checks for clause in bengo4.requests.authority)


def test_the_person_proves_identity_by_seal(bengo4):
    (form,) = bengo4.requests.forms
    assert form.registered_seal is True
    assert values(form.seal_askers) == ["person"]
    ((identity, seal),) = ways(bengo4.requests.identity.accept)
    assert seal == {"seal_certificate"}
    assert {"drivers_license", "my_number_card", "passport"} <= identity


def test_without_a_registered_seal_another_proof_is_offered(bengo4):
    ((identity, other),) = ways(bengo4.requests.identity.also_accept)
    assert other == {"approved_other_proof"}
    assert "seal_certificate" not in identity
    assert "37(4)" in bengo4.requests.identity.also_accept_because.en


def test_a_representative_proves_both_identities(bengo4):
    for clause in bengo4.requests.authority:
        assert (clause.representative_identity, clause.person_identity) == (True, True)
    ((identity,),) = ways(bengo4.requests.identity.when_represented)
    assert "seal_certificate" not in identity
    assert ways(authority(bengo4, "mandatary").accept) == [[{"company_letter_of_proxy"}]]
    (proxy,) = bengo4.requests.proxy_forms
    assert proxy.paper.value == "company_letter_of_proxy"


def test_a_statutory_power_is_shown_by_register_not_by_proxy(bengo4):
    assert ways(authority(bengo4, "adult_guardian").accept) == [[{"guardianship_certificate"}]]
    assert ways(authority(bengo4, "parent").accept) == [
        [{"family_register"}],
        [{"resident_record"}],
    ]
    assert authority(bengo4, "adult_guardian").assumption is not None


def test_desk_by_phone_fax_and_email(bengo4):
    desk = bengo4.contact(bengo4.requests.intake.desk)
    assert desk.phone == "+81-3-5549-2555"
    assert desk.fax == "+81-3-5549-2565"
    assert desk.email == "customer-support@bengo4.com"


def test_applications_by_post_go_to_the_complaint_desk_by_assumption(bengo4):
    desk = bengo4.contact(bengo4.requests.intake.desk)
    assert desk.place.address == bengo4.contact(bengo4.complaints.desk).place.address
    assert desk.assumption is not None


def test_fee_by_stamps_or_money_order(bengo4):
    fee = bengo4.requests.fee
    assert (fee.amount, fee.stamps) == (1000, "any")
    assert values(fee.kinds) == ["notice_of_purpose", "disclosure"]
    assert values(fee.means) == ["stamps", "money_order"]
    assert fee.unpaid == "remind_then_person_decides"


def test_written_answer_once_confirmed(bengo4):
    assert bengo4.requests.answer.written is True
    assert bengo4.requests.match.required is True


def test_reasons_are_promised(bengo4):
    assert bengo4.requests.answer.reasons == "promised"


def test_complaint_desk_and_hours(bengo4):
    desk = bengo4.contact(bengo4.complaints.desk)
    assert desk.place.postal_code == "106-0032"
    assert desk.place.address.en == "Kurosaki Bldg., 4-1-4 Roppongi, Minato-ku, Tokyo"
    assert (desk.hours.days, desk.hours.opens, desk.hours.closes) == ("weekdays", "10:00", "19:00")
