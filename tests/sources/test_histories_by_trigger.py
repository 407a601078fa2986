"""A trigger of the company's own copies what is erased at the moment it goes: the copies go too, or
stand against the plan. Nothing is called complete while they are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from erasing import MAPPING, Shop, make, run, seen

from chikai.ports.changes import Refused

PAST = "CREATE TABLE past (id {}, customer_id INTEGER, name VARCHAR(40), said VARCHAR(400))"
SERIAL = {
    "sqlite": "INTEGER PRIMARY KEY",
    "postgresql": "SERIAL PRIMARY KEY",
    "mysql": "INTEGER AUTO_INCREMENT PRIMARY KEY",
}
COPIES = "INSERT INTO past (customer_id, name, said) VALUES"
TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER keeps AFTER UPDATE ON customers BEGIN {COPIES} (old.id, old.name, NULL);"
        " END",
        f"CREATE TRIGGER keeps_too BEFORE DELETE ON tickets BEGIN {COPIES} (old.customer_id, NULL,"
        " old.body); END",
    ),
    "postgresql": (
        f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {COPIES} (OLD.id,"
        " OLD.name, NULL); RETURN NEW; END'",
        "CREATE TRIGGER keeps AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION f()",
        f"CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {COPIES}"
        " (OLD.customer_id, NULL, OLD.body); RETURN OLD; END'",
        "CREATE TRIGGER keeps_too BEFORE DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION g()",
    ),
    "mysql": (
        f"CREATE TRIGGER keeps AFTER UPDATE ON customers FOR EACH ROW {COPIES} (OLD.id, OLD.name,"
        " NULL)",
        f"CREATE TRIGGER keeps_too BEFORE DELETE ON tickets FOR EACH ROW {COPIES}"
        " (OLD.customer_id, NULL, OLD.body)",
    ),
}
MAPPED = """\
  past:
    category: customers
    label: {ja: 変更の履歴, en: History}
    key: id
    follows: {customer_id: customers.id}
    erase: row
    columns:
      id: {personal: false}
      customer_id: {personal: false}
      name: {item: name, label: {ja: 旧氏名, en: Former name}}
      said: {item: inquiry_text, label: {ja: 旧本文, en: Former text}}
"""


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
        url = request.getfixturevalue(name).replace("postgresql://", "postgresql+psycopg://")
    engine = make(url)
    brand = engine.dialect.name
    run(engine, PAST.format(SERIAL[brand]), *TRIGGERS[brand], f"{COPIES} (2, '例示', NULL)")
    yield Shop(url, engine, MAPPING + MAPPED)
    engine.dispose()


def test_what_a_trigger_copies_goes_with_what_it_copied(shop: Shop) -> None:
    """The person had no row in the history before."""
    _, told = shop.erase()
    assert told.clean
    assert seen(shop.engine, "SELECT customer_id, name FROM past") == [(2, "例示")]


def test_a_copy_that_the_mapping_does_not_let_go_stands_against_the_plan(shop: Shop) -> None:
    text = MAPPED.replace("erase: row", "erase: columns").replace("}}\n", "}, erase: null}\n")
    one = replace(shop, text=MAPPING + text)
    before = one.all()
    plan, contents, wanted = one.plan()
    with pytest.raises(Refused) as refused:
        one.changes().apply(plan, contents, wanted)
    (problem,) = refused.value.problems
    assert (problem.code, problem.args) == ("plan.trigger_writes", {"table": "past", "count": 2})
    assert one.all() == before and len(seen(shop.engine, "SELECT id FROM past")) == 1


def test_a_copy_that_is_kept_for_a_reason_stays(shop: Shop) -> None:
    reason = "{keep: {reason: {ja: 監査, en: Audit}, law: {ja: 見本法, en: Sample Act}}}"
    one = replace(shop, text=MAPPING + MAPPED.replace("erase: row", f"erase: {reason}"))
    _, told = one.erase()
    assert told.clean
    assert len(seen(shop.engine, "SELECT id FROM past WHERE customer_id = 1")) == 2


def test_a_history_that_only_names_its_person_is_not_passed_over(shop: Shop) -> None:
    """What comes there names somebody by what has just gone: nothing leads to it afterwards."""
    named = MAPPED.replace(
        "follows: {customer_id: customers.id}", "recognise: {name: name, phone: said}"
    )
    one = replace(shop, text=MAPPING + named)
    plan, contents, wanted = one.plan()
    with pytest.raises(Refused) as refused:
        one.changes().apply(plan, contents, wanted)
    assert refused.value.problems[0].code == "plan.trigger_writes"
