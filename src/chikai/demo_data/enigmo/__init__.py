"""Enigmo: a shop with customers, addresses, orders, inquiries, visitors and applicants."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import members
from chikai.demo_data.rows import (
    Filled,
    Rows,
    Value,
    amount,
    at,
    day,
    days_on,
    moment,
    number,
    only,
    parted,
    reach,
    to,
    whole,
    with_offset,
    word,
)
from chikai.people.model import Person

_PRODUCTS = (("見本コート", 19800), ("例示バッグ", 12800), ("架空スニーカー", 8900))
_PEOPLE = members()
_ORDERED = 40


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _customers(meta)
    yield _addresses(meta)
    yield _products(meta)
    yield _orders(meta)
    yield _order_lines(meta)
    yield _inquiries(meta)
    yield _conversations(meta)
    yield _visitors(meta)
    yield _applicants(meta)
    yield _employees(meta)
    yield _provision_records(meta)
    yield _police_inquiries(meta)
    yield _support_measures(meta)


def _id(person: Person) -> int:
    return _PEOPLE.index(person) + 1


def _customers(meta: sa.MetaData) -> Filled:
    words = ("family_name", "given_name", "family_kana", "given_kana", "postal_code", "address")
    table = sa.Table(
        "customers",
        meta,
        number(),
        word("member_number"),
        *(word(name) for name in words),
        day("birth_date"),
        word("phone"),
        word("email"),
        moment("registered_at"),
        word("password_hash"),
        amount("shard"),
    )
    rows: Rows = [
        {
            "id": n,
            "member_number": f"EN-{100000 + n}",
            **parted(person),
            "registered_at": at(n),
            "password_hash": f"argon2id$demo${n:04}",
            "shard": n % 4,
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    return Filled(table, rows)


def _addresses(meta: sa.MetaData) -> Filled:
    table = sa.Table(
        "addresses",
        meta,
        number(),
        to("customer_id", "customers"),
        *(word(name) for name in ("recipient", "postal_code", "address", "phone")),
    )
    rows: Rows = [
        {
            "id": n,
            "customer_id": n,
            "recipient": person.names[0].full,
            **only(reach(person), "postal_code", "address", "phone"),
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    return Filled(table, rows)


def _products(meta: sa.MetaData) -> Filled:
    table = sa.Table("products", meta, number(), word("name"), amount("price"))
    rows: Rows = [{"id": n, "name": name, "price": p} for n, (name, p) in enumerate(_PRODUCTS, 1)]
    return Filled(table, rows)


def _orders(meta: sa.MetaData) -> Filled:
    table = sa.Table(
        "orders",
        meta,
        number(),
        to("customer_id", "customers"),
        moment("ordered_at"),
        amount("total"),
        word("payment"),
        word("status"),
    )
    rows: Rows = [
        {
            "id": 2 * n - 1 + k,
            "customer_id": n,
            "ordered_at": at(3 * n + k, 20),
            "total": _PRODUCTS[(n + k) % 3][1],
            "payment": "convenience_store" if k else "card",
            "status": "delivered",
        }
        for n in range(1, _ORDERED + 1)
        for k in (0, 1)
    ]
    return Filled(table, rows)


def _order_lines(meta: sa.MetaData) -> Filled:
    table = sa.Table(
        "order_lines",
        meta,
        number(),
        to("order_id", "orders"),
        to("product_id", "products"),
        word("product"),
        amount("quantity"),
        amount("price"),
    )
    rows: list[dict[str, Value]] = []
    for n in range(1, 2 * _ORDERED + 1):
        which = ((n + 1) // 2 + (n + 1) % 2) % 3
        name, price = _PRODUCTS[which]
        rows.append(
            {
                "id": n,
                "order_id": n,
                "product_id": which + 1,
                "product": name,
                "quantity": 1,
                "price": price,
            }
        )
    return Filled(table, rows)


def _inquiries(meta: sa.MetaData) -> Filled:
    """Those who were signed in carry their customer's id; the others only what they typed."""
    table = sa.Table(
        "inquiries",
        meta,
        number(),
        to("customer_id", "customers"),
        *(word(name) for name in ("name", "email", "phone", "body")),
        word("received_at"),
    )
    signed_in = (cast.HANAKO, cast.AOI, cast.AKANE, cast.TARO_ELDER)
    typed = (cast.HANAKO, cast.ICHIRO_ON_FILE, cast.TARO_YOUNGER)
    rows: list[dict[str, Value]] = []
    for n, person in enumerate((*signed_in, *typed), 1):
        linked = n <= len(signed_in)
        rows.append(
            {
                "id": n,
                "customer_id": _id(person) if linked else None,
                **only(whole(person), "name", "email", "phone"),
                "body": f"見本の問い合わせ{n}：届いた品のサイズ交換について",
                "received_at": with_offset(200 + n),
            }
        )
    return Filled(table, rows)


def _conversations(meta: sa.MetaData) -> Filled:
    table = sa.Table(
        "conversations",
        meta,
        number(),
        to("customer_id", "customers"),
        word("channel"),
        moment("held_at"),
        word("summary"),
        word("recording"),
    )
    rows: Rows = [
        {
            "id": n,
            "customer_id": _id(person),
            "channel": "phone",
            "held_at": at(260 + n, 5),
            "summary": f"見本の応対{n}：配送日の変更を希望",
            "recording": f"recordings/{n:04}.wav",
        }
        for n, person in enumerate((cast.HANAKO, cast.AOI, cast.AKANE), 1)
    ]
    return Filled(table, rows)


def _visitors(meta: sa.MetaData) -> Filled:
    table = sa.Table(
        "visitors",
        meta,
        number(),
        *(word(name) for name in ("name", "employer", "phone", "host")),
        moment("visited_at"),
    )
    rows: Rows = [
        {
            "id": n,
            **only(whole(person), "name", "phone"),
            "employer": "株式会社見本商事",
            "host": "購買担当",
            "visited_at": at(300 + n, 13),
        }
        for n, person in enumerate((cast.KENICHI, cast.NAOKI_ON_FILE), 1)
    ]
    return Filled(table, rows)


def _applicants(meta: sa.MetaData) -> Filled:
    words = ("name", "kana", "postal_code", "address", "phone", "email", "resume", "screening")
    table = sa.Table(
        "applicants",
        meta,
        number(),
        *(word(name) for name in words),
        day("birth_date"),
        day("applied_on"),
    )
    applicants = (cast.MISAKI_ON_FILE, cast.TARO_YOUNGER, *_PEOPLE[50:54])
    rows: Rows = [
        {
            "id": n,
            **whole(person),
            "resume": f"見本大学卒業、例示工業に{n}年勤務",
            "screening": "一次面接を通過",
            "applied_on": days_on(320 + n),
        }
        for n, person in enumerate(applicants, 1)
    ]
    return Filled(table, rows)


def _employees(meta: sa.MetaData) -> Filled:
    words = ("name", "kana", "postal_code", "address", "phone", "email", "post")
    table = sa.Table(
        "employees",
        meta,
        number(),
        *(word(name) for name in words),
        day("birth_date"),
        day("joined_on"),
        day("left_on"),
    )
    rows: Rows = [
        {
            "id": n,
            **whole(person),
            "post": "商品管理",
            "joined_on": days_on(n),
            "left_on": days_on(500) if n == 1 else None,
        }
        for n, person in enumerate(_PEOPLE[55:58], 1)
    ]
    return Filled(table, rows)


def _provision_records(meta: sa.MetaData) -> Filled:
    """Records of provision to a third party with consent (Art. 29(1), Rule 20)."""
    words = ("recipient", "recipient_address", "recipient_representative", "items", "consent")
    table = sa.Table(
        "provision_records",
        meta,
        number(),
        to("customer_id", "customers"),
        *(word(name) for name in words),
        day("provided_on"),
    )
    rows: Rows = [
        {
            "id": n,
            "customer_id": _id(person),
            "recipient": "株式会社例示運輸",
            "recipient_address": "東京都架空区提供一丁目1番1号",
            "recipient_representative": "代表取締役 例示 次郎",
            "items": "氏名、住所、電話番号",
            "consent": "注文画面で本人の同意を得た",
            "provided_on": days_on(230 + n),
        }
        for n, person in enumerate((cast.HANAKO, cast.AOI, cast.AKANE, cast.TADASHI), 1)
    ]
    return Filled(table, rows)


def _police_inquiries(meta: sa.MetaData) -> Filled:
    words = ("name", "address", "agency", "reference")
    table = sa.Table(
        "police_inquiries",
        meta,
        number(),
        to("customer_id", "customers"),
        *(word(name) for name in words),
        day("received_on"),
    )
    rows: Rows = [
        {
            "id": n,
            "customer_id": _id(person) if person is cast.AOI else None,
            **only(whole(person), "name", "address"),
            "agency": "架空警察署",
            "reference": f"照会見本第{n}号",
            "received_on": days_on(400 + n),
        }
        for n, person in enumerate((cast.AOI, cast.KAI), 1)
    ]
    return Filled(table, rows)


def _support_measures(meta: sa.MetaData) -> Filled:
    """Whom the municipality's support measures for victims protect."""
    table = sa.Table(
        "support_measures",
        meta,
        number(),
        to("customer_id", "customers"),
        day("since"),
        word("note"),
    )
    rows: Rows = [
        {
            "id": 1,
            "customer_id": _id(cast.RIN_ON_FILE),
            "since": days_on(350),
            "note": "住所の秘匿が必要",
        }
    ]
    return Filled(table, rows)
