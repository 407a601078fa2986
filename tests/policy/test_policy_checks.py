"""`tests/checks.toml` and the policies together keep all 157 promises in sight."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

from chikai.policies import COMPANIES
from chikai.policy.walk import clauses

ROOT = Path(__file__).parents[2]
CHECKS = tomllib.loads((ROOT / "tests" / "checks.toml").read_text("utf-8"))
COUNT = {"E": 39, "B": 25, "N": 25, "J": 26, "K": 42}
LETTER = {"enigmo": "E", "bengo4": "B", "enhance": "N", "en_japan": "J", "actio": "K"}
PROCEDURE = {
    "E": range(14, 39),
    "B": range(15, 25),
    "N": (1, *range(19, 24), 25),
    "J": (*range(14, 18), 25),
    "K": (6, 9, *range(22, 37), 42),
}


def ids_of_procedure(letter: str) -> set[str]:
    return {f"{letter}-{n:02d}" for n in PROCEDURE[letter]}


def test_all_157_promises_are_listed():
    expected = [f"{c}-{n:02d}" for c, last in COUNT.items() for n in range(1, last + 1)]
    assert list(CHECKS) == expected
    assert len(CHECKS) == 157


def test_every_promise_has_words_and_an_owner():
    for id, check in CHECKS.items():
        assert set(check) >= {"promise", "owner", "test"}, id
        assert check["promise"] and check["owner"], id


def test_the_promises_of_the_request_procedure_belong_to_the_request_desk_and_are_tested():
    desk = {id for id, check in CHECKS.items() if check["owner"] == "request desk"}
    assert desk == set().union(*(ids_of_procedure(letter) for letter in PROCEDURE))
    assert [id for id in sorted(desk) if not CHECKS[id]["test"]] == []


def test_a_policy_names_only_promises_of_its_own_company(policy):
    carried = {check for clause in clauses(policy) for check in clause.checks}
    assert carried <= set(CHECKS)
    assert {id[0] for id in carried} == {LETTER[policy.company]}


def test_every_promise_of_the_request_procedure_stands_in_a_clause(policy):
    carried = {check for clause in clauses(policy) for check in clause.checks}
    assert ids_of_procedure(LETTER[policy.company]) - carried == set()


def test_every_promise_of_all_157_stands_in_a_clause_of_its_company(policies):
    carried = {
        company: {check for clause in clauses(policies[company]) for check in clause.checks}
        for company in COMPANIES
    }
    for id in CHECKS:
        (company,) = (name for name, letter in LETTER.items() if letter == id[0])
        assert id in carried[company], id
    assert sum(len(ids) for ids in carried.values()) == len(CHECKS) == 157


@cache
def functions_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


@pytest.mark.parametrize("id", [id for id, check in CHECKS.items() if check["test"]])
def test_every_test_that_is_named_exists(id):
    file, _, name = CHECKS[id]["test"].partition("::")
    assert name.startswith("test_")
    assert name in functions_in(file)
