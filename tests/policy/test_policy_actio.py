"""actio: what its file promises for the request procedure (K-06, K-09, K-22 to K-36, K-42)."""

from datetime import date

from reading import authority, named, papers, values, ways

from chikai.law.kinds import Means
from chikai.policy.law_first import formless_kinds, law_beats_text


def test_complaints_are_answered_sincerely(actio):
    assert {"K-06", "K-42"} <= set(actio.complaints.checks)
    assert actio.complaints.desk == actio.requests.intake.desk


def test_contact(actio):
    desk = actio.contact("inquiry_center")
    assert (desk.phone, desk.fax, desk.email) == (
        "03-5771-6426",
        "03-5771-6427",
        "inquiry@actioinc.jp",
    )
    assert (desk.hours.days, desk.hours.opens, desk.hours.closes) == ("weekdays", "09:00", "18:00")
    assert desk.place.postal_code is None


def test_kinds_named(actio):
    assert named(actio) == {
        "notice_of_purpose",
        "disclosure",
        "correction",
        "cessation_violation",
        "provision_stop_violation",
        "complaint",
    }


def test_fee_without_means(actio):
    fee = actio.requests.fee
    assert (fee.amount, fee.means, fee.unpaid) == (2500, (), "remind_then_person_decides")
    assert values(fee.kinds) == ["notice_of_purpose", "disclosure"]
    named_later = fee.model_copy(update={"means": (Means.BANK_TRANSFER,)})
    assert named_later.means == (Means.BANK_TRANSFER,)


def test_published_exclusions_follow_the_law(actio):
    grounds = {r.id: r.law_ground for r in actio.requests.refusals}
    assert grounds["excluded_harm"] == "harms_life_body_property_or_rights"
    assert grounds["excluded_public"] == "not_retained"
    assert grounds["covered_data"] == "not_retained"
    assert grounds["other_statutory_grounds"] is None
    cited = {f.field: f.cites for f in law_beats_text(actio, on=date(2026, 11, 2))}
    assert cited["excluded_harm"][0].en == "APPI Art. 33(2)(i)"


def test_forms_are_sent_first(actio):
    intake = actio.requests.intake
    assert intake.contact_first is True
    assert values(intake.channels) == ["phone", "fax", "email", "post"]
    assert values(intake.counts_as_arrival) == ["post", "fax", "email"]
    sent = [k for form in actio.requests.forms for k in values(form.kinds) if form.sent_first]
    assert sent == [
        "notice_of_purpose",
        "correction",
        "cessation_violation",
        "cessation_need_ended",
    ]
    assert values(formless_kinds(actio)) == [
        "disclosure",
        "record_disclosure",
        "provision_stop_violation",
    ]


def test_one_notification(actio):
    answer = actio.requests.answer
    assert "K-30" in answer.checks
    assert (answer.written, answer.to) == (True, "proven_address")


def test_one_paper_with_photo_or_two_without(actio):
    with_photo, without = actio.requests.identity.accept
    assert (with_photo[0].count, with_photo[0].photo) == (1, True)
    assert (without[0].count, without[0].photo) == (2, False)
    published = {
        "drivers_license",
        "passport",
        "family_register",
        "insurance_card",
        "pension_handbook",
        "other_public_document",
    }
    assert published <= papers(without)[0]
    assert "three" in actio.requests.identity.assumption.en


def test_representatives_prove_themselves_and_their_power(actio):
    assert all(clause.representative_identity for clause in actio.requests.authority)
    assert ways(authority(actio, "parent").accept) == [[{"family_register"}], [{"insurance_card"}]]
    assert ways(authority(actio, "adult_guardian").accept) == [[{"guardianship_certificate"}]]
    assert ways(authority(actio, "mandatary").accept) == [
        [{"company_letter_of_proxy"}, {"seal_certificate"}]
    ]


def test_domicile_of_anyone_is_covered(actio):
    covered = set(values(actio.requests.blackout.papers))
    bearing_domicile = {"family_register", "drivers_license", "passport", "resident_record"}
    assert bearing_domicile | {"guardianship_certificate", "other_public_document"} <= covered


def test_my_number_is_kept_for_tax_and_social_security_only(actio):
    specific = next(c for c in actio.categories if "my_number" in c.items)
    assert specific.purposes == ("my_number_filings",)
    others = [c for c in actio.categories if c is not specific]
    assert all("my_number" not in c.items for c in others)
