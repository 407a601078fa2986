"""The database as it really is: down, changed, read only, and of three brands."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from fictional import mapping_of, sources_at

from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.values import as_text
from chikai.demo_data import build, cast
from chikai.ledger.found import Found
from chikai.ledger.model import Column
from chikai.ledger.terms import Format
from chikai.people.model import Name, Person
from chikai.ports import BadData, Unavailable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build.build("enigmo", tmp_path / "shop.db")
    return tmp_path / "shop.db"


def execute(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def refused(path: Path) -> BadData:
    with pytest.raises(BadData) as caught:
        sources_at(mapping_of("enigmo"), path).find(cast.HANAKO)
    return caught.value


def test_a_renamed_column_stops_everything_and_names_file_line_and_field(path: Path) -> None:
    execute(path, "ALTER TABLE orders RENAME COLUMN total TO total_yen")
    error = refused(path)
    assert (error.code, error.field) == ("sources.column_gone", "tables.orders.columns.total")
    assert error.file == "sources/shop.yaml"
    text = build.mappings("enigmo")[0].text
    assert (
        error.line
        == text.splitlines().index(
            "      total: {item: billing, label: {ja: お支払額, en: Total}, format: amount}"
        )
        + 1
    )


def test_a_column_nobody_mapped_stops_everything(path: Path) -> None:
    execute(path, "ALTER TABLE customers ADD COLUMN nickname TEXT")
    error = refused(path)
    assert (error.code, error.field) == (
        "sources.unmapped_column",
        "tables.customers.columns.nickname",
    )


def test_a_renamed_table_is_not_skipped(path: Path) -> None:
    execute(path, "ALTER TABLE inquiries RENAME TO questions")
    assert refused(path).code == "sources.table_gone"


def test_a_table_nobody_mapped_stops_everything(path: Path) -> None:
    execute(path, "CREATE TABLE newsletter (id INTEGER PRIMARY KEY, email TEXT)")
    error = refused(path)
    assert (error.code, error.field) == ("sources.unmapped_table", "tables.newsletter")


def test_a_database_that_is_down_is_unavailable_and_none_is_made(tmp_path: Path) -> None:
    gone = tmp_path / "gone.db"
    with pytest.raises(Unavailable) as caught:
        sources_at(mapping_of("enigmo"), gone).find(cast.HANAKO)
    assert str(caught.value) == "sources/shop" and not gone.exists()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("this is no database " * 200)
    with pytest.raises(Unavailable):
        sources_at(mapping_of("enigmo"), tmp_path / "shop.db").find(cast.HANAKO)


def test_a_server_that_does_not_answer_is_unavailable_and_its_password_stays_unsaid() -> None:
    url = "postgresql+psycopg://reader:secret-password@127.0.0.1:1/shop"
    sources = SqlSources([mapping_of("enigmo")], engines=lambda _: open_engine(url))
    with pytest.raises(Unavailable) as caught:
        sources.find(cast.HANAKO)
    assert "secret" not in repr(caught.value) and caught.value.__suppress_context__


def test_a_source_that_went_away_between_two_searches_is_unavailable(path: Path) -> None:
    sources = sources_at(mapping_of("enigmo"), path)
    assert sources.find(cast.HANAKO).matched == 1
    path.unlink()
    with pytest.raises(Unavailable):
        sources.find(cast.HANAKO)


def test_statements_are_kept_for_everybody_until_the_database_changes(path: Path) -> None:
    sources = sources_at(mapping_of("enigmo"), path)
    people = (cast.HANAKO, cast.AOI, cast.AKANE, cast.HANAKO)
    kept = [plain(sources.find(person)) for person in people]
    assert kept == [plain(sources_at(mapping_of("enigmo"), path).find(p)) for p in people]
    assert kept[0] == kept[3] and kept[0] != kept[1]
    execute(path, "ALTER TABLE customers ADD COLUMN nickname TEXT")
    with pytest.raises(BadData, match="unmapped_column"):
        sources.find(cast.HANAKO)


def test_the_source_is_opened_for_reading_only(path: Path) -> None:
    refused = pytest.raises(sa.exc.OperationalError, match="readonly")
    with open_engine(f"sqlite:///{path}").connect() as connection, refused:
        connection.execute(sa.text("DELETE FROM orders"))


def test_a_name_on_half_the_file_and_an_email_returns_one_person(path: Path) -> None:
    """8,000 people of one name: the e-mail address decides, and nobody is read through."""
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO customers (family_name, given_name, phone, email) VALUES (?, ?, ?, ?)",
            [("田中", "太郎", f"090-0000-{n:05}", f"many{n}@example.com") for n in range(8000)],
        )
    connection.close()
    sources = sources_at(mapping_of("enigmo"), path)
    found = sources.find(Person(names=(Name("田中太郎"),), emails=("MANY17@example.com",)))
    assert found.matched == 1
    assert sum(len(t.rows) for t in found.tables) == 1
    nobody = sources.find(Person(names=(Name("田中太郎"),), emails=cast.HANAKO.emails))
    assert nobody.matched == 0 and nobody.tables == ()


def test_a_name_alone_that_fits_too_many_asks_for_more(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO customers (family_name, given_name) VALUES (?, ?)",
            [("田中", "太郎")] * 6000,
        )
    connection.close()
    with pytest.raises(BadData) as caught:
        sources_at(mapping_of("enigmo"), path).find(cast.TARO_BY_NAME)
    assert caught.value.code == "sources.too_many"


@pytest.mark.parametrize(
    "written", ["1988/04/12", "19880412", "昭和63年4月12日", "S63.4.12", "1988-4-12"]
)
def test_a_birth_date_is_one_day_however_it_is_stored(path: Path, written: str) -> None:
    execute(path, f"UPDATE customers SET birth_date = '{written}' WHERE id = 1")
    found = sources_at(mapping_of("enigmo"), path).find(cast.HANAKO)
    assert found.matched == 1
    (customers,) = (t for t in found.tables if t.table == "customers")
    assert "1988-04-12" in customers.rows[0]


@pytest.mark.parametrize("blank", ["NULL", "''", "' '"])
def test_what_the_file_leaves_blank_neither_agrees_nor_disagrees(path: Path, blank: str) -> None:
    execute(path, f"UPDATE customers SET birth_date = {blank}, phone = {blank} WHERE id = 1")
    assert sources_at(mapping_of("enigmo"), path).find(cast.HANAKO).matched == 1


def test_hostile_text_in_a_request_is_only_text(path: Path) -> None:
    odd = Person(names=(Name("'; DROP TABLE orders; --"),), emails=("%_\\@example.com",))
    sources = sources_at(mapping_of("enigmo"), path)
    assert sources.find(odd).matched == 0
    assert sources.find(cast.HANAKO).matched == 1


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        ("2026-11-01 09:30:00", "Asia/Tokyo", "2026-11-01T09:30:00+09:00"),
        ("2026-11-01 00:30:00", "UTC", "2026-11-01T00:30:00+00:00"),
        ("2026-11-01T09:30:00-05:00", "Asia/Tokyo", "2026-11-01T09:30:00-05:00"),
        ("not yet", "Asia/Tokyo", "not yet"),
    ],
)
def test_a_moment_keeps_its_offset_or_takes_the_declared_zone(
    value: str, zone: str, expected: str
) -> None:
    column = Column(name="at", personal=True, format=Format.DATETIME, zone=zone)
    assert as_text(value, column) == expected


# --- three brands, one answer -------------------------------------------------------------------


def in_memory(path: Path) -> MemorySources:
    """The same rows without SQL."""
    mapping = mapping_of("enigmo")
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = {
        table.name: [
            {c.name: as_text(row[c.name], c) for c in table.columns}
            for row in connection.execute(f'SELECT * FROM "{table.name}" ORDER BY id')
        ]
        for table in mapping.tables
    }
    connection.close()
    return MemorySources([mapping], {"shop": rows})


def on_server(url: str) -> Iterator[SqlSources]:
    url = url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url)
    build.build_on(engine, "enigmo")
    engine.dispose()
    with open_engine(url).connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.text("DELETE FROM order_lines"))
    yield SqlSources([mapping_of("enigmo")], engines=lambda _: open_engine(url))


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[SqlSources]:
    yield from on_server(postgres_url)


@pytest.fixture
def mariadb(mariadb_url: str) -> Iterator[SqlSources]:
    yield from on_server(mariadb_url)


def plain(found: Found) -> tuple[object, ...]:
    """What must be equal everywhere; the order of rows is by key, and keys sort as text here."""
    tables = [(t.table, sorted(t.rows, key=str)) for t in found.tables]
    return found.matched, tables, found.hidden, found.ask, len(found.candidates), found.agreed


def test_sql_and_memory_find_the_same(path: Path) -> None:
    sql, memory = sources_at(mapping_of("enigmo"), path), in_memory(path)
    for person in (*cast.ON_FORMS, cast.TARO_BY_NAME):
        assert plain(sql.find(person)) == plain(memory.find(person))


def check_a_server(server: SqlSources, path: Path) -> None:
    sqlite = sources_at(mapping_of("enigmo"), path)
    for person in (*cast.ON_FORMS, cast.TARO_BY_NAME):
        assert plain(server.find(person)) == plain(sqlite.find(person))


def test_postgresql_finds_the_same(postgres: SqlSources, path: Path) -> None:
    check_a_server(postgres, path)


def test_mariadb_finds_the_same(mariadb: SqlSources, path: Path) -> None:
    check_a_server(mariadb, path)


def test_the_number_of_statements_does_not_grow_with_rows_and_is_equal_for_the_twins(
    path: Path,
) -> None:
    """One statement to recognise and one to read a table, whoever is asked for."""
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO orders (customer_id, total) VALUES (1, ?)", [(n,) for n in range(2000)]
        )
    connection.close()
    engine = open_engine(f"sqlite:///{path}")
    said: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "sqlite_master" not in statement:
            said.append(statement)

    mapping = mapping_of("enigmo")
    sources = SqlSources([mapping], engines=lambda _: engine)
    counts = []
    for person in (cast.HANAKO, cast.AOI, cast.AKANE):
        said.clear()
        assert sources.find(person).matched == 1
        counts.append(len(said))
    recognising = sum(bool(table.recognise) for table in mapping.tables)
    assert len(set(counts)) == 1
    assert counts[0] <= recognising + len(mapping.tables)
