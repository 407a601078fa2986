"""Mechanical fixes: they mend what they say, leave a policy that reads, and change nothing else."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laying import CLEAN, ON, example_report, laid

from chikai import policies
from chikai.policy.lint import RULES, lint_text, mend
from chikai.policy.lint.frame.edit import Edit, apart, apply
from chikai.policy.load import load

MENDED = (
    "answer_to_unproven_address",
    "changes_untold",
    "choice_of_manner",
    "contact_demanded_first",
    "dead_paper",
    "fee_on_free_kind",
    "label_without_force",
    "no_electronic_choice",
    "organisation_outdated",
    "paper_blacked_out",
    "refusal_beyond_law",
    "retroactive_purpose",
    "silence_as_consent",
    "specific_in_joint_use",
)


def rules(text: str) -> set[str]:
    return {finding.rule for finding in lint_text(text, file="x.yaml", on=ON).findings}


@pytest.mark.parametrize("id", MENDED)
def test_the_fix_of_a_rule_leaves_nothing_for_it_to_say(id: str) -> None:
    broken = laid(RULES[id].example)
    assert id in rules(broken)
    mended = mend(broken, file="x.yaml", on=ON)
    assert id not in rules(mended)
    assert load(mended, file="x.yaml").company == "example"


@pytest.mark.parametrize("id", RULES)
def test_a_rule_offers_a_fix_or_says_what_a_person_must_do(id: str) -> None:
    offered = [f for f in example_report(id).findings if f.rule == id and f.fix]
    assert bool(offered) == (id in MENDED)


@pytest.mark.parametrize("company", policies.COMPANIES)
def test_a_mended_policy_reads_and_has_fewer_errors(company: str) -> None:
    file = policies.shipped(company)[-1]
    mended = mend(file.text, file=file.name, on=ON)
    before, after = (lint_text(t, file=file.name, on=ON) for t in (file.text, mended))
    assert load(mended, file=file.name).company == company
    assert len(after.at_least("warning")) < len(before.at_least("warning"))
    assert not any(finding.edits for finding in after.findings)


@pytest.mark.parametrize("company", policies.COMPANIES)
def test_a_fix_writes_no_word_that_was_not_there(company: str) -> None:
    file = policies.shipped(company)[-1]
    mended = mend(file.text, file=file.name, on=ON)
    lines = difflib.ndiff(file.text.splitlines(), mended.splitlines())
    added = [line[2:].strip() for line in lines if line.startswith("+ ")]
    words = {"true", "false", "carved_out", "proven_address"}
    for line in added:
        _, _, value = line.partition(":")
        assert value.strip() in words or value.strip(" []") in file.text or line in file.text


def test_a_clean_policy_is_left_alone() -> None:
    assert mend(CLEAN, file="clean.yaml", on=ON) == CLEAN


def test_a_lone_insurance_card_takes_its_whole_way_with_it() -> None:
    ways = "[[{count: 1, of: [family_register]}], [{count: 1, of: [insurance_card]}]]"
    example = f"requests: {{authority: [{{id: authority_parent, accept: {ways}}}]}}"
    mended = load(mend(laid(example), file="x.yaml", on=ON), file="x.yaml")
    assert [e.of for way in mended.requests.authority[0].accept for e in way] == [
        ("family_register",)
    ]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_edits_made_together_never_touch_the_same_line(spans: list[tuple[int, int]]) -> None:
    groups = [(Edit(first, first + length, ()),) for first, length in spans]
    chosen = apart(groups)
    lines = [n for e in chosen for n in range(e.first, e.last + 1)]
    assert len(lines) == len(set(lines))
    text = "".join(f"{n}\n" for n in range(1, 20))
    assert set(apply(text, chosen).split()) == {str(n) for n in range(1, 20) if n not in lines}
