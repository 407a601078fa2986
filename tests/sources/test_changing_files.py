"""Erasing and correcting in files: CSV, Excel, Parquet and JSON lines, here and in S3."""

from __future__ import annotations

import html
import itertools
import json
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from chikai.adapters.sources.bucket import Bucket
from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.company import CompanySources
from chikai.adapters.sources.folder import Changed
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Correction, Plan, Wanted, Work
from chikai.people.model import Name, Person
from chikai.ports import Moved, Refused, Standing
from chikai.ports.changes import Verified

TARO = Person(names=(Name("見本 太郎"),), phones=("090-0000-2001",))
ON = date(2026, 11, 22)


def mapping(members: str, visits: str) -> str:
    return f"""
schema: 1
source: lists
company: enigmo
label: {{ja: 一覧表, en: Lists}}
kind: files
url_env: LISTS
tables:
  members:
    name: {json.dumps(members, ensure_ascii=False)}
    category: customers
    label: {{ja: 会員, en: Members}}
    key: 番号
    recognise: {{name: 氏名, phone: 電話}}
    erase: columns
    columns:
      番号: {{personal: false}}
      氏名: {{item: name, label: {{ja: 氏名, en: Name}}, erase: {{replace: 削除済み}}}}
      電話: {{item: phone, label: {{ja: 電話, en: Phone}}, erase: null}}
      登録日:
        item: order_history
        label: {{ja: 登録日, en: Since}}
        format: date
        erase: {{generalise: year}}
  visits:
    name: {json.dumps(visits, ensure_ascii=False)}
    category: customers
    label: {{ja: 来店, en: Visits}}
    key: 回
    follows: {{会員: members.番号}}
    erase: row
    columns:
      回: {{personal: false}}
      会員: {{personal: false}}
      内容: {{item: inquiry_text, label: {{ja: 内容, en: What}}}}
"""


@dataclass
class Lists:
    """Files somewhere, and what Chikai may do to them."""

    url: str
    text: str
    passed: list[str]

    def changes(self, stop_at: str = "") -> SourceChanges:
        def failpoint(name: str) -> None:
            self.passed.append(name)
            if name == stop_at:
                raise KeyboardInterrupt(name)

        read = load_mapping(self.text, file="lists.yaml")
        sources = CompanySources([read], address=lambda _: self.url, environ={})
        return sources.changes(failpoint)

    def plan(self, work: Work = Work.ERASE, **more: Any) -> tuple[Plan, bytes, Wanted]:
        wanted = Wanted(work=work, on=ON, **more)
        salts = (f"salt-{n}" for n in itertools.count())
        made, contents = self.changes().plan(TARO, wanted, case="c", salt=lambda: next(salts))
        return made, contents, wanted

    def done(self, work: Work = Work.ERASE, **more: Any) -> tuple[Plan, bytes, Verified]:
        plan, contents, wanted = self.plan(work, **more)
        return plan, contents, self.changes().apply(plan, contents, wanted)


@pytest.fixture
def bucket(s3: Any) -> Any:
    s3.create_bucket(Bucket="lists")
    return s3


CSV = (
    '番号,氏名,電話,"登録日"\r\n'
    '1, 見本 太郎 ,"(090) 0000-2001",2019/05/06\r\n'
    '2,"引用""符, 太郎",090-0000-9999,2020/01/02\r\n'
    "3,例示 次郎,09000002003,\r\n"
)
VISITS = (
    '{"回": 1, "会員": "1", "内容":"来店"}\n'
    '{ "回":2,"会員" :"3","内容": "別人\\u3042" }\n\n'
    '{"回": 3, "会員": "1", "内容": "返品"}'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_byte_of_other_rows_stays(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "members.csv").write_bytes(CSV.encode(encoding))
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    (tmp_path / "members.csv").chmod(0o640)
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, _, seen = lists.done()
    assert seen.clean and plan.rows == 3
    assert [(t.table, t.rows, t.deletes) for t in plan.sources[0].tables] == [
        ("members", 1, False),
        ("visits", 2, True),
    ]
    now = (tmp_path / "members.csv").read_bytes()
    after = '1,削除済み,"",2019/01/01\r\n'
    lines = CSV.splitlines(keepends=True)
    assert now == "".join([lines[0], after, *lines[2:]]).encode(encoding)
    assert (tmp_path / "visits.jsonl").read_text("utf-8") == VISITS.splitlines(True)[1] + "\n"
    assert (tmp_path / "members.csv").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "visits.jsonl"]


def test_what_was_erased_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(CSV.encode())
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, contents, _ = lists.done()
    lists.changes().undo(plan, contents)
    assert lists.changes().standing(plan, contents) == {"lists": Standing.UNTOUCHED}
    assert "(090) 0000-2001" in (tmp_path / "members.csv").read_text("utf-8")
    lists.changes().undo(plan, contents)  # again, after a crash


def test_a_correction_keeps_the_form_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(CSV.encode("cp932"))
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    wish = (Correction("order_history", "2019-05-06", "2019-05-07"),)
    _, _, seen = lists.done(Work.CORRECT, corrections=wish)
    assert seen.clean
    assert (tmp_path / "members.csv").read_bytes() == CSV.replace("05/06", "05/07").encode("cp932")
    with pytest.raises(Refused) as caught:
        lists.plan(Work.CORRECT, corrections=(Correction("name", "見本 太郎", "髙橋 𠮷"),))
    assert caught.value.problems[0].code == "plan.not_encodable"


def book(path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    made = Workbook()
    sheet = made.active
    sheet.title = "会員"
    sheet.append(["番号", "氏名", "電話", "登録日"])
    sheet.append([1, "見本 太郎", "090-0000-2001", datetime(2019, 5, 6)])
    sheet.append([2, "見本 花子", "090-0000-9999", datetime(2020, 1, 2)])
    sheet["B2"].font = Font(bold=True)
    sheet["D2"].number_format = sheet["D3"].number_format = "yyyy/mm/dd"
    sheet["A3"].comment = Comment("別の人のメモ", "担当")
    made.create_sheet("集計").append(["=会員!A2*2"])
    visits = made.create_sheet("来店")
    for row in (
        ["回", "会員", "内容"],
        [1, 1, "見本 太郎様ご来店"],
        [2, 2, "別人の来店"],
        [3, 1, "返品"],
    ):
        visits.append(row)
    made.save(path)
    share_texts(path)


def share_texts(path: Path) -> None:
    """The book as Excel writes it: texts in a table of their own, with their kana."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    texts: dict[str, int] = {}

    def shared(found: re.Match[str]) -> str:
        return f't="s"><v>{texts.setdefault(html.unescape(found[1]), len(texts))}</v>'

    for name in parts:
        if "worksheets/sheet" in name:
            cell = r't="inlineStr"><is><t[^>]*>([^<]*)</t></is>'
            parts[name] = re.sub(cell, shared, parts[name])
    kana = '<rPh sb="0" eb="2"><t>ミホン</t></rPh>'
    table = "".join(f"<si><t>{text}</t>{kana * ('見本' in text)}</si>" for text in texts)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{table}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    there = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", there)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)


def test_a_book_keeps_its_formats_formulas_and_every_other_part(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "book.xlsx"
    book(file)
    with zipfile.ZipFile(file) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    lists = Lists(str(tmp_path), mapping("book.xlsx#会員", "book.xlsx#来店"), [])
    plan, contents, seen = lists.done()
    assert seen.clean, seen
    members, visits = load_workbook(file)["会員"], load_workbook(file)["来店"]
    assert [c.value for c in members[2]] == [
        1,
        "削除済み",
        None,
        datetime(2019, 1, 1),
    ]
    assert members["B2"].font.bold and members["D2"].number_format == "yyyy/mm/dd"
    assert [c.value for c in members[3]][:3] == [2, "見本 花子", "090-0000-9999"]
    assert [[c.value for c in row] for row in visits.iter_rows(min_row=2)] == [
        [None, None, None],
        [2, 2, "別人の来店"],
        [None, None, None],
    ]
    with zipfile.ZipFile(file) as after:
        now = {name: after.read(name) for name in after.namelist()}
    differ = {name for name in parts if parts[name] != now[name]}
    assert differ == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
        "xl/sharedStrings.xml",
    }
    assert not any("見本 太郎".encode() in part for part in now.values())
    assert "見本 花子".encode() in now["xl/sharedStrings.xml"]
    lists.changes().undo(plan, contents)
    assert [c.value for c in load_workbook(file)["会員"][2]][:3] == [
        1,
        "見本 太郎",
        "090-0000-2001",
    ]
    assert lists.changes().standing(plan, contents) == {"lists": Standing.UNTOUCHED}


def test_rows_below_the_size_a_book_states_are_read(tmp_path: Path) -> None:
    """Programs leave a wrong size behind; what lies below it is the person's all the same."""
    book(tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet3.xml"
    parts[sheet] = parts[sheet].replace(b'ref="A1:C4"', b'ref="A1:C2"')
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    lists = Lists(str(tmp_path), mapping("book.xlsx#会員", "book.xlsx#来店"), [])
    plan, _, _ = lists.plan()
    assert [table.rows for table in plan.sources[0].tables] == [1, 2]


def test_a_book_that_is_open_or_computes_a_cell_is_not_touched(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "book.xlsx"
    book(file)
    lists = Lists(str(tmp_path), mapping("book.xlsx#会員", "book.xlsx#来店"), [])
    plan, contents, wanted = lists.plan()
    (tmp_path / "~$book.xlsx").write_bytes(b"held")
    for attempt in (lists.plan, lambda: lists.changes().apply(plan, contents, wanted)):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.problems[0].code == "plan.file_open"
    (tmp_path / "~$book.xlsx").unlink()
    made = load_workbook(file)
    made["来店"]["C2"] = "=B2"
    made.save(file)
    with pytest.raises(Refused) as caught:
        lists.plan()
    assert caught.value.problems[0].code == "plan.cell_is_formula"


def test_parquet_keeps_types_order_and_metadata(tmp_path: Path) -> None:
    import polars as pl

    members = pl.DataFrame({
        "番号": pl.Series([1, 2, 3], dtype=pl.Int16),
        "氏名": ["見本 太郎", "見本 花子", "例示 次郎"],
        "電話": ["090-0000-2001", "090-0000-9999", None],
        "登録日": [date(2019, 5, 6), date(2020, 1, 2), None],
    })  # fmt: skip
    visits = pl.DataFrame({"回": [1, 2, 3], "会員": [1, 2, 1], "内容": ["来店", "別人", "返品"]})
    members.write_parquet(tmp_path / "m.parquet", metadata={"made_by": "night export"})
    visits.write_parquet(tmp_path / "v.parquet")
    lists = Lists(str(tmp_path), mapping("m.parquet", "v.parquet"), [])
    plan, contents, seen = lists.done()
    assert seen.clean
    now = pl.read_parquet(tmp_path / "m.parquet")
    assert now.schema == members.schema and now.rows()[1:] == members.rows()[1:]
    assert now.row(0) == (1, "削除済み", None, date(2019, 1, 1))
    assert pl.read_parquet_metadata(tmp_path / "m.parquet")["made_by"] == "night export"
    assert pl.read_parquet(tmp_path / "v.parquet").rows() == [(2, 2, "別人")]
    lists.changes().undo(plan, contents)
    assert pl.read_parquet(tmp_path / "m.parquet").equals(members)


def test_old_values_in_copies_are_found(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(CSV.encode("cp932"))
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    (tmp_path / "members.csv.bak").write_bytes(CSV.encode("cp932"))
    (tmp_path / "visits.txt").write_text("別人", "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, contents, seen = lists.done()
    assert [(r.code, r.table) for r in seen.found] == [("plan.left.beside", "members.csv.bak")]
    (tmp_path / "members.csv.bak").unlink()
    assert lists.changes().verify(plan, contents).clean


def test_a_file_that_another_table_reads_is_no_copy(tmp_path: Path) -> None:
    """The receipts are kept for the books, and the plan says so: they make it no less complete."""
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    (tmp_path / "members_paid.csv").write_text("回,会員,宛名\n1,1, 見本 太郎 \n", "utf-8")
    kept = """\
  paid:
    name: members_paid.csv
    category: customers
    label: {ja: 領収, en: Receipts}
    key: 回
    follows: {会員: members.番号}
    erase: {keep: {reason: {ja: 帳簿, en: Books}, law: {ja: 法人税法, en: Corporation Tax Act}}}
    columns:
      回: {personal: false}
      会員: {personal: false}
      宛名: {item: name, label: {ja: 宛名, en: Made out to}}
"""
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl") + kept, [])
    plan, _, seen = lists.done()
    assert [(k.table, k.rows) for k in plan.sources[0].kept] == [("paid", 1)]
    assert seen.clean, seen


@pytest.mark.parametrize("file", ["members.csv", "members.parquet"])
def test_a_text_that_becomes_empty_is_done(tmp_path: Path, file: str) -> None:
    """Whoever reads a file does not tell an empty text from an empty cell."""
    import polars as pl

    (tmp_path / "members.csv").write_text(CSV, "utf-8", newline="")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    if file == "members.parquet":
        pl.read_csv(tmp_path / "members.csv").write_parquet(tmp_path / file)
        (tmp_path / "members.csv").unlink()
    text = mapping(file, "visits.jsonl").replace("{replace: 削除済み}", "{replace: ''}")
    lists = Lists(str(tmp_path), text, [])
    plan, contents, seen = lists.done()
    assert not seen.differing
    assert lists.changes().standing(plan, contents) == {"lists": Standing.DONE}
    lists.changes().undo(plan, contents)
    assert lists.changes().standing(plan, contents) == {"lists": Standing.UNTOUCHED}


def test_a_key_that_stands_twice_is_a_question(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(CSV + "1,別人,,\r\n", "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    with pytest.raises(Refused) as caught:
        Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), []).plan()
    assert caught.value.problems[0].code == "plan.key_twice"


# --- others write at the same time, and the power fails -----------------------------------------


def test_rows_that_others_wrote_meanwhile_stay(tmp_path: Path) -> None:
    """The night export adds a row between our reading and our writing: it is there afterwards."""
    file = tmp_path / "members.csv"
    file.write_text(CSV, "utf-8", newline="")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, contents, wanted = lists.plan()
    changes = lists.changes()

    def add_once(name: str) -> None:
        if name == "sources.files.staged" and "4,新しい" not in file.read_text("utf-8"):
            file.write_text(file.read_text("utf-8") + "4,新しい 人,,\r\n", "utf-8", newline="")

    changes._parts._failpoint = add_once
    assert changes.apply(plan, contents, wanted).clean
    assert "4,新しい 人" in file.read_text("utf-8") and "削除済み" in file.read_text("utf-8")

    assert lists.changes().standing(plan, contents) == {"lists": Standing.DONE}


def test_a_row_that_changed_since_the_plan_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, contents, wanted = lists.plan()
    more = VISITS + '\n{"回": 4, "会員": "1", "内容": "再来店"}\n'
    (tmp_path / "visits.jsonl").write_text(more, "utf-8")
    before = (tmp_path / "members.csv").read_bytes()
    with pytest.raises(Moved):
        lists.changes().apply(plan, contents, wanted)
    assert (tmp_path / "members.csv").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "visits.jsonl"]


POINTS = [
    "sources.files.staged",
    "sources.files.recorded",
    "sources.files.replaced",
    "sources.files.before_sweep",
]


def all_or_nothing(lists: Lists, members: Any, visits: Any, points: list[str] = POINTS) -> None:
    """Killed at each point: after a look at where it stands, both files are old or both new."""
    plan, contents, wanted = lists.plan()
    old = (members(), visits())
    for point in points:
        with pytest.raises(KeyboardInterrupt):
            lists.changes(point).apply(plan, contents, wanted)
        standing = lists.changes().standing(plan, contents)["lists"]
        now = (members(), visits())
        if point == "sources.files.staged":
            assert standing is Standing.UNTOUCHED and now == old
        else:
            assert standing is Standing.DONE and now[0] != old[0] and now[1] != old[1]
            assert lists.changes().verify(plan, contents).differing == ()
            lists.changes().undo(plan, contents)
            plan, contents, wanted = lists.plan()
            old = (members(), visits())


def test_the_power_fails_at_any_point_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    all_or_nothing(
        lists,
        (tmp_path / "members.csv").read_bytes,
        (tmp_path / "visits.jsonl").read_bytes,
    )
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "visits.jsonl"]


@pytest.mark.parametrize("point", POINTS)
def test_the_power_fails_while_it_is_put_back(tmp_path: Path, point: str) -> None:
    """Whoever looks where it stands finds both files new or both old, and undo can be finished."""
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    lists = Lists(str(tmp_path), mapping("members.csv", "visits.jsonl"), [])
    plan, contents, _ = lists.done()
    with pytest.raises(KeyboardInterrupt):
        lists.changes(point).undo(plan, contents)
    done = point == "sources.files.staged"
    stands = {"lists": Standing.DONE if done else Standing.UNTOUCHED}
    assert lists.changes().standing(plan, contents) == stands
    lists.changes().undo(plan, contents)
    assert lists.changes().standing(plan, contents) == {"lists": Standing.UNTOUCHED}
    assert "(090) 0000-2001" in (tmp_path / "members.csv").read_text("utf-8")
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "visits.jsonl"]


def test_files_in_s3_with_older_versions(bucket: Any) -> None:
    bucket.put_bucket_versioning(Bucket="lists", VersioningConfiguration={"Status": "Enabled"})
    bucket.put_object(
        Bucket="lists", Key="crm/members.csv", Body=CSV.encode(), ContentType="text/csv",
        Metadata={"owner": "sales"},
    )  # fmt: skip
    bucket.put_object(Bucket="lists", Key="crm/visits.jsonl", Body=VISITS.encode())
    lists = Lists("s3://lists/crm", mapping("members.csv", "visits.jsonl"), [])

    def body(key: str) -> bytes:
        found: bytes = bucket.get_object(Bucket="lists", Key=f"crm/{key}")["Body"].read()
        return found

    all_or_nothing(lists, lambda: body("members.csv"), lambda: body("visits.jsonl"), POINTS[::2])
    plan, contents, seen = lists.done()
    assert {r.code for r in seen.found} == {"plan.left.versions"} and not seen.differing
    head = bucket.head_object(Bucket="lists", Key="crm/members.csv")
    assert (head["ContentType"], head["Metadata"]) == ("text/csv", {"owner": "sales"})
    kept = bucket.list_object_versions(Bucket="lists")
    assert not [each for each in kept["Versions"] if ".chikai" in each["Key"]]
    for each in kept["Versions"]:
        if not each["IsLatest"]:
            bucket.delete_object(Bucket="lists", Key=each["Key"], VersionId=each["VersionId"])
    assert lists.changes().verify(plan, contents).clean


def test_an_object_that_became_another_is_not_overwritten(bucket: Any) -> None:
    bucket.put_object(Bucket="lists", Key="a.csv", Body=b"old")
    bucket.put_object(Bucket="lists", Key="new", Body=b"ours")
    folder = Bucket("lists", "", bucket)
    expected = folder.version("a.csv")
    bucket.put_object(Bucket="lists", Key="a.csv", Body=b"theirs")
    assert expected is not None
    with pytest.raises(Changed):
        folder.replace("a.csv", "new", expected=expected)
    assert bucket.get_object(Bucket="lists", Key="a.csv")["Body"].read() == b"theirs"
