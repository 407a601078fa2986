"""`chikai policy lint` at the command line: exit codes, JSON, SARIF, and fixes on disk."""

import json
from pathlib import Path
from typing import Any

import pytest
from laying import CLEAN, laid

from chikai.cli.main import main
from chikai.policy.lint import RULES
from chikai.policy.load import load

DAY = ("--asof", "2026-11-22")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIKAI_LANG", "en")
    (tmp_path / "clean.yaml").write_text(CLEAN, "utf-8")
    (tmp_path / "fee.yaml").write_text(laid(RULES["fee_on_free_kind"].example), "utf-8")

    def run(*args: str) -> tuple[int, str, str]:
        code = main(["policy", "lint", *args])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


class TestExitCode:
    def test_nothing_grave_is_0(self, run: Any) -> None:
        assert run("clean.yaml", *DAY, "--fail-on", "warning")[0] == 0

    def test_an_error_is_1(self, run: Any) -> None:
        assert run("clean.yaml", "fee.yaml", *DAY)[0] == 1

    def test_advice_counts_only_when_asked(self, run: Any) -> None:
        assert run("clean.yaml", *DAY, "--fail-on", "advice")[0] == 1

    @pytest.mark.parametrize("args", [("missing.yaml",), ("bad.yaml",), ("nobody",)])
    def test_bad_input_is_2(self, run: Any, tmp_path: Path, args: tuple[str]) -> None:
        (tmp_path / "bad.yaml").write_text("schema: 1\nunknown: 2\n", "utf-8")
        assert run(*args, *DAY)[0] == 2

    def test_a_bad_day_is_2(self, run: Any) -> None:
        assert run("clean.yaml", "--asof", "yesterday")[0] == 2


def test_a_finding_names_its_place_article_and_remedy(run: Any) -> None:
    _, out, err = run("fee.yaml", *DAY)
    text = Path("fee.yaml").read_text("utf-8")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each.strip() == "- correction")
    assert f"fee.yaml:{line}:7: error fee_on_free_kind: " in err
    assert "(APPI Art. 38(1))" in err
    assert "→ Delete this kind from `requests.fee.kinds`." in err
    assert "Amount of the fee" in out


def test_json_has_the_shape_of_every_finding(run: Any) -> None:
    code, out, err = run("fee.yaml", *DAY, "--format", "json")
    given = json.loads(out)
    assert (code, err, given["ok"]) == (1, "", False)
    finding = next(f for f in given["findings"] if f["code"] == "fee_on_free_kind")
    assert {"code", "severity", "file", "line", "column", "field", "because", "ja", "en"} <= set(
        finding
    )
    assert finding["field"] == "requests.fee.kinds[1]"
    assert finding["edits"] == [{"first": finding["line"], "last": finding["line"], "lines": []}]
    assert given["result"][0]["table"][0]["rule"] == "stated_name"
    assert json.loads(run("fee.yaml", *DAY, "--json")[1])["findings"] == given["findings"]


class TestSarif:
    """SARIF 2.1.0 (OASIS), the parts code review reads."""

    @pytest.fixture
    def log(self, run: Any) -> Any:
        code, out, err = run("fee.yaml", "enigmo", *DAY, "--format", "sarif")
        assert (code, err) == (1, "")
        return json.loads(out)

    def test_version_tool_and_rules(self, log: Any) -> None:
        assert log["version"] == "2.1.0"
        (only,) = log["runs"]
        driver = only["tool"]["driver"]
        assert driver["name"] == "chikai"
        assert [each["id"] for each in driver["rules"]] == list(RULES)
        for each in driver["rules"]:
            assert each["shortDescription"]["text"] and each["help"]["text"]
            assert each["properties"]["page"] == f"docs/reference/lint/{each['id']}.en.md"
            assert each["defaultConfiguration"]["level"] in ("error", "warning", "note")

    def test_every_result_has_a_rule_a_level_and_a_place(self, log: Any) -> None:
        (only,) = log["runs"]
        rules = only["tool"]["driver"]["rules"]
        assert only["results"]
        for result in only["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note")
            (where,) = result["locations"]
            place = where["physicalLocation"]
            assert place["artifactLocation"]["uri"] in ("fee.yaml", "enigmo/2025-04-01.yaml")
            assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1

    def test_a_fix_replaces_whole_lines(self, log: Any) -> None:
        result = next(r for r in log["runs"][0]["results"] if r["ruleId"] == "fee_on_free_kind")
        (fix,) = result["fixes"]
        (change,) = fix["artifactChanges"]
        (replacement,) = change["replacements"]
        line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
        assert replacement == {
            "deletedRegion": {
                "startLine": line,
                "startColumn": 1,
                "endLine": line + 1,
                "endColumn": 1,
            },
            "insertedContent": {"text": ""},
        }


class TestFix:
    def test_it_writes_the_file_and_what_is_left_is_clean(self, run: Any) -> None:
        code, out, _ = run("fee.yaml", *DAY, "--fix")
        assert code == 0
        assert "fee.yaml was mended" in out
        fee = load(Path("fee.yaml").read_text("utf-8"), file="fee.yaml").requests.fee
        assert fee and fee.kinds == ("disclosure",)
        assert sorted(p.name for p in Path().iterdir()) == ["clean.yaml", "fee.yaml"]

    def test_a_clean_file_is_not_touched(self, run: Any) -> None:
        before = Path("clean.yaml").stat().st_mtime_ns
        assert run("clean.yaml", *DAY, "--fix")[0] == 0
        assert Path("clean.yaml").stat().st_mtime_ns == before

    def test_a_shipped_policy_is_not_written(self, run: Any) -> None:
        code, _, err = run("enigmo", *DAY, "--fix")
        assert code == 2
        assert "copy a shipped policy first" in err


def test_a_company_is_read_in_every_version_its_own_files_first(run: Any, tmp_path: Path) -> None:
    own = tmp_path / "chikai-home" / "enigmo" / "policies"
    own.mkdir(parents=True)
    (own / "2026-10-01.yaml").write_text(
        laid("{company: enigmo, effective_from: 2026-10-01}"), "utf-8"
    )
    given = json.loads(run("enigmo", *DAY, "--format", "json")[1])
    assert [each["version"] for each in given["result"]] == ["2025-04-01", "2026-10-01"]
