"""The lint of the five policies gives the table of what the law wants told, cell by cell."""

import pytest
from laying import ON, table

from chikai import policies
from chikai.policy.lint import RULES, Severity, gap_table, lint_policy
from chikai.policy.load import load
from chikai.policy.model import Policy

ROWS = table("gap_table.md")


@pytest.fixture(scope="module")
def five() -> dict[str, Policy]:
    files = {company: policies.shipped(company)[-1] for company in policies.COMPANIES}
    return {company: load(file.text, file=file.name) for company, file in files.items()}


@pytest.mark.parametrize("company", policies.COMPANIES)
def test_the_table_of_each_company(five: dict[str, Policy], company: str) -> None:
    found = {cell.rule.id: cell.status.mark for cell in gap_table(five[company], on=ON)}
    assert found == {row["rule"]: row[company] for row in ROWS}


def test_the_rows_stand_in_the_order_of_the_table() -> None:
    assert [rule.id for rule in RULES.values() if rule.row] == [row["rule"] for row in ROWS]


@pytest.mark.parametrize("company", policies.COMPANIES)
def test_every_open_cell_is_a_finding_and_no_other(five: dict[str, Policy], company: str) -> None:
    said = {f.rule for f in lint_policy(five[company], on=ON) if f.status is not None}
    assert said == {row["rule"] for row in ROWS if row[company] in "△✘?"}


@pytest.mark.parametrize("company", policies.COMPANIES)
def test_what_nobody_knows_is_a_question_and_a_leak_promise_is_advice(
    five: dict[str, Policy], company: str
) -> None:
    weights: dict[str, Severity] = {
        f.rule: f.severity for f in lint_policy(five[company], on=ON) if f.status is not None
    }
    unknown = {row["rule"] for row in ROWS if row[company] == "?"}
    assert {weights[rule] for rule in unknown} <= {"question"}
    assert weights["leak_promise"] == "advice"
    partly = {row["rule"] for row in ROWS if row[company] == "△"}
    assert all(weights[rule] != "error" for rule in partly)


def test_no_fee_set_is_said_and_is_no_fault(five: dict[str, Policy]) -> None:
    said = [f for f in lint_policy(five["enhance"], on=ON) if f.rule == "fee_amount"]
    assert [(f.message.id, f.severity) for f in said] == [("lint.fee_amount.none_set", "advice")]


def test_what_is_there_may_still_be_out_of_date(five: dict[str, Policy]) -> None:
    said = [
        f.severity for f in lint_policy(five["enigmo"], on=ON) if f.rule == "organisation_outdated"
    ]
    assert said == ["warning", "question"]
