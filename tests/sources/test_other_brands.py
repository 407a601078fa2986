"""Brands no test server speaks: the statements of a search, compared with what was reviewed."""

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from foreign_schema import make
from sqlalchemy.engine import Dialect, create_engine

from chikai.adapters.sources import apply, as_planned, catalog, looking
from chikai.adapters.sources.catalog import Catalog, Cell, Shape, Stored
from chikai.adapters.sources.facts import ColumnFact, Facts, Reference
from chikai.adapters.sources.given import given_of
from chikai.adapters.sources.holding import Holding
from chikai.adapters.sources.indexes import advice
from chikai.adapters.sources.statements import Statements
from chikai.ledger.contents import Rows
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping
from chikai.people.model import Name, Person
from chikai.ports import Moved, Refused

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


class Recorder:
    """Takes the statements of a plan and has every row it is asked for."""

    def __init__(self, brand: str) -> None:
        self.dialect = dialect(brand)
        self.said: list[str] = []

    def execute(self, statement: Any, _: Any = None) -> Any:
        how = {"render_postcompile": True}
        self.said.append(str(statement.compile(dialect=self.dialect, compile_kwargs=how)).strip())
        answer = _Nothing()
        answer.wide = len(statement.selected_columns) if isinstance(statement, sa.Select) else 0
        return answer


class _Nothing(list[Any]):
    """The answer of a database that has nothing to say but how many rows it changed."""

    rowcount = 2
    wide = 0

    def all(self) -> list[Any]:
        return []

    def one(self) -> tuple[int, ...]:
        return (0,) * self.wide

    def scalar_one(self) -> int:
        return 0

    def scalar(self) -> int:
        return 0


def changing(brand: str) -> str:
    """The statements of planning, guarding, changing, verifying and undoing."""
    mapping = load_mapping(MAPPING, file="crm.yaml")
    recorder: Any = Recorder(brand)
    catalogue = there(mapping)
    _, orders, lines = mapping.tables
    kinds = {Stored.INTEGER: sa.Integer(), Stored.DATE: sa.Date(), Stored.TEXT: sa.String(40)}
    columns = {
        t.place: {
            c.name: ColumnFact(c.name, kinds[KINDS.get(c.name, TEXT)], True, False)
            for c in t.columns
        }
        for t in mapping.tables
    }
    link = Reference(lines.place, ("order_id",), orders.place, ("id",), "")
    known = Facts(columns, {}, (link,), ())
    rows = (
        Rows("会員", ("店", "番号"), ("氏名", "Tel"), [("A1", 17), ("B2", 18)],
             [("見本", "090"), ("見本", None)], [("削除済み", None)] * 2),
        Rows("Orders", ("id",), ("id", "店", "会員"), [(1,), (2,)], [(1, "A1", 17), (2, "B2", 18)]),
        Rows("lines", ("id",), ("id", "order_id"), [(5,), (6,)], [(5, 1), (6, 2)]),
    )  # fmt: skip
    statements = Statements(mapping, catalogue, recorder.dialect)
    holding = Holding(recorder, mapping, statements, {"会員": [("A1", 17), ("B2", 18)]})
    for table in mapping.tables:
        holding.rows(table)
        holding.count(table)
    apply.write(recorder, mapping, rows, known)
    as_planned.differing(recorder, mapping, rows)
    as_planned.standing(recorder, mapping, rows)
    with suppress(Moved):  # nothing here is as the plan left it, and the statements are written
        apply.restore(recorder, mapping, rows, known)
    texts = ("\n".join(line.rstrip() for line in text.splitlines()) for text in recorder.said)
    return "\n\n".join(dict.fromkeys(texts)) + "\n"


BRANDS = ["mssql", "oracle", "bigquery", "snowflake"]


@pytest.mark.parametrize("brand", BRANDS)
def test_the_statements_of_a_plan_are_those_that_were_reviewed(brand: str) -> None:
    file = GOLDEN / f"{brand}_plan.sql"
    text = changing(brand)
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize("brand", BRANDS)
def test_no_statement_uses_what_a_brand_does_not_know(brand: str) -> None:
    """SQL Server compares no rows of values, BigQuery and Snowflake lock no rows; none samples."""
    text = changing(brand) + written(brand)
    assert "TABLESAMPLE" not in text.upper()
    if brand == "mssql":
        assert ") IN ((" not in text and "FOR UPDATE" not in text
    if brand in ("bigquery", "snowflake"):
        assert "FOR UPDATE" not in text


@pytest.mark.parametrize("brand", BRANDS)
def test_the_statements_are_those_that_were_reviewed(brand: str) -> None:
    file = GOLDEN / f"{brand}.sql"
    text = written(brand)
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


# --- many keys ----------------------------------------------------------------------------------

MOST = {"mssql": 2_100, "oracle": 64_000, "bigquery": 10_000, "snowflake": 16_384}
"""Values one statement takes."""


class Counting(Recorder):
    """Counts the values that a statement names, and those of its longest list."""

    def execute(self, statement: Any, values: Any = None) -> Any:
        how = {"render_postcompile": True}
        compiled = statement.compile(dialect=self.dialect, compile_kwargs=how)
        lists = re.findall(r" IN \(([^()]*)\)", str(compiled))
        longest = max((each.count(",") + 1 for each in lists), default=0)
        named = max(len(compiled.params), sum(each.count(":") for each in lists))
        self.said.append(f"{named} {longest}")
        answer = _Nothing()
        answer.rowcount = longest
        answer.wide = len(statement.selected_columns) if isinstance(statement, sa.Select) else 0
        return answer


@pytest.mark.parametrize("brand", BRANDS)
def test_many_rows_stay_within_what_a_statement_takes(brand: str) -> None:
    mapping = load_mapping(MAPPING, file="crm.yaml")
    counting: Any = Counting(brand)
    orders = mapping.table("Orders")
    columns = {c.name: ColumnFact(c.name, sa.Integer(), True, False) for c in orders.columns}
    known = Facts({orders.place: columns}, {}, (), ())
    many = [(n,) for n in range(7_000)]
    cells = [(n, f"A{n}", n) for n in range(7_000)]
    names = ("id", "店", "会員")
    keys: dict[str, Any] = {"key": ("id",), "columns": names[1:], "keys": many}
    apart = Rows("Orders", **keys, before=[c[1:] for c in cells], after=[c[1:] for c in cells])
    alike = Rows("Orders", **keys, before=[c[1:] for c in cells], after=[("X", None)] * 7_000)
    goes = Rows("Orders", ("id",), names, many, cells)
    for rows in (apart, alike, goes):
        with suppress(Moved, Refused):
            apply.write(counting, mapping, (rows,), known)
        as_planned.differing(counting, mapping, (rows,))
    apply._insert(counting, orders, names, cells, columns)
    statements = Statements(mapping, there(mapping), counting.dialect)
    for own in ({"Orders": many}, {"会員": [("A", n) for n in range(40)]}):
        for table in mapping.tables[1:]:
            counting.execute(statements.owned(table, own))
    said = [tuple(map(int, each.split())) for each in counting.said]
    assert max(named for named, _ in said) <= MOST[brand]
    if brand == "oracle":
        assert max(longest for _, longest in said) <= 1_000


def test_a_search_takes_no_brands_own_sampling(tmp_path: Path) -> None:
    """SQLAlchemy writes TABLESAMPLE wrongly for Oracle and SQL Server: rows are limited."""
    engine = create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    make(engine)
    draft = looking.inspect(engine, source="crm", company="enigmo", url_env="CRM_URL")
    mapping = load_mapping(draft, file="crm.yaml", draft=True)
    with engine.connect() as connection:
        assert len(list(looking.sample(connection, mapping, rows=1))) > 10
    engine.dispose()
