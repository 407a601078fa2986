"""A folder of CSV and Excel files is drafted, checked and sampled like a database."""

import json
from pathlib import Path

import openpyxl
import pytest
from ruamel.yaml import YAML

from chikai.cli.main import main

MEMBERS = """会員番号,氏名,フリガナ,生年月日,住所,電話番号
M0001,見本 太郎,ミホン タロウ,1980-05-06,東京都架空区見本一丁目1番1号,090-0000-0001
M0002,架空 花,カクウ ハナ,1975-11-20,大阪府架空市例2-3-4,03-0000-0002
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "members.csv").write_bytes(MEMBERS.encode("cp932"))
    (folder / "shops.csv").write_text("shop_id,open_year\n1,1999\n2,2005\n", "utf-8")
    book = openpyxl.Workbook()
    book.active.title = "来店"
    book.active.append(["no", "会員番号", "来店日"])
    book.active.append([1, "M0001", "2024-02-03"])
    book.create_sheet("空")
    book.save(folder / "visits.xlsx")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "enigmo" / "sources").mkdir(parents=True)
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, dict]:
    code = main(["sources", *words, "--home", str(home), "--company", "enigmo", "--json"])
    return code, json.loads(capsys.readouterr().out)


def settled(draft: str, home: Path, folder: Path) -> Path:
    """The draft as a person leaves it."""
    mapping = YAML(typ="safe").load(draft)
    mapping |= {"reviewed": {"by": "engineer", "on": "2026-11-01"}, "url": str(folder)}
    del mapping["url_env"]
    for table in mapping["tables"].values():
        table["category"] = "customers"
        for column in table["columns"].values():
            if column.get("item") == "unknown":
                column["item"] = "name"
            if column.get("personal") == "unknown":
                column["personal"] = False
    file = home / "enigmo" / "sources" / "paper.yaml"
    YAML(typ="safe").dump(mapping, file)
    return file


def test_a_folder_is_drafted_checked_and_sampled(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = said(capsys, home, "inspect", str(folder), "--name", "paper")
    draft = found["result"]["draft"]
    assert code == 0 and "kind: files" in draft
    assert 'name: "members.csv"' in draft and 'name: "visits.xlsx#来店"' in draft
    assert "birth_date: [生年月日]" in draft and "見本" not in draft, "no value is shown"
    assert "table: members, to: [会員番号]" in draft, "whose a visit is"
    assert '- "shops.csv"' in draft.split("elsewhere:")[1] and "空" not in draft
    settled(draft, home, folder)
    code, checked = said(capsys, home, "check", "paper")
    assert code == 0, checked
    assert set(checked["result"]["shape"]) == {"members.csv", "visits.xlsx#来店"}
    _, sampled = said(capsys, home, "sample", "paper")
    forms = {s["column"]: [f["form"] for f in s["forms"]] for s in sampled["result"]}
    assert forms["電話番号"] == ["999-9999-9999", "99-9999-9999"]
    assert not any("見本" in form for of in forms.values() for form in of)


def test_a_column_and_a_sheet_nobody_mapped_are_findings(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = said(capsys, home, "inspect", str(folder), "--name", "paper")
    settled(found["result"]["draft"], home, folder)
    (folder / "members.csv").write_text(MEMBERS.replace("電話番号", "電話"), "utf-8")
    book = openpyxl.load_workbook(folder / "visits.xlsx")
    book["空"].append(["会員番号", "苦情"])
    book["空"].sheet_state = "hidden"
    book.save(folder / "visits.xlsx")
    code, checked = said(capsys, home, "check", "paper")
    codes = {(f["code"], f["field"]) for f in checked["findings"]}
    assert code == 1
    assert ("sources.column_gone", "tables.members.columns.電話番号") in codes
    assert ("sources.unmapped_table", "tables.visits.xlsx#空") in codes


@pytest.mark.parametrize(
    ("where", "told"),
    [("files/members.csv", "sources.its_folder"), ("empty", "sources.no_files_there")],
)
def test_an_address_that_is_no_folder_of_files_says_what_is_meant(
    folder: Path, home: Path, where: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "empty").mkdir()
    code, found = said(capsys, home, "inspect", str(folder.parent / where), "--name", "paper")
    assert code == 2 and [f["code"] for f in found["findings"]] == [told]
