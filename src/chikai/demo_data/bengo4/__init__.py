"""Bengo4: customers and their consultations, professionals, business contacts, applicants."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.hidden import police_inquiries, support_measures
from chikai.demo_data.people import members
from chikai.demo_data.rows import (
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
from chikai.people.model import Person

_PEOPLE = members()
_REACH = ("name", "kana", "postal_code", "address", "phone", "email")


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _customers(meta)
    yield _consultations(meta)
    yield _payments(meta)
    yield _professionals(meta)
    yield _business_contacts(meta)
    yield _applicants(meta)
    yield _former_employees(meta)
    yield _entrusted(meta)
    yield _provision_records(meta)
    yield police_inquiries(meta, "customers", _id)
    yield support_measures(meta, "customers", _id)


def _id(person: Person) -> int:
    return _PEOPLE.index(person) + 1


def _customers(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *_REACH),
            "plan": "premium" if n % 2 else "free",
            "registered_at": at(n),
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    return fill(meta, "customers", [*words(*_REACH, "plan"), moment("registered_at")], rows)


def _consultations(meta: sa.MetaData) -> Filled:
    """Those who were signed in carry their customer's id; the others only what they typed."""
    signed_in = (cast.HANAKO, cast.TADASHI, cast.AOI, cast.AKANE)
    linked = [(_id(person), person) for person in signed_in]
    rows: Rows = [
        {
            "customer_id": customer,
            **only(whole(person), "name", "email", "phone"),
            "body": f"見本の相談{n}：賃貸契約の更新料について",
            "asked_at": with_offset(200 + n),
        }
        for n, (customer, person) in enumerate([*linked, (None, cast.ICHIRO_ON_FILE)], 1)
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
            **only(whole(person), *_REACH),
            "qualification": f"見本弁護士会 登録見本{n:03}",
            "office": "見本法律事務所",
            "field": "相続、労働",
        }
        for n, person in enumerate((cast.NAOKI_ON_FILE, *_PEOPLE[40:44]), 1)
    ]
    return fill(meta, "professionals", words(*_REACH, "qualification", "office", "field"), rows)


def _business_contacts(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), "name", "phone", "email"), "employer": "株式会社見本商事 総務部"}
        for person in (cast.KENICHI, *_PEOPLE[44:46])
    ]
    return fill(meta, "business_contacts", words("name", "phone", "email", "employer"), rows)


def _applicants(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *_REACH),
            "resume": f"見本大学卒業、例示工業に{n}年勤務",
            "screening": "書類選考を通過",
        }
        for n, person in enumerate((cast.MISAKI_ON_FILE, cast.TARO_YOUNGER, *_PEOPLE[50:53]), 1)
    ]
    return fill(meta, "applicants", words(*_REACH, "resume", "screening"), rows)


def _former_employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [only(whole(person), *_REACH) for person in _PEOPLE[55:57]]
    return fill(meta, "former_employees", words(*_REACH), rows)


def _entrusted(meta: sa.MetaData) -> Filled:
    """Data of a client's people: the company may not disclose them of its own power."""
    rows: Rows = [
        {**only(whole(person), "name", "email", "phone"), "content": "委託元の見本契約書"}
        for person in (cast.HANAKO, *_PEOPLE[46:48])
    ]
    return fill(meta, "entrusted_people", words("name", "email", "phone", "content"), rows)


def _provision_records(meta: sa.MetaData) -> Filled:
    """Consultations passed on to a professional with consent (APPI Art. 29(1), Rule 20)."""
    named = words("recipient", "recipient_address", "recipient_representative", "items", "consent")
    rows: Rows = [
        {
            "customer_id": _id(person),
            "recipient": "見本法律事務所",
            "recipient_address": "東京都架空区提供二丁目2番2号",
            "recipient_representative": "所長 見本 三郎",
            "items": "氏名、電話番号、相談の内容",
            "consent": "紹介の申込画面で本人の同意を得た",
            "provided_on": days_on(230 + n),
        }
        for n, person in enumerate((cast.HANAKO, cast.AOI, cast.AKANE), 1)
    ]
    columns: Columns = [to("customer_id", "customers"), *named, day("provided_on")]
    return fill(meta, "provision_records", columns, rows)
