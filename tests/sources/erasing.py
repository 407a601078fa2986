"""A small fictional shop on any of the three servers, and its plans."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.writing import open_writer
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Plan, Wanted, Work
from chikai.people.model import Address, Name, Person
from chikai.ports.changes import Verified

HANA = Person(
    names=(Name("見本 花子"),),
    phones=("090-0000-1001",),
    emails=("hana@example.jp",),
    addresses=(Address("架空県架空市1-1"),),
    birth_date=date(1985, 4, 12),
)

TABLES = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL,"
    " email VARCHAR(40) UNIQUE, phone VARCHAR(20), birth_date DATE, stopped INTEGER NOT NULL"
    " DEFAULT 0, no_feed INTEGER NOT NULL DEFAULT 0, introduced_by INTEGER"
    " REFERENCES customers (id)) {engine}",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL,"
    " recipient VARCHAR(40), ordered_on DATE NOT NULL, total INTEGER,"
    " FOREIGN KEY (customer_id) REFERENCES customers (id)) {engine}",
    "CREATE TABLE tickets (id INTEGER PRIMARY KEY, customer_id INTEGER, body VARCHAR(400),"
    " FOREIGN KEY (customer_id) REFERENCES customers (id)) {engine}",
    "CREATE TABLE provided (id INTEGER PRIMARY KEY, customer_id INTEGER, recipient VARCHAR(40),"
    " FOREIGN KEY (customer_id) REFERENCES customers (id)) {engine}",
)
ROWS = (
    "INSERT INTO customers VALUES (1, '見本 花子', 'hana@example.jp', '090-0000-1001',"
    " '1985-04-12', 0, 0, NULL), (2, '例示 次郎', 'jiro@example.jp', '090-0000-1002',"
    " '1990-01-02', 0, 0, NULL), (3, '見本 花子', 'other@example.jp', '090-0000-1003',"
    " '1970-07-07', 0, 0, NULL)",
    "INSERT INTO orders VALUES (10, 1, '見本 花子様方', '2019-05-06', 1200),"
    " (11, 1, '見本 花子様方', '2026-02-03', 800), (12, 2, '例示 次郎', '2026-02-03', 5)",
    "INSERT INTO tickets VALUES (20, 1, '届け先を変えたいという相談'), (21, 2, '別の人の相談')",
    "INSERT INTO provided VALUES (30, 1, '架空運送株式会社')",
)
MAPPING = """\
schema: 1
source: shop
company: enigmo
label: {ja: 通販, en: Shop}
url_env: SHOP_URL
tables:
  customers:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: name, birth_date: birth_date, phone: phone, email: email}
    references:
      - {columns: introduced_by, table: customers, to: id}
    erase: columns
    cease:
      - {column: stopped, to: 1, back: 0}
      - {column: no_feed, to: 1, back: 0, stops: provision}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      email: {item: email, label: {ja: メール, en: E-mail}, erase: null}
      phone: {item: phone, label: {ja: 電話, en: Telephone}, erase: null}
      birth_date:
        item: birth_date
        label: {ja: 生年月日, en: Date of birth}
        format: date
        erase: {generalise: year}
      stopped: {personal: false}
      no_feed: {personal: false}
      introduced_by: {personal: false}
  orders:
    category: customers
    label: {ja: 注文, en: Orders}
    key: id
    follows: {customer_id: customers.id}
    erase: columns
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      recipient: {item: name, label: {ja: 受取人, en: Recipient}, erase: null}
      ordered_on:
        item: order_history
        label: {ja: 注文日, en: Ordered on}
        format: date
        erase:
          keep:
            reason: {ja: 帳簿書類の保存, en: Books of account}
            law: {ja: 法人税法施行規則第59条, en: Corporation Tax Act Enforcement Rules Art. 59}
            until: {on: 2033-03-31}
      total: {personal: false}
  tickets:
    category: inquiries
    label: {ja: 問合せ, en: Inquiries}
    key: id
    follows: {customer_id: customers.id}
    erase: row
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      body: {item: inquiry_text, label: {ja: 本文, en: Body}}
  provided:
    category: customers
    label: {ja: 提供の記録, en: Records of provision}
    key: id
    role: provision_records
    follows: {customer_id: customers.id}
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      recipient: {label: {ja: 提供先, en: Recipient}, record: recipient}
"""
ON = date(2026, 11, 22)


def run(engine: sa.Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for each in statements:
            connection.exec_driver_sql(each)


def make(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    inno = "ENGINE=InnoDB CHARSET utf8mb4" if "mysql" in url or "mariadb" in url else ""
    run(engine, *(each.format(engine=inno) for each in TABLES), *ROWS)
    return engine


def seen(engine: sa.Engine, sql: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(map(_told, row)) for row in connection.exec_driver_sql(sql)]


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass
class Shop:
    """One database and what Chikai may do to it."""

    url: str
    engine: sa.Engine
    text: str = MAPPING

    def changes(self, failpoint: object = None) -> SourceChanges:
        mapping = load_mapping(self.text, file="shop.yaml")
        reading = SqlSources([mapping], engines=lambda _: open_engine(self.url))
        more = {"failpoint": failpoint} if failpoint else {}
        return SourceChanges(
            [mapping], engines=lambda _: open_writer(self.url), reading=reading.open, **more
        )

    def plan(
        self, work: Work = Work.ERASE, person: Person = HANA, **more: object
    ) -> tuple[Plan, bytes, Wanted]:
        wanted = Wanted(work=work, on=ON, **more)  # type: ignore[arg-type]
        salts = (f"salt-{n}" for n in itertools.count())
        plan, contents = self.changes().plan(
            person, wanted, case="case-1", salt=lambda: next(salts)
        )
        return plan, contents, wanted

    def erase(self, **more: object) -> tuple[Plan, Verified]:
        plan, contents, wanted = self.plan(**more)  # type: ignore[arg-type]
        self.changes().apply(plan, contents, wanted)
        return plan, self.changes().verify(plan, contents)

    def all(self) -> dict[str, list[tuple[object, ...]]]:
        names = ("customers", "orders", "tickets", "provided")
        return {n: seen(self.engine, f"SELECT * FROM {n} ORDER BY id") for n in names}
