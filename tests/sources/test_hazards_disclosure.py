"""Four ways in which a disclosure goes wrong elsewhere; each is tried on every brand of server.

Data found by exact equality only; moments without zone under names of columns; what was found
kept for ever; columns that nobody put in a category, silently left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from chikai.adapters import memory
from chikai.adapters.clock import FixedClock, SeededEntropy
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.app import found_file
from chikai.ledger.load import load_mapping
from chikai.people.model import Address, Name, Person
from chikai.ports import BadData, Destroyed, Missing, Purpose

MAPPING = """
schema: 1
source: shop
company: enigmo
label: {ja: 通販, en: Shop}
url_env: SHOP_URL
tables:
  hazard_customers:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: full_name, phone: phone, email: email, birth_date: born}
    columns:
      id: {personal: false}
      full_name: {item: name, label: {ja: 氏名, en: Name}}
      phone: {item: phone, label: {ja: 電話番号, en: Phone}}
      email: {item: email, label: {ja: メール, en: E-mail}}
      born: {item: birth_date, label: {ja: 生年月日, en: Born}, format: date}
      seen_at: {item: order_history, label: {ja: 最終来店, en: Last seen}, format: datetime}
      profile:
        item: inquiry_text
        label: {ja: その他, en: Other}
        json:
          $.contact.phone: {item: phone, label: {ja: 連絡先, en: Contact}}
          $.rank:
            item: inquiry_text
            label: {ja: 評価, en: Rank}
            withheld: {ja: 判断を要します。, en: To be judged.}
"""
ROWS = (
    (1, "渡邊　太郎", "０９０ー１２３４ー５６７８", "taro@example.jp", "1980-05-06",
     "2024-01-02 03:04:05",
     '{"contact": {"phone": "03-0000-0000"}, "rank": "B", "hobby": "釣り"}'),
    (2, "渡辺 次郎", "090-9999-0000", "jiro@example.jp", "1981-05-06", None, None),
)  # fmt: skip
TARO = Person(
    names=(Name("渡辺太郎"),),
    addresses=(Address("架空県架空市1-1"),),
    birth_date=date(1980, 5, 6),
    phones=("+81 90-1234-5678",),
    emails=("TARO@EXAMPLE.JP",),
)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def engine(request: pytest.FixtureRequest, tmp_path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
        url = request.getfixturevalue(name).replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url)
    moment = "timestamptz" if request.param == "postgresql" else "timestamp NULL"
    with engine.begin() as connection:
        if request.param == "postgresql":
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
        if request.param == "mariadb":
            connection.exec_driver_sql("SET time_zone = '+00:00'")
        connection.exec_driver_sql("DROP TABLE IF EXISTS hazard_customers")
        connection.exec_driver_sql(
            "CREATE TABLE hazard_customers (id integer PRIMARY KEY, full_name varchar(80),"
            f" phone varchar(40), email varchar(80), born date, seen_at {moment}, profile text)"
        )
        names = "id, full_name, phone, email, born, seen_at, profile"
        places = ", ".join(f":{each}" for each in names.split(", "))
        statement = sa.text(f"INSERT INTO hazard_customers ({names}) VALUES ({places})")
        connection.execute(
            statement, [dict(zip(names.split(", "), row, strict=True)) for row in ROWS]
        )
    yield engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS hazard_customers")
    engine.dispose()


def sources_at(engine: sa.Engine) -> SqlSources:
    url = engine.url.render_as_string(hide_password=False)
    elsewhere = sorted(set(sa.inspect(engine).get_table_names()) - {"hazard_customers"})
    mapping = replace(load_mapping(MAPPING, file="shop.yaml"), elsewhere=tuple(elsewhere))
    return SqlSources([mapping], engines=lambda _: open_engine(url))


def one(found):
    (table,) = found.tables
    labels = [c.label.ja for c in table.columns]
    return table, [dict(zip(labels, row, strict=True)) for row in table.rows]


def test_hazard_4_a_name_many_bear_beside_an_e_mail_address_finds_one_person(engine):
    """Everything that is stated counts together; a name alone finds nobody for certain."""
    same = [
        {"id": n, "name": "渡辺 太郎", "email": f"t{n}@example.jp", "born": "1970-07-07"}
        for n in range(1000, 1200)
    ]
    put = "INSERT INTO hazard_customers (id, full_name, email, born) VALUES "
    with engine.begin() as connection:
        connection.execute(sa.text(f"{put}(:id, :name, :email, :born)"), same)
    sources = sources_at(engine)
    named = Person(names=(Name("渡辺太郎"),), emails=("taro@example.jp",))
    found = sources.find(named)
    assert found.matched == 1
    assert [row["メール"] for row in one(found)[1]] == ["taro@example.jp"]
    two = Person(names=(Name("渡辺太郎"),), emails=("taro@example.jp", "t1100@example.jp"))
    assert sources.find(two).tables == (), "two persons: asked about, and nothing is read"
    assert sources.find(Person(names=(Name("渡辺太郎"),))).tables == ()


def test_hazard_5_other_forms_of_the_same_name_phone_and_address_match(engine):
    """Old and new kanji, full width, hyphens of any kind, the number as it is dialled abroad."""
    found = sources_at(engine).find(TARO)
    assert found.matched == 1
    _, rows = one(found)
    assert [row["氏名"] for row in rows] == ["渡邊　太郎"], "and Jiro of the same surname is not"


def test_hazard_8_moments_keep_their_zone_and_labels_are_japanese(engine):
    table, rows = one(sources_at(engine).find(TARO))
    assert table.label.ja == "お客様"
    at = rows[0]["最終来店"]
    if engine.dialect.name == "sqlite":  # which has no zones: the mapping says Asia/Tokyo
        assert at == "2024-01-02T03:04:05+09:00"
    else:
        assert at in ("2024-01-02T03:04:05+00:00", "2024-01-02T12:04:05+09:00")
    assert not {"full_name", "seen_at", "profile"} & set(rows[0])


def test_hazard_9_what_was_found_dies_with_its_key(engine):
    """Also where the request failed half way: an orphan is swept, and a key destroyed."""
    clock = FixedClock(datetime(2026, 11, 21, 12, 0))
    home = memory.open_store(company="enigmo", clock=clock, entropy=SeededEntropy(1))
    tables = sources_at(engine).find(TARO).tables
    kept, orphan = (
        home.vault.put_stream("case-1", Purpose.ANSWER, found_file.write(tables)) for _ in range(2)
    )
    (read,) = found_file.read(home.vault.get(kept.id))["tables"]
    assert [list(row) for row in read["rows"]] == [list(row) for row in tables[0].rows]
    clock.advance(timedelta(days=2))
    assert home.vault.sweep(frozenset({kept.id}), older_than=clock.now()) == 1
    with pytest.raises(Missing):
        home.vault.get(orphan.id)
    home.keys.destroy("case-1", Purpose.ANSWER)
    with pytest.raises(Destroyed):
        home.vault.get(kept.id)


def test_hazard_10_every_personal_column_is_shown_or_its_absence_has_a_reason(engine):
    table, rows = one(sources_at(engine).find(TARO))
    assert set(rows[0]) == {
        "氏名", "電話番号", "メール", "生年月日", "最終来店", "連絡先", "その他",
    }  # fmt: skip
    assert rows[0]["連絡先"] == "03-0000-0000", "a place in a document is an item"
    assert "釣り" in rows[0]["その他"] and "B" not in rows[0]["その他"]
    assert [(w.label.ja, w.reason.ja) for w in table.withheld] == [("評価", "判断を要します。")]


def test_hazard_10_a_column_nobody_mapped_stops_the_search(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE hazard_customers ADD COLUMN nickname varchar(40)")
    with pytest.raises(BadData) as stopped:
        sources_at(engine).find(TARO)
    assert stopped.value.code == "sources.unmapped_column"
    assert stopped.value.args_ == {"table": "hazard_customers", "name": "nickname"}
