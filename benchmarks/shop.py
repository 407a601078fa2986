"""The shop that the benchmarks on databases share: its rows, its mapping, and its floors.

200,000 customers, 300,000 addresses, 1,000,000 orders and payments and 250,000 tickets at scale 1.
A few of the last customers are heavy, the very last is a giant. Everybody is made up; the same
numbers give the same rows.
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


HEAVIES = 12


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows: `scale` 1 is the data set of the published figures. Some customers have
    `heavy` orders and as many payments more (an erasure needs a new one each time), one `giant`."""

    scale: float = 1.0
    heavy: int = 5_000
    giant: int = 50_000

    @property
    def customers(self) -> int:
        return int(200_000 * self.scale)

    @property
    def plain_orders(self) -> int:
        return int(1_000_000 * self.scale)

    @property
    def orders(self) -> int:
        return self.plain_orders + HEAVIES * self.heavy + self.giant

    @property
    def heavies(self) -> range:
        return range(self.customers - HEAVIES, self.customers)

    def buyer(self, order: int) -> int:
        """Whose the order is."""
        beyond = order - self.plain_orders - 1
        if beyond < 0:
            return 1 + order * 31 % (self.customers - HEAVIES - 1)
        heavy = beyond < HEAVIES * self.heavy
        return self.heavies[beyond // self.heavy] if heavy else self.customers


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


def how_many(table: str, size: Size) -> int:
    return {
        "customers": size.customers,
        "addresses": int(300_000 * size.scale),
        "support_tickets": int(250_000 * size.scale),
    }.get(table, size.orders)


def row(table: str, i: int, size: Size) -> tuple[Any, ...]:
    """Row `i` of a table: the same for the same numbers."""
    last = size.customers
    match table:
        case "customers":
            return (i, f"customer{i}@example.jp", _name(i), _KANA[i % 8], _phone(i), _born(i),
                    "FMX"[i % 3], f"備考 {_noise(i)}", _at(i % 2000))  # fmt: skip
        case "addresses":
            return (i, 1 + (i - 1) % last, "home" if i <= last else "work",
                    f"{i % 1000:03}-{i % 10_000:04}", "架空県", f"架空市{i % 900}",
                    f"{i % 30 + 1}-{i % 20 + 1}", _at(i % 2000))  # fmt: skip
        case "orders":
            who = size.buyer(i)
            return (i, who, who, 500 + i * 97 % 50_000, ("paid", "shipped", "returned")[i % 3],
                    f"受取人{i % 5000}", _at(i % 1700))  # fmt: skip
        case "payments":
            return (i, i, ("card", "konbini", "bank")[i % 3], f"{i % 10_000:04}",
                    f"HOLDER {i % 9000}", 500 + i * 97 % 50_000, _at(i % 1700))  # fmt: skip
    who = 1 + i * 13 % last
    return (i, who, f"問い合わせ {i}", f"本文 {_noise(i)} " * 8,
            f"customer{who}@example.jp", _at(i % 900))  # fmt: skip


def rows(table: str, size: Size) -> Iterator[tuple[Any, ...]]:
    for i in range(1, how_many(table, size) + 1):
        yield row(table, i, size)


def restored(engine: sa.Engine, size: Size) -> int:
    """Put back whoever an earlier run erased, so that this one finds the same shop: how many."""
    with engine.begin() as connection:
        gone = list(
            connection.scalars(sa.text("SELECT id FROM customers WHERE name_kanji IS NULL"))
        )
        mine = _theirs(connection, "customers", "id", gone)
        there = {"customers": mine}
        for table in ("addresses", "orders", "support_tickets"):
            there[table] = _theirs(connection, table, "customer_id", gone)
        there["payments"] = _theirs(connection, "payments", "order_id", there["orders"])
        for table, ids in there.items():
            for some in _parts(ids):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE id IN ({some})")
            _load(connection, table, (row(table, i, size) for i in ids))
    if gone:
        _tidy(engine)
    return len(gone)


def _theirs(connection: sa.Connection, table: str, column: str, ids: Sequence[int]) -> list[int]:
    return [
        each
        for some in _parts(ids)
        for each in connection.scalars(
            sa.text(f"SELECT id FROM {table} WHERE {column} IN ({some})")
        )
    ]


def _parts(ids: Sequence[int]) -> Iterator[str]:
    for at in range(0, len(ids), 5_000):
        yield ", ".join(map(str, ids[at : at + 5_000]))


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
    _tidy(engine)
    return True


def _tidy(engine: sa.Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        analyze = {"postgresql": "VACUUM ANALYZE", "sqlite": "ANALYZE"}
        said = analyze.get(engine.dialect.name, f"ANALYZE TABLE {', '.join(TABLES)}")
        connection.exec_driver_sql(said).close()


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


ERASED = {
    "customers": ("name_kanji", "name_kana", "phone", "birth_date", "gender", "my_note"),
    "addresses": ("postal_code", "prefecture", "city", "line1"),
    "orders": ("ship_to_name",),
    "payments": ("card_holder",),
    "support_tickets": ("subject", "body", "contact_email"),
}
"""What an erasure empties; the rest is kept for a duty of law."""


def erasing_floor(url: str, email: str) -> int:
    """Connect, read the same cells, empty them by one update a table, commit: how many rows."""
    with _bare(url) as (connection, sign):
        cursor = connection.cursor()

        def each(sql: str, values: list[Any]) -> list[Any]:
            found: list[Any] = []
            for some, part in _among(sign, values):
                cursor.execute(f"{sql} {some}", part)
                found += cursor.fetchall() if sql.startswith("SELECT") else []
            return found

        keys: dict[str, list[Any]] = {}
        for table, column, of in (
            ("customers", "email", ""),
            ("addresses", "customer_id", "customers"),
            ("orders", "customer_id", "customers"),
            ("support_tickets", "customer_id", "customers"),
            ("payments", "order_id", "orders"),
        ):
            names = ", ".join(("id", *ERASED[table]))
            asked = keys[of] if of else [email]
            found = each(f"SELECT {names} FROM {table} WHERE {column}", asked)
            keys[table] = [row[0] for row in found]
        for table, columns in ERASED.items():
            put = ", ".join(f"{name} = NULL" for name in columns)
            each(f"UPDATE {table} SET {put} WHERE id", keys[table])
        connection.commit()
    return sum(map(len, keys.values()))


def floor(url: str, email: str) -> tuple[int, int]:
    """Connect, read the same rows by the same key, write them as JSON: how many rows and bytes."""
    with _bare(url) as (connection, sign):
        cursor = connection.cursor()

        def ask(table: str, column: str, values: Sequence[Any]) -> list[Any]:
            rows: list[Any] = []
            for some, part in _among(sign, values):
                cursor.execute(f"SELECT * FROM {table} WHERE {column} {some}", part)
                rows += cursor.fetchall()
            return rows

        found = {"customers": ask("customers", "email", [email])}
        ids = [row[0] for row in found["customers"]]
        for table in ("addresses", "orders", "support_tickets"):
            found[table] = ask(table, "customer_id", ids)
        found["payments"] = ask("payments", "order_id", [row[0] for row in found["orders"]])
        text = json.dumps({k: [list(r) for r in v] for k, v in found.items()}, default=str)
        return sum(map(len, found.values())), len(text)


def _among(sign: str, values: Sequence[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The condition that a column holds one of these: an array where the driver takes one."""
    if sign == "array":
        yield "= ANY(%s)", (list(values),)
        return
    for at in range(0, len(values), 10_000):
        part = tuple(values[at : at + 10_000])
        yield f"IN ({', '.join([sign] * len(part))})", part


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
            return self._connection, "array"
        if url.get_backend_name() == "sqlite":
            import sqlite3

            self._connection = sqlite3.connect(str(url.database))
            return self._connection, "?"
        import pymysql

        self._connection = pymysql.connect(
            host=url.host, port=url.port or 3306, user=url.username, password=url.password or "",
            database=url.database, charset="utf8mb4", ssl_disabled=True,  # which takes it longest
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


def erasing(written: str) -> str:
    """The mapping with what an erasure does to every column."""
    lines, table = [], ""
    for line in written.splitlines():
        if line.startswith("  ") and line.endswith(":") and not line.startswith("    "):
            table = line.strip(" :")
        if line.startswith("      ") and "item:" in line:
            name = line.strip().partition(":")[0]
            reason = "{reason: {ja: 帳簿, en: Books}, law: {ja: 法人税法, en: Tax law}}"
            deed = "null" if name in ERASED[table] else f"{{keep: {reason}}}"
            line = f"{line.removesuffix('}')}, erase: {deed}}}"
        lines.append(line)
        if line.startswith("    category:"):
            lines.append("    erase: columns")
    return "\n".join(lines)


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
