"""What a mapping can say beyond a plain table: keys, references, documents, files, deeds."""

from datetime import date

import pytest

from chikai.ledger.actions import (
    ByColumn,
    Coarser,
    Detach,
    Empty,
    Generalise,
    Keep,
    Replace,
    Suppress,
    Term,
    WithRow,
)
from chikai.ledger.belonging import Follow
from chikai.ledger.load import load_mapping
from chikai.ledger.model import Kind
from chikai.ledger.problem import BadMapping, Problem
from chikai.ledger.terms import Format, Media

FULL = """\
schema: 1
source: crm
company: enigmo
label: {ja: 顧客管理, en: Customer system}
url_env: CRM_URL
zone: UTC
schemas: [crm]
reviewed: {by: 点検 花子, on: 2026-11-01, shape: {crm.会員: 0123456789abcdef}}
tables:
  members:
    schema: crm
    name: 会員
    category: customers
    label: {ja: 会員, en: Members}
    key: [店コード, 会員番号]
    recognise:
      name: 氏名
      phone: {columns: 電話, normal: 電話_照合}
    references:
      - {columns: [店コード, 紹介者], table: members, to: [店コード, 会員番号]}
    erase: columns
    cease:
      - {column: DM停止, to: 1, back: 0, purposes: [inform_and_sell]}
    columns:
      店コード: {personal: false}
      会員番号:
        {item: member_number, label: {ja: 番号, en: No}, erase: {keep: {reason: {ja: 照合, en: Y}}}}
      紹介者: {personal: false, erase: detach}
      氏名: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      電話: {item: phone, label: {ja: 電話, en: Phone}, erase: null, correct: false}
      電話_照合: {personal: false, derived: true}
      生年月日:
        {item: birth_date, label: {ja: 生, en: Born}, format: date, erase: {generalise: year}}
      郵便番号: {item: address, label: {ja: 郵便番号, en: Code}, erase: {generalise: {prefix: 3}}}
      DM停止: {personal: false}
      登録: {item: order_history, label: {ja: 登録, en: Joined}, format: datetime}
      属性:
        label: {ja: 属性, en: Attributes}
        json:
          $.連絡先.mail: {item: email, label: {ja: メール, en: Mail}, erase: null}
          "$.家族[*].氏名": {item: name, label: {ja: 家族, en: Family}, erase: null}
      録音:
        item: conversation
        label: {ja: 録音, en: Recording}
        file: {location: "s3://calls/{店コード}/{value}.wav", media: audio}
  notes:
    schema: crm
    category: customers
    label: {ja: 控え, en: Notes}
    key: id
    follows:
      - {columns: [shop, member], table: members, to: [店コード, 会員番号]}
      - {columns: parent, table: notes, to: id, circle: true}
    erase:
      keep:
        reason: {ja: 法定の保存, en: kept by statute}
        law: {ja: 法人税法施行規則第59条, en: Corporation Tax Act Enforcement Rules Art. 59}
        until: {after: written_on, years: 7}
    columns:
      id: {personal: false}
      shop: {personal: false}
      member: {personal: false}
      parent: {personal: false}
      written_on: {item: order_history, label: {ja: 日付, en: Day}, format: date}
  report:
    schema: crm
    view: true
    category: customers
    label: {ja: 一覧, en: List}
    key: []
    follows: {member: members.会員番号}
    columns:
      member: {personal: false}
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BadMapping) as caught:
        load_mapping(text, file="crm.yaml")
    return caught.value.problems


def test_everything_is_read_as_written() -> None:
    mapping = load_mapping(FULL, file="crm.yaml")
    members, notes, report = mapping.tables
    assert mapping.kind is Kind.DATABASE and mapping.review is not None and not mapping.draft
    assert mapping.review.shape("crm.会員") == "0123456789abcdef"
    assert (members.place, members.key) == ("crm.会員", ("店コード", "会員番号"))
    deeds = {c.name: c.erase for c in members.columns}
    assert isinstance(members.erase, ByColumn) and isinstance(deeds["会員番号"], Keep)
    assert deeds["紹介者"] == Detach() and deeds["氏名"] == Replace("削除済み")
    assert deeds["電話"] == Empty() and deeds["登録"] is None, "unsaid is not the same as NULL"
    assert deeds["生年月日"] == Generalise(Coarser.YEAR)
    assert deeds["郵便番号"] == Generalise(Coarser.PREFIX, 3)
    assert members.cease == (
        Suppress(column="DM停止", to=1, back=0, purposes=("inform_and_sell",)),
    )
    assert not members.column("電話").correct and not members.column("電話_照合").correct
    document, recording = members.column("属性"), members.column("録音")
    assert document.format is Format.JSON
    assert [i.path for i in document.inside] == ["$.連絡先.mail", "$.家族[*].氏名"]
    assert recording.file is not None and recording.file.media is Media.AUDIO
    assert members.column("登録").zone == "UTC", "the zone of the source"
    assert notes.follows[1] == Follow(("parent",), "notes", ("id",), circle=True)
    assert notes.kept is not None and notes.kept.until == Term(after="written_on", years=7)
    assert members.writable and not report.writable


TWO_TO_ONE = (
    "to: [店コード, 会員番号]}\n      - {columns: p",
    "to: 会員番号}\n      - {columns: p",
)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ((", circle: true", ""), "circle", "notes.follows"),
        (TWO_TO_ONE, "uneven_reference", "shop,member"),
        (("erase: detach", "erase: forget"), "not_one_of", "紹介者.erase"),
        (("{generalise: year}", "{generalise: day}"), "not_one_of", "生年月日.erase.generalise"),
        (("{replace: 削除済み}", "{replace: x, generalise: year}"), "wrong_value", "氏名.erase"),
        (("derived: true", "derived: true, erase: null"), "derived_is_not_written", "照合.erase"),
        (("erase: detach", "erase: row"), "row_stays", "紹介者.erase"),
        (("{personal: false", "{erase: null, personal: false"), "key_is_not_written", "erase"),
        (("DM停止, to", "停止, to"), "no_such_column", "members.cease"),
        (("{店コード}/", "{店}/"), "no_such_column", "録音.file"),
        (("label: {ja: 家族, en: Family}, ", ""), "personal_column_silent", "[*].氏名"),
        (("key: []\n", "key: []\n    erase: row\n"), "read_only", "report.erase"),
        (("url_env: CRM_URL", "kind: manual"), "owner_needed", "source"),
        (("url_env: CRM_URL", "kind: webhook\nurl_env: X"), "secret_needed", "source"),
        (("name: 会員\n", "name: report\n"), "mapped_twice", "tables.members"),
    ],
)
def test_a_fault_is_named_with_field_and_line(
    change: tuple[str, str], code: str, field: str
) -> None:
    assert change[0] in FULL
    text = FULL.replace(*change, 1)
    found = [p for p in problems(text) if p.code == f"sources.{code}"]
    assert found and (found[0].field or "").endswith(field)
    line = text.splitlines()[(found[0].line or 0) - 1]
    assert field.split(".")[-1].split(",")[0] in line


def test_a_draft_is_no_mapping_until_somebody_has_said_what_is_personal() -> None:
    line = "reviewed: {by: 点検 花子, on: 2026-11-01, shape: {crm.会員: 0123456789abcdef}}"
    draft = FULL.replace(line, "reviewed: no").replace(
        "DM停止: {personal: false}", "DM停止: {personal: unknown}"
    )
    found = {(p.code, p.line) for p in problems(draft)}
    assert found == {("sources.not_reviewed", 8), ("sources.personal_unknown", 35)}
    mapping = load_mapping(draft, file="crm.yaml", draft=True)
    assert mapping.draft and mapping.table("members").column("DM停止").undecided
    reviewed = draft.replace("reviewed: no", line)
    assert [p.code for p in problems(reviewed)] == ["sources.personal_unknown"]


def test_a_keeper_names_a_day_or_a_term() -> None:
    day = FULL.replace("{after: written_on, years: 7}", "{on: 2031-03-31}")
    kept = load_mapping(day, file="crm.yaml").table("notes").kept
    assert kept is not None and kept.until == Term(on=date(2031, 3, 31))
    both = FULL.replace("{after: written_on, years: 7}", "{on: 2031-03-31, after: written_on}")
    assert [p.code for p in problems(both)] == ["sources.wrong_value"]


def test_a_row_that_goes_takes_its_cells_with_it() -> None:
    gone = FULL.replace("    erase: columns\n", "    erase: row\n").replace(
        "erase: {replace: 削除済み}", "erase: row"
    )
    members = load_mapping(gone, file="crm.yaml").table("members")
    assert members.erase == WithRow() == members.column("氏名").erase
