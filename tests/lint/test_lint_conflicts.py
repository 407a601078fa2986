"""Every inconsistency of the five texts is found by a rule, or it is said why none can."""

from functools import cache

import pytest
from laying import ON, table

from chikai import policies
from chikai.policy.lint import lint_policy
from chikai.policy.load import load

ROWS = table("conflicts.md")


@cache
def rules_that_speak(company: str) -> frozenset[str]:
    file = policies.shipped(company)[-1]
    return frozenset(f.rule for f in lint_policy(load(file.text, file=file.name), on=ON))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['text']}-{row['no']}")
def test_it_is_found_or_explained(row: dict[str, str]) -> None:
    rules = {each.strip() for each in row["rule"].split(",") if each.strip()}
    assert bool(rules) != bool(row["why not, if no rule"])
    assert rules <= rules_that_speak(row["text"])


def test_all_of_them_are_listed() -> None:
    numbers = {c: [int(r["no"]) for r in ROWS if r["text"] == c] for c in policies.COMPANIES}
    counts = {"enigmo": 17, "bengo4": 12, "enhance": 15, "en_japan": 12, "actio": 18}
    assert numbers == {company: list(range(1, n + 1)) for company, n in counts.items()}
