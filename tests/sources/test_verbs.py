"""`chikai sources …` as the person who reviews a mapping uses it."""

import json
import sqlite3
from pathlib import Path

import pytest

from chikai.cli.main import main
from chikai.demo_data import build


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "enigmo"
    (folder / "sources").mkdir(parents=True)
    for each in build.mappings("enigmo"):
        (folder / "sources" / each.name).write_text(each.text, "utf-8")
    build.build("enigmo", folder / "shop.db")
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, dict]:
    code = main(["sources", *words, "--home", str(home), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_mapping_is_listed_checked_sampled_and_indexed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, listed = said(capsys, home, "list")
    assert [(s["source"], s["kind"]) for s in listed["result"]] == [("shop", "database")]
    code, checked = said(capsys, home, "check", "shop")
    assert code == 0 and len(checked["result"]["shape"]) == listed["result"][0]["tables"]
    _, sampled = said(capsys, home, "sample", "shop", "--rows", "5")
    forms = {f["form"] for s in sampled["result"] for f in s["forms"]}
    assert "漢漢" in forms and not any("山田" in form for form in forms)
    _, indexed = said(capsys, home, "index", "shop")
    with sqlite3.connect(home / "enigmo" / "shop.db") as connection:
        for each in indexed["result"]:
            connection.execute(each["statement"])
    connection.close()
    assert said(capsys, home, "index", "shop")[1]["result"] == []


def test_drift_is_a_finding_with_its_place_in_the_mapping(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(home / "enigmo" / "shop.db") as connection:
        connection.execute("ALTER TABLE orders RENAME COLUMN total TO total_yen")
    connection.close()
    code, checked = said(capsys, home, "check", "shop")
    found = [(f["code"], f["field"]) for f in checked["findings"]]
    assert code == 1 and ("sources.column_gone", "tables.orders.columns.total") in found
    assert ("sources.unmapped_column", "tables.orders.columns.total_yen") in found


def test_a_draft_is_written_once_and_tells_what_is_left(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_URL", f"sqlite:///{home}/enigmo/shop.db")
    out = home / "enigmo" / "sources" / "drafts" / "crm.yaml"
    words = ("inspect", "CRM_URL", "--name", "crm", "--company", "enigmo", "--out", str(out))
    assert said(capsys, home, *words)[0] == 0
    assert "url_env: CRM_URL" in out.read_text("utf-8")
    assert said(capsys, home, *words)[0] == 2, "nobody's review is overwritten"
    code, checked = said(capsys, home, "check", str(out))
    assert code == 1 and checked["result"]["draft"]
    codes = {f["code"] for f in checked["findings"]}
    assert {"sources.not_reviewed", "sources.personal_unknown"} <= codes
    assert said(capsys, home, "check", "shop")[0] == 0, "a draft apart stops nobody"
