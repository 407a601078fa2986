"""Schemas that nobody here designed: what a draft finds in them, and erasing where they are odd."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from erasing import run, seen
from ruamel.yaml import YAML
from shapes import SHAPES, personal, statements

from chikai.adapters.sources.changes import SourceChanges
from chikai.adapters.sources.company import drafted
from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.adapters.sources.writing import open_writer
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Wanted, Work
from chikai.ledger.problem import BadMapping
from chikai.people.model import Name, Person
from chikai.ports import BadData
from chikai.ports.changes import Refused

ITEMS = ("name", "birth_date", "phone", "email", "address", "inquiry_text", "member_number")
HANA = Person(names=(Name("見本 花子"),), emails=("hana@example.jp",))


def draft(url: str) -> str:
    return drafted(url, source="crm", company="enigmo", url_env="CRM_URL", items=ITEMS, schemas=())


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("shapes")
    found = {}
    for shape in SHAPES:
        engine = sa.create_engine(f"sqlite:///{folder / shape}.db")
        run(engine, *statements(shape))
        found[shape] = YAML(typ="safe").load(draft(str(engine.url)))
    return found


# --- what a draft finds -------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_no_personal_column_is_called_impersonal(drafts: dict[str, dict], shape: str) -> None:
    said = drafts[shape]
    for table, column in personal(shape):
        if table in said.get("undecided", ()):
            continue
        assert table not in said.get("elsewhere", ())
        assert said["tables"][table]["columns"][column].get("personal", True) is not False


def test_most_of_what_is_personal_is_found_and_little_else(drafts: dict[str, dict]) -> None:
    every = {(s, *each) for s in SHAPES for each in personal(s)}
    found = {
        (shape, name, column)
        for shape, said in drafts.items()
        for name, table in said["tables"].items()
        for column, each in table["columns"].items()
        if each.get("personal", True) is True
    }
    assert len(found & every) >= 0.9 * len(every)
    assert len(found - every) <= 1, found - every


def test_columns_that_a_number_tells_apart_are_read_together(drafts: dict[str, dict]) -> None:
    shop = drafts["shop"]["tables"]["shop_customer"]["recognise"]
    assert shop["name"] == ["name01", "name02"] and shop["kana"] == ["kana01", "kana02"]
    office = drafts["office"]["tables"]["顧客マスタ"]["recognise"]
    assert office["phone"] == ["電話番号1", "電話番号2", "電話番号3"]
    assert office["address"] == ["住所１", "住所２"]
    chat = drafts["chat"]["tables"]["contacts"]["recognise"]
    assert chat["name"] == ["name", "middle_name", "last_name"], "where no given name stands"


@pytest.mark.parametrize(
    ("shape", "table", "columns", "to"),
    [
        ("shop", "shop_order", ["customer_id"], "shop_customer"),
        ("shop", "shop_customer_address", ["customer_id"], "shop_customer"),
        ("clinic", "stay", ["patient_no"], "patient"),
        ("blog", "wp_usermeta", ["user_id"], "wp_users"),
        ("office", "受注トラン", ["顧客コード"], "顧客マスタ"),
        ("romaji", "t_juchu", ["kokyaku_id"], "t_kokyaku"),
        ("login", "event_entity", ["user_id"], "user_entity"),
        ("forum", "user_custom_fields", ["user_id"], "users"),
        ("forum", "post_search_data", ["post_id"], "posts"),
        ("chat", "messages", ["conversation_id"], "conversations"),
    ],
)
def test_a_reference_nobody_declared_is_guessed_and_says_so(
    drafts: dict[str, dict], shape: str, table: str, columns: list[str], to: str
) -> None:
    (follow,) = drafts[shape]["tables"][table]["follows"]
    assert (follow["columns"], follow["table"]) == (columns, to)


def test_who_worked_on_a_row_is_not_whose_it_is_and_one_value_is_not_put_twice(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    run(
        sa.create_engine(url),
        "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT, login_id TEXT NOT NULL UNIQUE)",
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL UNIQUE,"
        " creator_id INTEGER REFERENCES member (id), customer_no INTEGER REFERENCES customer (id))",
        "INSERT INTO member VALUES (1, '係', 'kakari')",
    )
    tables = YAML(typ="safe").load(draft(url))["tables"]
    assert "follows" not in tables["member"], "a customer's row leads to who made it"
    assert tables["customer"]["columns"]["email"]["erase"] == {"replace": "{id}"}


def test_names_that_say_nothing_are_known_by_their_values(drafts: dict[str, dict]) -> None:
    way = drafts["coded"]["tables"]["tbl0001"]["recognise"]
    assert way == {"name": ["f02"], "email": ["f03"], "phone": ["f04"], "address": ["f05"]}


def test_contacts_in_other_tables_are_proposed_from_the_prefecture_to_the_door(
    drafts: dict[str, dict],
) -> None:
    assert drafts["spread"]["tables"]["person"]["recognise"] == {
        "name": ["firstname", "lastname"],
        "address": {"table": "person_address", "columns": ["state", "city", "addressline1"]},
        "email": {"table": "email_address", "columns": ["email_address"]},
    }
    assert drafts["forum"]["tables"]["users"]["recognise"] == {
        "name": ["name"],
        "email": {"table": "user_emails", "columns": ["email"]},
    }
    assert drafts["login_service"]["tables"]["accounts"]["recognise"] == {
        "name": {"table": "account_profiles", "columns": ["full_name"]},
        "phone": ["phone"],
        "email": ["email"],
    }
    said = drafts["spread"]["tables"]["orders"]["columns"]["state"]
    assert said["personal"] == "unknown", "one part of an address alone is none"


def test_a_number_that_a_type_explains_is_not_said_to_lead_nowhere(drafts: dict[str, dict]) -> None:
    assert "labels" in drafts["spread"]["undecided"]
    key = drafts["login"]["tables"]["user_attribute"]["columns"]["name"]
    assert key["personal"] is False, "it says what the value beside it is"


def test_a_table_nobody_has_decided_about_blocks(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    run(sa.create_engine(url), *statements("music"))
    text = draft(url).replace("reviewed: no", "reviewed: {by: 点検, on: 2026-11-01}")
    with pytest.raises(BadMapping) as caught:
        load_mapping(text, file="crm.yaml")
    open_ = {p.args["table"] for p in caught.value.problems if p.code == "sources.table_undecided"}
    assert open_ == {"Artist", "Playlist"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "sources.no_address"),
        ("sqlite:////no/such/file.db", "sources.no_file"),
        ("sqlite:///{empty}", "sources.nothing_there"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(tmp_path: Path, url: str, code: str) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(BadData) as refused:
        draft(url.format(empty=tmp_path / "empty.db"))
    assert refused.value.code == code


@pytest.mark.parametrize("password", ["himitsu-1", "ひみつ"])
def test_a_password_that_is_refused_is_never_shown(mariadb_url: str, password: str) -> None:
    url = sa.make_url(mariadb_url).set(password=password).render_as_string(hide_password=False)
    with pytest.raises(BadData) as refused:
        draft(url)
    assert refused.value.code == "sources.login_refused" and password not in repr(refused.value)


# --- erasing where a schema is odd --------------------------------------------------------------

HEAD = """\
schema: 1
source: crm
company: enigmo
label: {ja: 顧客, en: CRM}
url_env: CRM_URL
tables:
  users:
    category: customers
    label: {ja: 顧客, en: Users}
    key: id
    recognise: {name: name, email: email}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: ''}}
      email: {item: email, label: {ja: メール, en: E-mail}, erase: null}
"""
USERS = (
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name CHAR(12) NOT NULL, email VARCHAR(40))",
    "INSERT INTO users VALUES (1, '見本 花子', 'hana@example.jp'),"
    " (2, '例示 次郎', 'jiro@example.jp')",
)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'crm.db'}"
    name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
    found: str = request.getfixturevalue(name)
    return found


def erased_and_put_back(url: str, text: str, tables: tuple[str, ...]) -> dict[str, list]:
    """What is left after erasing, which was verified and could be undone exactly."""
    mapping = load_mapping(text, file="crm.yaml")
    reading = SqlSources([mapping], engines=lambda _: open_engine(url))
    changes = SourceChanges([mapping], engines=lambda _: open_writer(url), reading=reading.open)
    engine = sa.create_engine(url)

    def there() -> dict[str, list]:
        return {t: sorted(seen(engine, f"SELECT * FROM {t}"), key=repr) for t in tables}

    before = there()
    wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22))
    salts = (f"salt-{n}" for n in itertools.count())
    plan, contents = changes.plan(HANA, wanted, case="case-1", salt=lambda: next(salts))
    told = changes.apply(plan, contents, wanted)
    left = there()
    assert not told.differing and not told.found
    changes.undo(plan, contents)
    assert there() == before
    engine.dispose()
    return left


def test_a_type_beside_an_id_says_whose_a_picture_is(url: str) -> None:
    run(
        sa.create_engine(url), *USERS,
        "CREATE TABLE pictures (id INTEGER PRIMARY KEY, of_type VARCHAR(9), of_id VARCHAR(9),"
        " file VARCHAR(9))",
        "INSERT INTO pictures VALUES (1, 'User', '1', 'a'), (2, 'Product', '1', 'b'),"
        " (3, 'User', '2', 'c'), (4, 'User', '1x', 'd')",
    )  # fmt: skip
    text = (
        HEAD
        + """\
  pictures:
    category: customers
    label: {ja: 写真, en: Pictures}
    key: id
    follows: [{columns: of_id, table: users, to: id, where: {of_type: User}}]
    erase: row
    columns:
      id: {personal: false}
      of_type: {personal: false}
      of_id: {personal: false}
      file: {item: name, label: {ja: 写真, en: Picture}}
"""
    )
    left = erased_and_put_back(url, text, ("users", "pictures"))
    assert [row[0] for row in left["pictures"]] == [2, 3, 4]


def test_rows_that_nothing_tells_apart_are_changed_together(url: str) -> None:
    run(
        sa.create_engine(url), *USERS,
        "CREATE TABLE visits (who INTEGER, place VARCHAR(9), at VARCHAR(10))",
        "INSERT INTO visits VALUES (1, '架空市', '2026'), (1, '架空市', '2026'),"
        " (1, '見本市', NULL), (2, '架空市', '2026')",
    )  # fmt: skip
    text = (
        HEAD
        + """\
  visits:
    category: customers
    label: {ja: 来店, en: Visits}
    key: []
    follows: {who: users.id}
    erase: columns
    columns:
      who: {personal: false}
      place: {item: address, label: {ja: 場所, en: Place}, erase: null}
      at: {personal: false}
"""
    )
    left = erased_and_put_back(url, text, ("users", "visits"))
    assert left["visits"] == [(1, None, "2026"), (1, None, "2026"), (1, None, None),
                              (2, "架空市", "2026")]  # fmt: skip
    gone = erased_and_put_back(url, text.replace("e: columns\n    columns:\n      who",
                                                 "e: row\n    columns:\n      who"),
                               ("users", "visits"))  # fmt: skip
    assert gone["visits"] == [(2, "架空市", "2026")]
    with pytest.raises(Refused) as refused:
        detached = text.replace("who: {personal: false}", "who: {personal: false, erase: detach}")
        erased_and_put_back(url, detached, ("users",))
    assert [p.code for p in refused.value.problems] == ["plan.nothing_tells_rows_apart"]


def test_postgresql_numbers_partitions_and_copies(postgres_url: str) -> None:
    run(
        sa.create_engine(postgres_url), *USERS,
        "CREATE TABLE paid (id integer GENERATED ALWAYS AS IDENTITY, who integer, y integer,"
        " origin inet) PARTITION BY LIST (y)",
        "CREATE TABLE paid_1 PARTITION OF paid FOR VALUES IN (1)",
        "ALTER TABLE paid_1 ADD PRIMARY KEY (id)",
        "ALTER TABLE paid_1 ADD FOREIGN KEY (who) REFERENCES users (id)",
        "INSERT INTO paid (who, y, origin) VALUES (1, 1, '192.0.2.1'), (2, 1, '192.0.2.2')",
        "CREATE MATERIALIZED VIEW names AS SELECT id, name FROM users",
    )  # fmt: skip
    text = (
        HEAD.replace("erase: columns", "erase: row")
        + """\
  paid:
    category: customers
    label: {ja: 支払, en: Paid}
    key: id
    follows: {who: users.id}
    erase: row
    columns:
      id: {personal: false}
      who: {personal: false}
      y: {personal: false}
      origin: {item: name, label: {ja: 接続元, en: Origin}}
  names:
    category: customers
    label: {ja: 名簿, en: Names}
    key: []
    view: true
    follows: {id: users.id}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
"""
    )
    left = erased_and_put_back(postgres_url, text, ("users", "paid"))
    assert [row[0] for row in left["paid"]] == [2]
    copied = seen(sa.create_engine(postgres_url), "SELECT id FROM names")
    assert copied == [(2,)], "the view was made anew without the person"
