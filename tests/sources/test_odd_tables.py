"""Tables as they are, not as one would make them: what is odd about one is borne from finding over
erasure and verification to undo, or is said in words before anything is touched."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import run, seen
from test_schema_shapes import HANA, HEAD, USERS, erased_and_put_back

from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.writing import open_writer
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Wanted, Work
from chikai.ports import BadData, Unavailable, Verified
from chikai.ports.changes import Refused


def table(name: str, *about: str, key: str = "id", plain: str = "id who", whose: str = "") -> str:
    """A table whose rows go with the person's; the columns `about` are about the person."""
    lines = [f"{column}: {{personal: false}}" for column in plain.split()]
    lines += [f"{column}: {{item: name, label: {{ja: 中身, en: Content}}}}" for column in about]
    return (
        f"  {name}:\n    category: customers\n    label: {{ja: 表, en: Table}}\n    key: {key}\n"
        f"    {whose or 'follows: {who: users.id}'}\n    erase: row\n    columns:\n"
        + "".join(f"      {line}\n" for line in lines)
    )


SAYS = "recognise: {name: name, email: email}"


def sources(url: str, text: str) -> tuple[SqlSources, SourceChanges]:
    mapping = load_mapping(text, file="crm.yaml")
    reading = SqlSources([mapping], engines=lambda _: open_engine(url))
    changes = SourceChanges([mapping], engines=lambda _: open_writer(url), reading=reading.open)
    return reading, changes


def erased(url: str, text: str, **more: int) -> Verified:
    changes = sources(url, text)[1]
    wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22), **more)
    salts = (f"salt-{n}" for n in itertools.count())
    plan, contents = changes.plan(HANA, wanted, case="case-1", salt=lambda: next(salts))
    return changes.apply(plan, contents, wanted)


def elsewhere(text: str, *names: str) -> str:
    return text.replace("tables:\n", f"elsewhere: [{', '.join(names)}]\ntables:\n", 1)


NOTES = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, who INTEGER, body TEXT)",
    "INSERT INTO notes VALUES (1, 1, 'himitsu no hanashi'), (2, 2, 'betsujin no hanashi')",
)
TEXT = HEAD + table("notes", "body")


# --- rows that point at nothing -------------------------------------------------------------------

ORDERS = (
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, who INTEGER, name VARCHAR(12),"
    " email VARCHAR(40))",
    "INSERT INTO orders VALUES (1, 77, '見本 花子', 'hana@example.jp'),"
    " (2, 2, '見本 花子', 'hana@example.jp'), (3, -1, '見本 花子', 'hana@example.jp'),"
    " (4, NULL, '見本 花子', 'hana@example.jp'), (5, 78, '例示 次郎', 'jiro@example.jp')",
)


@pytest.mark.parametrize("known", [True, False], ids=["customer", "only orders"])
def test_an_order_whose_customer_is_gone_is_found_by_what_it_says(
    tmp_path: Path, known: bool
) -> None:
    """Order 2 is another customer's who sent it to her: it stays that customer's."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(sa.create_engine(url), *USERS, *ORDERS)
    if not known:
        run(sa.create_engine(url), "DELETE FROM users WHERE id = 1")
    orders = table("orders", "name", "email")
    text = HEAD + orders.replace(
        "    erase:", "    recognise: {name: name, email: email}\n    erase:"
    )
    left = erased_and_put_back(url, text, ("users", "orders"))
    assert [row[0] for row in left["orders"]] == [2, 5]


@pytest.mark.parametrize("in_memory", [False, True], ids=["sql", "read through"])
def test_the_address_of_an_order_that_is_nobodys_speaks_for_itself(
    tmp_path: Path, in_memory: bool
) -> None:
    """The order names no customer (a guest's), only its address does. That of order 2 is the other
    customer's, whatever name stands on it."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(
        sa.create_engine(url), *USERS,
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, who INTEGER)",
        "INSERT INTO orders VALUES (1, 0), (2, 2), (3, NULL)",
        "CREATE TABLE places (id INTEGER PRIMARY KEY, of_order INTEGER, name VARCHAR(12),"
        " email VARCHAR(40))",
        "INSERT INTO places VALUES (1, 1, '見本 花子', 'hana@example.jp'),"
        " (2, 2, '見本 花子', 'hana@example.jp'), (3, 3, '例示 次郎', 'jiro@example.jp')",
    )  # fmt: skip
    whose = f"{SAYS}\n    follows: {{of_order: orders.id}}"
    text = (
        HEAD + table("orders") + table("places", "name", "email", plain="id of_order", whose=whose)
    )
    reading: SqlSources | MemorySources = sources(url, text)[0]
    if in_memory:
        with sa.create_engine(url).connect() as c:
            rows = {
                t: [dict(row._mapping) for row in c.execute(sa.text(f"SELECT * FROM {t}"))]
                for t in ("users", "orders", "places")
            }
        reading = MemorySources([load_mapping(text, file="crm.yaml")], {"crm": rows})
    found = {each.table: each.rows for each in reading.find(HANA).tables}
    assert found["places"] == (("見本 花子", "hana@example.jp"),)


# --- SQLite ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["WITHOUT ROWID", "STRICT"])
def test_kinds_of_tables_in_sqlite(tmp_path: Path, kind: str) -> None:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(
        sa.create_engine(url), *USERS,
        f"CREATE TABLE notes (who INT, n INT, body TEXT, PRIMARY KEY (n, who)) {kind}",
        "INSERT INTO notes VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c')",
    )  # fmt: skip
    text = HEAD + table("notes", "body", key="[n, who]", plain="n who")
    assert erased_and_put_back(url, text, ("notes",))["notes"] == [(2, 1, "c")]


def test_a_reference_written_in_other_letters_protects_the_rows_that_point(tmp_path: Path) -> None:
    """To SQLite NOTES is notes, and it would take the other's row along."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(
        sa.create_engine(url), *USERS, *NOTES,
        "CREATE TABLE likes (id INTEGER PRIMARY KEY, note INT REFERENCES NOTES(ID) ON DELETE"
        " CASCADE)",
        "INSERT INTO likes VALUES (1, 1)",
        "CREATE TRIGGER told AFTER DELETE ON Notes BEGIN SELECT 1; END",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        erased(url, elsewhere(TEXT, "likes"))
    assert {p.code for p in refused.value.problems} == {"plan.others_point_here"}


INDEX = "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')"
TOLD = (
    "CREATE TRIGGER told AFTER DELETE ON notes BEGIN"
    " INSERT INTO found(found, rowid, body) VALUES ('delete', old.id, old.body); END"
)


@pytest.mark.parametrize("told", [True, False])
def test_a_full_text_index_forgets_the_words_or_is_named(tmp_path: Path, told: bool) -> None:
    path = tmp_path / "crm.db"
    url = f"sqlite:///{path}"
    more = (INDEX, "INSERT INTO found(found) VALUES ('rebuild')", *([TOLD] if told else []))
    run(sa.create_engine(url), *USERS, *NOTES, *more)
    left = {each.code for each in erased(url, elsewhere(TEXT, "found")).found}
    assert left == (set() if told else {"plan.left.search_index"})
    assert (b"imitsu" in path.read_bytes()) is not told  # it begins as the word before it


def test_old_values_are_looked_for_in_the_encoding_of_the_file(tmp_path: Path) -> None:
    """What another program deleted before, without wiping it, is still there."""
    path = tmp_path / "crm.db"
    made = sqlite3.connect(path)
    made.execute("PRAGMA encoding = 'UTF-16'")
    made.close()
    url = f"sqlite:///{path}"
    long = "nagai " * 2_000
    run(sa.create_engine(url), *USERS, *NOTES, f"INSERT INTO notes VALUES (3, 1, '{long}')")
    run(sa.create_engine(url), f"INSERT INTO notes VALUES (9, 2, 'mae no {long}')",
        "INSERT INTO notes VALUES (8, 2, 'himitsu no hanashi')",
        "PRAGMA secure_delete = OFF", "DELETE FROM notes WHERE id IN (8, 9)")  # fmt: skip
    assert [each.code for each in erased(url, TEXT).found] == ["plan.left.free_pages"]


def test_bytes_that_are_called_a_text_and_are_none_are_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    broken = "INSERT INTO notes VALUES (3, 1, CAST(x'8ca9967b' AS TEXT))"  # 見本 in Shift_JIS
    run(sa.create_engine(url), *USERS, *NOTES, broken)
    with pytest.raises(BadData) as found:
        sources(url, TEXT)[0].find(HANA)
    with pytest.raises(BadData) as planned:
        erased(url, TEXT)
    for refused in (found, planned):
        assert (refused.value.code, refused.value.args_["name"]) == ("sources.no_text", "body")


# --- PostgreSQL -----------------------------------------------------------------------------------


ODD = {
    "forever": ("timestamptz", "'infinity'"),
    "listed": ("jsonb[]", "ARRAY['{\"a\": 1}'::jsonb]"),
    "nothing": ("float8", "'NaN'"),
    "months": ("interval", "'1 year 2 mons'"),
    "bare": ("jsonb", "'\"090-0000-1001\"'"),
    "fixed": ("char(9)", "'a'"),
    "kept": ("money", "'1234.5'"),
}


def test_types_of_postgresql_are_shown_erased_and_put_back_exactly(postgres_url: str) -> None:
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in ODD.items())
    cells = ", ".join(cell for _, cell in ODD.values())
    run(
        sa.create_engine(postgres_url), *USERS,
        f"CREATE TABLE odd (id integer PRIMARY KEY, who integer, {columns})",
        f"INSERT INTO odd VALUES (1, 1, {cells}), (2, 2, {cells})",
        "CREATE TABLE held (id integer PRIMARY KEY, who integer, old text)",
        "CREATE TABLE older (extra text) INHERITS (held)",
        "INSERT INTO older VALUES (1, 1, 'a', 'b')",
        "CREATE SCHEMA report",
        "CREATE MATERIALIZED VIEW report.names AS SELECT id, name FROM users",
        "CREATE TABLE pictures (id integer PRIMARY KEY, who integer, picture oid)",
        "SELECT lo_from_bytea(4711, 'x')", "INSERT INTO pictures VALUES (1, 1, 4711)",
    )  # fmt: skip
    text = HEAD + table("odd", *ODD) + table("pictures", "picture")
    text = elsewhere(text + table("older", "old", "extra"), "held")
    reading, changes = sources(postgres_url, text)
    shown = {t.table: t.rows for t in reading.find(HANA).tables}
    assert "infinity" in next(iter(shown["odd"])) and "1 year 2 mons" in next(iter(shown["odd"]))
    engine = sa.create_engine(postgres_url)
    whole = "SELECT row_to_json(odd) #>> '{}' FROM odd ORDER BY id"
    before = seen(engine, whole)
    wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22), undo_days=7)
    salts = (f"salt-{n}" for n in itertools.count())
    plan, contents = changes.plan(HANA, wanted, case="case-1", salt=lambda: next(salts))
    told = changes.apply(plan, contents, wanted)
    assert [(r.code, r.count) for r in told.found] == [("plan.left.large_objects", 1)]
    assert seen(engine, "SELECT count(*) FROM odd") == [(1,)]
    assert (1, "見本 花子") not in seen(engine, "SELECT id, name FROM report.names")
    run(engine, "SELECT lo_unlink(4711)")
    assert changes.verify(plan, contents).clean
    changes.undo(plan, contents)
    assert seen(engine, whole) == before


MEMBERS = table("members", "name", "email", key="code", plain="code", whose=SAYS)


@pytest.mark.parametrize("kind", ["char(5)", "grade", "date"])
def test_keys_of_every_type_lead_to_their_rows(postgres_url: str, kind: str) -> None:
    a, b = {"date": ("2026-01-01", "2026-01-02")}.get(kind, ("a", "b"))
    run(
        sa.create_engine(postgres_url),
        "CREATE TYPE grade AS ENUM ('a', 'b')",
        f"CREATE TABLE members (code {kind} PRIMARY KEY, name text, email text)",
        f"INSERT INTO members VALUES ('{a}', '見本 花子', 'hana@example.jp'), ('{b}', '例', 'j')",
        f'CREATE TABLE buys (id integer PRIMARY KEY, code {kind}, what text, "of (t)" grade)',
        f"INSERT INTO buys VALUES (1, '{a}', 'x', 'a'), (2, '{b}', 'y', 'a'), (3, '{a}', 'z', 'b')",
    )
    whose = 'follows: [{columns: code, table: members, to: code, where: {"of (t)": a}}]'
    text = HEAD[: HEAD.index("  users:")] + MEMBERS
    text += table("buys", "what", plain="id code", whose=whose)
    text += '      "of (t)": {personal: false}\n'
    left = erased_and_put_back(postgres_url, text, ("members", "buys"))
    assert [row[0] for row in left["buys"]] == [2, 3]


def test_a_key_that_finds_nothing_again_stops_the_search(postgres_url: str) -> None:
    run(
        sa.create_engine(postgres_url),
        "CREATE TABLE members (code real PRIMARY KEY, name text, email text)",
        "INSERT INTO members VALUES (0.1, '見本 花子', 'hana@example.jp')",
    )
    text = HEAD[: HEAD.index("  users:")] + MEMBERS
    with pytest.raises(BadData) as refused:
        sources(postgres_url, text)[0].find(HANA)
    assert refused.value.code == "sources.key_fails"
    with pytest.raises(Refused) as stopped:
        erased(postgres_url, text)
    assert [p.code for p in stopped.value.problems] == ["sources.key_fails"]


# --- what an account may not, and what the database does instead ----------------------------------


@pytest.fixture
def weak(postgres_url: str) -> Iterator[str]:
    """An account that sees and changes the tables of others."""
    name = f"weak_{sa.make_url(postgres_url).database}"
    run(
        sa.create_engine(postgres_url), *USERS, *NOTES, f"CREATE ROLE {name} LOGIN",
        f"GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
    )  # fmt: skip
    yield sa.make_url(postgres_url).set(username=name).render_as_string()
    run(sa.create_engine(postgres_url), f"DROP OWNED BY {name}", f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("policies", "hidden"),
    [
        (["CREATE POLICY others ON notes USING (who <> 1)"], True),
        (["CREATE POLICY every ON notes USING (true)"], False),
        (
            [
                "CREATE POLICY every ON notes USING (true)",
                "CREATE POLICY no ON notes AS RESTRICTIVE USING (who <> 1)",
            ],
            True,
        ),
    ],
)
def test_rows_that_are_hidden_are_never_called_none(
    postgres_url: str, weak: str, policies: list[str], hidden: bool
) -> None:
    row_security = "ALTER TABLE notes ENABLE ROW LEVEL SECURITY"
    run(sa.create_engine(postgres_url), row_security, *policies)
    reading, _ = sources(weak, TEXT)
    assert [p.code for p in reading.check("crm")] == ["sources.rows_hidden"] * hidden
    if hidden:
        with pytest.raises(BadData) as refused:
            reading.find(HANA)
        assert refused.value.code == "sources.rows_hidden"
    else:
        assert {t.table for t in reading.find(HANA).tables} == {"users", "notes"}


def test_what_an_account_may_not_is_said_before_anything_is_changed(
    postgres_url: str, weak: str
) -> None:
    engine, name = sa.create_engine(postgres_url), sa.make_url(weak).username
    with pytest.raises(Refused) as refused:
        erased(weak, TEXT, undo_days=7)
    told = [(p.code, p.args) for p in refused.value.problems]
    assert told == [("plan.not_allowed", {"table": "notes", "name": "INSERT"})], "to put it back"
    run(engine, f"REVOKE DELETE ON notes FROM {name}", f"REVOKE UPDATE ON users FROM {name}")
    run(engine, f"GRANT UPDATE (email) ON users TO {name}")
    with pytest.raises(Refused) as refused:
        erased(weak, TEXT)
    assert {(p.args["table"], p.args["name"]) for p in refused.value.problems} == {
        ("users", "UPDATE"),
        ("notes", "DELETE"),
    }
    run(engine, f"REVOKE SELECT ON notes FROM {name}", f"GRANT SELECT (id, who) ON notes TO {name}")
    reading, _ = sources(weak, TEXT)
    assert [(p.code, p.args) for p in reading.check("crm")] == [
        ("sources.not_allowed", {"table": "notes"})
    ]
    with pytest.raises(Unavailable):
        reading.find(HANA)


MARKS = "UPDATE notes SET body = body WHERE id = OLD.id; RETURN NULL;"
KEEPS = "NEW.email = OLD.email; RETURN NEW;"
INSTEAD = (
    ["CREATE RULE marked AS ON DELETE TO notes DO INSTEAD UPDATE notes SET who = who"],
    [f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {MARKS} END'",
     "CREATE TRIGGER marks BEFORE DELETE ON notes FOR EACH ROW EXECUTE FUNCTION f()"],
    [f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {KEEPS} END'",
     "CREATE TRIGGER keeps BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()"],
)  # fmt: skip


@pytest.mark.parametrize("instead", INSTEAD, ids=["rule", "trigger that marks", "that keeps"])
def test_a_database_that_does_something_else_instead_is_refused_in_words(
    postgres_url: str, instead: list[str]
) -> None:
    engine = sa.create_engine(postgres_url)
    run(engine, *USERS, *NOTES, *instead)
    with pytest.raises(Refused) as refused:
        erased(postgres_url, TEXT)
    assert [p.code for p in refused.value.problems] == ["plan.done_otherwise"]
    assert seen(engine, "SELECT email FROM users WHERE id = 1") == [("hana@example.jp",)]


def test_a_unique_index_of_some_rows_says_nothing_of_others(postgres_url: str) -> None:
    run(
        sa.create_engine(postgres_url), *USERS, *NOTES,
        "INSERT INTO users VALUES (3, '', NULL)",
        "CREATE UNIQUE INDEX alive ON users (name) WHERE email IS NOT NULL",
    )  # fmt: skip
    assert erased(postgres_url, TEXT).clean


# --- what stands against a plan -------------------------------------------------------------------


def test_what_stands_against_a_plan_is_said_with_file_line_and_field(tmp_path: Path) -> None:
    """What no place of a document names is the column's, and there it is to be said."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    run(sa.create_engine(url), *USERS, *NOTES, 'UPDATE notes SET body = \'{"a": 1, "b": 2}\'')
    body = "json: {$.a: {item: name, label: {ja: 札, en: Tag}, erase: null}}"
    text = HEAD + table("notes", "body").replace("erase: row", "erase: columns")
    text = text.replace("en: Content}}", f"en: Content}}, {body}}}")
    with pytest.raises(Refused) as refused:
        erased(url, text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("plan.nothing_said", "tables.notes.columns.body")
    assert (problem.file, problem.line) == ("crm.yaml", text[: text.index("body")].count("\n") + 1)
