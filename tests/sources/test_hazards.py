"""What goes wrong elsewhere when data are found and erased, provoked here on three servers.

Each test does what made another system lose, leave or leak data, and shows Chikai refusing,
asking, or doing it right. A refusal changes nothing anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import HANA, MAPPING, Shop, make, run, seen

from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.stored import load
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Correction, Deed, Why, Work
from chikai.people.model import Name, Person
from chikai.ports import BadData, Unavailable
from chikai.ports.changes import Moved, Refused, Standing


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
        url = request.getfixturevalue(name).replace("postgresql://", "postgresql+psycopg://")
    engine = make(url)
    yield Shop(url, engine)
    engine.dispose()


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {each.code for each in refused.value.problems}


def rows_go(text: str) -> str:
    """The mapping with nothing said of the columns of customers, whose rows go."""
    customers, rest = text.split("  orders:\n")
    customers = customers.replace(", erase: {replace: 削除済み}", "").replace(", erase: null", "")
    customers = customers.replace("        erase: {generalise: year}\n", "")
    return f"{customers}  orders:\n{rest}"


# 1 ----------------------------------------------------------------------------------------------


def test_a_date_is_changed_like_any_other_column_and_read_again(shop: Shop) -> None:
    plan, verified = shop.erase()
    assert verified.clean
    (customers,) = (t for t in plan.sources[0].tables if t.table == "customers")
    assert [c.deed for c in customers.columns if c.column == "birth_date"] == [Deed.GENERALISE]
    assert seen(shop.engine, "SELECT birth_date FROM customers WHERE id = 1") == [("1985-01-01",)]


def test_a_column_of_which_the_mapping_says_nothing_is_asked_for_and_nothing_changes(
    shop: Shop,
) -> None:
    before = shop.all()
    silent = MAPPING.replace("format: date\n        erase: {generalise: year}", "format: date")
    with pytest.raises(Refused) as refused:
        replace(shop, text=silent).plan()
    assert [(p.code, p.field) for p in refused.value.problems] == [
        ("plan.nothing_said", "tables.customers.columns.birth_date")
    ]
    assert shop.all() == before


def test_a_cell_that_came_out_otherwise_is_never_called_complete(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    shop.changes().apply(plan, contents, wanted)
    run(shop.engine, "UPDATE customers SET birth_date = '1985-04-12' WHERE id = 1")
    verified = shop.changes().verify(plan, contents)
    assert not verified.clean
    assert [(d.table, d.count) for d in verified.differing] == [("customers", 1)]


# 2 ----------------------------------------------------------------------------------------------


def test_a_value_too_long_is_refused_before_anything_is_touched(shop: Shop) -> None:
    before = shop.all()
    long = MAPPING.replace(
        "{replace: 削除済み}", "{replace: この人の氏名は請求により消去しました。}"
    )
    assert len("この人の氏名は請求により消去しました。") < 20
    plan, *_ = replace(shop, text=long).plan()
    assert plan.rows == 4, "twenty characters fit, however many bytes they take"
    longer = long.replace("消去しました。", "消去しました。元に戻せません。")
    with pytest.raises(Refused) as refused:
        replace(shop, text=longer).plan()
    assert codes(refused) == {"plan.too_long"}
    assert shop.all() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("{replace: 削除済み}", "null"), "plan.not_null"),
        (("label: {ja: メール, en: E-mail}, erase: null", "label: {ja: メール, en: E-mail},"
          " erase: {replace: other@example.jp}"), "plan.not_unique"),
        (("erase: {generalise: year}", "erase: {replace: いつか}"), "plan.wrong_type"),
        (("erase: columns\n    cease", "erase: row\n    cease"), "plan.others_point_here"),
    ],
)  # fmt: skip
def test_what_the_database_would_refuse_is_refused_before(
    shop: Shop, change: tuple[str, str], code: str
) -> None:
    before = shop.all()
    assert change[0] in MAPPING
    text = MAPPING.replace(*change, 1)
    if "row\n" in change[1]:
        text = rows_go(text)
    with pytest.raises(Refused) as refused:
        replace(shop, text=text).plan()
    assert code in codes(refused)
    assert shop.all() == before


def test_a_failure_between_any_two_changes_leaves_every_table_as_it_was(shop: Shop) -> None:
    """Before each statement that writes in turn, and before the commit."""
    before = shop.all()
    plan, contents, wanted = shop.plan()
    changes, left = shop.changes(), [0]
    engine = changes._databases.engine(changes._mappings[0])

    def written(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("UPDATE", "DELETE", "INSERT")):
            next_one()

    def next_one(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise ConnectionResetError

    sa.event.listen(engine, "before_cursor_execute", written)
    sa.event.listen(engine, "commit", next_one)
    for at in range(1, 5):  # customers, orders, tickets, and the commit
        left[0] = at
        with pytest.raises((ConnectionResetError, Unavailable)):
            changes.apply(plan, contents, wanted)
        left[0] = 0
        assert shop.all() == before
        assert changes.standing(plan, contents) == {"shop": Standing.UNTOUCHED}
    changes.apply(plan, contents, wanted)
    assert changes.standing(plan, contents) == {"shop": Standing.DONE}
    engine.dispose()


# 3 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drift", "code"),
    [
        ("ALTER TABLE tickets RENAME TO old_tickets", "sources.table_gone"),
        ("ALTER TABLE customers RENAME COLUMN phone TO tel", "sources.column_gone"),
        ("CREATE TABLE notes (id INTEGER, body VARCHAR(20))", "sources.unmapped_table"),
        ("ALTER TABLE orders ADD COLUMN memo VARCHAR(20)", "sources.unmapped_column"),
        ("CREATE UNIQUE INDEX one ON customers (phone)", "plan.schema_changed"),
    ],
)
def test_a_schema_that_changed_is_refused_and_never_skipped(
    shop: Shop, drift: str, code: str
) -> None:
    plan, contents, wanted = shop.plan()
    run(shop.engine, drift)
    before = seen(shop.engine, "SELECT id, name, email FROM customers ORDER BY id")
    with pytest.raises(Refused) as refused:
        shop.changes().apply(plan, contents, wanted)
    assert code in codes(refused)
    assert seen(shop.engine, "SELECT id, name, email FROM customers ORDER BY id") == before
    if code != "plan.schema_changed":
        with pytest.raises(BadData):
            shop.plan()


def test_a_table_that_is_gone_when_all_is_read_again_is_never_called_clean(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    shop.changes().apply(plan, contents, wanted)
    run(shop.engine, "ALTER TABLE tickets RENAME TO old_tickets")
    with pytest.raises(Unavailable):
        shop.changes().verify(plan, contents)


# 4, 5, 8, 10: finding, seen through a plan --------------------------------------------------------


def test_a_common_name_beside_an_e_mail_address_never_widens_the_plan(shop: Shop) -> None:
    plan, contents, _ = shop.plan()
    (customers,) = (r for r in load(contents).of("shop") if r.table == "customers")
    assert customers.keys == ((1,),), "not customer 3 of the same name"
    both = Person(names=HANA.names, emails=("hana@example.jp", "other@example.jp"))
    with pytest.raises(BadData) as asked:
        shop.plan(person=both)
    assert asked.value.code == "plan.not_one_person"
    with pytest.raises(BadData):
        shop.plan(person=Person(names=(Name("見本 花子"),)))
    assert plan.rows == 4


def test_width_hyphens_and_spaces_do_not_hide_a_person(shop: Shop) -> None:
    written = Person(names=(Name("見本花子"),), phones=("０９０（００００）１００１",))
    plan, *_ = shop.plan(person=written)
    assert plan.rows == 4


def test_every_personal_column_is_in_the_plan_or_kept_for_a_reason(shop: Shop) -> None:
    plan, *_ = shop.plan()
    mapping = load_mapping(MAPPING, file="shop.yaml")
    (source,) = plan.sources
    changed = {(t.table, c.column) for t in source.tables for c in t.columns}
    kept = {(k.table, k.column) for k in source.kept}
    for table in mapping.tables:
        for column in table.columns:
            at = (table.name, column.name)
            if column.personal:
                assert at in changed | kept or (table.name, None) in kept, at
    why = {(k.table, k.column): (k.why, k.law.en if k.law else None) for k in source.kept}
    assert why["orders", "ordered_on"][1] == "Corporation Tax Act Enforcement Rules Art. 59"
    assert why["provided", None][0] is Why.PROVISION_RECORD
    found = SqlSources([mapping], engines=lambda _: open_engine(shop.url)).find(HANA)
    assert {c.label.ja for t in found.tables for c in t.columns} >= {"生年月日", "注文日", "本文"}


# 6 ----------------------------------------------------------------------------------------------


def test_a_row_changed_by_another_since_the_plan_stops_it_and_nothing_changes(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    run(shop.engine, "UPDATE orders SET recipient = '例示 太郎様方' WHERE id = 11")
    before = shop.all()
    with pytest.raises(Moved) as moved:
        shop.changes().apply(plan, contents, wanted)
    assert moved.value.table == "orders"
    assert shop.all() == before


def test_a_row_that_came_since_the_plan_stops_it_too(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    run(shop.engine, "INSERT INTO orders VALUES (13, 1, 'x', '2026-11-22', 5)")
    before = shop.all()
    with pytest.raises(Moved):
        shop.changes().apply(plan, contents, wanted)
    assert shop.all() == before


def test_a_plan_is_never_carried_out_twice(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    shop.changes().apply(plan, contents, wanted)
    after = shop.all()
    with pytest.raises(Moved):
        shop.changes().apply(plan, contents, wanted)
    assert shop.all() == after


# 7 ----------------------------------------------------------------------------------------------


def test_what_was_erased_is_the_same_for_everybody_and_nothing_of_it_is_left(
    shop: Shop, tmp_path: Path
) -> None:
    shop.erase()
    (hana,) = seen(shop.engine, "SELECT name, email, phone FROM customers WHERE id = 1")
    jiro = Person(names=(Name("例示 次郎"),), emails=("jiro@example.jp",))
    shop.erase(person=jiro)
    (other,) = seen(shop.engine, "SELECT name, email, phone FROM customers WHERE id = 2")
    assert hana == other == ("削除済み", None, None), "equal for different people: no pseudonym"
    if shop.engine.dialect.name == "sqlite":
        everything = b"".join(p.read_bytes() for p in tmp_path.iterdir())
        assert b"hana@example.jp" not in everything
        assert "届け先を変えたい".encode() not in everything


def test_what_sqlite_leaves_behind_without_care_is_found(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    shop = Shop(url, make(url))
    plan, contents, _ = shop.plan()
    run(shop.engine, "PRAGMA secure_delete = OFF", "DELETE FROM tickets WHERE id = 20")
    verified = shop.changes().verify(plan, contents)
    assert "plan.left.free_pages" in {r.code for r in verified.found}


def test_what_postgresql_keeps_for_whoever_may_still_see_it_is_found(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dead rows stay until VACUUM, and while another transaction may see them VACUUM leaves them:
    that is no erasure yet. Once it has ended, they go."""
    patience = "chikai.adapters.sources.dead_rows._PATIENCE"
    monkeypatch.setattr(patience, 0.1)
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    shop = Shop(url, make(url))
    plan, contents, wanted = shop.plan()
    with shop.engine.connect().execution_options(isolation_level="REPEATABLE READ") as other:
        other.exec_driver_sql("SELECT count(*) FROM customers")
        verified = shop.changes().apply(plan, contents, wanted)
        assert {r.code for r in verified.found} == {"plan.left.dead_rows"}
        assert {r.table for r in verified.found} == {"customers", "orders", "tickets"}
        old = "SELECT name FROM customers WHERE id = 1"
        assert other.exec_driver_sql(old).scalar_one() == "見本 花子", "it can still be read"
        other.rollback()
    monkeypatch.setattr(patience, 60.0)
    assert shop.changes().verify(plan, contents).clean
    shop.engine.dispose()


def test_whoever_connects_for_a_moment_does_not_make_an_erasure_incomplete(
    postgres_url: str,
) -> None:
    """VACUUM is asked for again as soon as the other may have gone."""
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    shop = Shop(url, make(url))
    plan, contents, wanted = shop.plan()
    changes = shop.changes()
    (mapping,) = changes._mappings
    asked: list[str] = []
    with shop.engine.connect().execution_options(isolation_level="REPEATABLE READ") as other:
        other.exec_driver_sql("SELECT count(*) FROM customers")

        def leave(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("VACUUM"):
                asked.append(statement)
                if len(asked) == 2:
                    other.rollback()

        sa.event.listen(changes._databases.engine(mapping), "before_cursor_execute", leave)
        assert changes.apply(plan, contents, wanted).clean
    assert asked[0] == asked[1], "the first was asked again"
    shop.engine.dispose()


def test_what_mariadb_purges_by_itself_is_said(mariadb_url: str) -> None:
    """Nobody can look at InnoDB's old versions from here: it is said where they may be."""
    shop = Shop(mariadb_url, make(mariadb_url))
    _, verified = shop.erase()
    assert verified.clean
    said = {r.code for r in verified.may_be}
    assert "plan.left.purge" in said
    assert said & {"plan.left.binary_log", "plan.left.server_logs"}
    shop.engine.dispose()


# 9 is the desk's: `test_hazard_9…` in `tests/journeys/test_carry_out.py` and in
# `test_hazards_disclosure.py`, and `test_history_goes` in `tests/jobs`. 6 is in
# `tests/journeys/test_faults_in_databases.py`, 4, 5, 8 and 10 also in `test_hazards_disclosure.py`.

# Beside the ten ---------------------------------------------------------------------------------


def test_only_the_granted_items_change(shop: Shop) -> None:
    plan, *_ = shop.plan(items=("email",))
    (source,) = plan.sources
    assert [(t.table, [c.column for c in t.columns]) for t in source.tables] == [
        ("customers", ["email"])
    ]
    outside = {k.column for k in source.kept if k.why is Why.OUTSIDE_SCOPE}
    assert {"name", "phone", "birth_date", "body"} <= outside


def test_a_purpose_that_has_not_ended_keeps_its_columns(shop: Shop) -> None:
    uses = (("customers", ("sell", "send_mail")), ("inquiries", ("answer",)))
    plan, *_ = shop.plan(purposes=("send_mail", "answer"), used_for=uses)
    (source,) = plan.sources
    assert [t.table for t in source.tables] == ["tickets"]
    assert {k.why for k in source.kept if k.table == "customers"} == {Why.OTHER_PURPOSE}


def test_use_stops_by_a_flag_and_a_feed_scheduled_before_finds_nobody(shop: Shop) -> None:
    feed = "SELECT id FROM customers WHERE no_feed = 0 ORDER BY id"
    assert (1,) in seen(shop.engine, feed)
    plan, contents, wanted = shop.plan(Work.STOP_PROVISION)
    shop.changes().apply(plan, contents, wanted)
    assert seen(shop.engine, feed) == [(2,), (3,)], "at once, whenever the feed was scheduled"
    assert seen(shop.engine, "SELECT stopped FROM customers WHERE id = 1") == [(0,)]
    plan, contents, wanted = shop.plan(Work.CEASE)
    shop.changes().apply(plan, contents, wanted)
    assert seen(shop.engine, "SELECT stopped FROM customers WHERE id = 1") == [(1,)]
    assert shop.changes().verify(plan, contents).clean


def test_a_table_without_a_flag_is_asked_for(shop: Shop) -> None:
    without = MAPPING.replace("      - {column: stopped, to: 1, back: 0}\n", "")
    with pytest.raises(Refused) as refused:
        replace(shop, text=without).plan(Work.CEASE)
    assert codes(refused) == {"plan.no_flag"}


def test_a_table_that_needs_no_flag_says_why_and_whoever_approves_judges_it(shop: Shop) -> None:
    said = "reason: {ja: 誰にも提供していない, en: nothing is provided from it}"
    orders = "  orders:\n    unflagged: [{stops: provision, " + said + "}]\n"
    text = MAPPING.replace("  orders:\n", orders)
    alone = text.replace("      - {column: no_feed, to: 1, back: 0, stops: provision}\n", "")
    with pytest.raises(Refused) as refused:
        replace(shop, text=alone).plan(Work.STOP_PROVISION)
    fields = {problem.field for problem in refused.value.problems}
    assert "tables.customers" in fields
    assert "tables.orders" not in fields
    with pytest.raises(Refused) as refused:
        without = text.replace("      - {column: stopped, to: 1, back: 0}\n", "")
        replace(shop, text=without).plan(Work.CEASE)
    assert "tables.orders" in {problem.field for problem in refused.value.problems}


def test_a_correction_changes_what_is_not_factual_and_nothing_else(shop: Shop) -> None:
    wish = (
        Correction("birth_date", "1985-04-12", "1985-04-13"),
        Correction("name", "見本　花子", "見本 華子", column="customers.name"),
    )
    plan, contents, wanted = shop.plan(Work.CORRECT, corrections=wish)
    shop.changes().apply(plan, contents, wanted)
    assert shop.changes().verify(plan, contents).clean
    (row,) = seen(shop.engine, "SELECT name, birth_date, email FROM customers WHERE id = 1")
    assert row == ("見本 華子", "1985-04-13", "hana@example.jp")
    assert seen(shop.engine, "SELECT recipient FROM orders WHERE id = 10") == [("見本 花子様方",)]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Correction("birth_date", "1999-01-01", "1985-04-13"), "plan.value_not_found"),
        (Correction("birth_date", "1985-04-12", "四月"), "plan.wrong_type"),
        (Correction("email", "hana@example.jp", "jiro@example.jp"), "plan.not_unique"),
        (Correction("phone", "090-0000-1001", "9" * 21), "plan.too_long"),
    ],
)
def test_a_correction_that_cannot_be_made_is_refused(
    shop: Shop, wish: Correction, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        shop.plan(Work.CORRECT, corrections=(wish,))
    assert codes(refused) == {code}


def test_undo_puts_everything_back_unless_somebody_touched_it_since(shop: Shop) -> None:
    before = shop.all()
    plan, contents, wanted = shop.plan(undo_days=7)
    shop.changes().apply(plan, contents, wanted)
    shop.changes().undo(plan, contents)
    assert shop.all() == before
    shop.changes().apply(plan, contents, wanted)
    run(shop.engine, "UPDATE orders SET recipient = 'x' WHERE id = 10")
    with pytest.raises(Moved):
        shop.changes().undo(plan, contents)


def test_rows_that_point_at_one_another_go_in_an_order_the_database_takes(shop: Shop) -> None:
    run(shop.engine, "UPDATE customers SET introduced_by = 1 WHERE id = 1")
    text = MAPPING.replace("erase: columns", "erase: row").replace(", erase: null", "")
    text = text.replace(", erase: {replace: 削除済み}", "")
    text = text.replace("        erase: {generalise: year}\n", "")
    head, kept = text.split("        erase:\n          keep:", 1)
    text = head + kept.split("{on: 2033-03-31}\n", 1)[1]
    text = text.replace("    role: provision_records\n", "    erase: row\n").replace(
        "{label: {ja: 提供先", "{item: name, label: {ja: 提供先"
    )
    text = text.replace(", record: recipient}", "}")
    whole = replace(shop, text=text)
    plan, contents, wanted = whole.plan()
    whole.changes().apply(plan, contents, wanted)
    assert whole.changes().verify(plan, contents).clean
    assert {n: [r[0] for r in rows] for n, rows in shop.all().items()} == {
        "customers": [2, 3], "orders": [12], "tickets": [21], "provided": [],
    }  # fmt: skip
    whole.changes().undo(plan, contents)
    assert [r[0] for r in shop.all()["customers"]] == [1, 2, 3]
    assert sa.inspect(shop.engine).has_table("customers")


FEED = """\
  scheduled:
    category: customers
    label: {ja: 送信待ち, en: Waiting to be sent}
    key: id
    role: feed
    follows: {customer_id: customers.id}
    erase: row
    cease:
      - {column: state, to: stopped, back: waiting, stops: both}
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      state: {personal: false}
      address: {item: email, label: {ja: 宛先, en: To}}
"""


def test_an_opt_out_reaches_a_feed_that_was_scheduled_before_it(shop: Shop) -> None:
    """The rows lie in the feed already, with the address in them: a flag at the customer would
    not stop them. They are stopped at once, and nobody else's."""
    run(
        shop.engine,
        "CREATE TABLE scheduled (id INTEGER PRIMARY KEY, customer_id INTEGER, state VARCHAR(20),"
        " address VARCHAR(40))",
        "INSERT INTO scheduled VALUES (1, 1, 'waiting', 'hana@example.jp'),"
        " (2, 2, 'waiting', 'jiro@example.jp'), (3, 1, 'waiting', 'hana@example.jp')",
    )
    feed = "SELECT id FROM scheduled WHERE state = 'waiting' ORDER BY id"
    one = replace(shop, text=MAPPING + FEED)
    plan, contents, wanted = one.plan(Work.STOP_PROVISION)
    one.changes().apply(plan, contents, wanted)
    assert seen(shop.engine, feed) == [(2,)]
    assert seen(shop.engine, "SELECT id FROM customers WHERE no_feed = 0 ORDER BY id") == [
        (2,), (3,),
    ]  # fmt: skip
    assert one.changes().verify(plan, contents).clean


def test_a_feed_that_says_nothing_of_stopping_is_asked_for(shop: Shop) -> None:
    run(
        shop.engine,
        "CREATE TABLE scheduled (id INTEGER PRIMARY KEY, customer_id INTEGER, state VARCHAR(20),"
        " address VARCHAR(40))",
        "INSERT INTO scheduled VALUES (1, 1, 'waiting', 'hana@example.jp')",
    )
    head, tail = FEED.split("    cease:\n")
    silent = MAPPING + head + tail.split("\n", 1)[1]
    with pytest.raises(Refused) as refused:
        replace(shop, text=silent).plan(Work.STOP_PROVISION)
    assert [(p.code, p.args["table"]) for p in refused.value.problems] == [
        ("plan.no_flag", "scheduled")
    ]
