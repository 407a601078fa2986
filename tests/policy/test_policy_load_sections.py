"""Faults in the sections beside the request procedure, each named with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.policies import COMPANIES, shipped
from chikai.policy.finding import BadPolicy
from chikai.policy.load import load
from chikai.words import render

TEXTS = {company: shipped(company)[-1].text for company in COMPANIES}

CASES = [
    # what is wrong, whose file, the text before, the text after, code, field, where it points
    ("no such category", "enigmo", "categories: [employees]\n    criterion",
     "categories: [staff]\n    criterion", "no_such_category",
     "retention[0].categories[0]", "staff]"),
    ("no such category in joint use", "enhance", "{category: customers,", "{category: clients,",
     "no_such_category", "joint_use[0].categories[0].category", "clients"),
    ("no such purpose in joint use", "enhance",
     "{category: customers, purposes: [inform_and_propose]}",
     "{category: customers, purposes: [sell]}", "no_such_purpose",
     "joint_use[0].categories[0].purposes[0]", "sell]"),
    ("no such item for a recipient", "en_japan", "items: [name, email, employer_applied]\n",
     "items: [name, email, school]\n", "no_such_item",
     "provision.recipients[0].items[2]", "school"),
    ("no such desk abroad", "enhance", "desk: policy_desk\n  say:\n    ja: 外国",
     "desk: desk_abroad\n  say:\n    ja: 外国", "no_such_contact", "foreign.desk", "desk_abroad"),
    ("no such text", "enhance", "separate_policy: cookie_policy", "separate_policy: cookies_page",
     "no_such_text", "external_transmission.separate_policy", "cookies_page"),
    ("reads a text that is not listed", "bengo4", "refers_to: [website_policies]",
     "refers_to: [site_rules]", "no_such_text", "purposes[16].refers_to[0]", "site_rules"),
    ("contradicts nothing", "actio", "contradicts: [change_without_notice]",
     "contradicts: [change_by_stealth]", "no_such_clause",
     "changes.notice.contradicts[0]", "change_by_stealth"),
    ("silent about what is filled", "enhance", "  - accredited_organisation\n",
     "  - accredited_organisation\n  - minors\n", "silent_but_filled", "silent[1]", "minors\n"),
    ("silent twice", "enhance", "  - leak\n", "  - leak\n  - leak\n", "listed_twice",
     "silent[10]", None),
    ("silent about nothing known", "enhance", "  - leak\n", "  - weather\n", "not_one_of",
     "silent[9]", "weather"),
    ("a period without length", "enigmo", "criterion: as_needed", "criterion: period",
     "period_of_keeping_missing", "retention[0].criterion", "period\n"),
    ("consent for My Numbers", "actio", "  tasks: [other_tax, other_social_security]",
     "  consent: true\n  tasks: [other_tax]", "unknown_key",
     "specific_personal_information.consent", "consent: true"),
    ("My Numbers for personnel management", "actio", "[other_tax, other_social_security]",
     "[personnel_management]", "not_one_of", "specific_personal_information.tasks[0]",
     "personnel_management"),
    ("a route the law does not know", "enhance", "route: equivalent_country",
     "route: trusted_country", "not_one_of", "foreign.routes[0].route", "trusted_country"),
    ("a tenth item", "bengo4", "    start_date: {state: absent}",
     "    start_date: {state: absent}\n    price: {state: absent}", "unknown_key",
     "opt_out.items.price", "price"),
    ("an item left out", "bengo4", "    start_date: {state: absent}\n", "", "missing",
     "opt_out.items.start_date", None),
    ("neither there nor absent", "bengo4", "update: {state: absent}", "update: {state: maybe}",
     "not_one_of", "opt_out.items.update.state", "maybe"),
    ("a plain truth for a fact", "actio", "specific_included: 'yes'", "specific_included: true",
     "not_one_of", "entrustment.specific_included", "true\n"),
    ("no age at all", "enhance", "age: 15", "age: 0", "greater_than_equal", "minors.age", "0\n"),
    ("a week of nothing", "en_japan", "days: 7\n    counted_from: revision",
     "days: 0\n    counted_from: revision", "greater_than", "changes.posting.days", "0\n"),
]  # fmt: skip


def place_of(text: str, part: str) -> tuple[int, int]:
    at = text.index(part)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_fault_is_named_with_its_place(case):
    _, company, old, new, code, field, pointed = case
    assert TEXTS[company].count(old) == 1, TEXTS[company].count(old)
    text = TEXTS[company].replace(old, new)
    with pytest.raises(BadPolicy) as raised:
        load(text, file="policy.yaml")
    finding = next(f for f in raised.value.findings if f.code == f"policy.error.{code}")
    assert (finding.field, finding.file) == (field, "policy.yaml")
    assert finding.line and finding.column
    if pointed is not None:
        begin = text.index(new) + new.index(pointed.rstrip("\n"))
        line = text.count("\n", 0, begin) + 1
        assert (finding.line, finding.column) == (line, begin - text.rfind("\n", 0, begin))
    for lang in ("ja", "en"):
        assert "{" not in render(finding.message, lang=lang)


def test_specific_personal_information_cannot_be_put_into_joint_use():
    text = TEXTS["actio"].replace(
        "    specific: carved_out\n",
        "    specific: carved_out\n    categories:\n"
        "      - {category: employees, purposes: [staff_contact], items: [name, my_number]}\n",
    )
    with pytest.raises(BadPolicy) as raised:
        load(text, file="policy.yaml")
    (finding,) = raised.value.findings
    assert finding.field == "joint_use[0].categories[0].items[1]"
    assert (finding.line, finding.column) == place_of(text, "my_number]}")
    assert "My Number Act Art. 19" in render(finding.message, lang="en")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_section_is_read_or_refused_but_never_breaks_the_reader(data):
    company = data.draw(st.sampled_from(COMPANIES))
    lines = TEXTS[company].splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("complaints:"))
    at = data.draw(st.integers(first, len(lines) - 1))
    junk = st.text(st.sampled_from("ab: -[]{}&*!'\"#0１\t令\n"), max_size=12)
    lines[at] = data.draw(junk | st.just(lines[at].strip()) | st.just(lines[at] + " []"))
    try:
        policy = load("\n".join(lines), file="policy.yaml")
    except BadPolicy as bad:
        assert bad.findings
        for finding in bad.findings:
            assert finding.line and finding.column
            assert render(finding.message, lang="ja") and render(finding.message, lang="en")
    else:
        assert policy.company == company
