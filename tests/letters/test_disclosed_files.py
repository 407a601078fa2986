"""The files of an electronic answer: every program opens them, and none runs what is in them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc

import pytest

from chikai.app import disclosed_files as made
from chikai.app.gather.annex import cell_of

COLUMNS = [
    {"item": "name", "ja": "氏名", "en": "name", "format": "text", "values": []},
    {"item": "note", "ja": "備考", "en": "note", "format": "text", "values": []},
    {"item": "status", "ja": "状態", "en": "status", "format": "enum",
     "values": [["1", "有効", "active"]]},
    {"item": "at", "ja": "日時", "en": "at", "format": "datetime", "values": []},
]  # fmt: skip
ROW = ("架空 太郎", '=HYPERLINK("http://example.jp","押して")', "1", "2024-01-02T03:04:05+09:00")
TABLE = {"label": {"ja": "お客様/台帳", "en": "Customers"}, "columns": COLUMNS, "rows": [ROW]}


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_opens_in_excel_with_japanese_heads_labels_and_zones():
    content = b"".join(made.as_csv(made.disclosed(TABLE, set()), "ja"))
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = read_csv(content)
    assert head == ["氏名", "備考", "状態", "日時"]
    assert row[2:] == ["有効", "2024-01-02T03:04:05+09:00"]


@pytest.mark.parametrize("armed", ["=1+1", "+1+1|cmd", "-1+1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1"])
def test_no_cell_of_a_csv_is_a_formula(armed):
    table = TABLE | {"rows": [(armed, "-1200", "+81", None)]}
    _, row = read_csv(b"".join(made.as_csv(made.disclosed(table, set()), "ja")))
    assert row == ["'" + armed, "-1200", "'+81", ""], "a plain negative number stays a number"


def test_the_json_says_what_stored_codes_mean():
    """A program and a person who read it alone can still tell what `1` is."""
    (table,) = json.loads(
        b"".join(made.as_json([made.disclosed(TABLE, set())], letter="l", case="c", withheld=[]))
    )["tables"]
    assert table["columns"][2]["values"] == {"1": {"ja": "有効", "en": "active"}}
    assert "values" not in table["columns"][0] and table["rows"][0][2] == "1"


@pytest.mark.parametrize("value", ["²", "--5", "1,000", "9" * 5_000, "一"])
def test_an_amount_that_is_no_number_stands_as_it_is_stored(value):
    assert cell_of(value, {"format": "amount", "values": []}) == value


def test_what_is_withheld_is_in_no_file():
    tables = [made.disclosed(TABLE, {"note"})]
    files = made.files(tables, b"".join(made.as_json(tables, letter="l", case="c", withheld=[])),
                       "ja")  # fmt: skip
    assert all(b"HYPERLINK" not in content for content in files.values())


def test_the_excel_file_holds_text_only_and_a_sheet_for_each_table():
    openpyxl = pytest.importorskip("openpyxl")
    tables = [made.disclosed(TABLE, set()), made.disclosed(TABLE | {"rows": []}, set())]
    book = openpyxl.load_workbook(io.BytesIO(made.as_excel(tables, "ja")))
    assert book.sheetnames == ["お客様 台帳", "お客様 台帳 2"]
    first = book["お客様 台帳"]
    assert [c.value for c in first[1]] == ["氏名", "備考", "状態", "日時"]
    assert [c.value for c in first[2]] == [ROW[0], ROW[1], "有効", ROW[3]]
    assert {c.data_type for c in first[2]} == {"s"}, "a formula would be `f`"
    assert openpyxl.load_workbook(io.BytesIO(made.as_excel([], "ja"))).sheetnames == ["-"]


def test_a_text_longer_than_a_cell_is_cut_in_excel_and_whole_in_csv():
    openpyxl = pytest.importorskip("openpyxl")
    table = made.disclosed(TABLE | {"rows": [("長" * 40_000, "\x0b", "", "")]}, set())
    sheet = openpyxl.load_workbook(io.BytesIO(made.as_excel([table], "ja"))).active
    assert len(sheet["A2"].value) == 32_767 and sheet["A2"].value.endswith("…")
    assert read_csv(b"".join(made.as_csv(table, "ja")))[1][0] == "長" * 40_000


def test_the_index_names_every_file_and_its_hash():
    tables = [made.disclosed(TABLE, set())]
    data = b"".join(made.as_json(tables, letter="letter-1", case="case-1", withheld=[]))
    files = made.files(tables, data, "ja")
    assert list(files) == ["index.csv", "data.json", "data.xlsx", "01_お客様 台帳.csv"]
    listed = {row[0]: row[3] for row in read_csv(files["index.csv"])[1:]}
    assert listed == {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n in listed}
    assert set(listed) == set(files) - {"index.csv"}
    said = json.loads(data)
    assert said["tables"][0]["rows"] == [list(ROW)] and said["withheld"] == []


def test_rows_are_never_all_in_memory():
    rows = 20_000

    class Rows:
        def __iter__(self):
            return (("架空 太郎" * 5, str(n), "1", "2024-01-02") for n in range(rows))

    table = made.disclosed(TABLE | {"rows": Rows()}, set())
    tracemalloc.start()
    size = sum(len(p) for p in made.as_json([table], letter="l", case="c", withheld=[]))
    size += sum(map(len, made.as_csv(table, "ja")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 3_000_000 and peak < size / 8
