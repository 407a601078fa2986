"""Bad files: each fault is named with file, line, column and field, all faults at once."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.policies import COMPANIES, shipped
from chikai.policy.finding import BadPolicy
from chikai.policy.load import NoPolicyInForce, in_force, load
from chikai.words import places, render, sentences

TEXT = shipped("enigmo")[-1].text
FILE = "enigmo.yaml"


def place_of(text: str, part: str) -> tuple[int, int]:
    """Line and column, from 1, of the first place where `part` stands."""
    at = text.index(part)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def faults(text: str):
    with pytest.raises(BadPolicy) as raised:
        load(text, file=FILE)
    return raised.value.findings


def the_fault(text: str):
    (finding,) = faults(text)
    return finding


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def test_the_shipped_files_are_named_after_the_day_they_take_effect():
    for company in COMPANIES:
        for file in shipped(company):
            policy = load(file.text, file=file.name)
            assert file.name == f"{company}/{policy.version}.yaml"
            assert policy.company == company
            assert policy.effective_from < date(2026, 4, 1)


CASES = [
    # what is wrong, the text before, the text after, code, field, where the finger points
    ("unknown key", "unpaid: not_made", "unpaidd: 1\n    unpaid: not_made", "unknown_key",
     "requests.fee.unpaidd", "unpaidd"),
    ("misspelt value", "unpaid: not_made", "unpaid: never", "not_one_of",
     "requests.fee.unpaid", "never"),
    ("amount in words", "amount: 1000", "amount: thousand", "type_int",
     "requests.fee.amount", "thousand"),
    ("amount quoted", "amount: 1000", "amount: '1000'", "type_int",
     "requests.fee.amount", "'1000'"),
    ("amount in full-width digits", "amount: 1000", "amount: １０００", "full_width",
     "requests.fee.amount", "１０００"),
    ("free of charge but a fee", "amount: 1000", "amount: 0", "greater_than",
     "requests.fee.amount", "0\n    unit"),
    ("postal code in full width", "postal_code: 107-0052", "postal_code: １０７－００５２",
     "full_width", "contacts[0].place.postal_code", "１０７"),
    ("postal code too short", "postal_code: 107-0052", "postal_code: 107-52", "pattern",
     "contacts[0].place.postal_code", "107-52"),
    ("date in an era", "effective_from: 2025-04-01", "effective_from: 令和8年4月1日", "era_date",
     "effective_from", "令和8年"),
    ("date in a short era", "effective_from: 2025-04-01", "effective_from: R8.4.1", "era_date",
     "effective_from", "R8.4.1"),
    ("date with slashes", "effective_from: 2025-04-01", "effective_from: 2025/04/01", "type_date",
     "effective_from", "2025/04"),
    ("date as a number", "effective_from: 2025-04-01", "effective_from: 20250401", "type_date",
     "effective_from", "20250401"),
    ("yes for true", "visits: false", "visits: no", "type_bool", "contacts[0].visits", "no\n"),
    ("another schema", "schema: 1", "schema: 2", "schema_version", "schema", "2"),
    ("fee on a correction", "kinds: [notice_of_purpose, disclosure]\n    amount",
     "kinds: [notice_of_purpose, correction]\n    amount", "fee_forbidden",
     "requests.fee.kinds[1]", "correction]"),
    ("fee listed twice for a kind", "kinds: [notice_of_purpose, disclosure]\n    amount",
     "kinds: [disclosure, disclosure]\n    amount", "listed_twice",
     "requests.fee.kinds[1]", "disclosure]\n    amount"),
    ("two ids", "- id: customers", "- id: visitor_safety", "duplicate_id",
     "categories[0].id", None),
    ("no such desk", "channels: [post]\n    desk: privacy_desk",
     "channels: [post]\n    desk: front_desk", "no_such_contact",
     "requests.intake.desk", "front_desk"),
    ("no such purpose", "purposes: [apply, ", "purposes: [apple, ", "no_such_purpose",
     "categories[0].purposes[0]", "apple"),
    ("no such item", "items: [name, email, phone, conversation]", "items: [name, voice]",
     "no_such_item", "categories[2].items[1]", "voice"),
    ("no such window", "other_windows: [registered_data]", "other_windows: [branch]",
     "no_such_window", "categories[0].other_windows[0]", "branch"),
    ("no period for the unpaid", "    period_days: 14\n", "", "period_missing",
     "requests.fee.unpaid", "not_made"),
    ("no electronic answer", "electronic_by_choice: true", "electronic_by_choice: false",
     "no_electronic_choice", "requests.answer.electronic_by_choice", "false\n    delivery_paid"),
    ("an asker twice", "askers: [minor_guardian]", "askers: [parent, minor_guardian]",
     "listed_twice", "requests.authority[1].askers[0]", "parent, minor"),
    ("an asker left out", "askers: [minor_guardian]", "askers: []", "asker_missing",
     "requests.authority", "authority:\n"),
    ("an empty sentence", "say: {ja: 氏名, en: Name}", "say: {ja: '', en: Name}", "empty",
     "items[0].say.ja", "''"),
    ("succeeds its own future", "effective_from: 2025-04-01\n",
     "effective_from: 2025-04-01\nsupersedes: 2025-04-01\n", "supersedes_later",
     "supersedes", None),
    ("a tab", "    amount: 1000", "\tamount: 1000", "tab", None, "\tamount"),
    ("an anchor", "amount: 1000", "amount: &a 1000", "alias", None, None),
    ("a tag", "amount: 1000", "amount: !!python/name:os 1000", "tag", None, "!!python"),
    ("a second document", "about:\n", "---\nabout:\n", "second_document", None, "---"),
    ("a control character", "amount: 1000", "amount: 10\a00", "bad_character", None, "\a00"),
    ("broken YAML", "amount: 1000", "amount: [1000", "yaml", None, None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_fault_is_named_with_its_place(case):
    _, old, new, code, field, pointed = case
    text = changed(old, new)
    finding = the_fault(text)
    assert finding.code == f"policy.error.{code}"
    assert finding.file == FILE
    assert finding.field == field or field is None
    if pointed is not None:
        assert (finding.line, finding.column) == place_of(text, pointed)
    for lang in ("ja", "en"):
        said = render(finding.message, lang=lang)
        assert said and "{" not in said


def test_a_fee_on_a_correction_cites_the_law_and_says_what_to_do():
    text = changed("[notice_of_purpose, disclosure]\n    amount", "[correction]\n    amount")
    finding = the_fault(text)
    line, column = place_of(text, "correction]\n    amount")
    assert finding.where == f"enigmo.yaml:{line}:{column}"
    assert render(finding.message, lang="en") == (
        "cannot charge a fee for `correction`: APPI Art. 38(1) allows one for notice of purpose "
        "and disclosure, third-party records included; delete this line"
    )
    assert "個人情報保護法第38条第1項" in render(finding.message, lang="ja")


def test_an_era_is_turned_into_the_day_to_write():
    text = changed("effective_from: 2025-04-01", "effective_from: 令和８年４月１日")
    finding = the_fault(text)
    assert "2026-04-01" in render(finding.message, lang="ja")


def test_two_fees_are_told_apart_from_other_double_keys():
    fee = TEXT[TEXT.index("  fee:\n") : TEXT.index("  answer:\n")]
    twice = the_fault(TEXT.replace(fee, fee + fee))
    assert (twice.code, twice.field) == ("policy.error.two_fees", "requests.fee")
    assert twice.args["first_line"] == place_of(TEXT, "  fee:\n")[0]
    double = the_fault(changed("amount: 1000", "amount: 1000\n    amount: 2000"))
    assert (double.code, double.field) == ("policy.error.duplicate_key", "requests.fee.amount")
    as_list = the_fault(TEXT.replace(fee, "  fee: []\n"))
    assert as_list.code == "policy.error.two_fees"


def test_a_missing_field_is_named_where_its_parent_stands():
    text = TEXT.replace("  manager:", "  managerr:", 1)
    unknown, missing = sorted(faults(text), key=lambda f: f.code, reverse=True)
    assert (unknown.code, unknown.field) == ("policy.error.unknown_key", "about.managerr")
    assert (missing.code, missing.field) == ("policy.error.missing", "about.manager")
    assert missing.line == place_of(text, "  id: about")[0]


def test_a_missing_kind_is_a_fault_because_the_law_gives_it():
    start = TEXT.index("    - id: kind_foreign_measures_info")
    text = TEXT[:start] + TEXT[TEXT.index("    - id: kind_complaint") :]
    finding = the_fault(text)
    assert finding.args["kind"] == "foreign_measures_info"
    assert (finding.line, finding.column) == place_of(text, "kinds:\n    - id: kind_notice")


def test_a_ground_of_refusal_that_the_law_does_not_offer_is_refused():
    source = shipped("en_japan")[-1].text
    line = "law_ground: seriously_hinders_business"
    text = source.replace(line, "law_ground: affects_operation")
    finding = faults(text)[0]
    assert finding.code == "policy.error.no_such_ground"
    assert "seriously_hinders_business" in render(finding.message, lang="en")


def test_all_faults_come_at_once_in_the_order_of_the_file():
    text = TEXT
    for old, new in (
        ("effective_from: 2025-04-01", "effective_from: 令和7年4月1日"),
        ("visits: false", "visits: never"),
        ("purposes: [apply, ", "purposes: [apple, "),
        ("amount: 1000", "amount: １０００\n    amount: 2000"),
        ("kinds: [notice_of_purpose, disclosure]\n    amount", "kinds: [correction]\n    amount"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    found = faults(text)
    assert [f.code.rpartition(".")[2] for f in found] == [
        "era_date",
        "type_bool",
        "no_such_purpose",
        "fee_forbidden",
        "full_width",
        "duplicate_key",
    ]
    assert [f.line for f in found] == sorted(f.line for f in found)


def test_aliases_cannot_blow_a_small_file_up():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert {f.code for f in faults(bomb)} == {"policy.error.alias"}


def test_nesting_has_a_bound():
    finding = the_fault("a: " + "[" * 5000 + "]" * 5000)
    assert finding.code == "policy.error.too_deep"


def test_a_long_file_is_not_even_read():
    finding = the_fault(TEXT + "#" + "x" * 1_000_000)
    assert (finding.code, finding.line) == ("policy.error.too_long", 1)


@pytest.mark.parametrize("text", ["", "[]", "true", "just words", "- a\n- b\n", "{}"])
def test_what_is_no_policy_at_all_is_said_so(text):
    assert faults(text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(data):
    lines = TEXT.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    junk = st.text(st.sampled_from("ab: -[]{}&*!'\"#0１\t令\n"), max_size=12)
    lines[at] = data.draw(junk | st.just(lines[at].strip()) | st.just(lines[at] + " []"))
    try:
        policy = load("\n".join(lines), file=FILE)
    except BadPolicy as bad:
        assert bad.findings
        for finding in bad.findings:
            assert finding.line and finding.column
            assert render(finding.message, lang="ja") and render(finding.message, lang="en")
    else:
        assert policy.company


def test_every_error_has_its_sentence_with_the_same_places_in_both_languages():
    ids = [id for id in sentences("ja") if id.startswith("policy.")]
    assert ids == [id for id in sentences("en") if id.startswith("policy.")]
    for id in ids:
        assert places(id, lang="ja") == places(id, lang="en"), id
        assert not re.search(r"[Uu]ser|data subject|controller", sentences("en")[id])


def test_the_version_in_force_is_the_latest_that_had_taken_effect():
    first = load(TEXT, file=FILE)
    second = first.model_copy(update={"effective_from": date(2026, 7, 1)})
    both = (second, first)
    assert in_force(both, date(2026, 6, 30)) is first
    assert in_force(both, date(2026, 7, 1)) is second
    assert in_force(both, date(2030, 1, 1)) is second
    with pytest.raises(NoPolicyInForce, match="2025-03-31"):
        in_force(both, date(2025, 3, 31))
