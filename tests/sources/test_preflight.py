"""What stands against a plan is said before anything is changed, on every brand of database: the
database's own conditions, its triggers, and rows that belong to somebody else as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from erasing import MAPPING, Shop, make, run, seen

from chikai.ledger.plan import Correction, Work
from chikai.ports.changes import Moved, Refused


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


def without(shop: Shop, table: str, condition: str, name: str) -> None:
    """Give a table a condition, on a brand that cannot add one to a table by making it anew."""
    if shop.engine.dialect.name != "sqlite":
        run(shop.engine, f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        return
    (old,) = seen(shop.engine, f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
    made = str(old[0]).rstrip().removesuffix(")") + f", CONSTRAINT {name} CHECK ({condition}))"
    run(
        shop.engine,
        f"CREATE TABLE kept AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        made,
        f"INSERT INTO {table} SELECT * FROM kept",
        "DROP TABLE kept",
    )


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("email IS NOT NULL OR phone IS NOT NULL", False),
        ("name <> '削除済み' OR stopped = 1", False),
        ("birth_date <> '1985-01-01'", False),
        ("birth_date < '2020-01-01' OR email IS NULL", True),
        ("length(name) < 20 AND name NOT LIKE '(:x)_'", True),
    ],
)
def test_a_condition_of_the_database_is_named_before_anything_is_changed(
    shop: Shop, condition: str, holds: bool
) -> None:
    without(shop, "customers", condition, "house_rule")
    before = shop.all()
    if holds:
        plan, contents, wanted = shop.plan()
        shop.changes().apply(plan, contents, wanted)
        assert shop.changes().verify(plan, contents).clean
        return
    with pytest.raises(Refused) as refused:
        shop.plan()
    (problem,) = refused.value.problems
    assert problem.code == "plan.check_fails"
    assert problem.args == {"table": "customers", "name": "house_rule", "count": 1}
    assert shop.all() == before


def test_a_condition_that_came_since_the_plan_is_drift(shop: Shop) -> None:
    plan, contents, wanted = shop.plan()
    without(shop, "orders", "recipient IS NOT NULL OR customer_id > 0", "came_later")
    with pytest.raises(Refused) as refused:
        shop.changes().apply(plan, contents, wanted)
    assert refused.value.problems[0].code == "plan.schema_changed"


TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER keeps_old AFTER UPDATE ON customers BEGIN SELECT old.name; END",
        "CREATE TRIGGER no_more BEFORE UPDATE ON orders BEGIN SELECT RAISE(ABORT, '見本'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER keeps_old AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''見本''; END'",
        "CREATE TRIGGER no_more BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION g()",
    ),
    "mysql": (
        "CREATE TRIGGER keeps_old AFTER UPDATE ON customers FOR EACH ROW SET @old = OLD.name",
        "CREATE TRIGGER no_more BEFORE UPDATE ON orders FOR EACH ROW"
        " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '見本'",
    ),
}


def test_triggers_are_in_the_plan_by_their_names_and_one_that_refuses_changes_nothing(
    shop: Shop,
) -> None:
    run(shop.engine, *TRIGGERS[shop.engine.dialect.name])
    before = shop.all()
    plan, contents, wanted = shop.plan()
    told = {(n.code, n.table, n.name) for n in plan.sources[0].notes}
    assert told == {
        ("plan.note.trigger", "customers", "keeps_old"),
        ("plan.note.trigger", "orders", "no_more"),
    }
    assert plan.to_judge, "whoever approves names the reasons"
    with pytest.raises(Refused) as refused:
        shop.changes().apply(plan, contents, wanted)
    (problem,) = refused.value.problems
    assert problem.code in ("plan.database_refuses", "plan.rule_refuses")
    assert "見本" not in str(problem.args), "what a trigger says may hold a value"
    assert shop.all() == before


def test_a_condition_that_only_the_database_can_tell_is_refused_by_its_name(shop: Shop) -> None:
    """It speaks of another column that a trigger fills: the plan cannot see it, the database
    does; nothing is changed anywhere."""
    run(shop.engine, "CREATE UNIQUE INDEX one_of_a_kind ON customers (phone, birth_date)")
    text = MAPPING.replace(
        "label: {ja: 電話, en: Telephone}, erase: null",
        "label: {ja: 電話, en: Telephone}, erase: {replace: '0'}",
    )
    one = replace(shop, text=text)
    plan, contents, wanted = one.plan()
    run(shop.engine, "UPDATE customers SET phone = '0', birth_date = '1985-01-01' WHERE id = 2")
    with pytest.raises(Refused) as refused:
        one.changes().apply(plan, contents, wanted)
    (problem,) = refused.value.problems
    assert problem.code == "plan.rule_refuses" and problem.args["source"] == "shop"
    assert seen(shop.engine, "SELECT name FROM customers WHERE id = 1") == [("見本 花子",)]


# --- rows two persons share ----------------------------------------------------------------------


SHARED = """\
  addresses:
    category: customers
    label: {ja: 住所, en: Addresses}
    key: id
    follows: {id: homes.address_id}
    erase: columns
    columns:
      id: {personal: false}
      line: {item: address, label: {ja: 住所, en: Address}, erase: null}
  homes:
    category: customers
    label: {ja: 住まい, en: Homes}
    key: [customer_id, address_id]
    follows: {customer_id: customers.id}
    erase: row
    columns:
      customer_id: {personal: false}
      address_id: {personal: false}
  accounts:
    category: customers
    label: {ja: 口座, en: Accounts}
    key: id
    follows: {owner: customers.id, joint_owner: customers.id}
    erase: row
    columns:
      id: {personal: false}
      owner: {personal: false}
      joint_owner: {personal: false}
      number: {item: payment_history, label: {ja: 口座番号, en: Account}}
"""


@pytest.fixture
def family(shop: Shop) -> Shop:
    """Hana and Jiro live at one address and have an account together; each has one of their own."""
    inno = " ENGINE=InnoDB" if "mysql" in shop.url else ""
    run(
        shop.engine,
        f"CREATE TABLE addresses (id INTEGER PRIMARY KEY, line VARCHAR(40)){inno}",
        "CREATE TABLE homes (customer_id INTEGER, address_id INTEGER,"
        f" PRIMARY KEY (customer_id, address_id)){inno}",
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner INTEGER, joint_owner INTEGER,"
        f" number VARCHAR(20)){inno}",
        "INSERT INTO addresses VALUES (1, '架空県架空市1-1'), (2, '架空県架空市2-2')",
        "INSERT INTO homes VALUES (1, 1), (2, 1), (1, 2)",
        "INSERT INTO accounts VALUES (1, 1, 2, '0000001'), (2, 1, NULL, '0000002'),"
        " (3, 2, NULL, '0000003')",
    )
    return replace(shop, text=MAPPING + SHARED)


def test_a_row_two_persons_share_is_asked_about_and_never_erased(family: Shop) -> None:
    with pytest.raises(Refused) as refused:
        family.plan()
    told = {(p.code, p.args["table"], p.args["count"]) for p in refused.value.problems}
    assert told == {("plan.shared_rows", "addresses", 1), ("plan.shared_rows", "accounts", 1)}


def test_a_shared_row_stays_or_lets_go_of_the_person(family: Shop) -> None:
    keep = "    shared: {keep: {reason: {ja: 同居の方の住所, en: Their home too}}}\n"
    text = family.text.replace(
        "    follows: {id: homes.address_id}\n", "    follows: {id: homes.address_id}\n" + keep
    ).replace("    erase: row\n    columns:\n      id: {personal: false}\n      owner",
              "    erase: row\n    shared: detach\n    columns:\n      id: {personal: false}\n"
              "      owner")  # fmt: skip
    one = replace(family, text=text)
    before = shared_tables(one)
    plan, contents, wanted = one.plan(undo_days=7)
    assert plan.to_judge, "keeping it without a duty of law is judged by whoever approves"
    assert [(k.table, k.rows) for s in plan.sources for k in s.kept if k.why == "shared"] == [
        ("addresses", 1)
    ]
    one.changes().apply(plan, contents, wanted)
    assert one.changes().verify(plan, contents).clean
    assert shared_tables(one) == {
        "addresses": [(1, "架空県架空市1-1"), (2, None)],
        "homes": [(2, 1)],
        "accounts": [(1, None, 2, "0000001"), (3, 2, None, "0000003")],
    }
    one.changes().undo(plan, contents)
    assert shared_tables(one) == before


def test_a_correction_of_a_shared_row_is_told_to_the_approver(family: Shop) -> None:
    wish = (Correction("address", "架空県架空市1-1", "架空県架空市1-1-1"),)
    plan, *_ = family.plan(Work.CORRECT, corrections=wish)
    (note,) = plan.sources[0].notes
    assert (note.code, note.table, note.rows) == ("plan.note.shared", "addresses", 1)
    assert plan.to_judge


STOP = """\
    cease:
      - {column: stopped, to: 1}
"""


def test_a_stop_reaches_a_shared_row_only_where_the_mapping_does_not_keep_it(family: Shop) -> None:
    """Without a word of it the approver is told whom it reaches; where the row stays, it bears no
    flag, and that is in the plan."""
    zero = " INTEGER NOT NULL DEFAULT 0"
    for table in ("addresses", "homes", "accounts"):
        run(family.engine, f"ALTER TABLE {table} ADD COLUMN stopped{zero}")
    text = family.text.replace("    shared: detach\n", "")
    for table in ("addresses", "homes", "accounts"):
        head, tail = text.split(f"  {table}:\n")
        body, rest = tail.split("    columns:\n", 1)
        more = "    columns:\n      stopped: {personal: false}\n"
        text = f"{head}  {table}:\n{body}{STOP}{more}{rest}"
    told = replace(family, text=text).plan(Work.CEASE)[0]
    assert {(n.table, n.rows) for n in told.sources[0].notes} == {
        ("addresses", 1), ("accounts", 1),
    }  # fmt: skip
    assert told.to_judge

    keep = "    shared: {keep: {reason: {ja: 同居の方の住所, en: Their home too}}}\n"
    lead = "    follows: {id: homes.address_id}\n"
    one = replace(family, text=text.replace(lead, lead + keep))
    plan, contents, wanted = one.plan(Work.CEASE)
    assert [(n.table, n.rows) for n in plan.sources[0].notes] == [("accounts", 1)]
    assert [(k.table, k.rows) for k in plan.sources[0].kept if k.why == "shared"] == [
        ("addresses", 1)
    ]
    one.changes().apply(plan, contents, wanted)
    assert one.changes().verify(plan, contents).clean
    assert seen(one.engine, "SELECT id, stopped FROM addresses ORDER BY id") == [(1, 0), (2, 1)]
    assert seen(one.engine, "SELECT id, stopped FROM accounts ORDER BY id") == [
        (1, 1), (2, 1), (3, 0),
    ]  # fmt: skip


def test_a_row_that_became_shared_since_the_plan_stops_it(family: Shop) -> None:
    """The other moved in after the plan was approved: the row is asked about now."""
    run(family.engine, "DELETE FROM homes WHERE customer_id = 2", "DELETE FROM accounts WHERE id=1")
    plan, contents, wanted = family.plan()
    run(family.engine, "INSERT INTO homes VALUES (2, 2)")
    with pytest.raises(Moved):
        family.changes().apply(plan, contents, wanted)


def shared_tables(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    names = {"addresses": "id", "homes": "customer_id", "accounts": "id"}
    return {n: seen(shop.engine, f"SELECT * FROM {n} ORDER BY {key}") for n, key in names.items()}
