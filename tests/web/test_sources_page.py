"""The page of sources: a mapping reviewed without its file by those who may; nothing changes."""

import re
from html import unescape
from pathlib import Path

import pytest
from web_visitor import Visitor

from chikai import places, wiring
from chikai.cli.main import main
from chikai.people.staff import Role

EXAMPLES = Path(__file__).parents[2] / "docs" / "reference" / "examples"
LIST, SHOP = "/desk/enigmo/sources", "/desk/enigmo/sources/shop"


@pytest.fixture
def reader(visitor: Visitor) -> Visitor:
    visitor.who, visitor.roles = "approver-1", frozenset({Role.APPROVER})
    return visitor


def text(visitor: Visitor, path: str) -> str:
    page = visitor.get(path)
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def example(root: Path, name: str, *, as_name: str = "shop") -> Path:
    file = root / "enigmo" / "sources" / f"{as_name}.yaml"
    file.write_text((EXAMPLES / f"mapping-{name}.yaml").read_text("utf-8"), "utf-8")
    return file


def row(page: str, column: str) -> str:
    """What the table says in the row of one column."""
    found = next(r for r in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{column}</code>" in r)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def test_each_column_says_what_it_holds_and_what_every_action_does(
    root: Path, reader: Visitor
) -> None:
    example(root, "database")
    reader.lang = "en"
    page = reader.get(SHOP).text
    assert row(page, "member_number").endswith("disclosed only by a person emptied")
    assert "not disclosed: A one-way check value" in row(page, "password_hash")
    assert "only the year stays" in row(page, "born")
    assert "becomes “削除済み{id}”" in row(page, "family_name")
    assert "To exchange messages about the services" in row(page, "phone")
    said = text(reader, SHOP)
    assert "where name is “nickname”" in said and "in all other rows" in said
    assert "stays: Books of account" in said and "Corporation Tax Act" in said
    assert "7 years, 2 months, and 1 day from the day in ordered_at" in said
    assert "afterwards: the row is deleted" in said
    assert "stopped becomes “1”" in said and "covered by the flag of customers" in said
    assert "no flag is needed: nothing is provided from it" in said
    assert "Cabinet Order Art. 5(iv)" in said


def test_who_reviewed_it_and_who_said_what_is_about_nobody(root: Path, reader: Visitor) -> None:
    example(root, "database")
    said = text(reader, SHOP)
    assert "見本 花子さん、2026年11月2日" in said
    assert "個人データのない表 products 見本 花子さんが2026年11月2日" in said
    assert "docs/how-to/own-database.ja.md" in said


def test_a_mapping_that_nobody_signed_says_so(reader: Visitor) -> None:
    said = text(reader, LIST)
    assert "通販サイトのデータベース" in said
    assert (
        "確認した人の記載がありません" in said and "まだありません。 chikai sources check" in said
    )


def test_a_draft_lists_what_awaits_somebody_and_hides_no_other_file(
    root: Path, reader: Visitor
) -> None:
    text(reader, LIST)  # the desk is open before the file is put there
    example(root, "draft", as_name="draft")
    (root / "enigmo" / "sources" / "broken.yaml").write_text("schema: [1\n", "utf-8")
    said = text(reader, LIST)
    assert "まだ誰も確認していない下書きです" in said and "通販サイトのデータベース" in said
    assert "broken.yaml このファイルは対応表として読めません" in said
    draft = text(reader, "/desk/enigmo/sources/draft")
    assert "個人に関するか、まだ誰も決めていない列 memo" in draft
    assert "個人データがあるか、まだ誰も決めていない表 notes" in draft
    assert "このファイルのいまの内容をまだ使っていません" in draft


def test_what_the_last_look_found_is_shown_with_its_day_until_the_file_changes(
    root: Path, reader: Visitor, capfd: pytest.CaptureFixture[str]
) -> None:
    file = root / "enigmo" / "sources" / "shop.yaml"
    text_now = file.read_text("utf-8")
    file.write_text(text_now.replace("elsewhere: [products]", "elsewhere: []"), "utf-8")
    check = ["sources", "check", "shop", "--company", "enigmo", "--home", str(root)]
    assert main(check) == 1
    capfd.readouterr()
    said = text(reader, SHOP)
    assert "データと対応表の違いが1件" in said and "表「products」が対応表にありません" in said
    file.write_text(text_now, "utf-8")
    assert "その後にファイルが変わりました" in text(reader, SHOP)
    assert main(check) == 0
    assert "データは対応表のとおり" in text(reader, SHOP)


def test_every_table_folds_and_opens_at_once_for_paper(root: Path, reader: Visitor) -> None:
    example(root, "database")
    folded, opened = reader.get(SHOP).text, reader.get(f"{SHOP}?open=all").text
    many = len(wiring.mapping_files(places.place(root, "enigmo"), _policy(root))[0].mapping.tables)
    assert folded.count("<details") - folded.count('<details class="card mapped" open') >= many
    assert opened.count('<details class="card mapped" open') == many


def _policy(root: Path):
    return places.read_policies(places.place(root, "enigmo"))[-1]


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_all_who_work_with_the_sources_may_read_it(visitor: Visitor, role: Role) -> None:
    visitor.who, visitor.roles = role.value.replace("_", "-"), frozenset({role})
    assert visitor.get(LIST).status_code == 200


def test_nobody_reads_it_who_is_not_signed_in(visitor: Visitor) -> None:
    assert visitor.client.get(LIST, follow_redirects=False).status_code in (302, 303)


def test_there_is_no_page_for_a_source_that_is_not_there(reader: Visitor) -> None:
    assert reader.get("/desk/enigmo/sources/nowhere").status_code == 404
