"""`chikai policy import`: where its output goes, its exit codes, and what it refuses."""

import json
from pathlib import Path

import pytest
from draft_reading import PAGES

from chikai.cli.main import main

PAGE = str(PAGES / "mihon.html")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIKAI_LANG", "en")


def test_the_draft_goes_to_standard_output_and_the_report_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "import", PAGE, "--company", "mihon"]) == 3
    shown = capsys.readouterr()
    assert "company: mihon\n" in shown.out
    assert "taken" in shown.err
    assert "schema: 1" not in shown.err


def test_with_out_both_are_files_and_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mihon.yaml"
    assert main(["policy", "import", PAGE, "--out", str(out)]) == 3
    assert "schema: 1" in out.read_text("utf-8")
    assert "| taken |" in (tmp_path / "mihon.report.md").read_text("utf-8")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mihon.report.md", "mihon.yaml"]
    capsys.readouterr()
    out.write_text("mine", "utf-8")
    assert main(["policy", "import", PAGE, "--out", str(out)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert out.read_text("utf-8") == "mine"


def test_json_gives_draft_sentences_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "import", PAGE, "--json"]) == 3
    result = json.loads(capsys.readouterr().out)["result"]
    counts = result["counts"]
    assert counts["sentences"] == len(result["sentences"])
    assert counts["sentences"] == sum(counts[k] for k in ("taken", "partly", "not_taken"))
    assert {each["mark"] for each in result["sentences"]} <= {"taken", "partly", "not_taken"}
    assert any(each["at"] == "company" for each in result["questions"])


def test_check_of_a_draft_names_the_missing_translation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mihon.yaml"
    main(["policy", "import", PAGE, "--company", "mihon", "--out", str(out)])
    capsys.readouterr()
    assert main(["policy", "check", str(out)]) == 2
    said = capsys.readouterr().err
    assert "`about.name.en` is missing" in said or "about.name.en" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n", "the file is no text"),
        (b"\x80\x81\xfe\xff\xfd" * 20, "save the file as UTF-8"),
        (b"%PDF-1.7 nothing", "cannot be read as a PDF"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(
    data: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page"
    file.write_bytes(data)
    assert main(["policy", "import", str(file)]) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.out == ""


def test_a_missing_file_and_a_bad_name_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "import", "nowhere.html"]) == 2
    assert main(["policy", "import", PAGE, "--company", "Mihon Ltd"]) == 2
    assert "lower-case" in capsys.readouterr().err
