"""The files of an electronic answer: every program opens them, and none runs what is in them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc

import pytest

from chikai.app import disclosed_files as made
from chikai.app import excel_book
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


def test_a_text_longer_than_a_cell_goes_on_in_a_sheet_that_the_cell_names():
    openpyxl = pytest.importorskip("openpyxl")
    long = "".join(map(str, range(8_000))) + "𠮷" * 20_000
    table = made.disclosed(TABLE | {"rows": [("\x0b甲\r乙", long, "", "")]}, set())
    book = openpyxl.load_workbook(io.BytesIO(made.as_excel([table], "ja")))
    assert book.sheetnames == ["お客様 台帳", "長い文章の続き"]
    cell = book.worksheets[0]["B2"].value
    begun, found, _ = cell.partition("… （続きはシート「長い文章の続き」）")
    rest = list(book.worksheets[1].values)
    assert found and rest[0] == ("シート", "セル", "続きの文章")
    assert {row[:2] for row in rest[1:]} == {("お客様 台帳", "B2")}
    assert begun + "".join(row[2] for row in rest[1:]) == long
    written = [value for sheet in book for row in sheet.values for value in row if value]
    assert all(len(value.encode("utf-16-le")) <= 2 * 32_767 for value in written)
    assert book.worksheets[0]["A2"].value == "�甲\r乙", "what no cell can hold is seen to lack"
    assert read_csv(b"".join(made.as_csv(table, "ja")))[1][1] == long


def test_rows_and_columns_that_a_sheet_does_not_hold_go_on_in_the_next(monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(excel_book, "MOST_ROWS", 3)
    monkeypatch.setattr(excel_book, "MOST_COLUMNS", 3)
    rows = [(str(n), f"備考{n}", "1", f"2024-01-0{n}") for n in range(1, 6)]
    table = made.disclosed(TABLE | {"rows": rows}, set())
    book = openpyxl.load_workbook(io.BytesIO(made.as_excel([table], "ja")))
    more = ["お客様 台帳 （続き）", *(f"お客様 台帳 （続き） {n}" for n in range(2, 6))]
    assert book.sheetnames == ["お客様 台帳", *more]
    sheets = [list(sheet.values) for sheet in book]
    assert {sheet[0] for sheet in sheets[:3]} == {("氏名", "備考", "状態")}
    assert {sheet[0] for sheet in sheets[3:]} == {("日時",)}
    left, right = ([r for s in part for r in s[1:]] for part in (sheets[:3], sheets[3:]))
    assert [a + b for a, b in zip(left, right, strict=True)] == [
        (one, two, "有効", at) for one, two, _, at in rows
    ]


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
