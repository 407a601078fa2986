"""Enigmo: a shop with customers, addresses, orders, inquiries, visitors and applicants."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import id_of, members
from chikai.demo_data.rows import (
    WHOLE,
    Columns,
    Filled,
    Rows,
    amount,
    at,
    day,
    days_on,
    fill,
    moment,
    only,
    parted,
    reach,
    to,
    whole,
    with_offset,
    words,
)
from chikai.demo_data.usual import (
    Provision,
    police_inquiries,
    provided,
    provision_records,
    resume,
    signed_in,
    support_measures,
)

_PEOPLE = members()
_CARRIER = Provision(
    recipient="株式会社例示運輸",
    recipient_address="東京都架空区提供一丁目1番1号",
    recipient_representative="代表取締役 例示 次郎",
    items="氏名、住所、電話番号",
    consent="注文画面で本人の同意を得た",
)
_PRODUCTS = (("見本コート", 19800), ("例示バッグ", 12800), ("架空スニーカー", 8900))
_ORDERS = tuple((n, k) for n in range(1, 41) for k in (0, 1))
"""Customer number and which of two orders."""


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _customers(meta)
    yield _addresses(meta)
    yield fill(
        meta,
        "products",
        [*words("name"), amount("price")],
        [{"name": name, "price": price} for name, price in _PRODUCTS],
    )
    yield _orders(meta)
    yield _order_lines(meta)
    yield _inquiries(meta)
    yield _conversations(meta)
    yield _visitors(meta)
    yield _applicants(meta)
    yield _employees(meta)
    yield provision_records(
        meta, "customers", provided(_CARRIER, cast.HANAKO, cast.AOI, cast.AKANE, cast.TADASHI)
    )
    yield police_inquiries(meta, "customers")
    yield support_measures(meta, "customers")


def _product(order: tuple[int, int]) -> int:
    return sum(order) % len(_PRODUCTS)


def _customers(meta: sa.MetaData) -> Filled:
    columns: Columns = [
        *words("member_number", "family_name", "given_name", "family_kana", "given_kana"),
        *words("postal_code", "address", "phone", "email", "password_hash"),
        day("birth_date"),
        moment("registered_at"),
        amount("shard"),
    ]
    rows: Rows = [
        {
            "member_number": f"EN-{100000 + n}",
            **parted(person),
            "registered_at": at(n),
            "password_hash": f"argon2id$demo${n:04}",
            "shard": n % 4,
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    return fill(meta, "customers", columns, rows)


def _addresses(meta: sa.MetaData) -> Filled:
    columns: Columns = [to("customer_id", "customers")]
    rows: Rows = [
        {
            "customer_id": n,
            "recipient": person.names[0].full,
            **only(reach(person), "postal_code", "address", "phone"),
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    named = words("recipient", "postal_code", "address", "phone")
    return fill(meta, "addresses", [*columns, *named], rows)


def _orders(meta: sa.MetaData) -> Filled:
    columns: Columns = [to("customer_id", "customers"), moment("ordered_at"), amount("total")]
    rows: Rows = [
        {
            "customer_id": n,
            "ordered_at": at(3 * n + k, 20),
            "total": _PRODUCTS[_product((n, k))][1],
            "payment": "convenience_store" if k else "card",
            "status": "delivered",
        }
        for n, k in _ORDERS
    ]
    return fill(meta, "orders", [*columns, *words("payment", "status")], rows)


def _order_lines(meta: sa.MetaData) -> Filled:
    columns: Columns = [
        to("order_id", "orders"),
        to("product_id", "products"),
        *words("product"),
        amount("quantity"),
        amount("price"),
    ]
    rows: Rows = [
        {
            "order_id": n,
            "product_id": _product(order) + 1,
            "product": _PRODUCTS[_product(order)][0],
            "quantity": 1,
            "price": _PRODUCTS[_product(order)][1],
        }
        for n, order in enumerate(_ORDERS, 1)
    ]
    return fill(meta, "order_lines", columns, rows)


def _inquiries(meta: sa.MetaData) -> Filled:
    """Those who were signed in carry their customer's id; the others only what they typed."""
    people = signed_in(
        *(cast.HANAKO, cast.AOI, cast.AKANE, cast.TARO_ELDER),
        typed=(cast.HANAKO, cast.ICHIRO_ON_FILE, cast.TARO_YOUNGER),
    )
    rows: Rows = [
        {
            "customer_id": customer,
            **only(whole(person), "name", "email", "phone"),
            "body": f"見本の問い合わせ{n}：届いた品のサイズ交換について",
            "received_at": with_offset(200 + n),
        }
        for n, (customer, person) in enumerate(people, 1)
    ]
    named = words("name", "email", "phone", "body", "received_at")
    return fill(meta, "inquiries", [to("customer_id", "customers"), *named], rows)


def _conversations(meta: sa.MetaData) -> Filled:
    columns: Columns = [to("customer_id", "customers"), moment("held_at")]
    rows: Rows = [
        {
            "customer_id": id_of(person),
            "channel": "phone",
            "held_at": at(260 + n, 5),
            "summary": f"見本の応対{n}：配送日の変更を希望",
            "recording": f"recordings/{n:04}.wav",
        }
        for n, person in enumerate((cast.HANAKO, cast.AOI, cast.AKANE), 1)
    ]
    return fill(meta, "conversations", [*columns, *words("channel", "summary", "recording")], rows)


def _visitors(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), "name", "phone"),
            "employer": "株式会社見本商事",
            "host": "購買担当",
            "visited_at": at(300 + n, 13),
        }
        for n, person in enumerate((cast.KENICHI, _PEOPLE[30]), 1)
    ]
    named = words("name", "employer", "phone", "host")
    return fill(meta, "visitors", [*named, moment("visited_at")], rows)


def _applicants(meta: sa.MetaData) -> Filled:
    applicants = (cast.MISAKI_ON_FILE, cast.TARO_YOUNGER, *_PEOPLE[50:54])
    rows: Rows = [
        {
            **whole(person),
            "resume": resume(n),
            "screening": "一次面接を通過",
            "applied_on": days_on(320 + n),
        }
        for n, person in enumerate(applicants, 1)
    ]
    columns: Columns = [*words(*WHOLE, "resume", "screening"), day("birth_date"), day("applied_on")]
    return fill(meta, "applicants", columns, rows)


def _employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **whole(person),
            "post": "商品管理",
            "joined_on": days_on(n),
            "left_on": days_on(500) if n == 1 else None,
        }
        for n, person in enumerate(_PEOPLE[55:58], 1)
    ]
    days = (day("birth_date"), day("joined_on"), day("left_on"))
    return fill(meta, "employees", [*words(*WHOLE, "post"), *days], rows)
