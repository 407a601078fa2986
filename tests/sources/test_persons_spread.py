"""A person whose name stands in one table and whose contacts in others, and cells that another
column explains: found, shown, corrected and erased by a mapping alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import Shop, seen
from spread_schema import MAPPING, make

from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.sql import SqlSources
from chikai.ledger.found import Found, Outcome
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Correction, Deed, Why, Work
from chikai.ledger.problem import BadMapping
from chikai.people.model import Address, Name, Person
from chikai.ports.changes import Moved

NAME = (Name("見本 花子"),)
WAYS = {
    "by an e-mail address, the second one": Person(names=NAME, emails=("Hana@work.example.jp",)),
    "by a telephone number": Person(names=NAME, phones=("+81 90 0000 1001",)),
    "by an address two tables away": Person(names=NAME, addresses=(Address("架空県架空市1-1"),)),
    "by all of them and the birth date": Person(
        names=NAME,
        addresses=(Address("架空県架空市9-9"),),
        birth_date=date(1985, 4, 12),
        phones=("09000001001",),
        emails=("hana@example.jp",),
    ),
}


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def club(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'club.db'}"
    else:
        name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
        url = request.getfixturevalue(name)
    return Shop(url, make(url), MAPPING)


def found_in(shop: Shop, person: Person) -> Found:
    mapping = load_mapping(shop.text, file="club.yaml")
    return SqlSources([mapping], engines=lambda _: open_engine(shop.url)).find(person)


def shown(found: Found, name: str) -> list[dict[str, str]]:
    """What is shown of a table, empty cells left out."""
    (table,) = (t for t in found.tables if t.table == name)
    heads = [column.label.ja for column in table.columns]
    return [
        {head: cell for head, cell in zip(heads, row, strict=True) if cell is not None}
        for row in table.rows
    ]


def test_each_contact_alone_leads_to_the_person(club: Shop) -> None:
    for how, person in WAYS.items():
        found = found_in(club, person)
        assert found.matched == 1, how
        assert [row["姓"] for row in shown(found, "persons")] == ["見本"], how
        assert len(shown(found, "emails")) == 2 and len(shown(found, "places")) == 2, how


def test_what_disagrees_or_is_missing_leads_to_nobody(club: Shop) -> None:
    fax = found_in(club, Person(names=NAME, phones=("03-0000-1001",)))
    assert fax.matched == 0, "only rows of the kind that `where` names count"
    alone = found_in(club, Person(names=NAME))
    assert alone.matched == 2 and alone.outcome is Outcome.SEVERAL
    other_day = Person(names=NAME, emails=("hana@example.jp",), birth_date=date(1999, 1, 1))
    unsure = found_in(club, other_day)
    assert unsure.matched == 0 and [c.differs for c in unsure.candidates]


def test_rows_that_can_only_be_read_through_say_the_same(tmp_path: Path) -> None:
    mapping = load_mapping(MAPPING, file="club.yaml")
    engine = make(f"sqlite:///{tmp_path / 'club.db'}")
    with engine.connect() as connection:
        rows = {
            table.name: [
                {k: None if v is None else str(v) for k, v in row._mapping.items()}
                for row in connection.execute(sa.text(f"SELECT * FROM {table.name}"))
            ]
            for table in mapping.tables
        }
    for how, person in WAYS.items():
        assert MemorySources([mapping], {"club": rows}).find(person).matched == 1, how


def test_every_cell_is_shown_under_what_its_key_says(club: Shop) -> None:
    found = found_in(club, WAYS["by a telephone number"])
    assert shown(found, "facts") == [
        {"生年月日": "1985-04-12"}, {}, {}, {"その他": "切手"}, {"LINE": "hana-line"},
    ]  # fmt: skip
    (facts,) = (t for t in found.tables if t.table == "facts")
    assert [(c.label.ja, c.item, c.format.value) for c in facts.columns] == [
        ("生年月日", "birth_date", "date"),
        ("LINE", "phone", "text"),
        ("その他", "inquiry_text", "text"),
    ]
    assert [each.label.ja for each in facts.withheld] == ["番号"]


def test_a_value_is_corrected_under_its_key_alone(club: Shop) -> None:
    wrong = Correction("birth_date", "1985-04-12", "1985-04-13")
    plan, contents, wanted = club.plan(
        Work.CORRECT, WAYS["by a telephone number"], corrections=(wrong,)
    )
    assert not club.changes().apply(plan, contents, wanted).differing
    values = seen(club.engine, "SELECT id, value FROM facts ORDER BY id")
    assert values[0] == (30, "1985-04-13") and values[4] == (34, "1970-07-07")


def test_all_of_a_spread_person_goes_and_nobody_else(club: Shop) -> None:
    tables = ("persons", "emails", "phones", "places", "living", "facts")
    before = {t: sorted(seen(club.engine, f"SELECT * FROM {t}"), key=repr) for t in tables}
    plan, contents, wanted = club.plan(person=WAYS["by an address two tables away"])
    told = club.changes().apply(plan, contents, wanted)
    assert not told.differing and not told.found
    left = {
        "persons": [(1, None, None), (2, "見本", "花子"), (3, "例示", "次郎")],
        "emails": [(2, 1, "other@example.jp"), (3, 1, "jiro@example.jp")],
        "phones": [(12, "090-0000-1002"), (13, "090-0000-1003")],
        "places": [(21, "架空市9-9"), (22, "見本市2-2")],
    }
    assert seen(club.engine, "SELECT * FROM persons ORDER BY id") == left["persons"]
    assert seen(club.engine, "SELECT * FROM emails ORDER BY person") == left["emails"]
    assert seen(club.engine, "SELECT id, tel FROM phones ORDER BY id") == left["phones"]
    assert seen(club.engine, "SELECT id, line FROM places ORDER BY id") == left["places"]
    values = seen(club.engine, "SELECT id, value FROM facts ORDER BY id")
    assert values == [
        (30, "1985-01-01"), (31, "架空-1"), (32, "dark"), (33, ""), (34, "1970-07-07"),
        (35, "light"), (36, None),
    ]  # fmt: skip
    (facts,) = (t for t in plan.sources[0].tables if t.table == "facts")
    assert facts.rows == 3 and {(c.label.ja, c.deed) for c in facts.columns} == {
        ("生年月日", Deed.GENERALISE), ("LINE", Deed.EMPTY), ("その他", Deed.REPLACE),
    }  # fmt: skip
    stays = {(k.label.ja, k.why) for k in plan.sources[0].kept if k.table == "facts"}
    assert stays == {("番号", Why.MAPPING), ("属性", Why.OUTSIDE_SCOPE)}
    club.changes().undo(plan, contents)
    for table, rows in before.items():
        assert sorted(seen(club.engine, f"SELECT * FROM {table}"), key=repr) == rows


def test_where_rows_go_a_kept_key_keeps_its_row(club: Shop) -> None:
    head, facts, tail = club.text.partition("  facts:")
    club.text = head + facts + tail.replace("erase: columns", "erase: row")
    plan, verified = club.erase(person=WAYS["by a telephone number"])
    assert not verified.differing and not verified.found
    assert seen(club.engine, "SELECT id FROM facts ORDER BY id") == [(31,), (34,), (35,)]
    (gone,) = (t for t in plan.sources[0].tables if t.table == "facts")
    assert gone.deletes and gone.rows == 4


def test_only_the_keys_of_what_was_granted_change(club: Shop) -> None:
    head, facts, tail = club.text.partition("  facts:")
    club.text = head + facts + tail.replace("erase: columns", "erase: row")
    plan, verified = club.erase(person=WAYS["by a telephone number"], items=("birth_date",))
    assert not verified.differing and not verified.found
    assert [(t.table, t.rows) for t in plan.sources[0].tables] == [("facts", 1)]
    assert (30,) not in seen(club.engine, "SELECT id FROM facts")


def test_a_row_that_came_since_the_plan_is_noticed_under_a_kept_key_too(club: Shop) -> None:
    plan, contents, wanted = club.plan(person=WAYS["by a telephone number"])
    with club.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES (40, 1, 'mynumber', '架空-2')")
    with pytest.raises(Moved):
        club.changes().apply(plan, contents, wanted)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{table: emails, columns: address}", "{table: mails, columns: address}", "no_such_table"),
        ("{table: emails, columns: address}", "{table: emails, columns: mail}", "no_such_column"),
        ("where: {kind: mobile}", "where: {sort: mobile}", "no_such_column"),
        ("email: {table: emails, columns: address}",
         "email: {columns: family, where: {given: x}}", "where_needs_table"),
        ("follows: {person: persons.id}\n    erase: row\n    columns:\n      person: {personal:"
         " false}\n      no:", "recognise: {name: address, email: address}\n    erase: row\n"
         "    columns:\n      person: {personal: false}\n      no:", "no_one_way"),
        ("        by: name\n", "", "by_and_keys"),
        ("        by: name\n", "        by: names\n", "no_such_column"),
        ("theme: {personal: false}", "theme: {by: id, label: {ja: あ, en: a}}", "not_under_keys"),
        ("    key: id\n    follows: {person: persons.id}\n    erase: columns",
         "    key: []\n    follows: {person: persons.id}\n    erase: columns", "key_needed"),
        ("LINE, en: LINE}, erase: null}", "LINE, en: LINE}, erase: row}", "row_stays"),
        ("line_id: {item: phone,", "line_id: {", "personal_column_silent"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(old: str, new: str, code: str) -> None:
    assert MAPPING.count(old) == 1
    with pytest.raises(BadMapping) as refused:
        load_mapping(MAPPING.replace(old, new), file="club.yaml")
    assert f"sources.{code}" in {each.code for each in refused.value.problems}
