"""From `inspect` to `find` on a schema nobody here designed, by a reviewed mapping alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from foreign_schema import make, run

from chikai.adapters.sources import looking
from chikai.adapters.sources.company import drafted
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.ledger.found import Found
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import BadMapping
from chikai.people.model import Address, Name, Person
from chikai.ports import BadData

ITEMS = ("name", "birth_date", "phone", "email", "address", "inquiry_text", "member_number")
TARO = Person(
    names=(Name("見本太郎"),), phones=("090-0000-2001",), addresses=(Address("架空県架空市1-1"),)
)


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('schema') / 'crm.db'}"
    make(sa.create_engine(url))
    return url


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def url(request: pytest.FixtureRequest, lite: str) -> str:
    if request.param == "sqlite":
        return lite
    name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
    found: str = request.getfixturevalue(name)
    found = found.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(found)
    make(engine)
    engine.dispose()
    return found


def draft(url: str) -> str:
    return drafted(url, source="crm", company="enigmo", url_env="CRM_URL", items=ITEMS, schemas=())


def reviewed(text: str) -> str:
    """What a person does with a draft, written down."""
    said = [
        ("reviewed: no", "reviewed: {by: 点検 花子, on: 2026-11-01}"),
        ("category: unknown", "category: customers"),
        ("item: unknown", "item: name"),
        ("personal: unknown, ", "item: inquiry_text, "),
    ]
    for old, new in said:
        text = text.replace(old, new)
    lines: list[str] = []
    for line in text.splitlines():
        if "table: Inquiries, to: [InquiryId]" in line:
            line = line.replace("}", ", circle: true}")
            at = max(n for n, each in enumerate(lines) if each.startswith("    follows:"))
            lines.insert(at + 1, line)
            lines = [each for each in lines if not each.startswith("    references:  # Inq")]
            continue
        lines.append(line)
    return "\n".join(lines).replace(
        "    references:  # a reference that says nothing of whose a row is\n    erase",
        "    erase",
    )


def mapped(url: str) -> SourceMapping:
    return load_mapping(reviewed(draft(url)), file="crm.yaml")


def sources(url: str) -> SqlSources:
    mapping = mapped(url)
    return SqlSources([mapping], engines=lambda _: open_engine(url))


def rows(found: Found, table: str) -> list[tuple[str | None, ...]]:
    return [tuple(row) for t in found.tables if t.table == table for row in t.rows]


def test_what_the_draft_cannot_know_it_asks(url: str) -> None:
    text = draft(url)
    with pytest.raises(BadMapping) as caught:
        load_mapping(text, file="crm.yaml")
    codes = {p.code for p in caught.value.problems}
    assert {"sources.not_reviewed", "sources.personal_unknown"} <= codes
    mapping = load_mapping(text, file="crm.yaml", draft=True)
    assert mapping.draft
    with pytest.raises(BadData) as refused:
        SqlSources([mapping], engines=lambda _: open_engine(url)).find(TARO)
    assert refused.value.code == "sources.not_reviewed"


def test_keys_references_views_and_generated_columns_are_drafted(url: str) -> None:
    mapping = load_mapping(draft(url), file="crm.yaml", draft=True)
    tables = {t.name: t for t in mapping.tables}
    members = tables["会員"]
    assert members.key == ("店コード", "会員番号")
    assert {i.value for i in members.identifiers} >= {"name", "kana", "birth_date", "phone"}
    assert members.follows == (), "whoever introduced a member is somebody else"
    assert members.column("検索名").derived and not members.column("検索名").correct
    assert tables["配送先"].follows[0].targets == ("店コード", "会員番号")
    assert tables["Inquiries"].follows[0].columns == ("ShopCode", "MemberNo")
    assert tables["会員一覧"].view and not tables["会員一覧"].writable
    assert tables["控え"].grouped, "nothing tells its rows apart"
    assert not any(name.startswith("購買_") for name in (*tables, *mapping.elsewhere))


def test_one_person_is_found_in_every_table_and_nobody_else(url: str) -> None:
    found = sources(url).find(TARO)
    assert found.matched == 1
    counts = {t.table: len(t.rows) for t in found.tables}
    assert counts == {
        "会員": 1, "会員一覧": 1, "配送先": 1, "Inquiries": 3, "控え": 2, "購買": 2, "旧会員": 1,
    }  # fmt: skip
    said = {value for t in found.tables for row in t.rows for value in row}
    assert {"質問", "返信", "再返信", "折返し", "済", "1200", "2025-12-31"} <= said
    assert not {"例示 次郎", "別人", "他", "5"} & said
    (received,) = {row[-1] for row in rows(found, "Inquiries")}
    assert received in ("2026-01-01T09:00:00+09:00", "2026-01-01T00:00:00+00:00")


def test_a_document_is_shown_place_by_place_and_nothing_of_it_is_lost(url: str) -> None:
    text = reviewed(draft(url))
    line = next(x for x in text.splitlines() if x.strip().startswith("属性:"))
    places = (
        "      属性:\n        item: inquiry_text\n        label: {ja: ほか, en: Rest}\n"
        "        json:\n"
        "          $.連絡.LINE: {item: phone, label: {ja: 連絡先, en: Contact}}\n"
        '          "$.家族[*].氏名": {item: name, label: {ja: 家族, en: Family}}'
    )
    mapping = load_mapping(text.replace(line, places), file="crm.yaml")
    found = SqlSources([mapping], engines=lambda _: open_engine(url)).find(TARO)
    (members,) = (t for t in found.tables if t.table == "会員")
    shown = dict(zip([c.label.ja for c in members.columns], members.rows[0], strict=True))
    assert shown["連絡先"] == "taro-line"
    assert shown["家族"] == "見本 花、見本 葉"
    assert shown["ほか"] == '{"色": "青"}'


def test_a_type_that_changed_since_the_review_is_drift(url: str, tmp_path: Path) -> None:
    if url.startswith("sqlite"):
        copy = tmp_path / "crm.db"
        copy.write_bytes(Path(sa.make_url(url).database or "").read_bytes())
        url = f"sqlite:///{copy}"
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        shapes = looking.shapes(connection, mapped(url))
    signed = ", shape: {" + ", ".join(f"{k}: {v}" for k, v in shapes.items()) + "}}"
    text = reviewed(draft(url)).replace("2026-11-01}", f"2026-11-01{signed}")
    found = SqlSources([load_mapping(text, file="crm.yaml")], engines=lambda _: open_engine(url))
    assert found.check("crm") == ()
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        run(connection, f"CREATE UNIQUE INDEX u ON {quote('旧会員')} ({quote('電話')})")
    engine.dispose()
    assert [(p.code, p.field) for p in found.check("crm")] == [
        ("sources.shape_changed", "tables.旧会員")
    ]


def test_a_sample_holds_forms_and_no_value(url: str) -> None:
    sampled = sources(url).sample("crm", rows=10)
    shown = {(s.table, s.column): dict(s.forms) for s in sampled}
    assert shown["会員", "氏名"] == {"漢漢 漢漢": 2}
    assert shown["会員", "TelNo"] == {"９９９ー９９９９ー９９９９": 1, "999-9999-9999": 1}
    assert not any("2001" in form or "見" in form for forms in shown.values() for form in forms)


@pytest.fixture
def indexed(url: str) -> Iterator[SqlSources]:
    """The database after its people have run what `sources index` prints."""
    text = reviewed(draft(url))
    before = SqlSources([load_mapping(text, file="crm.yaml")], engines=lambda _: open_engine(url))
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement, change in before.indexes("crm"):
            run(connection, statement)
            if change is not None:
                identifier, _, rest = change.partition(": ")
                column = rest.split("normal: ")[1].rstrip("}")
                table = statement.split()[2].strip('`"')
                text = add(text, table, identifier, rest, column)
    engine.dispose()
    yield SqlSources([load_mapping(text, file="crm.yaml")], engines=lambda _: open_engine(url))


def add(text: str, table: str, identifier: str, way: str, column: str) -> str:
    head, mark, tail = text.partition(f"  {table}:\n")
    lines = tail.splitlines()
    at = next(n for n, x in enumerate(lines) if x.strip().startswith(f"{identifier}: "))
    lines[at] = f"      {identifier}: {way}"
    at = next(n for n, x in enumerate(lines) if x == "    columns:")
    lines.insert(at + 1, f"      {column}: {{personal: false, derived: true}}")
    return head + mark + "\n".join(lines) + "\n"


def test_indexes_change_nothing_that_is_found(url: str, indexed: SqlSources) -> None:
    with_indexes = indexed.find(TARO)
    assert indexed.indexes("crm") == ()
    assert sum(len(t.rows) for t in with_indexes.tables) == 11
    odd = Person(names=(Name("見本 太郎"),), phones=("+81 90 0000 2001",))
    assert indexed.find(odd).matched == 1, "the file writes it in full width"
