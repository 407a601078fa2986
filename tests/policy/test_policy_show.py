"""A policy in plain words: complete, marked, and the same as the golden text.

To renew a golden text after a wanted change: `CHIKAI_GOLDEN=write pytest tests/policy`.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from chikai.policy.law_first import law_beats_text
from chikai.policy.schema import published, schema_text
from chikai.policy.show import Section, show

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
def test_enigmo_is_explained_as_in_the_golden_text(enigmo, lang):
    text = as_text(show(enigmo, lang=lang, on=TODAY))
    file = GOLDEN / f"enigmo.{lang}.md"
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_promise_and_every_assumption_is_shown(policy, lang):
    lines = [line for section in show(policy, lang=lang, on=TODAY) for line in section.lines]
    shown = {line.clause for line in lines if line.kind == "promise"}
    requests = policy.requests
    clauses = [
        *requests.kinds, requests.intake, *requests.forms, *requests.proxy_forms,
        requests.identity, *requests.authority, requests.match, requests.answer, requests.papers,
        requests.purpose_of_request_data, requests.withdrawal, *requests.other_windows,
        *requests.refusals, policy.about, *policy.contacts, *policy.categories, policy.complaints,
    ]  # fmt: skip
    assert {clause.id for clause in clauses} <= shown
    assumed = [line.text for line in lines if line.kind == "assumption"]
    assert all(text.startswith("⚖") for text in assumed)
    for clause in clauses:
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


def test_the_fee_is_never_explained_where_none_is_published(enhance):
    texts = [line.text for section in show(enhance, lang="en") for line in section.lines]
    assert "There is no fee" in texts
    assert not any("yen" in text for text in texts)


def test_the_published_schema_is_current():
    hint = "python -m chikai.policy.schema > src/chikai/policy/policy.schema.json"
    assert published() == schema_text(), f"renew it: {hint}"
    assert json.loads(published())["additionalProperties"] is False
