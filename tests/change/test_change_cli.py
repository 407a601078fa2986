"""`chikai policy diff`, `plan` and `asof` as a privacy officer types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chikai.cli.main import main
from chikai.policies import shipped


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """Enigmo's policy with a fee of 1,200 yen from 5 December 2026."""
    text = shipped("enigmo")[-1].text
    text = text.replace("amount: 1000", "amount: 1200")
    text = text.replace("effective_from: 2025-04-01", "effective_from: 2026-12-05")
    file = tmp_path / "dearer.yaml"
    file.write_text(text, "utf-8")
    return file


def said(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str]:
    code = main([str(each) for each in args])
    return code, capsys.readouterr().out


def given(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, Any]:
    code, out = said(capsys, *args, "--json")
    return code, json.loads(out)


def test_diff_says_the_duty_of_a_dearer_fee(
    capsys: pytest.CaptureFixture[str], dearer: Path
) -> None:
    code, out = said(capsys, "policy", "diff", "enigmo", dearer, "--lang", "en")
    assert code == 0
    assert "Amount of the fee: 1,000 yen → 1,200 yen" in out
    assert "before it applies" in out and "APPI Art. 38(2)" in out


def test_diff_of_a_version_with_itself_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = said(capsys, "policy", "diff", "enigmo", "enigmo@2026-11-01", "--lang", "en")
    assert (code, out) == (0, "The two versions are the same\n")


def test_diff_of_two_companies_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = given(capsys, "policy", "diff", "enigmo", "actio")
    assert (code, answer["findings"][0]["code"]) == (2, "change.not_one_company")


def test_plan_asks_until_somebody_judges(capsys: pytest.CaptureFixture[str], dearer: Path) -> None:
    args = ("policy", "plan", "enigmo", dearer, "--publish", "2026-12-01")
    code, answer = given(capsys, *args)
    assert (code, answer["result"]["open"]) == (3, ["requests.fee.amount"])
    code, answer = given(capsys, *args, "--if-yes", "requests.fee.amount")
    assert (code, answer["result"]["effective"]) == (0, "2026-12-05")
    code, answer = given(capsys, *args, "--if-no", "requests.fee.amount")
    assert (code, answer["result"]["refused"]) == (1, ["requests.fee.amount"])
    code, answer = given(capsys, *args, "--if-yes", "requests.fee.unit")
    assert (code, answer["findings"][0]["code"]) == (2, "change.nothing_to_judge")


def test_plan_refuses_a_day_that_is_too_early(
    capsys: pytest.CaptureFixture[str], dearer: Path
) -> None:
    code, answer = given(
        capsys, "policy", "plan", "enigmo", dearer, "--publish", "2026-12-05",
        "--if-yes", "requests.fee.amount", "--person", "site=web-1",
    )  # fmt: skip
    assert code == 1
    assert answer["findings"][0]["code"] == "change.too_early"
    assert answer["result"]["effective"] == "2026-12-06"
    assert {s["who"] for s in answer["result"]["steps"] if s["role"] == "site"} == {"web-1"}


@pytest.mark.parametrize("person", ["site", "site=", "nobody=x", "site=山田"])
def test_a_task_is_for_a_role_and_an_id(
    capsys: pytest.CaptureFixture[str], dearer: Path, person: str
) -> None:
    code, _ = given(
        capsys, "policy", "plan", "enigmo", dearer, "--publish", "2026-12-01", "--person", person
    )
    assert code == 2


def test_asof_names_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = given(capsys, "policy", "asof", "enigmo", "R8.11.1")
    assert (code, answer["result"]["version"]) == (0, "2025-04-01")


def test_asof_of_a_company_with_two_versions_says_what_changed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, dearer: Path
) -> None:
    folder = tmp_path / "home" / "enigmo" / "policies"
    folder.mkdir(parents=True)
    (folder / "2026-12-05.yaml").write_text(dearer.read_text("utf-8"), "utf-8")
    args = ("policy", "asof", "enigmo", "2026-12-10", "--home", tmp_path / "home", "--lang", "en")
    code, out = said(capsys, *args)
    assert code == 0 and "1,000 yen → 1,200 yen" in out


def test_a_judgment_once_recorded_settles_the_plan(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A named person judges whether a changed purpose is reasonably related; the plan knows it."""
    home = tmp_path / "home"
    folder = home / "enigmo" / "policies"
    folder.mkdir(parents=True)
    text = shipped("enigmo")[-1].text.replace(
        "サービスの申込手続のため", "サービスの申込を受けるため"
    )
    text = text.replace("effective_from: 2025-04-01", "effective_from: 2027-01-05")
    (folder / "2027-01-05.yaml").write_text(text, "utf-8")
    where = ("--home", home)
    assert said(capsys, "setup", "enigmo", *where)[0] == 0
    plan = ("policy", "plan", "enigmo@2026-12-01", "enigmo@2027-01-05", "--publish", "2026-12-20")
    code, found = given(capsys, *plan, *where)
    (open_,) = [each["field"] for each in found["findings"]]
    assert code == 3
    judge = ("policy", "judge", "enigmo", open_, "--change", "2027-01-05", "--within", "yes")
    assert said(capsys, *judge, "--reasons", " ", *where)[0] == 2
    code, found = given(
        capsys,
        *judge,
        "--reasons",
        "同じ申込の手続を言い換えただけである。",
        "--by",
        "suzuki",
        *where,
    )
    assert (code, found["result"]["by"]) == (0, "suzuki")
    assert given(capsys, *plan, *where)[0] == 0
