"""`chikai policy trace`: all 157 promises, and nothing called kept without a test that runs."""

import ast
import importlib
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from published_house import policy_of

from chikai.cli import every  # noqa: F401  (registers the commands)
from chikai.cli.verb import VERBS
from chikai.policies import COMPANIES
from chikai.policy.model import Policy
from chikai.policy.trace import Keeps, Traced, counts, trace
from chikai.words import LANGS, sentences

ROOT = Path(__file__).parents[2]
CHECKS = tomllib.loads((ROOT / "tests" / "checks.toml").read_text("utf-8"))
ALL = [each for company in COMPANIES for each in trace(policy_of(company))]
KEPT = [each for each in ALL if each.keeps in (Keeps.CODE, Keeps.PERSON)]
BY_CHECK = {each.check: each for each in ALL}


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_all_157_promises_are_traced_once() -> None:
    assert len(ALL) == 157
    assert set(BY_CHECK) == set(CHECKS)


def test_the_table_names_no_promise_that_no_policy_makes() -> None:
    file = ROOT / "src" / "chikai" / "policy" / "trace.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    assert {(company, id) for company in table for id in table[company]} == {
        (company, each.check) for company in COMPANIES for each in trace(policy_of(company))
    }


@pytest.mark.parametrize("each", KEPT, ids=lambda each: each.check)
def test_what_is_called_kept_has_a_test_that_exists(each: Traced) -> None:
    assert each.test, "kept without a test"
    file, _, name = each.test.partition("::")
    assert name.startswith("test_")
    assert name in functions(file)
    assert each.test == CHECKS[each.check]["test"]


@pytest.mark.parametrize("each", KEPT, ids=lambda each: each.check)
def test_what_is_called_kept_names_a_module_or_a_task_and_a_command(each: Traced) -> None:
    assert each.at in {verb.path for verb in VERBS}
    if each.keeps is Keeps.CODE:
        assert each.by is not None
        assert importlib.import_module(each.by)
    else:
        assert f"trace.task.{each.task}" in sentences("ja")


def test_a_conflict_names_its_law_and_what_is_not_kept_claims_nothing() -> None:
    for each in ALL:
        if each.keeps is Keeps.CONFLICT:
            assert each.law, each.check
        if each.keeps is Keeps.NOT_YET:
            assert (each.by, each.at, each.task, each.test) == (None, None, None, None)
            for lang in LANGS:
                assert f"trace.waits.{each.waits}" in sentences(lang)


@pytest.mark.parametrize(
    ("check", "law"),
    [
        ("E-01", "appi:16.4"),
        ("B-12", "appi:27.2"),
        ("B-13", "appi:27.5.iii"),
        ("J-16", "appi:33.2.ii"),
        ("J-24", "appi:17.2"),
        ("K-03", "my_number:19"),
        ("K-14", "my_number:9"),
        ("K-37", "appi:26.1"),
        ("K-40", "appi:18.1"),
    ],
)
def test_promises_that_the_law_forbids_are_shown_as_such(check: str, law: str) -> None:
    found = BY_CHECK[check]
    assert found.keeps is Keeps.CONFLICT
    assert law in {cited.code for cited in found.law}


def test_counts_add_up_and_a_policy_nobody_traced_keeps_nothing(policy: Policy) -> None:
    found = trace(policy)
    assert counts(found) == {k: Counter(e.keeps for e in found)[k] for k in Keeps}
    other = trace(policy.model_copy(update={"company": "somebody_else"}))
    assert [each.check for each in other] == [each.check for each in found]
    assert {each.keeps for each in other} == {Keeps.NOT_YET}
