"""What a change of a policy obliges to: a table of changes and duties."""

from __future__ import annotations

from typing import Any

import pytest
from edited import changed, policy

from chikai.law.kinds import Channel, Means, Paper
from chikai.policies import COMPANIES
from chikai.policy.change.duties import DUTIES
from chikai.policy.change.show import literals
from chikai.policy.change.table import ROWS, UNKNOWN, row_of
from chikai.policy.diff import Change, NotOneCompany, When, diff
from chikai.policy.model import Evidence, Policy, Say, StatedItem
from chikai.policy.sections.joint_use import JointUser
from chikai.policy.sections.standing import Disclaimer
from chikai.words import LANGS, render, sentences


def only(before: Policy, after: Policy) -> Change:
    """The one change that is a change of promise."""
    promises = [each for each in diff(before, after) if each.is_promise]
    assert len(promises) == 1, [(each.key, each.duty.id) for each in promises]
    return promises[0]


NEW = Say(ja="新しい記載", en="New words")
LICENCE = Evidence(of=(Paper.DRIVERS_LICENSE,))
FIRST = "joint_use.0"
PLACE = policy("enhance").joint_use[0].responsible.place  # type: ignore[union-attr]
APPLICANTS = policy("enhance").categories[2]

TABLE: list[tuple[str, str, str, Any, str, str, str | None]] = [
    # what happens, company, place, new value → duty, when, what must be judged
    ("fee raised", "enigmo", "requests.fee.amount", 1200, "fee", "before", "fee_on_cost"),
    ("fee lowered", "enigmo", "requests.fee.amount", 800, "fee_lighter", "before", None),
    ("fee charged for the first time", "enhance", "requests.fee", policy("enigmo").requests.fee,
     "fee", "before", "fee_on_cost"),
    ("fee given up", "enigmo", "requests.fee", None, "fee_lighter", "before", None),
    ("stamps accepted beside money orders", "enigmo", "requests.fee.means",
     (Means.MONEY_ORDER, Means.STAMPS, Means.BANK_TRANSFER), "procedure_lighter",
     "on_publication", None),
    ("requests by e-mail as well", "enigmo", "requests.intake.channels",
     (Channel.POST, Channel.EMAIL), "procedure_lighter", "on_publication", None),
    ("requests no longer by telephone", "bengo4", "requests.intake.channels",
     (Channel.POST, Channel.FAX, Channel.EMAIL), "procedure_heavier", "before",
     "no_excessive_burden"),
    ("by post only, where any way was accepted", "enhance", "requests.intake.channels",
     (Channel.POST,), "procedure_heavier", "before", "no_excessive_burden"),
    ("passport no longer accepted", "enigmo", "requests.identity.accept", ((LICENCE,),),
     "procedure_heavier", "before", "no_excessive_burden"),
    ("one paper more accepted", "enigmo", "requests.identity.accept",
     ((Evidence(of=(Paper.DRIVERS_LICENSE, Paper.INSURANCE_CARD, Paper.PASSPORT,
                    Paper.RESIDENCE_CARD)),),), "procedure_lighter", "on_publication", None),
    ("two papers where one was enough", "enigmo", "requests.identity.accept",
     ((Evidence(count=2, of=(Paper.DRIVERS_LICENSE, Paper.PASSPORT, Paper.RESIDENCE_CARD)),),),
     "procedure_heavier", "before", "no_excessive_burden"),
    ("own target of days longer", "enigmo", "requests.answer.own_target_days", 13, "weaker",
     "before", None),
    ("papers kept longer", "enigmo", "requests.papers.years", 5, "retention_longer", "before",
     "still_needed"),
    ("papers kept for less time", "enigmo", "requests.papers.years", 1, "retention_shorter",
     "on_publication", None),
    ("representative changed", "enhance", "about.representative", NEW, "particulars",
     "on_publication", None),
    ("telephone of the desk changed", "bengo4", "contacts.0.phone", "03-0000-0000", "contact",
     "on_publication", None),
    ("complaint desk changed", "enigmo", "complaints.desk", "other", "complaints",
     "on_publication", None),
    ("purpose reworded", "enigmo", "purposes.0.say", NEW, "purpose", "on_publication",
     "purpose_related"),
    ("purpose added to a category", "en_japan", "categories.1.purposes",
     ("answer_inquiries", "marketing"), "purpose", "on_publication", "purpose_related"),
    ("purpose taken from a category", "en_japan", "categories.0.purposes", ("provide_service",),
     "purpose_ended", "on_publication", None),
    ("item added to a category", "en_japan", "categories.1.items",
     ("name", "email", "inquiry_text", "profile"), "acquisition", "before", None),
    ("joint user added", "enhance", f"{FIRST}.users",
     (*policy("enhance").joint_use[0].users, JointUser(name=NEW, kind="company")),
     "joint_users", "without_delay", "renamed_or_succeeded"),
    ("joint user left", "enhance", f"{FIRST}.users", policy("enhance").joint_use[0].users[:1],
     "narrower", "on_publication", None),
    ("items in joint use added", "enhance", f"{FIRST}.categories.0.items", ("name",),
     "joint_with_consent", "with_consent", None),
    ("purpose of joint use changed", "enhance", f"{FIRST}.categories.0.purposes",
     ("inform_and_propose", "recruit"), "joint_purpose", "before", "purpose_related"),
    ("name of the responsible party changed", "enhance", f"{FIRST}.responsible.name", NEW,
     "joint_responsible", "without_delay", "same_party"),
    ("its representative changed", "enhance", f"{FIRST}.responsible.representative", NEW,
     "joint_particulars", "without_delay", None),
    ("its address changed", "enhance", f"{FIRST}.responsible.place.address", NEW,
     "joint_particulars", "without_delay", None),
    ("joint use of another kind told only when needed", "enhance", f"{FIRST}.told",
     "when_needed", "joint_before", "before", None),
    ("recipient by consent gets another item", "en_japan", "provision.recipients.0.items",
     ("name", "email", "employer_applied", "video"), "provision", "with_consent", None),
    ("opt-out: items of data", "bengo4", "opt_out.items.data_items",
     StatedItem(state="present", say=NEW), "opt_out_before", "before", None),
    ("opt-out: the provider's own particulars", "bengo4", "opt_out.items.provider",
     StatedItem(state="present", say=NEW), "opt_out_without_delay", "without_delay", None),
    ("opt-out stops more slowly", "bengo4", "opt_out.stops", "without_delay", "weaker", "before",
     None),
    ("countries abroad named", "enhance", "foreign.countries", (NEW,), "foreign", "with_consent",
     None),
    ("continuous measures no longer promised", "enhance", "foreign.continuous_measures", "absent",
     "foreign_system", "before", None),
    ("anonymized information: the list of items", "actio", "anonymized.creation.items",
     StatedItem(state="present", say=NEW), "anonymized_items", "without_delay", None),
    ("security measure described anew", "actio", "security.heads.technical",
     StatedItem(state="present", say=NEW), "security", "on_publication", None),
    ("re-entrustment no longer bounded", "actio", "entrustment.monitoring", "absent", "weaker",
     "before", None),
    ("disclaimer added", "actio", "disclaimers",
     (*policy("actio").disclaimers, Disclaimer(id="another", say=NEW)), "weaker", "before", None),
    ("one week of posting shortened", "en_japan", "changes.posting.days", 3, "rules_of_change",
     "before", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("company", "place", "value", "duty", "when", "judged"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_a_change_and_its_duty(
    company: str, place: str, value: Any, duty: str, when: str, judged: str | None
) -> None:
    before = policy(company)
    found = [e for e in diff(before, changed(before, place, value)) if e.is_promise]
    assert duty in {each.duty.id for each in found}, [(e.key, e.duty.id) for e in found]
    one = next(each for each in found if each.duty.id == duty)
    assert one.when == When(when)
    assert (one.judged.key if one.judged else None) == (
        f"change.judge.{judged}" if judged else None
    )
    assert one.cites or duty in ("weaker", "keep_right", "rules_of_change")


@pytest.mark.parametrize("company", COMPANIES)
def test_a_policy_does_not_differ_from_itself(company: str) -> None:
    assert diff(policy(company), policy(company)) == ()


def test_two_companies_are_no_two_versions() -> None:
    with pytest.raises(NotOneCompany):
        diff(policy("enigmo"), policy("actio"))


def test_nothing_changed_but_words_says_so() -> None:
    """The words of a clause whose values stay are words only; so are spaces in a purpose."""
    before = policy("enigmo")
    fee = before.requests.fee
    assert fee is not None
    (words,) = diff(before, changed(before, "requests.fee.say", NEW))
    assert (words.kind, words.when, words.is_promise) == ("words", When.NONE, False)
    spaced = Say(ja=f" {before.purposes[0].say.ja} ", en=before.purposes[0].say.en)
    (spaces,) = diff(before, changed(before, "purposes.0.say", spaced))
    assert spaces.kind == "words"


def test_a_promise_made_of_words_alone_is_read_by_a_person() -> None:
    before = policy("actio")
    change = only(before, changed(before, "disclaimers.0.say", NEW))
    assert change.judged is not None and change.judged.key == "change.judge.same_meaning"
    assert change.otherwise is DUTIES["weaker"]


def test_the_order_alone_changes_no_promise() -> None:
    before = policy("enigmo")
    turned = changed(before, "purposes", before.purposes[::-1])
    assert {each.kind for each in diff(before, turned)} == {"order"}


def test_the_same_papers_written_in_another_way_are_the_same() -> None:
    before = policy("enigmo")
    papers = before.requests.identity.accept[0][0].of
    apart = tuple((Evidence(of=(paper,)),) for paper in papers)
    (change,) = diff(before, changed(before, "requests.identity.accept", apart))
    assert not change.is_promise


def test_a_purpose_beyond_the_relation_needs_consent() -> None:
    before = policy("enigmo")
    change = only(before, changed(before, "purposes.0.say", NEW))
    assert change.otherwise is DUTIES["purpose_beyond"]
    assert [str(c) for c in change.cites] == ["APPI Art. 17(2)", "APPI Art. 21(3)"]
    assert str(DUTIES["purpose_beyond"].cites[0]) == "APPI Art. 18(1)"
    assert change.duty.settled(None).when is When.WITH_CONSENT


def test_a_new_entrusted_party_needs_no_consent() -> None:
    """The ground under which data are given decides what a new recipient needs."""
    before = policy("en_japan")
    recipients = before.provision.recipients  # type: ignore[union-attr]
    by_consent = recipients[0].model_copy(update={"id": "another"})
    entrusted = by_consent.model_copy(update={"basis": "entrustment"})
    for recipient, when in ((by_consent, When.WITH_CONSENT), (entrusted, When.ON_PUBLICATION)):
        after = changed(before, "provision.recipients", (*recipients, recipient))
        assert only(before, after).when is when


def test_who_provides_by_opt_out_files_its_new_address_too() -> None:
    before = policy("bengo4")
    after = changed(before, "about.representative", NEW)
    duties = {each.duty.id: each for each in diff(before, after)}
    assert duties["opt_out_without_delay"].duty.filed
    assert "particulars" in duties


def test_every_section_of_a_policy_has_a_row() -> None:
    """Nothing is silently ignored: every top-level place has a row of its own."""
    places = {f.alias or name for name, f in Policy.model_fields.items()}
    without = {
        place for place in places if place != "requests" and row_of(f"{place}.x")[0] is UNKNOWN
    }
    nested = {place for place in without if any(row.startswith(f"{place}.") for row in ROWS)}
    assert without - nested == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_change_can_be_said(lang: str) -> None:
    said = set(sentences(lang))
    kinds = {row.kind for row in ROWS.values()} | {UNKNOWN.kind, "words", "order"}
    questions = {each.judged.key for each in DUTIES.values() if each.judged}
    assert {f"change.kind.{kind}" for kind in kinds} <= said
    assert {f"change.duty.{id}" for id in DUTIES} <= said
    assert {f"change.value.{word}" for word in literals()} <= said
    assert questions <= said
    assert {f"change.when.{when.value}" for when in When} <= said


def test_a_change_reads_as_a_sentence() -> None:
    before = policy("enigmo")
    change = only(before, changed(before, "requests.fee.amount", 1200))
    assert render(change.message, lang="en") == "Amount of the fee: 1,000 yen → 1,200 yen"
    assert render(change.message, lang="ja") == "手数料の額：1,000円 → 1,200円"


def test_a_purpose_that_replaces_another_is_compared_with_it() -> None:
    """One purpose dropped and another put in its place are two changes, unless it says so."""
    before = policy("enigmo")
    first = before.purposes[0]
    new = first.model_copy(update={"id": "new_purpose", "say": NEW})
    two = diff(before, changed(before, "purposes.0", new))
    assert {(c.key, c.how) for c in two if c.is_promise and c.field == "purposes"} == {
        ("purposes[0]", "added"),
        ("old:purposes[0]", "dropped"),
    }
    replacing = new.model_copy(update={"supersedes": first.id})
    one = only(before, changed(before, "purposes.0", replacing))
    assert (one.key, one.how, one.duty.id) == ("purposes[0].say", "changed", "purpose")


def test_a_retroactive_clause_in_the_text_changes_nothing() -> None:
    before = policy("en_japan")
    rules = before.changes
    assert rules is not None and rules.silence_is_consent is not None
    without = changed(before, "changes.silence_is_consent", None)
    change = only(without, before)
    assert (change.duty.id, change.when) == ("silence_is_no_consent", When.NONE)
