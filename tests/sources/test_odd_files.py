"""Files as programs and people really leave them: nothing in them is passed over, read wrongly or
left behind without a word."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spread_schema
from test_changing_files import CSV, VISITS, Lists, book, mapping
from test_files_and_systems import TARO as FOUND
from test_files_and_systems import mapping as finding
from test_files_and_systems import sources

from chikai.adapters.sources import copies
from chikai.ledger.contents import Rows
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Work
from chikai.ports import BadData, Refused, Standing, Unavailable

HEAD = "番号,氏名,電話,登録日\r\n"


def lists(folder: Path, members: str = "members.csv", visits: str = "visits.jsonl") -> Lists:
    return Lists(str(folder), mapping(members, visits), [])


def refused(attempt: Callable[[], Any]) -> str:
    """Why: the id of the sentence."""
    with pytest.raises((BadData, Refused)) as caught:
        attempt()
    if isinstance(caught.value, Refused):
        return caught.value.problems[0].code
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (CSV.encode("utf-16"), "sources.file_unreadable"),
        (CSV.encode()[:-9] + b"\xe6\x9c\r\n", "sources.file_unreadable"),
        (CSV.encode() + "4,新しい,,,裏の番号\r\n".encode(), "sources.cell_without_heading"),
        ((HEAD[:-2] + ",電話\r\n").encode(), "sources.heading_twice"),
    ],
    ids=["UTF-16", "UTF-8 cut in a character", "a cell under no heading", "a heading twice"],
)
def test_a_list_that_would_be_read_wrongly_is_not_read(
    tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / "members.csv").write_bytes(content)
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    assert refused(lists(tmp_path).plan) == why


@pytest.mark.parametrize(
    "line", ['{"回": 9, "会員": "1", "内容": "a", "内容": "b"}', '["回", 9]', '{"回": 9, "会']
)
def test_a_line_that_is_no_plain_object_stops_the_search(tmp_path: Path, line: str) -> None:
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(f"{VISITS}\n{line}\n", "utf-8")
    assert refused(lists(tmp_path).plan) == "sources.file_unreadable"


def test_what_nobody_reads_here_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    for name in ("old.xls", "MORE.CSV"):
        (tmp_path / name).write_bytes(b"x")
        assert refused(lists(tmp_path).plan) == "sources.unmapped_table", name
        (tmp_path / name).unlink()
    (tmp_path / "members.xls").write_bytes(b"x")
    text = finding("files", "members.xls", "visits.jsonl", f"url: {tmp_path}")
    text += "elsewhere: [members.csv]\n"
    assert refused(lambda: sources(text, str(tmp_path)).find(FOUND)) == "sources.file_form"


def test_a_list_in_a_folder_beneath_or_behind_a_link_is_not_passed_over(tmp_path: Path) -> None:
    """Unless somebody has said that nothing personal is in there."""
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    far = tmp_path / "展示会" / "2025"
    far.mkdir(parents=True)
    (far / "名簿.csv").write_text(CSV, "utf-8")
    (far / "地図.png").write_bytes(b"x")
    assert refused(lists(tmp_path).plan) == "sources.unmapped_file_beneath"
    text = mapping("members.csv", "visits.jsonl")
    assert Lists(str(tmp_path), f"{text}elsewhere: [展示会/*]\n", []).plan()
    (tmp_path / "linked.csv").symlink_to(far / "名簿.csv")
    with pytest.raises((BadData, Refused)):
        Lists(str(tmp_path), f"{text}elsewhere: [展示会/*]\n", []).plan()


def test_a_list_in_the_characters_of_windows_with_kana_only_is_read(tmp_path: Path) -> None:
    """Half-width kana happen to be valid UTF-8 here and there."""
    text = HEAD + "1,ﾐﾎﾝ ﾀﾛｳ,090-0000-2001,\r\n2,ﾃｱ,,\r\n3,髙橋,,\r\n"
    (tmp_path / "members.csv").write_bytes(text.encode("cp932"))
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    read = lists(tmp_path).changes()._read(lists_mapping(tmp_path), {})
    with read as reader:
        names = [row["氏名"] for row in reader.every(lists_mapping(tmp_path).table("members"))]  # type: ignore[attr-defined]
    assert names == ["ﾐﾎﾝ ﾀﾛｳ", "ﾃｱ", "髙橋"]


def lists_mapping(folder: Path) -> Any:
    from chikai.ledger.load import load_mapping

    return load_mapping(lists(folder).text, file="lists.yaml")


# --- stopping use in a list where nobody has been stopped before --------------------------------


@pytest.mark.parametrize("to", ["1", "'停止'"])
def test_the_first_flag_in_a_list_is_done_and_put_back(tmp_path: Path, to: str) -> None:
    """Nothing in the column tells yet what a flag looks like."""
    (tmp_path / "members.csv").write_text(CSV.replace('"登録日"', "停止").replace(
        "2019/05/06", "").replace("2020/01/02", ""), "utf-8", newline="")  # fmt: skip
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    text = mapping("members.csv", "visits.jsonl")
    start, end = text.index("      登録日:"), text.index("  visits:")
    text = text[:start] + "      停止: {personal: false}\n" + text[end:]
    text = text.replace("    erase: columns\n", f"    cease: [{{column: 停止, to: {to}}}]\n", 1)
    stop = Lists(str(tmp_path), text, [])
    before = (tmp_path / "members.csv").read_bytes()
    plan, contents, seen = stop.done(Work.CEASE)
    assert seen.clean and stop.changes().standing(plan, contents) == {"lists": Standing.DONE}
    assert f'2001",{to.strip(chr(39))}\r\n' in (tmp_path / "members.csv").read_bytes().decode()
    stop.changes().undo(plan, contents)
    assert (tmp_path / "members.csv").read_bytes() == before


# --- books --------------------------------------------------------------------------------------


def changed(file: Path, part: str, old: bytes, new: bytes) -> None:
    """A book as another program would have left it."""
    with zipfile.ZipFile(file) as here:
        parts = {name: here.read(name) for name in here.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(file, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)


SHEETS = ("book.xlsx#会員", "book.xlsx#来店")


def of_book(folder: Path) -> Lists:
    made = lists(folder, *SHEETS)
    made.text += "elsewhere: ['book.xlsx#集計', 'book.xlsx#旧名簿']\n"
    return made


def test_a_sheet_that_is_hidden_is_no_less_there(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book(tmp_path / "book.xlsx")
    made = load_workbook(tmp_path / "book.xlsx")
    old = made.create_sheet("旧名簿")
    old.append(["見本 太郎", "090-0000-2001"])
    made["集計"].append(["返品", 1])  # said of others as well
    old.sheet_state = "veryHidden"
    made.save(tmp_path / "book.xlsx")
    bare = lists(tmp_path, *SHEETS)
    bare.text += "elsewhere: ['book.xlsx#集計']\n"
    assert refused(bare.plan) == "sources.unmapped_table"
    _, _, seen = of_book(tmp_path).done()  # somebody said that it holds nobody's data
    assert [(r.code, r.table) for r in seen.found] == [("plan.left.in_book", "book.xlsx")]
    del made["旧名簿"]
    made.save(tmp_path / "book.xlsx")
    assert of_book(tmp_path).done()[2].clean


def test_a_contact_in_another_table_than_the_person_s_is_looked_for_too() -> None:
    club = load_mapping(spread_schema.MAPPING, file="club.yaml")
    mail = Rows("emails", ("person", "no"), ("address",), [("1", "1")], [("hana@example.jp",)])
    hobby = Rows("living", ("person",), ("since",), [("1",)], [("2010年春",)])
    assert copies._telling(club, (mail, hobby)) == ("hana@example.jp",)


def test_a_cell_over_several_rows_is_not_read(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    changed(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml", b"</sheetData>", merged)
    assert refused(of_book(tmp_path).plan) == "sources.cells_merged"


def test_a_note_at_a_cell_that_would_go_is_read_by_a_person_first(tmp_path: Path) -> None:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment

    book(tmp_path / "book.xlsx")
    made = load_workbook(tmp_path / "book.xlsx")
    made["会員"]["B2"].comment = Comment("よく苦情を言う", "担当")
    made.save(tmp_path / "book.xlsx")
    assert refused(of_book(tmp_path).plan) == "plan.cell_has_note"


def test_a_link_in_a_sheet_that_still_names_the_person_is_found(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    link = '</sheetData><hyperlinks><hyperlink ref="F9" display="見本 太郎"/></hyperlinks>'
    part = "xl/worksheets/sheet1.xml"
    changed(tmp_path / "book.xlsx", part, b"</sheetData>", link.encode())
    _, _, seen = of_book(tmp_path).done()
    assert [r.code for r in seen.found] == ["plan.left.in_book"]


# --- where files lie ----------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [gzip.compress(CSV.encode()), b"PK\x03\x04 cut off"])
def test_a_packed_copy_beside_is_found(tmp_path: Path, packed: bytes) -> None:
    """What cannot be looked into is not taken for clean."""
    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    (tmp_path / "members.csv.gz").write_bytes(packed)
    _, _, seen = lists(tmp_path).done()
    assert [(r.code, r.table) for r in seen.found] == [("plan.left.beside", "members.csv.gz")]


def test_a_file_with_another_name_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "here" / "visits.jsonl").write_text(VISITS, "utf-8")
    os.link(tmp_path / "here" / "members.csv", tmp_path / "elsewhere.csv")
    assert refused(lists(tmp_path / "here").plan) == "plan.file_has_other_names"


def test_a_full_disk_leaves_everything_as_it_was_and_no_half_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chikai.adapters.sources import storage

    (tmp_path / "members.csv").write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    made = lists(tmp_path)
    plan, contents, wanted = made.plan()
    before = {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)}

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(storage.os, "fsync", full)
        with pytest.raises(Unavailable):
            made.changes().apply(plan, contents, wanted)
    assert {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)} == before
    assert made.changes().apply(plan, contents, wanted).clean


def test_who_may_read_a_file_stays_and_that_it_changed_is_seen(tmp_path: Path) -> None:
    """A backup goes by time and size: were the old time kept, the old values would be, too."""
    file = tmp_path / "members.csv"
    file.write_text(CSV, "utf-8")
    (tmp_path / "visits.jsonl").write_text(VISITS, "utf-8")
    file.chmod(0o604)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    lists(tmp_path).done()
    assert file.stat().st_mode & 0o777 == 0o604 and file.stat().st_mtime > 1_000_000_000


def test_a_file_in_s3_keeps_its_tags(s3: Any) -> None:
    from chikai.adapters.sources.bucket import Bucket

    s3.create_bucket(Bucket="lists")
    s3.put_object(Bucket="lists", Key="a.csv", Body=b"old", Tagging="keep=7y&who=a%20b")
    s3.put_object(Bucket="lists", Key="new", Body=b"ours")
    folder = Bucket("lists", "", s3)
    folder.replace("a.csv", "new", expected=str(folder.version("a.csv")))
    found = s3.get_object_tagging(Bucket="lists", Key="a.csv")["TagSet"]
    assert {t["Key"]: t["Value"] for t in found} == {"keep": "7y", "who": "a b"}
