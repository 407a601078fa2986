"""PostgreSQL keeps what a row was until VACUUM: on a busy server too it is told rightly what of an
erased person is left, and what is only somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from erasing import Shop, make, run


@pytest.fixture
def shop(postgres_url: str) -> Iterator[Shop]:
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    engine = make(url)
    yield Shop(url, engine)
    engine.dispose()


def looking(shop: Shop) -> sa.Connection:
    """Somebody's long report: it sees the database as it is when it begins."""
    other = shop.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    other.exec_driver_sql("SELECT count(*) FROM customers")
    return other


def test_dead_rows_of_others_do_not_keep_an_erasure_open(shop: Shop) -> None:
    """A report that began after the erasure keeps what others change; ours it never saw."""
    plan, contents, wanted = shop.plan()
    shop.changes().apply(plan, contents, wanted)
    with looking(shop) as report:
        run(shop.engine, "UPDATE customers SET name = '例示 三郎' WHERE id = 2")
        assert shop.changes().verify(plan, contents).clean
        report.rollback()


def test_a_report_that_began_before_the_erasure_keeps_it_open_whatever_others_do(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = "chikai.adapters.sources.dead_rows._PATIENCE"
    monkeypatch.setattr(patience, 0.1)
    plan, contents, wanted = shop.plan()
    with looking(shop) as report:
        shop.changes().apply(plan, contents, wanted)
        run(shop.engine, "UPDATE customers SET name = '例示 三郎' WHERE id = 2")
        left = shop.changes().verify(plan, contents).found
        assert {each.code for each in left} == {"plan.left.dead_rows"}
        report.rollback()
    monkeypatch.setattr(patience, 60.0)
    assert shop.changes().verify(plan, contents).clean


def test_a_page_that_somebody_is_just_reading_is_not_called_clean(shop: Shop) -> None:
    """A report that began after the erasure and stands still in the middle of the table: VACUUM
    passes over that page, and says so in other words."""
    plan, contents, wanted = shop.plan()
    changes, asked = shop.changes(), []
    (mapping,) = changes._mappings
    with shop.engine.connect() as report:

        def read(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith("VACUUM"):
                return
            asked.append(statement)
            if len(asked) == 1:
                report.exec_driver_sql("DECLARE report CURSOR FOR SELECT * FROM customers")
                report.exec_driver_sql("FETCH 1 FROM report")
            elif len(asked) == 2:
                report.rollback()

        sa.event.listen(changes._databases.engine(mapping), "before_cursor_execute", read)
        assert changes.apply(plan, contents, wanted).clean
    assert asked[0] == asked[1], "the first was asked again"


def test_an_index_over_an_erased_column_is_cleaned_up_and_no_other(shop: Shop) -> None:
    """VACUUM passes over the indexes where few rows changed; their entries would keep the value."""
    run(
        shop.engine,
        "CREATE INDEX by_email ON customers (lower(email))",
        "CREATE INDEX by_customer ON orders (customer_id)",
    )
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("VACUUM"):
            asked.append(statement)

    plan, contents, wanted = shop.plan()
    changes = shop.changes()
    (mapping,) = changes._mappings
    sa.event.listen(changes._databases.engine(mapping), "before_cursor_execute", note)
    assert changes.apply(plan, contents, wanted).clean
    told = {statement.split()[-1]: "INDEX_CLEANUP ON" in statement for statement in asked}
    assert told["customers"] is True
    assert told["orders"] is False
