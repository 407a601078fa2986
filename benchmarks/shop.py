"""The shop that the benchmarks on databases share: its rows, its mapping, and its floor.

200,000 customers, 300,000 addresses, 1,000,000 orders and payments and 250,000 tickets at scale 1;
the last customer is heavy. Everybody is made up; the same numbers give the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

import sqlalchemy as sa

from chikai.people.model import Address, Name, Person

_FAMILY = ("見本", "例示", "架空", "仮名", "試験", "標本", "模擬", "想定")
_FIRST, _SECOND = "太花健美翔葵陽結蓮凛", "郎子一咲太奈人香也音"
_KANA = ("ミホン", "レイジ", "カクウ", "カメイ", "シケン", "ヒョウホン", "モギ", "ソウテイ")
_TOKYO = timezone(timedelta(hours=9))

TABLES = {
    "customers": "id bigint primary key, email varchar(80) not null unique, name_kanji varchar(40),"
    " name_kana varchar(40), phone varchar(20), birth_date date, gender varchar(1),"
    " my_note varchar(80), created_at {moment} not null",
    "addresses": "id bigint primary key, customer_id bigint not null, kind varchar(8),"
    " postal_code varchar(8), prefecture varchar(8), city varchar(20), line1 varchar(30),"
    " created_at {moment}",
    "orders": "id bigint primary key, customer_id bigint not null, ship_address_id bigint,"
    " amount numeric(12,0), status varchar(8), ship_to_name varchar(40), ordered_at {moment}",
    "payments": "id bigint primary key, order_id bigint not null, method varchar(8),"
    " card_last4 varchar(4), card_holder varchar(40), amount numeric(12,0), paid_at {moment}",
    "support_tickets": "id bigint primary key, customer_id bigint not null, subject varchar(80),"
    " body text, contact_email varchar(80), opened_at {moment}",
}
_INDEXES = ("addresses(customer_id)", "orders(customer_id)", "payments(order_id)",
            "support_tickets(customer_id)", "orders(ship_address_id)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows: `scale` 1 is the data set of the published figures; the heavy customer has
    `heavy` orders, and as many payments."""

    scale: float = 1.0
    heavy: int = 5_000

    @property
    def customers(self) -> int:
        return int(200_000 * self.scale)

    @property
    def orders(self) -> int:
        return int(1_000_000 * self.scale) + self.heavy


def _name(i: int) -> str:
    given = i // 8 % 97  # so that nobody shares both name and birth date
    return f"{_FAMILY[i % 8]} {_FIRST[given % 10]}{_SECOND[given // 10]}"


def person(number: int, *, everything: bool = True) -> Person:
    """Customer `number` as a request names them."""
    return Person(
        names=(Name(_name(number), None),),
        addresses=(Address(f"架空県架空市{number % 900}番"),),
        birth_date=_born(number) if everything else None,
        phones=(_phone(number),) if everything else (),
        emails=(f"customer{number}@example.jp",),
    )


def _born(i: int) -> date:
    return date(1950, 1, 1) + timedelta(days=i * 37 % 20_000)


def _phone(i: int) -> str:
    return f"090-{i // 10_000:04}-{i % 10_000:04}"


def _at(days: int) -> datetime:
    return datetime(2020, 1, 1, tzinfo=_TOKYO) + timedelta(days=days)


def _noise(i: int) -> str:
    return f"{i * 2654435761 % 2**32:08x}"


def rows(table: str, size: Size) -> Iterator[tuple[Any, ...]]:
    last, many = size.customers, int(1_000_000 * size.scale)
    match table:
        case "customers":
            for i in range(1, last + 1):
                yield (i, f"customer{i}@example.jp", _name(i), _KANA[i % 8], _phone(i), _born(i),
                       "FMX"[i % 3], f"備考 {_noise(i)}", _at(i % 2000))  # fmt: skip
        case "addresses":
            for i in range(1, int(300_000 * size.scale) + 1):
                yield (i, 1 + (i - 1) % last, "home" if i <= last else "work",
                       f"{i % 1000:03}-{i % 10_000:04}", "架空県", f"架空市{i % 900}",
                       f"{i % 30 + 1}-{i % 20 + 1}", _at(i % 2000))  # fmt: skip
        case "orders":
            for i in range(1, size.orders + 1):
                who = last if i > many else 1 + i * 31 % (last - 1)
                yield (i, who, who, 500 + i * 97 % 50_000, ("paid", "shipped", "returned")[i % 3],
                       f"受取人{i % 5000}", _at(i % 1700))  # fmt: skip
        case "payments":
            for i in range(1, size.orders + 1):
                yield (i, i, ("card", "konbini", "bank")[i % 3], f"{i % 10_000:04}",
                       f"HOLDER {i % 9000}", 500 + i * 97 % 50_000, _at(i % 1700))  # fmt: skip
        case "support_tickets":
            for i in range(1, int(250_000 * size.scale) + 1):
                who = 1 + i * 13 % last
                yield (i, who, f"問い合わせ {i}", f"本文 {_noise(i)} " * 8,
                       f"customer{who}@example.jp", _at(i % 900))  # fmt: skip


def fill(engine: sa.Engine, size: Size) -> bool:
    """Write the shop into an empty database; False when it is there already."""
    if sa.inspect(engine).has_table("customers"):
        return False
    brand = engine.dialect.name
    moment = "timestamptz" if brand == "postgresql" else "datetime"
    with engine.begin() as connection:
        for table, columns in TABLES.items():
            connection.exec_driver_sql(f"CREATE TABLE {table} ({columns.format(moment=moment)})")
        for table in TABLES:
            _load(connection, table, rows(table, size))
        for at in _INDEXES:
            name = f"i_{at.split('(')[0]}_{at.split('(')[1].rstrip(')')}"
            connection.exec_driver_sql(f"CREATE INDEX {name} ON {at}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        analyze = {"postgresql": "VACUUM ANALYZE", "sqlite": "ANALYZE"}
        said = analyze.get(brand, f"ANALYZE TABLE {', '.join(TABLES)}")
        connection.exec_driver_sql(said)
    return True


def _load(connection: sa.Connection, table: str, found: Iterator[tuple[Any, ...]]) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    if connection.dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in found:
                copy.write_row(row)
        return
    sign = "?" if connection.dialect.name == "sqlite" else "%s"
    cursor = raw.cursor()
    while chunk := [_plain(row) for row in islice(found, 5_000)]:
        places = ", ".join([sign] * len(chunk[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({places})", chunk)
    cursor.close()


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """SQLite and MySQL keep no zone."""
    return tuple(
        v.replace(tzinfo=None).isoformat(" ") if isinstance(v, datetime)
        else v.isoformat() if isinstance(v, date) else v
        for v in row
    )  # fmt: skip


# --- the floor: the same rows by the bare driver ------------------------------------------------


def floor(url: str, email: str) -> tuple[int, int]:
    """Connect, read the same rows by the same key, write them as JSON: how many rows and bytes."""
    with _bare(url) as (connection, sign):
        cursor = connection.cursor()

        def ask(sql: str, values: Sequence[Any]) -> list[Any]:
            cursor.execute(sql.format(", ".join([sign] * len(values))), tuple(values))
            return list(cursor.fetchall())

        found = {"customers": ask("SELECT * FROM customers WHERE email IN ({})", [email])}
        ids = [row[0] for row in found["customers"]]
        for table in ("addresses", "orders", "support_tickets"):
            found[table] = ask(f"SELECT * FROM {table} WHERE customer_id IN ({{}})", ids)
        orders = [row[0] for row in found["orders"]]
        found["payments"] = [
            row
            for at in range(0, len(orders), 10_000)
            for row in ask(
                "SELECT * FROM payments WHERE order_id IN ({})", orders[at : at + 10_000]
            )
        ]
        text = json.dumps({k: [list(r) for r in v] for k, v in found.items()}, default=str)
        return sum(map(len, found.values())), len(text)


class _bare:
    """A connection of the driver itself."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)

    def __enter__(self) -> tuple[Any, str]:
        url = self._url
        if url.get_backend_name() == "postgresql":
            import psycopg

            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection: Any = psycopg.connect(plain)
            return self._connection, "%s"
        if url.get_backend_name() == "sqlite":
            import sqlite3

            self._connection = sqlite3.connect(str(url.database))
            return self._connection, "?"
        import pymysql

        self._connection = pymysql.connect(
            host=url.host, port=url.port or 3306, user=url.username, password=url.password or "",
            database=url.database, charset="utf8mb4",
        )  # fmt: skip
        return self._connection, "%s"

    def __exit__(self, *_: object) -> None:
        self._connection.close()


# --- its mapping --------------------------------------------------------------------------------


def mapping(recognise: dict[str, str] | None = None, derived: Sequence[str] = ()) -> str:
    """The reviewed mapping. `recognise` and `derived` are what `sources index` says to add."""
    ways = {
        "name": "name_kanji", "kana": "name_kana", "birth_date": "birth_date",
        "phone": "phone", "email": "email",
    } | (recognise or {})  # fmt: skip
    text = [
        "schema: 1", "source: shop", "company: enigmo", "label: {ja: 通販, en: Shop}",
        "url_env: CHIKAI_BENCH_SHOP", "tables:",
    ]  # fmt: skip
    for table, (label, of, columns) in _MAPPED.items():
        text += [
            f"  {table}:",
            "    category: customers",
            f"    label: {{ja: {label}, en: {table}}}",
        ]
        text += ["    key: id", f"    {of}"] if of else ["    key: id", "    recognise:"]
        if not of:
            text += [f"      {identifier}: {way}" for identifier, way in ways.items()]
        text.append("    columns:")
        text += [f"      {name}: {{personal: false, derived: true}}" for name in derived if not of]
        for name, said in columns.items():
            shown = f"item: {said[0]}, label: {{ja: {said[1]}, en: {name}}}{said[2]}"
            text.append(f"      {name}: {{{shown if said[0] else 'personal: false'}}}")
    return "\n".join(text) + "\n"


_NO = ("", "", "")
_WHEN, _DAY, _YEN = ", format: datetime", ", format: date", ", format: amount"
_OF_CUSTOMER = "follows: {customer_id: customers.id}"
_MAPPED: dict[str, tuple[str, str, dict[str, tuple[str, str, str]]]] = {
    "customers": ("お客様", "", {
        "id": _NO, "email": ("email", "メール", ""), "name_kanji": ("name", "氏名", ""),
        "name_kana": ("name", "カナ", ""), "phone": ("phone", "電話", ""),
        "birth_date": ("birth_date", "生年月日", _DAY), "gender": ("name", "性別", ""),
        "my_note": ("inquiry_text", "備考", ""), "created_at": ("order_history", "登録", _WHEN),
    }),
    "addresses": ("住所", _OF_CUSTOMER, {
        "id": _NO, "customer_id": _NO, "kind": _NO, "postal_code": ("address", "郵便番号", ""),
        "prefecture": ("address", "県", ""), "city": ("address", "市", ""),
        "line1": ("address", "番地", ""), "created_at": _NO,
    }),
    "orders": ("注文", _OF_CUSTOMER, {
        "id": _NO, "customer_id": _NO, "ship_address_id": _NO, "amount": ("billing", "額", _YEN),
        "status": _NO, "ship_to_name": ("name", "受取人", ""),
        "ordered_at": ("order_history", "日時", _WHEN),
    }),
    "payments": ("支払", "follows: {order_id: orders.id}", {
        "id": _NO, "order_id": _NO, "method": ("billing", "方法", ""),
        "card_last4": ("billing", "下四桁", ""), "card_holder": ("billing", "名義", ""),
        "amount": ("billing", "額", _YEN), "paid_at": ("order_history", "日時", _WHEN),
    }),
    "support_tickets": ("問合せ", _OF_CUSTOMER, {
        "id": _NO, "customer_id": _NO, "subject": ("inquiry_text", "件名", ""),
        "body": ("inquiry_text", "本文", ""), "contact_email": ("email", "メール", ""),
        "opened_at": ("inquiry_text", "日時", _WHEN),
    }),
}  # fmt: skip
