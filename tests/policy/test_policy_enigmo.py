"""Enigmo: what its file promises for the request procedure (E-14 to E-38)."""

from datetime import date

from reading import authority, named, papers, values, ways

from chikai.policy.law_first import law_beats_text


def codes(policy):
    return {
        f.code.removeprefix("policy.law.") for f in law_beats_text(policy, on=date(2026, 11, 2))
    }


def test_kinds_named(enigmo):
    assert named(enigmo) == {
        "notice_of_purpose",
        "disclosure",
        "correction",
        "cessation_violation",
        "provision_stop_violation",
        "complaint",
    }


def test_person_or_representative(enigmo):
    assert "E-15" in enigmo.requests.askers.checks
    assert all(a.representative_identity is False for a in enigmo.requests.authority)
    assert all(a.person_identity is True for a in enigmo.requests.authority)
    assert enigmo.requests.identity.assumption is not None


def test_registered_data_belong_to_the_product_window(enigmo):
    (window,) = enigmo.requests.other_windows
    assert window.when == "registered_data_of_product"
    assert values(window.kinds) == ["correction"]
    assert "handed_over" in codes(enigmo)


def test_sent_by_post_with_form_papers_and_fee(enigmo):
    assert values(enigmo.requests.intake.channels) == ["post"]
    assert "arrival_counts" in codes(enigmo)


def test_address_of_requests(enigmo):
    place = enigmo.contact(enigmo.requests.intake.desk).place
    assert place.postal_code == "107-0052"
    assert place.address.en == "NMF Aoyama itchome Bldg. 6F, 8-1-22 Akasaka, Minato-ku, Tokyo"
    assert "Personal information inquiry response managers" in place.addressee.en


def test_match_with_the_file_is_required(enigmo):
    assert enigmo.requests.match.required is True
    assert "match_leaves_a_way" in codes(enigmo)


def test_form_is_obtained_by_email_or_post(enigmo):
    (form,) = enigmo.requests.forms
    assert form.title.en == "Request for Disclosure and Other Handling of Personal Information"
    assert values(form.obtain_by) == ["email", "post"]
    assert (form.sent_first, form.registered_seal) == (False, False)


def test_one_identity_paper(enigmo):
    identity = enigmo.requests.identity
    assert ways(identity.accept) == [[{"drivers_license", "insurance_card", "passport"}]]
    assert identity.accept[0][0].count == 1
    also = papers(identity.also_accept[0])[0]
    assert {"eligibility_certificate", "my_number_card", "resident_record"} <= also
    assert identity.also_accept_because is not None


def test_the_insurance_card_is_dead_and_the_engine_says_so(enigmo):
    before = {f.code for f in law_beats_text(enigmo, on=date(2025, 12, 1))}
    since = {f.code for f in law_beats_text(enigmo, on=date(2025, 12, 2))}
    assert "policy.law.dead_paper" not in before
    assert "policy.law.dead_paper" in since


def test_domicile_is_covered(enigmo):
    covered = set(values(enigmo.requests.blackout.papers))
    assert {"drivers_license", "passport", "family_register"} <= covered
    assert "uncovered_is_masked" in codes(enigmo)


def test_proofs_of_authority(enigmo):
    assert ways(authority(enigmo, "parent").accept) == [[{"family_register"}], [{"insurance_card"}]]
    assert ways(authority(enigmo, "minor_guardian").accept) == [[{"family_register"}]]
    assert ways(authority(enigmo, "adult_guardian").accept) == [[{"guardianship_certificate"}]]
    for asker in ("curator", "assistant", "voluntary_guardian"):
        clause = authority(enigmo, asker)
        assert ways(clause.accept) == [[{"guardianship_certificate"}, {"granted_powers_list"}]]
        assert clause.assumption is not None
    assert ways(authority(enigmo, "mandatary").accept) == [
        [{"power_of_attorney"}, {"seal_certificate"}]
    ]


def test_fee(enigmo):
    fee = enigmo.requests.fee
    assert (fee.amount, fee.unit) == (1000, "kind_on_a_form")
    assert values(fee.kinds) == ["notice_of_purpose", "disclosure"]
    assert fee.includes_registered_mail is True
    assert enigmo.requests.answer.delivery_paid == "registered"
    assert enigmo.requests.answer.delivery_free == "simple_registered"


def test_fee_is_paid_by_money_order(enigmo):
    assert values(enigmo.requests.fee.means) == ["money_order"]


def test_unpaid_is_not_made(enigmo):
    fee = enigmo.requests.fee
    assert (fee.unpaid, fee.period_days) == ("not_made", 14)
    assert fee.period_assumption is not None
    assert "not_made_keeps_arrival" in codes(enigmo)


def test_written_answer_to_the_form_address(enigmo):
    answer = enigmo.requests.answer
    assert (answer.written, answer.electronic_by_choice, answer.to) == (True, True, "form_address")
    assert answer.assumption is not None
    assert {"electronic", "address_proven"} <= codes(enigmo)


def test_request_data_serve_the_answer_only(enigmo):
    assert enigmo.requests.purpose_of_request_data.assumption is None


def test_papers_are_kept_two_years(enigmo):
    papers_kept = enigmo.requests.papers
    assert (papers_kept.years, papers_kept.months, papers_kept.exits) == (2, 0, ("answered",))
    assert papers_kept.assumption is not None


def test_accredited_organisation(enigmo):
    body = enigmo.complaints.organisation
    assert body.place.postal_code == "106-0032"
    assert "0120-700-779" in body.phones
    assert body.assumption is not None


def test_complaint_first_to_the_company_is_no_condition(enigmo):
    assert enigmo.complaints.first_to_company is not None
    assert "complaint_first_no_condition" in codes(enigmo)


def test_contact_without_visits(enigmo):
    desk = enigmo.contact(enigmo.complaints.desk)
    assert (desk.email, desk.phone, desk.visits) == ("contact@enigmo.co.jp", None, False)


def test_manager(enigmo):
    assert "Chief Privacy Officer" in enigmo.about.manager.en
    assert enigmo.about.representative is None


def test_authority_decides_and_not_the_label(enigmo):
    labelled = {c.id: c.authority for c in enigmo.categories if c.disclosure_label == "not_subject"}
    assert labelled == {
        "agency_applicants": "yes",
        "entrusted_data": "no",
        "contributors": "unknown",
    }


def test_a_label_decides_nothing(enigmo):
    """E-01: three groups are labelled as not for disclosure; authority decides each of them."""
    labelled = {c.id: c.authority for c in enigmo.categories if c.disclosure_label == "not_subject"}
    assert labelled == {
        "agency_applicants": "yes",
        "entrusted_data": "no",
        "contributors": "unknown",
    }
    found = [f for f in law_beats_text(enigmo, on=date(2026, 11, 2)) if "decides" in f.code]
    assert [f.args["category"].args["en"] for f in found] == [
        "Applicants introduced by employment agencies",
        "Data in contributed articles",
    ]
