"""What MySQL and MariaDB alone do: tables without transactions, histories the server keeps, text
that is called something else than it is, days that are nothing but zeros."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa
from erasing import run, seen
from ruamel.yaml import YAML

from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.company import drafted
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.values import said, unmasked
from chikai.adapters.sources.writing import open_writer
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Correction, Plan, Wanted, Work
from chikai.people.model import Name, Person
from chikai.ports.changes import Refused, Verified

HANA = Person(names=(Name("見本 花子"),), phones=("090-0000-1001",), birth_date=date(1985, 4, 12))
ON = date(2026, 11, 22)
HEAD = """\
schema: 1
source: crm
company: enigmo
label: {ja: 顧客, en: CRM}
url_env: CRM_URL
tables:
"""


@dataclass
class Crm:
    """One database, and what Chikai does in it by this mapping."""

    url: str
    text: str

    @property
    def engine(self) -> sa.Engine:
        return sa.create_engine(self.url)

    @property
    def sources(self) -> SqlSources:
        mapping = load_mapping(HEAD + self.text, file="crm.yaml")
        return SqlSources([mapping], engines=lambda _: open_engine(self.url))

    @property
    def changes(self) -> SourceChanges:
        reading = self.sources
        mapping = reading.mapping("crm")
        return SourceChanges(
            [mapping], engines=lambda _: open_writer(self.url), reading=reading.open
        )

    def plan(self, wanted: Wanted) -> tuple[Plan, bytes]:
        salts = (f"salt-{n}" for n in itertools.count())
        return self.changes.plan(HANA, wanted, case="case-1", salt=lambda: next(salts))

    def erased(self) -> tuple[Plan, bytes, Verified]:
        wanted = Wanted(work=Work.ERASE, on=ON)
        plan, contents = self.plan(wanted)
        return plan, contents, self.changes.apply(plan, contents, wanted)

    def refused(self, wanted: Wanted = Wanted(work=Work.ERASE, on=ON)) -> set[str]:  # noqa: B008
        with pytest.raises(Refused) as refused:
            self.plan(wanted)
        return {problem.code for problem in refused.value.problems}

    def told(self, table: str) -> list[dict[str, str | None]]:
        (found,) = (t for t in self.sources.find(HANA).tables if t.table == table)
        names = [column.label.en for column in found.columns]
        return [dict(zip(names, row, strict=True)) for row in found.rows]


PEOPLE = """\
  people:
    category: customers
    label: {ja: 顧客, en: People}
    key: id
    recognise: {name: name, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: ''}}
      phone: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
"""
MADE = "CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, phone VARCHAR(20)) {}"
ROWS = "INSERT INTO people VALUES (1, '見本 花子', '090-0000-1001'), (2, '例示 次郎', NULL)"


def test_a_table_without_transactions_is_refused_before_anything_is_changed(
    mariadb_url: str,
) -> None:
    crm = Crm(mariadb_url, PEOPLE)
    run(crm.engine, MADE.format("ENGINE=MyISAM"), ROWS)
    assert crm.refused() == {"plan.no_transactions"}
    run(crm.engine, "ALTER TABLE people ENGINE=InnoDB")
    plan, contents = crm.plan(Wanted(work=Work.ERASE, on=ON))
    run(crm.engine, "ALTER TABLE people ENGINE=MyISAM")
    with pytest.raises(Refused) as refused:
        crm.changes.apply(plan, contents, Wanted(work=Work.ERASE, on=ON))
    assert refused.value.problems[0].code == "plan.schema_changed"


def test_a_history_the_server_keeps_is_told_and_nothing_is_complete_before_it_is_gone(
    mariadb_url: str,
) -> None:
    """SQLAlchemy lists no such table; a draft of the mapping must."""
    crm = Crm(mariadb_url, PEOPLE + NOTES)
    run(
        crm.engine, MADE.format("WITH SYSTEM VERSIONING"), ROWS, "CREATE SEQUENCE counts",
        "CREATE TABLE notes (id INT PRIMARY KEY, person INT, body VARCHAR(9), s TIMESTAMP(6)"
        " GENERATED ALWAYS AS ROW START INVISIBLE, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END"
        " INVISIBLE, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
        "INSERT INTO notes VALUES (1, 1, '相談')",
    )  # fmt: skip
    text = drafted(
        mariadb_url, source="crm", company="enigmo", url_env="CRM_URL", items=("name",), schemas=()
    )
    written = YAML(typ="safe").load(text)
    assert {*written["tables"], *written.get("elsewhere", ())} >= {"people"}
    assert "counts" not in text, "a sequence is no table"
    plan, contents, seen_then = crm.erased()
    told = {(note.code, note.table) for note in plan.sources[0].notes}
    assert told == {("plan.note.history", "people"), ("plan.note.history", "notes")}
    assert plan.to_judge, "whoever approves it knows"
    left = {(each.code, each.table, each.count) for each in seen_then.found}
    assert left == {("plan.left.history", "people", 1), ("plan.left.history", "notes", 1)}
    assert not seen_then.clean
    run(crm.engine, "DELETE HISTORY FROM people", "DELETE HISTORY FROM notes")
    assert crm.changes.verify(plan, contents).clean
    crm.changes.undo(plan, contents)
    assert seen(crm.engine, "SELECT body FROM notes") == [("相談",)]


NOTES = """\
  notes:
    category: customers
    label: {ja: 相談, en: Notes}
    key: id
    follows: {person: people.id}
    erase: row
    columns:
      id: {personal: false}
      person: {personal: false}
      body: {item: name, label: {ja: 本文, en: Body}}
      s: {personal: false, derived: true}
      e: {personal: false, derived: true}
"""
KINDS = """\
  things:
    category: customers
    label: {ja: もの, en: Things}
    key: id
    follows: {person: people.id}
    erase: columns
    columns:
      id: {personal: false}
      person: {personal: false}
      blob_name: {item: name, label: {ja: 名, en: Bytes}, erase: {replace: 'x'}}
      stopped: {item: name, label: {ja: 停止, en: Bit}, erase: {replace: 0}}
      born: {item: name, label: {ja: 生年, en: Day}, format: date, erase: {generalise: year}}
      digits: {item: name, label: {ja: 日, en: Digits}, format: date, erase: {generalise: year}}
      shift: {item: name, label: {ja: 時刻, en: Time}, erase: {replace: '09:00:00'}}
      y: {item: name, label: {ja: 年, en: Year}, erase: {replace: 2000}}
      likes: {item: name, label: {ja: 好み, en: Set}, erase: {replace: 'tea,milk'}}
"""


def test_what_is_read_is_a_text_a_person_can_read_and_goes_as_the_mapping_says(
    mariadb_url: str,
) -> None:
    strict = {"init_command": "SET sql_mode = 'TRADITIONAL,PAD_CHAR_TO_FULL_LENGTH'"}
    url = sa.make_url(mariadb_url).update_query_dict(strict)
    crm = Crm(url.render_as_string(hide_password=False), PEOPLE + KINDS)
    made = sa.create_engine(mariadb_url)
    run(
        made,
        MADE.format(""),
        ROWS,
        "CREATE TABLE things (id INT PRIMARY KEY, person INT, blob_name VARBINARY(60) NOT NULL,"
        " stopped BIT(1) NOT NULL, born DATE NOT NULL DEFAULT '0000-00-00', digits CHAR(8) NOT"
        " NULL, shift TIME, y YEAR, likes SET('tea', 'milk'))",
        "INSERT INTO things VALUES (1, 1, '見本', b'1', '0000-00-00', '19850412', '25:30:00', 1985,"
        " 'tea'), (2, 1, x'ff00', b'1', '1985-04-12', '00000000', NULL, NULL, NULL)",
    )
    before = seen(made, "SELECT * FROM things ORDER BY id")
    one, two = crm.told("things")
    assert one == {
        "Bytes": "見本", "Bit": "1", "Day": "0000-00-00", "Digits": "1985-04-12",
        "Time": "25:30:00", "Year": "1985", "Set": "tea",
    }  # fmt: skip
    assert (two["Bytes"], two["Bit"], two["Day"]) == ("ff00", "1", "1985-04-12")
    plan, contents, told = crm.erased()
    assert told.clean
    assert seen(made, "SELECT born, digits, y, likes FROM things ORDER BY id") == [
        ("0000-00-00", "19850101", 2000, "tea,milk"),
        ("1985-01-01", "00000000", 2000, "tea,milk"),
    ]
    crm.changes.undo(plan, contents)
    assert seen(made, "SELECT * FROM things ORDER BY id") == before


LEGACY = """\
  顧客:
    category: customers
    label: {ja: 顧客, en: People}
    key: 番号
    recognise: {name: 氏名, birth_date: 生年月日, phone: 電話}
    erase: columns
    columns:
      番号: {personal: false}
      氏名: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: ''}}
      生年月日: {item: birth_date, label: {ja: 生年月日, en: Born}, erase: {replace: '00000000'}}
      電話: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
  注文:
    category: customers
    label: {ja: 注文, en: Orders}
    key: 注文番号
    follows: {顧客: 顧客.番号}
    erase: row
    columns: {注文番号: {personal: false}, 顧客: {personal: false}}
  明細:
    category: customers
    label: {ja: 明細, en: Lines}
    key: id
    follows: {注文番号: 注文.注文番号}
    erase: row
    columns:
      id: {personal: false}
      注文番号: {personal: false}
      名入れ: {item: name, label: {ja: 名入れ, en: Engraved}}
"""


def test_utf8_that_is_called_latin1_is_found_shown_erased_and_put_back(mariadb_url: str) -> None:
    """Programs of long ago wrote UTF-8 over connections that said latin1. Japanese stands there
    byte by byte; and what such a table points at is in other character sets again."""
    crm = Crm(mariadb_url, LEGACY)
    run(
        crm.engine,
        "CREATE TABLE 顧客 (番号 CHAR(4) PRIMARY KEY, 氏名 VARCHAR(60) NOT NULL, 生年月日 CHAR(8)"
        " NOT NULL, 電話 VARCHAR(60)) CHARSET latin1",
        "CREATE TABLE 注文 (注文番号 CHAR(6) PRIMARY KEY, 顧客 VARCHAR(4)) CHARSET ujis",
        "CREATE TABLE 明細 (id INT PRIMARY KEY, 注文番号 CHAR(6), 名入れ VARCHAR(20)) CHARSET sjis",
        *(
            f"INSERT INTO 顧客 VALUES ('{n}', _latin1 x'{name.encode().hex()}', '{born}',"
            f" _latin1 x'{phone.encode().hex()}')"
            for n, name, born, phone in (
                ("K1", "見本 花子", "19850412", "０９０－００００－１００１"),
                ("K2", "例示 次郎", "19900101", "090-0000-1002"),
                ("K3", "見本 花子", "00000000", ""),
            )
        ),
        "INSERT INTO 注文 VALUES ('J1', 'K1'), ('J2', 'K2')",
        "INSERT INTO 明細 VALUES (1, 'J1', '見本'), (2, 'J2', '例示')",
    )
    before = {t: seen(crm.engine, f"SELECT * FROM {t} ORDER BY 1") for t in ("顧客", "明細")}
    assert crm.told("顧客") == [
        {"Name": "見本 花子", "Born": "19850412", "Phone": "０９０－００００－１００１"}
    ]
    assert crm.told("明細") == [{"Engraved": "見本"}]
    (other,) = crm.sources.find(HANA).undecided
    assert other.table == "顧客", "a day nobody knows disagrees with none"
    plan, contents, told = crm.erased()
    assert told.clean
    assert seen(crm.engine, "SELECT 氏名, 電話 FROM 顧客 WHERE 番号 = 'K1'") == [("", None)]
    assert seen(crm.engine, "SELECT id FROM 明細") == [(2,)]
    crm.changes.undo(plan, contents)
    assert before == {t: seen(crm.engine, f"SELECT * FROM {t} ORDER BY 1") for t in before}


def test_characters_that_a_table_lacks_are_told_by_the_plan(mariadb_url: str) -> None:
    crm = Crm(mariadb_url, PEOPLE)
    run(crm.engine, MADE.format("CHARSET sjis"), ROWS)
    right = Wanted(
        work=Work.CORRECT, on=ON, corrections=(Correction("name", "見本 花子", "見本 華子"),)
    )
    plan, _ = crm.plan(right)
    assert plan.rows == 1
    wrong = Wanted(
        work=Work.CORRECT, on=ON, corrections=(Correction("name", "見本 花子", "𠮷本 花子"),)
    )
    assert crm.refused(wrong) == {"plan.no_such_characters"}


SHOP = """\
  shop_customer:
    category: customers
    label: {ja: 会員, en: Customers}
    key: id
    recognise: {name: [name01, name02], birth_date: birth, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name01: {item: name, label: {ja: 姓, en: Family}, erase: {replace: ''}}
      name02: {item: name, label: {ja: 名, en: Given}, erase: {replace: ''}}
      phone: {item: phone, label: {ja: 電話, en: Phone}, erase: null}
      email: {item: email, label: {ja: メール, en: E-mail}, erase: {replace: '{id}@erased.invalid'}}
      birth:
        item: birth_date
        label: {ja: 生年月日, en: Born}
        format: date
        zone: UTC
        erase: null
      last: {item: name, label: {ja: 最終日, en: Last}, format: date, erase: {generalise: year}}
"""


def test_a_shop_that_writes_in_utc_and_lets_no_two_addresses_be_alike(mariadb_url: str) -> None:
    """Midnight in Japan stands there at 15:00 of the day before."""
    crm = Crm(mariadb_url, SHOP)
    run(
        crm.engine,
        "CREATE TABLE shop_customer (id INT PRIMARY KEY, name01 VARCHAR(20) NOT NULL, name02"
        " VARCHAR(20) NOT NULL, phone VARCHAR(20), email VARCHAR(60) NOT NULL UNIQUE, birth"
        " DATETIME COMMENT '(DC2Type:datetimetz)', last TIMESTAMP NULL)",
        "SET time_zone = '+09:00'",
        "INSERT INTO shop_customer VALUES (7, '見本', '花子', NULL, 'a@example.jp',"
        " '1985-04-11 15:00:00', NULL), (8, '見本', '花子', '090-0000-1001', 'b@example.jp',"
        " '1985-04-11 15:00:00', '2026-01-01 00:30:00')",
    )
    (row,) = crm.told("shop_customer")
    assert (row["Born"], row["Last"]) == ("1985-04-12", "2026-01-01")
    *_, told = crm.erased()
    assert told.clean
    assert seen(crm.engine, "SELECT email FROM shop_customer WHERE id = 8") == [
        ("8@erased.invalid",)
    ]
    run(
        crm.engine,
        "CREATE TABLE shop_profile (id INT PRIMARY KEY, shop_customer_id INT, bio JSON NOT NULL)",
    )
    text = drafted(
        mariadb_url, source="crm", company="enigmo", url_env="CRM_URL", items=("name",), schemas=()
    )
    tables = YAML(typ="safe").load(text)["tables"]
    bio = tables["shop_profile"]["columns"]["bio"]
    assert (bio["format"], bio["erase"]) == ("json", {"replace": "{}"}), "MariaDB calls it a text"
    columns = tables["shop_customer"]["columns"]
    assert columns["email"]["erase"] == {"replace": "{id}"}
    assert columns["birth"]["label"]["ja"] == "生年月日", "a tool's own comment is no label"


@pytest.mark.parametrize("text", ["見本 花子", "〜①髙"])
def test_bytes_are_told_as_the_text_they_are(text: str) -> None:
    latin = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(256)}
    masked = "".join(latin[n] for n in text.encode())
    assert unmasked(masked) == text
    assert unmasked(masked[:-1]) == text[:-1], "a column too short cuts a character in two"
    assert said(text.encode()) == said(text.encode() + b"\0\0") == text


@pytest.mark.parametrize("text", ["André", "café", "Ã", "", "abc", "日本"])
def test_what_is_no_such_text_stays_as_it_is(text: str) -> None:
    assert unmasked(text) == text
    assert said(b"\xff\x00") == "ff00"
