"""The commands of publishing, as somebody types them."""

import json
from pathlib import Path

import pytest

from chikai.cli.main import main

PREFILL = "person: {name: 架空 花子, address: 東京都架空区見本一丁目2番3号}\n"


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str]:
    code = main([str(each) for each in args])
    return code, capsys.readouterr().out


def test_a_form_is_printed_as_pdf_or_html(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, begins in {"form.pdf": b"%PDF-1.7", "form.html": b"<!doctype html>"}.items():
        out = tmp_path / name
        code, _ = run(
            capsys, "policy", "form", "print", "bengo4", "disclosure",
            "--asker", "mandatary", "--out", out, "--home", tmp_path,
        )  # fmt: skip
        assert code == 0
        assert out.read_bytes().lstrip().startswith(begins)


def test_a_form_is_filled_in_from_a_file_and_nothing_of_it_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, out = tmp_path / "who.yaml", tmp_path / "form.html"
    given.write_text(PREFILL, "utf-8")
    code, said = run(
        capsys, "policy", "form", "print", "enigmo", "correction",
        "--prefill", given, "--out", out, "--home", tmp_path,
    )  # fmt: skip
    assert code == 0
    assert "架空 花子" in out.read_text("utf-8")
    assert "花子" not in said


def test_a_bad_prefill_ends_in_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "who.yaml"
    given.write_text("person:\n  name: 架空 花子\n  shoe_size: 23\n", "utf-8")
    code, said = run(
        capsys, "policy", "form", "print", "enigmo", "correction",
        "--prefill", given, "--out", tmp_path / "form.html", "--home", tmp_path, "--json",
    )  # fmt: skip
    (finding,) = json.loads(said)["findings"]
    assert code == 2
    assert (finding["line"], finding["field"]) == (3, "person.shoe_size")
    assert not (tmp_path / "form.html").exists()


@pytest.mark.parametrize(("company", "promises"), [("enigmo", 39), ("actio", 42)])
def test_trace_lists_every_promise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], company: str, promises: int
) -> None:
    code, said = run(capsys, "policy", "trace", company, "--home", tmp_path, "--json")
    found = json.loads(said)["result"]
    assert code == 0
    assert len(found) == promises
    assert all(each["test"] for each in found if each["keeps"] in ("code", "person"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_trace_reads_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    code, said = run(capsys, "policy", "trace", "en_japan", "--home", tmp_path, "--lang", lang)
    assert code == 0
    assert {"ja": "法に反する", "en": "in conflict with the law"}[lang] in said
