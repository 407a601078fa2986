"""Brands no test server speaks: the statements of a search, compared with what was reviewed."""

import os
from datetime import date
from pathlib import Path

import pytest
from foreign_schema import make
from sqlalchemy.engine import Dialect, create_engine

from chikai.adapters.sources import catalog, looking
from chikai.adapters.sources.catalog import Catalog, Cell, Shape, Stored
from chikai.adapters.sources.given import given_of
from chikai.adapters.sources.indexes import advice
from chikai.adapters.sources.statements import Statements
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping
from chikai.people.model import Name, Person

GOLDEN = Path(__file__).parent / "golden"
MAPPING = """
schema: 1
source: crm
company: enigmo
label: {ja: 顧客, en: Customers}
url_env: CRM_URL
tables:
  会員:
    schema: crm
    category: customers
    label: {ja: 会員, en: Members}
    key: [店, 番号]
    recognise: {name: 氏名, birth_date: 生年月日, phone: Tel, email: mail, member_number: 番号}
    columns:
      店: {personal: false}
      番号: {item: member_number, label: {ja: 番号, en: Number}}
      氏名: {item: name, label: {ja: 氏名, en: Name}}
      生年月日: {item: birth_date, label: {ja: 生, en: Born}, format: date}
      Tel: {item: phone, label: {ja: 電話, en: Phone}}
      mail: {item: email, label: {ja: メール, en: Mail}}
  Orders:
    schema: crm
    category: customers
    label: {ja: 注文, en: Orders}
    key: id
    follows: [{columns: [店, 会員], table: 会員, to: [店, 番号]}]
    columns:
      id: {item: order_history, label: {ja: 番号, en: Number}}
      店: {personal: false}
      会員: {personal: false}
  lines:
    schema: crm
    category: customers
    label: {ja: 明細, en: Lines}
    key: id
    follows: {order_id: Orders.id}
    columns:
      id: {personal: false}
      order_id: {personal: false}
"""
PERSON = Person(
    names=(Name("見本"),), birth_date=date(1980, 2, 3), phones=("090-0000-2001",),
    emails=("taro@example.jp",), member_numbers=("A-17",),
)  # fmt: skip
TEXT = Stored.TEXT
NUMBERS = ("番号", "会員", "id", "order_id")
KINDS = {"生年月日": Stored.DATE} | dict.fromkeys(NUMBERS, Stored.INTEGER)


def dialect(brand: str) -> Dialect:
    if brand == "mssql":
        from sqlalchemy.dialects.mssql.pymssql import dialect as mssql

        return mssql()
    if brand == "oracle":
        from sqlalchemy.dialects.oracle.oracledb import dialect as oracle

        return oracle()
    if brand == "bigquery":
        from sqlalchemy_bigquery import BigQueryDialect

        return BigQueryDialect()
    from snowflake.sqlalchemy.snowdialect import SnowflakeDialect

    return SnowflakeDialect()


def there(mapping: SourceMapping) -> Catalog:
    return Catalog({
        t.place: Shape({c.name: Cell(c.name, KINDS.get(c.name, TEXT)) for c in t.columns})
        for t in mapping.tables
    })  # fmt: skip


def written(brand: str) -> str:
    mapping = load_mapping(MAPPING, file="crm.yaml")
    spoken = dialect(brand)
    statements = Statements(mapping, there(mapping), spoken)
    members, orders, lines = mapping.tables
    own = {"会員": [("A1", 17), ("B2", 18)]}
    found = [
        catalog.statement(brand, ["crm"], own=False),
        statements.candidates(members, given_of(PERSON)),
        *(statements.owned(table, own) for table in (members, orders, lines)),
        statements.any_owned(lines, own),
    ]
    texts = [
        str(each.compile(dialect=spoken, compile_kwargs={"render_postcompile": True})).strip()
        for each in found
        if each is not None
    ]
    texts += [each.statement for each in advice(mapping, there(mapping), spoken)]
    return "\n\n".join("\n".join(x.rstrip() for x in text.splitlines()) for text in texts) + "\n"


@pytest.mark.parametrize("brand", ["mssql", "oracle", "bigquery", "snowflake"])
def test_the_statements_are_those_that_were_reviewed(brand: str) -> None:
    file = GOLDEN / f"{brand}.sql"
    text = written(brand)
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


def test_a_search_takes_no_brands_own_sampling(tmp_path: Path) -> None:
    """SQLAlchemy writes TABLESAMPLE wrongly for Oracle and SQL Server: rows are limited."""
    engine = create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    make(engine)
    draft = looking.inspect(engine, source="crm", company="enigmo", url_env="CRM_URL")
    mapping = load_mapping(draft, file="crm.yaml", draft=True)
    with engine.connect() as connection:
        assert len(list(looking.sample(connection, mapping, rows=1))) > 10
    engine.dispose()
