"""What real PostgreSQL schemas hold that others do not: arrays, spans, domains, enums, and one
column that points now at this table and now at that."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import Shop, run, seen
from ruamel.yaml import YAML

from chikai.adapters.sources.company import drafted
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Deed, Why
from chikai.people.model import Name, Person
from chikai.ports.changes import Refused

HANA = Person(names=(Name("見本 花子"),), emails=("hana@example.jp",))
HEAD = """\
schema: 1
source: shop
company: enigmo
label: {ja: 店, en: Shop}
url_env: SHOP_URL
tables:
  members:
    category: customers
    label: {ja: 会員, en: Members}
    key: id
    recognise: {name: name, email: email}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: ''}}
      email: {item: email, label: {ja: メール, en: E-mail}, erase: null}
"""
MEMBERS = (
    "CREATE TABLE members (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40))",
    "INSERT INTO members VALUES (1, '見本 花子', 'hana@example.jp'),"
    " (2, '例示 次郎', 'jiro@example.jp')",
)
STAYS = """\
  stays:
    category: customers
    label: {ja: 宿泊, en: Stays}
    key: id
    follows: {member: members.id}
    erase: columns
    columns:
      id: {personal: false}
      member: {personal: false}
      tags: {item: inquiry_text, label: {ja: 札, en: Tags}, erase: {replace: '{}'}}
      rates: {item: billing, label: {ja: 料金, en: Rates}, erase: {replace: '{}'}}
      during: {item: order_history, label: {ja: 期間, en: During}, erase: null}
      parts: {item: order_history, label: {ja: 日々, en: Days}, erase: null}
      size: {item: inquiry_text, label: {ja: 大きさ, en: Size}, erase: {replace: 0}}
      origin: {item: inquiry_text, label: {ja: 接続元, en: Origin}, erase: {replace: 0.0.0.0}}
"""
PROFILES = """\
  profiles:
    schema: crm
    category: customers
    label: {ja: 紹介, en: Profiles}
    key: id
    follows: {member: members.id}
    erase: columns
    columns:
      id: {personal: false}
      member: {personal: false}
      bio: {item: inquiry_text, label: {ja: 紹介, en: Profile}, erase: null}
"""
NOTES = """\
  orders:
    category: customers
    label: {ja: 注文, en: Orders}
    key: id
    follows: {member: members.id}
    erase: row
    columns:
      id: {personal: false}
      member: {personal: false}
  notes:
    category: customers
    label: {ja: 記録, en: Notes}
    key: id
    follows:
      - {columns: author, table: members, to: id}
      - {columns: of_id, table: members, to: id, where: {of_kind: member}}
      - {columns: of_id, table: orders, to: id, where: {of_kind: order}}
    shared: detach
    erase: row
    columns:
      id: {personal: false}
      author: {personal: false}
      of_kind: {personal: false}
      of_id: {personal: false}
      body: {item: inquiry_text, label: {ja: 本文, en: Body}}
"""


def stays(url: str, text: str) -> Shop:
    engine = sa.create_engine(url)
    run(
        engine, *MEMBERS, "CREATE DOMAIN size AS INTEGER NOT NULL CHECK (VALUE >= 0)",
        "CREATE TABLE stays (id INTEGER PRIMARY KEY, member INTEGER, tags VARCHAR(9)[] NOT NULL,"
        " rates NUMERIC(9,2)[] NOT NULL, during TSTZRANGE, parts INT4MULTIRANGE, size size,"
        " origin INET NOT NULL)",
        "INSERT INTO stays VALUES (1, 1, '{窓,角}', '{1.50,2}', '[2026-01-01,2026-01-03)',"
        " '{[1,3),[5,9)}', 3, '192.0.2.1'), (2, 2, '{}', '{}', 'empty', '{}', 4, '192.0.2.2')",
    )  # fmt: skip
    return Shop(url, engine, text)


def test_arrays_spans_and_domains_are_erased_and_put_back(postgres_url: str) -> None:
    shop = stays(postgres_url, HEAD + STAYS)
    every = "SELECT id, tags::text, rates::text, during::text, parts::text, size, host(origin)"
    before = seen(shop.engine, f"{every} FROM stays ORDER BY id")
    plan, contents, wanted = shop.plan(person=HANA)
    told = shop.changes().apply(plan, contents, wanted)
    assert not told.differing and not told.found
    after = seen(shop.engine, f"{every} FROM stays ORDER BY id")
    assert after == [(1, "{}", "{}", None, None, 0, "0.0.0.0"), before[1]]
    shop.changes().undo(plan, contents)
    assert seen(shop.engine, f"{every} FROM stays ORDER BY id") == before


@pytest.mark.parametrize(
    ("said", "code"), [("null", "plan.not_null"), ("{replace: -1}", "plan.check_fails")]
)
def test_what_a_domain_demands_is_asked_beforehand(postgres_url: str, said: str, code: str) -> None:
    shop = stays(postgres_url, HEAD + STAYS.replace("{replace: 0}", said))
    with pytest.raises(Refused) as refused:
        shop.plan(person=HANA)
    assert [each.code for each in refused.value.problems] == [code]


@pytest.fixture(params=["sqlite", "postgresql"])
def noted(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    url, kind = f"sqlite:///{tmp_path / 'shop.db'}", "VARCHAR(6)"
    if request.param == "postgresql":
        url, kind = request.getfixturevalue("postgres_url"), "kind"
    engine = sa.create_engine(url)
    run(
        engine, *(("CREATE TYPE kind AS ENUM ('member', 'order')",) if kind == "kind" else ()),
        *MEMBERS, "CREATE TABLE orders (id INTEGER PRIMARY KEY, member INTEGER)",
        f"CREATE TABLE notes (id INTEGER PRIMARY KEY, author INTEGER, of_kind {kind},"
        " of_id VARCHAR(9), body VARCHAR(40))",
        "INSERT INTO orders VALUES (7, 1), (8, 2)",
        "INSERT INTO notes VALUES (1, 1, 'order', '7', '質問'), (2, 2, 'member', '1', '見本様'),"
        " (3, 2, 'order', '1', '別件'), (4, 2, 'order', '8', '例示')",
    )  # fmt: skip
    return Shop(url, engine, HEAD + NOTES)


def test_what_points_now_here_and_now_there_is_disclosed(noted: Shop) -> None:
    mapping = load_mapping(noted.text, file="shop.yaml")
    found = SqlSources([mapping], engines=lambda _: open_engine(noted.url)).find(HANA)
    (notes,) = (t for t in found.tables if t.table == "notes")
    assert [row[0] for row in notes.rows] == ["質問", "見本様"]


def test_of_two_references_in_one_column_the_one_to_the_person_is_let_go(noted: Shop) -> None:
    plan, verified = noted.erase(person=HANA)
    assert not verified.differing
    left = seen(noted.engine, "SELECT id, author, of_id FROM notes ORDER BY id")
    assert left == [(2, 2, None), (3, 2, "1"), (4, 2, "8")]
    (let_go,) = (t for t in plan.sources[0].tables if t.table == "notes" and not t.deletes)
    assert [(c.column, c.deed, c.filled) for c in let_go.columns] == [("of_id", Deed.DETACH, 1)]


def test_a_table_without_any_item_stays_when_one_item_was_granted(noted: Shop) -> None:
    plan, verified = noted.erase(person=HANA, items=("email",))
    assert not verified.differing
    assert [t.table for t in plan.sources[0].tables] == ["members"]
    assert ("orders", Why.OUTSIDE_SCOPE) in {(k.table, k.why) for k in plan.sources[0].kept}
    assert seen(noted.engine, "SELECT id FROM orders ORDER BY id") == [(7,), (8,)]


def test_a_schema_of_which_the_mapping_says_nothing_is_a_finding(postgres_url: str) -> None:
    run(
        sa.create_engine(postgres_url), *MEMBERS, "CREATE SCHEMA far", "CREATE SCHEMA bare",
        "CREATE TABLE far.letters (id INTEGER PRIMARY KEY, name TEXT)",
    )  # fmt: skip

    def found(text: str) -> list[tuple[str, object]]:
        mapping = load_mapping(text, file="shop.yaml")
        sources = SqlSources([mapping], engines=lambda _: open_engine(postgres_url))
        return [(each.code, each.args) for each in sources.check("shop")]

    assert found(HEAD) == [("sources.unmapped_schema", {"schema": "far"})]
    assert found(f"{HEAD}elsewhere: [far.*]\n") == []


def test_a_reference_from_another_schema_into_the_own_one_is_seen(postgres_url: str) -> None:
    run(
        sa.create_engine(postgres_url), *MEMBERS, "CREATE SCHEMA crm",
        "CREATE TABLE crm.members (id INTEGER PRIMARY KEY, label VARCHAR(9))",
        "CREATE TABLE crm.profiles (id INTEGER PRIMARY KEY, member INTEGER NOT NULL"
        " REFERENCES public.members (id), bio VARCHAR(40))",
        "INSERT INTO crm.profiles VALUES (1, 1, '花子です')",
    )  # fmt: skip
    text = drafted(
        postgres_url,
        source="shop",
        company="enigmo",
        url_env="SHOP_URL",
        items=(),
        schemas=("crm", "public"),
    )
    profiles = YAML(typ="safe").load(text)["tables"]["crm.profiles"]
    (follow,) = profiles["follows"]
    assert (follow["columns"], follow["table"]) == (["member"], "public.members")
    left = HEAD.replace("erase: columns", "erase: row") + PROFILES
    left = left.replace("tables:", "elsewhere: [crm.members]\ntables:", 1)
    with pytest.raises(Refused) as refused:
        Shop(postgres_url, sa.create_engine(postgres_url), left).plan(person=HANA)
    assert [each.code for each in refused.value.problems] == ["plan.others_point_here"]
