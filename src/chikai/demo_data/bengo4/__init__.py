"""Bengo4: customers and their consultations, professionals, business contacts, applicants."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import members
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
    to,
    whole,
    with_offset,
    words,
)
from chikai.demo_data.usual import (
    Provision,
    applicants,
    police_inquiries,
    provided,
    provision_records,
    signed_in,
    support_measures,
)

_PEOPLE = members()
_PROFESSIONAL = Provision(
    recipient="見本法律事務所",
    recipient_address="東京都架空区提供二丁目2番2号",
    recipient_representative="所長 見本 三郎",
    items="氏名、電話番号、相談の内容",
    consent="紹介の申込画面で本人の同意を得た",
)


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _customers(meta)
    yield _consultations(meta)
    yield _payments(meta)
    yield _professionals(meta)
    yield _business_contacts(meta)
    yield applicants(meta, "書類選考を通過")
    yield _former_employees(meta)
    yield _entrusted(meta)
    yield provision_records(
        meta, "customers", provided(_PROFESSIONAL, cast.HANAKO, cast.AOI, cast.AKANE)
    )
    yield police_inquiries(meta, "customers")
    yield support_measures(meta, "customers")


def _customers(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *WHOLE),
            "plan": "premium" if n % 2 else "free",
            "registered_at": at(n),
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    return fill(meta, "customers", [*words(*WHOLE, "plan"), moment("registered_at")], rows)


def _consultations(meta: sa.MetaData) -> Filled:
    """Those who were signed in carry their customer's id; the others only what they typed."""
    people = signed_in(cast.HANAKO, cast.TADASHI, cast.AOI, cast.AKANE, typed=[cast.ICHIRO_ON_FILE])
    rows: Rows = [
        {
            "customer_id": customer,
            **only(whole(person), "name", "email", "phone"),
            "body": f"見本の相談{n}：賃貸契約の更新料について",
            "asked_at": with_offset(200 + n),
        }
        for n, (customer, person) in enumerate(people, 1)
    ]
    named = words("name", "email", "phone", "body", "asked_at")
    return fill(meta, "consultations", [to("customer_id", "customers"), *named], rows)


def _payments(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {"customer_id": n, "paid_on": days_on(30 * k + n), "yen": 330, "kind": "monthly_fee"}
        for n in range(1, 41)
        for k in (1, 2)
    ]
    columns: Columns = [to("customer_id", "customers"), day("paid_on"), amount("yen")]
    return fill(meta, "payments", [*columns, *words("kind")], rows)


def _professionals(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *WHOLE),
            "qualification": f"見本弁護士会 登録見本{n:03}",
            "office": "見本法律事務所",
            "field": "相続、労働",
        }
        for n, person in enumerate((cast.NAOKI_ON_FILE, *_PEOPLE[40:44]), 1)
    ]
    return fill(meta, "professionals", words(*WHOLE, "qualification", "office", "field"), rows)


def _business_contacts(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), "name", "phone", "email"), "employer": "株式会社見本商事 総務部"}
        for person in (cast.KENICHI, *_PEOPLE[44:46])
    ]
    return fill(meta, "business_contacts", words("name", "phone", "email", "employer"), rows)


def _former_employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [only(whole(person), *WHOLE) for person in _PEOPLE[55:57]]
    return fill(meta, "former_employees", words(*WHOLE), rows)


def _entrusted(meta: sa.MetaData) -> Filled:
    """Data of a client's people: the company may not disclose them of its own power."""
    rows: Rows = [
        {**only(whole(person), "name", "email", "phone"), "content": "委託元の見本契約書"}
        for person in (cast.HANAKO, *_PEOPLE[46:48])
    ]
    return fill(meta, "entrusted_people", words("name", "email", "phone", "content"), rows)
