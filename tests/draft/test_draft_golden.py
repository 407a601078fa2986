"""Fictional pages and the drafts made from them, word for word.

After a change that is meant: `CHIKAI_GOLDEN=write pytest tests/draft`, and read the difference.
"""

import os
from typing import Any

import pytest
from draft_reading import GOLDEN, PAGES, draft_of, page_of, stands_in, texts, tree_of

from chikai.policy.draft import report
from chikai.policy.load import examine

NAMES = ("mihon.html", "wrapped.txt", "sample.en.html")


@pytest.mark.parametrize("name", NAMES)
def test_the_draft_and_its_report_are_those_on_file(name: str) -> None:
    made = draft_of((PAGES / name).read_bytes())
    for suffix, text in (
        (".yaml", made.text),
        (".report.md", report.markdown(made, file=name, lang="en")),
    ):
        path = GOLDEN / f"{name}{suffix}"
        if os.environ.get("CHIKAI_GOLDEN") == "write":
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_a_draft_stands_in_its_page(name: str) -> None:
    page = page_of(name)
    found = list(texts(tree_of(draft_of((PAGES / name).read_bytes()))))
    assert len(found) > 5
    assert [each for each in found if not stands_in(each, page)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_loader_names_what_is_missing_and_finds_no_other_fault(name: str) -> None:
    """What the page leaves open is missing, not wrong: no unknown key, no reference to nothing,
    and every text whose translation is wanting is named."""
    made = draft_of((PAGES / name).read_bytes())
    _, _, findings = examine(made.text, file="draft.yaml")
    codes = {each.code.removeprefix("policy.error.") for each in findings}
    assert codes <= {"missing", "kind_missing", "asker_missing"}
    other = "en" if made.page.lang == "ja" else "ja"
    wanting = sum(1 for each in findings if each.field and each.field.endswith(f".{other}"))
    assert wanting == sum(1 for each in made.questions if each.translation) > 5


def facts() -> Any:
    return tree_of(draft_of((PAGES / "mihon.html").read_bytes()))


def test_the_fee_is_the_one_the_page_names() -> None:
    fee = facts()["requests"]["fee"]
    assert fee["kinds"] == ["notice_of_purpose", "disclosure"]
    assert (fee["amount"], fee["means"], fee["period_days"]) == (1000, ["money_order"], 14)
    assert fee["unpaid"] == "not_made"


def test_one_paper_of_those_the_page_lists_proves_who_a_person_is() -> None:
    requests = facts()["requests"]
    papers = ["drivers_license", "passport", "resident_record"]
    assert requests["identity"]["accept"] == [[{"count": 1, "of": papers}]]
    assert requests["blackout"]["papers"] == ["drivers_license"]


def test_a_table_groups_purposes_by_persons() -> None:
    groups = {each["id"]: each["purposes"] for each in facts()["categories"]}
    assert groups == {
        "customers": ["purpose_01", "purpose_02"],
        "job_applicants": ["purpose_03"],
    }


def test_japanese_eras_become_days() -> None:
    days = {each["topic"]: each.get("day") for each in facts()["general"]}
    assert days["enacted"] == "2018-04-01"
    assert days["revised"] == "2023-10-01"


def test_the_day_of_effect_is_asked_where_the_page_tells_only_revisions() -> None:
    made = draft_of((PAGES / "mihon.html").read_bytes())
    assert "effective_from" not in tree_of(made)
    assert any(each.at == "effective_from" and "2023" in each.ask for each in made.questions)
    wrapped = tree_of(draft_of((PAGES / "wrapped.txt").read_bytes()))
    assert wrapped["effective_from"] == "2024-04-01"


def test_a_free_procedure_has_no_fee_and_its_sentence_counts_as_taken() -> None:
    made = draft_of((PAGES / "wrapped.txt").read_bytes())
    assert "fee" not in tree_of(made)["requests"]
    mark = next(each for each in made.marks if "手数料" in each.sentence.text)
    assert mark.state == "taken"
