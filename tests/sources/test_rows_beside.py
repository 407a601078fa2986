"""Rows in which something speaks for the person found and something against: nobody guesses. They
are not disclosed, and they are not left out in silence: a person at the desk sees them, masked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from chikai.adapters.sources import finding
from chikai.adapters.sources.memory import MemorySources
from chikai.adapters.sources.seen import mask
from chikai.adapters.sources.spelling import spellings
from chikai.adapters.sources.sql import SqlSources
from chikai.kernel.text import compare_names
from chikai.ledger.found import Candidate, Found
from chikai.ledger.load import load_mapping
from chikai.ledger.terms import Identifier
from chikai.people.model import Address, Name, Person

SMALL = load_mapping(
    """
schema: 1
source: small
company: enigmo
label: {ja: 小さな例, en: A small example}
url_env: SMALL_URL
tables:
  beside_customers:
    category: customers
    label: {ja: 登録, en: Registrations}
    key: id
    recognise: {name: name, birth_date: born, address: address, phone: phone, email: email}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      born: {item: birth_date, label: {ja: 生年月日, en: Born}, format: date}
      address: {item: address, label: {ja: 住所, en: Address}}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
      email: {item: email, label: {ja: メール, en: E-mail}}
  beside_orders:
    category: customers
    label: {ja: 会員でない方のご注文, en: Orders of guests}
    key: id
    recognise: {name: name, kana: kana, address: address, phone: phone, email: email}
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}}
      kana: {item: name, label: {ja: カナ, en: Kana}}
      address: {item: address, label: {ja: 住所, en: Address}}
      phone: {item: phone, label: {ja: 電話, en: Phone}}
      email: {item: email, label: {ja: メール, en: E-mail}}
""",
    file="small.yaml",
)
CUSTOMERS = ("id", "name", "born", "address", "phone", "email")
ORDERS = ("id", "name", "kana", "address", "phone", "email")
PHONE, OLD_PHONE = "03-0000-0001", "03-0000-0002"
MAIL, OLD_MAIL = "taro.mihon@example.jp", "taromihon@example.jp"
HOME, ELSEWHERE = "東京都架空区見本一丁目1番1号", "大阪府例示市例2-2"
RECORD = {
    "name": "見本 太郎",
    "born": "1980-02-02",
    "address": HOME,
    "phone": PHONE,
    "email": MAIL,
}
TARO = Person(
    names=(Name("見本 太郎", "ミホン タロウ"),),
    birth_date=date(1980, 2, 2),
    phones=(PHONE,),
)
"""A request that gives neither address nor e-mail address; the record holds both."""

Row = Mapping[str, str | None]
Company = Callable[..., Found]


@pytest.fixture(params=["memory", "sqlite"])
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
    """What a search for somebody finds, where these guests have ordered."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'small.db'}")

    def ask(person: Person, *orders: Row) -> Found:
        if request.param == "memory":
            return MemorySources([SMALL], {"small": rows_of(orders)}).find(person)
        return at(engine, orders).find(person)

    yield ask
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path / 'small.db'}"
    if request.param != "sqlite":
        name = "postgres_url" if request.param == "postgresql" else "mariadb_url"
        url = request.getfixturevalue(name)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def rows_of(orders: Sequence[Row]) -> dict[str, list[dict[str, str | None]]]:
    return {
        "beside_customers": [dict.fromkeys(CUSTOMERS) | RECORD | {"id": "1"}],
        "beside_orders": [
            dict.fromkeys(ORDERS) | row | {"id": str(n)} for n, row in enumerate(orders, 1)
        ],
    }


def at(engine: sa.Engine, orders: Sequence[Row]) -> SqlSources:
    fill(engine, rows_of(orders))
    return SqlSources([SMALL], engines=lambda _: engine)


def fill(engine: sa.Engine, rows: Mapping[str, list[dict[str, str | None]]]) -> None:
    with engine.begin() as connection:
        for table, columns in (("beside_customers", CUSTOMERS), ("beside_orders", ORDERS)):
            kinds = ("date" if name == "born" else "varchar(80)" for name in columns[1:])
            named = (f"{name} {kind}" for name, kind in zip(columns[1:], kinds, strict=True))
            connection.exec_driver_sql(
                f"CREATE TABLE {table} (id integer PRIMARY KEY, {', '.join(named)})"
            )
            places = ", ".join(f":{name}" for name in columns)
            if rows[table]:
                connection.execute(sa.text(f"INSERT INTO {table} VALUES ({places})"), rows[table])


def shown(found: Found) -> tuple[Candidate, ...]:
    """The rows in doubt; nothing of them is disclosed."""
    assert found.matched == 1 and not found.complete
    assert [t.table for t in found.tables] == ["beside_customers"]
    return (*found.candidates, *(row for table in found.undecided for row in table.rows))


def test_another_telephone_number_beside_the_email_address_of_the_record(ask: Company) -> None:
    (row,) = shown(
        ask(TARO, {"name": "見本太郎", "phone": OLD_PHONE, "email": "Taro.Mihon@example.jp"})
    )
    assert row.differs == (Identifier.PHONE,) and Identifier.EMAIL in row.as_found


def test_another_telephone_number_at_the_address_the_request_gives(ask: Company) -> None:
    asked = replace(TARO, addresses=(Address("架空区見本1-1-1"),))
    order = {"name": "見本　太郎", "phone": OLD_PHONE, "address": "東京都架空区見本1丁目1-1"}
    (row,) = shown(ask(asked, order))
    assert row.differs == (Identifier.PHONE,) and Identifier.ADDRESS in row.agrees


def test_another_telephone_number_at_the_address_of_the_record(ask: Company) -> None:
    (row,) = shown(ask(TARO, {"name": "見本太郎", "phone": OLD_PHONE, "address": HOME}))
    assert Identifier.ADDRESS in row.as_found


@pytest.mark.parametrize("name", ["Taro Mihon", "みほん たろう", "ﾐﾎﾝ ﾀﾛｳ", None])
def test_a_name_that_cannot_be_compared_or_none(ask: Company, name: str | None) -> None:
    """As people write them in forms of the web. The telephone number is the request's."""
    (row,) = shown(ask(TARO, {"name": name, "phone": PHONE}))
    assert Identifier.PHONE in row.agrees


@pytest.mark.parametrize("name", ["例示 太郎", "例示太郎"])
def test_a_former_family_name(ask: Company, name: str) -> None:
    (row,) = shown(ask(TARO, {"name": name, "phone": PHONE}))
    assert row.differs == (Identifier.NAME,)


def test_another_reading(ask: Company) -> None:
    (row,) = shown(ask(TARO, {"name": "見本太郎", "kana": "ミモト タロウ", "phone": PHONE}))
    assert row.differs == (Identifier.KANA,)


def test_one_sound_written_in_two_ways_is_no_other_reading(ask: Company) -> None:
    found = ask(TARO, {"name": "見本太郎", "kana": "みほん　たろー", "phone": PHONE})
    assert found.complete and {t.table for t in found.tables} == {
        "beside_customers",
        "beside_orders",
    }


@pytest.mark.parametrize(
    "order",
    [
        {"name": "見本 花子", "phone": PHONE, "address": HOME},
        {"name": "見本太郎", "phone": OLD_PHONE, "email": OLD_MAIL, "address": ELSEWHERE},
        {"name": "見本太郎", "phone": OLD_PHONE, "email": OLD_MAIL},
        {"name": "例示 太郎", "phone": OLD_PHONE},
    ],
    ids=[
        "one household",
        "a namesake elsewhere",
        "a dot makes another e-mail address",
        "a common given name",
    ],
)
def test_who_is_plainly_another_is_not_shown(ask: Company, order: Row) -> None:
    """No more about others than the question needs: their rows are nobody's business here."""
    found = ask(TARO, order)
    assert found.complete and found.candidates == () and found.undecided == ()


def test_who_is_not_shown_any_more_is_counted_and_what_would_narrow_it_is_named(
    ask: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes those who are shown for all."""
    beside = ({"email": MAIL}, {"address": HOME})
    orders = [{"name": "見本 太郎", "phone": OLD_PHONE[:-1] + str(n)} for n in (5, 6)]
    monkeypatch.setattr(finding, "_MOST_SHOWN", 1)
    found = ask(TARO, *(a | b for a, b in zip(orders, beside, strict=True)))
    assert (found.matched, len(found.candidates), found.more) == (1, 1, 1)
    assert Identifier.EMAIL in found.ask and Identifier.PHONE not in found.ask
    monkeypatch.undo()
    assert ask_many(23).more == 3


def ask_many(persons: int) -> Found:
    """So many who fit all that is stated."""
    same = {"name": "見本 太郎", "phone": PHONE}
    born = [{"born": f"1980-01-{n:02}", "id": str(n)} for n in range(1, persons + 1)]
    rows = {"beside_customers": [dict.fromkeys(CUSTOMERS) | same | each for each in born]}
    asked = replace(TARO, birth_date=None)
    found = MemorySources([SMALL], {"small": rows | {"beside_orders": []}}).find(asked)
    assert found.matched == persons and len(found.candidates) == 20
    assert found.ask == (Identifier.BIRTH_DATE,)
    return found


def test_a_name_as_pdf_files_give_it(ask: Company) -> None:
    """A radical (⼭) stands there for the character 山: the eye sees no difference."""
    yama = replace(TARO, names=(Name("山田 太郎"),), birth_date=None, phones=())
    yama = replace(yama, addresses=(Address(ELSEWHERE),))
    found = ask(yama, {"name": "⼭⽥ 太郎", "address": ELSEWHERE})
    assert [t.table for t in found.tables] == ["beside_orders"]


@pytest.mark.parametrize(
    ("row", "asked_about"),
    [
        ({"name": "例示 一郎", "born": "1980-02-02", "email": MAIL.upper()}, True),
        ({"name": "例示 一郎", "born": "1981-02-02", "email": MAIL}, False),
        ({"name": "見本 花子", "born": "1980-02-02", "address": HOME}, False),
    ],
    ids=["signed up under another name", "born on another day", "a twin at the same address"],
)
def test_another_name_with_the_same_birth_date(
    server: sa.Engine, row: Row, asked_about: bool
) -> None:
    """People sign up under names of all kinds: birth date and e-mail address are the person's,
    so nobody says without looking that the row is not."""
    rows = rows_of(())
    rows["beside_customers"].append(dict.fromkeys(CUSTOMERS) | dict(row) | {"id": "2"})
    fill(server, rows)
    found = SqlSources([SMALL], engines=lambda _: server).find(TARO)
    assert [len(t.rows) for t in found.tables] == [1]
    assert [Identifier.NAME in c.unlike_found for c in found.candidates] == [True] * asked_about


@pytest.mark.parametrize("indexed", [False, True], ids=["read through", "by its indexes"])
def test_no_server_narrows_them_away(server: sa.Engine, indexed: bool) -> None:
    """Also where indexes lead to rows: an address is looked for among those of one name."""
    asked = replace(TARO, addresses=(Address("架空区見本1-1-1"),))
    beside = [
        {"name": "見本　太郎", "phone": OLD_PHONE, "email": MAIL.upper()},
        {"name": "⾒本太郎", "phone": "03-9999-0001", "address": "架空区見本1丁目1-1"},
        {"name": "Taro Mihon", "phone": "03-0000-0001 内線2"},
        {"name": "見本太郎", "phone": f"03-9999-0002/{PHONE}"},
        {"name": "例示 太郎", "phone": "０３（００００）０００１"},
    ]
    others = [
        {"name": "見本太郎", "phone": f"03-8888-{n:04}", "address": ELSEWHERE} for n in range(9)
    ]
    sources = at(server, [*others, *beside])
    if indexed and server.dialect.name != "mysql":  # whose indexes need words in the mapping
        with server.begin() as connection:
            for statement, _ in sources.indexes("small"):
                connection.exec_driver_sql(statement.replace("CONCURRENTLY ", ""))
    assert len(shown(sources.find(asked))) == len(beside)


@pytest.mark.parametrize(
    ("asked", "on_file"),
    [
        ("髙橋 一郎", "高橋　一郎"),
        ("高橋一郎", "一郎 髙橋"),
        ("佐々木 さくら", "佐佐木 サクラ"),
        ("佐佐木さくら", "佐々木さくら"),
        ("斎藤 恵", "齊藤 惠"),
        ("渡辺 太郎", "渡邉太郎"),
    ],
)
def test_an_index_of_names_is_asked_for_every_way_of_writing(asked: str, on_file: str) -> None:
    assert compare_names(asked, on_file).agrees
    assert "".join(on_file.split()) in spellings(asked)


@pytest.mark.parametrize("born", ["Ｓ５５．２．２", "昭和五十五年二月二日", "1980-02-02T00:00:00"])
def test_a_birth_date_in_other_words_leads_past_nobody(tmp_path: Path, born: str) -> None:
    """In a column of texts: nothing else there agrees or is stated."""
    text = sa.create_engine(f"sqlite:///{tmp_path / 'text.db'}")
    with text.begin() as connection:
        for table, columns in (("beside_customers", CUSTOMERS), ("beside_orders", ORDERS)):
            connection.exec_driver_sql(f"CREATE TABLE {table} ({' TEXT, '.join(columns)} TEXT)")
        statement = sa.text(
            "INSERT INTO beside_customers (id, name, born) VALUES (1, :name, :born)"
        )
        connection.execute(statement, {"name": "見本太郎", "born": born})
    found = SqlSources([SMALL], engines=lambda _: text).find(TARO)
    text.dispose()
    assert len(found.candidates) == 1, "name and birth date are too little, and a question"


@pytest.mark.parametrize("value", ["taro(at)example.jp", "taro＠example.jp", "03-0000-0001"])
def test_what_is_no_email_address_is_masked_too(value: str) -> None:
    assert mask(Identifier.EMAIL, value) == value[0] + "●" * (len(value) - 1)


@pytest.mark.parametrize("name", ["例示 太郎", "Taro Reiji", None])
def test_a_birth_date_alone_makes_nobody_the_person(name: str | None) -> None:
    """Many are born on one day, and many of them bear a common given name."""
    other = {"id": "2", "name": name, "born": "1980-02-02", "phone": OLD_PHONE, "email": OLD_MAIL}
    rows = rows_of(())
    rows["beside_customers"].append(dict.fromkeys(CUSTOMERS) | other)
    assert MemorySources([SMALL], {"small": rows}).find(TARO).complete
