"""A policy in plain words: complete, marked, and the same as the golden text.

To renew a golden text after a wanted change: `CHIKAI_GOLDEN=write pytest tests/policy`.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from chikai.policy.law_first import law_beats_text
from chikai.policy.model import Purpose
from chikai.policy.phrases import period
from chikai.policy.schema import published, schema_text
from chikai.policy.show import Section, show
from chikai.policy.walk import clauses
from chikai.words import render

GOLDEN = Path(__file__).parents[1] / "golden" / "policy"
TODAY = date(2026, 11, 2)
LEAD = {"promise": "- ", "detail": "    ", "assumption": "  ", "law": "- "}


def as_text(sections: tuple[Section, ...]) -> str:
    parts = []
    for section in sections:
        lines = [LEAD[line.kind] + line.text for line in section.lines]
        parts.append("\n".join([f"## {section.heading}", *lines]))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_policy_is_explained_as_in_the_golden_text(policy, lang):
    text = as_text(show(policy, lang=lang, on=TODAY))
    file = GOLDEN / f"{policy.company}.{lang}.md"
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_promise_and_every_assumption_is_shown(policy, lang):
    lines = [line for section in show(policy, lang=lang, on=TODAY) for line in section.lines]
    shown = {line.clause for line in lines if line.kind == "promise"}
    said = [clause for clause in clauses(policy) if not isinstance(clause, Purpose)]
    assert {clause.id for clause in said} - shown == set()
    assumed = [line.text for line in lines if line.kind == "assumption"]
    assert all(text.startswith("⚖") for text in assumed)
    for clause in clauses(policy):
        if clause.assumption is not None:
            assert any(clause.assumption[lang] in text for text in assumed), clause.id


def test_without_a_day_nothing_is_said_of_the_law_of_that_day(enigmo):
    kinds = {line.kind for section in show(enigmo, lang="ja") for line in section.lines}
    assert kinds == {"promise", "detail", "assumption"}


def test_where_the_law_goes_first_is_said_with_its_article(policy):
    found = law_beats_text(policy, on=TODAY)
    without_article = {"policy.law.service_rules", "policy.law.refusal_without_ground"}
    assert found
    for finding in found:
        assert finding.cites or finding.code in without_article


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_purpose_is_shown_with_the_categories_it_serves(policy, lang):
    texts = [line.text for section in show(policy, lang=lang) for line in section.lines]
    for purpose in policy.purposes:
        assert any(purpose.say[lang] in text for text in texts), purpose.id


BESIDE_THE_PROCEDURE = [
    # company, clause, what the law puts first
    ("enigmo", "shown_with_each_document", "shown_when_direct"),
    ("enigmo", "about", "leaks_told"),
    ("bengo4", "opt_out", "opt_out_not_yet"),
    ("bengo4", "joint_use", "joint_use_not_yet"),
    ("enhance", "foreign", "foreign_information"),
    ("enhance", "purposes_published_beforehand", "shown_when_direct"),
    ("en_japan", "purposes_by_service_missing", "list_missing"),
    ("en_japan", "change_by_silence", "silence_no_consent"),
    ("en_japan", "change_backwards", "not_backwards"),
    ("actio", "joint_use", "joint_use_not_yet"),
    ("actio", "foreign", "foreign_information"),
    ("actio", "specific_purpose_text", "specific_as_law"),
    ("actio", "specific_provision_text", "specific_as_law"),
    ("actio", "security_measures", "measures_told"),
    ("actio", "disclaimer_without_negligence", "disclaimer_lifts_nothing"),
    ("actio", "change_without_notice", "change_of_purpose_told"),
    ("actio", "change_backwards", "not_backwards"),
]


@pytest.mark.parametrize(("company", "clause", "code"), BESIDE_THE_PROCEDURE)
def test_the_law_goes_before_the_other_sections_too(policies, company, clause, code):
    found = {(f.field, f.code) for f in law_beats_text(policies[company], on=TODAY)}
    assert (clause, f"policy.law.{code}") in found


def test_the_law_has_nothing_to_add_where_the_text_tells_all(policies):
    found = {(name, f.field) for name, p in policies.items() for f in law_beats_text(p, on=TODAY)}
    assert ("enhance", "joint_use") not in found
    assert ("enhance", "security_measures") not in found
    assert ("en_japan", "shown_before_registration") not in found
    assert ("actio", "specific_joint_use_text") not in found


def test_the_fee_is_never_explained_where_none_is_published(enhance):
    texts = [line.text for section in show(enhance, lang="en") for line in section.lines]
    assert "There is no fee" in texts
    assert not any("yen" in text for text in texts)


def test_the_published_schema_is_current():
    hint = "python -m chikai.policy.schema > src/chikai/policy/policy.schema.json"
    assert published() == schema_text(), f"renew it: {hint}"
    assert json.loads(published())["additionalProperties"] is False


@pytest.mark.parametrize(
    ("years", "months", "ja", "en"),
    [
        (2, 0, "2年間", "2 years"),
        (1, 0, "1年間", "1 year"),
        (0, 1, "1か月間", "1 month"),
        (1, 6, "1年6か月間", "1 year and 6 months"),
    ],
)
def test_a_period_is_counted_as_people_count(years: int, months: int, ja: str, en: str) -> None:
    said = period(years, months)
    assert (render(said, lang="ja"), render(said, lang="en")) == (ja, en)
