"""Schemas that are used all over the world, in a few lines each: what was odd about them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import run
from test_odd_tables import erased, sources, table
from test_schema_shapes import HEAD, USERS, draft, erased_and_put_back

from chikai.adapters.sources.values import as_text
from chikai.ledger.model import Column
from chikai.ledger.terms import Format
from chikai.people.model import Name, Person
from chikai.ports.changes import Refused

HANA = "見本 花子"


# --- rows under a row that is another's as well ---------------------------------------------------

JOINT = (
    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, who INTEGER, partner INTEGER)",
    "CREATE TABLE paid (id INTEGER PRIMARY KEY, account INTEGER, payer INTEGER, what VARCHAR(9))",
    "INSERT INTO accounts VALUES (1, 1, 2), (2, 1, NULL)",
    "INSERT INTO paid VALUES (1, 1, NULL, 'a'), (2, 2, NULL, 'b'), (3, 1, 1, 'c'), (4, 1, 2, 'd')",
)


def test_what_was_paid_from_a_joint_account_is_the_others_as_well(tmp_path: Path) -> None:
    """What she paid herself is hers."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(sa.create_engine(url), *USERS, *JOINT)
    both = "follows: {who: users.id, partner: users.id}\n    shared: detach"
    under = "follows: {account: accounts.id, payer: users.id}"
    text = HEAD + table("accounts", plain="id who partner", whose=both)
    text += table("paid", "what", plain="id account payer", whose=under)
    with pytest.raises(Refused) as refused:
        erased(url, text)
    asked = [(p.code, p.args) for p in refused.value.problems]
    assert asked == [("plan.shared_rows", {"table": "paid", "count": 2})]
    text = text.replace(under, f"{under}\n    shared: detach")
    left = erased_and_put_back(url, text, ("accounts", "paid"))
    assert left["accounts"] == [(1, None, 2)]
    assert left["paid"] == [(1, 1, None, "a"), (4, 1, 2, "d")]


# --- lists and spans of PostgreSQL ----------------------------------------------------------------

GUESTS = (
    "CREATE TABLE guests (id integer PRIMARY KEY, name text, tel text[], mail jsonb,"
    " during daterange, valid tstzrange, at timestamptz[])",
    "INSERT INTO guests VALUES (1, '見本 花子', '{03-0000-1001,090-0000-1001}',"
    """ '["a@example.jp", "Hana@example.jp"]', '[2026-01-01,2026-01-03)',"""
    " '[2026-01-01 00:00+00,)', '{2026-01-01 00:00+00}'),"
    " (2, '見本 花子', '{03-0000-1002}', '[]', 'empty', NULL, '{}')",
)


@pytest.mark.parametrize("given", ["０９０−００００−１００１", "03(0000)1001", "hana@example.jp"])
def test_one_of_several_numbers_in_a_cell_leads_to_the_person(
    postgres_url: str, given: str
) -> None:
    run(sa.create_engine(postgres_url), *GUESTS)
    assert "format: date" not in draft(postgres_url), "a span is no day"
    whose = "recognise: {name: name, phone: tel, email: mail}"
    columns = ("name", "tel", "mail", "during", "valid", "at")
    text = HEAD[: HEAD.index("  users:")] + table("guests", *columns, plain="id", whose=whose)
    reading, _ = sources(postgres_url, text)
    said = {"emails" if "@" in given else "phones": (given,)}
    found = reading.find(Person(names=(Name(HANA),), **said))
    assert found.matched == 1
    ((*_, during, valid, at),) = found.tables[0].rows
    assert during == "[2026-01-01, 2026-01-03)"
    assert valid == "[2026-01-01T09:00:00+09:00, )"
    assert at == '["2026-01-01T09:00:00+09:00"]'
    assert reading.indexes("crm") == (), "none holds a list"


# --- moments as numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "moment"),
    [
        (1767225600123, "2026-01-01T09:00:00.123000+09:00"),
        (1767225600123456, "2026-01-01T09:00:00.123456+09:00"),
        (1767225600.25, "2026-01-01T09:00:00.250000+09:00"),
        (2026010109000025, "2026010109000025"),
        (0, "0"),
    ],
)
def test_parts_of_seconds_since_1970_are_told_as_moments_and_days(
    stored: float, moment: str
) -> None:
    at = Column(name="at", personal=True, format=Format.DATETIME)
    on = Column(name="on", personal=True, format=Format.DATE)
    assert as_text(stored, at) == moment
    assert as_text(stored, on) == (moment[:10] if "T" in moment else moment)


# --- SQLite: what triggers take along, and indexes of no table ------------------------------------


def test_what_a_trigger_takes_along_goes_first(tmp_path: Path) -> None:
    """Nothing is declared: the mapping says what points."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(
        sa.create_engine(url), *USERS,
        "CREATE TABLE vals (id INTEGER PRIMARY KEY, who INTEGER, what TEXT)",
        "INSERT INTO vals VALUES (1, 1, 'a'), (2, 2, 'b')",
        "CREATE TRIGGER along AFTER DELETE ON users BEGIN"
        " DELETE FROM vals WHERE who = OLD.id; END",
    )  # fmt: skip
    text = HEAD.replace("erase: columns", "erase: row") + table("vals", "what")
    left = erased_and_put_back(url, text, ("users", "vals"))
    assert (left["vals"], len(left["users"])) == ([(2, 2, "b")], 1)


@pytest.mark.parametrize("made", ["fts5(words, content='')", "fts4(words)"])
def test_a_full_text_index_of_no_table_may_hold_words_and_is_named(
    tmp_path: Path, made: str
) -> None:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(
        sa.create_engine(url), *USERS, f"CREATE VIRTUAL TABLE found USING {made}",
        "INSERT INTO found (rowid, words) VALUES (1, 'hana@example.jp')",
    )  # fmt: skip
    told = erased(url, HEAD.replace("tables:\n", "elsewhere: [found]\ntables:\n", 1))
    assert ("plan.left.search_index", "found") in [(m.code, m.table) for m in told.may_be]
