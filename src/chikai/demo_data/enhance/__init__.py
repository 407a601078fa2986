"""Enhance: customers, seminar applications, inquiries, applicants, employees, advertising ids."""

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
    yield _seminar_applications(meta)
    yield _transactions(meta)
    yield _advertising_ids(meta)
    yield _inquiries(meta)
    yield _applicants(meta)
    yield _employees(meta)
    yield _provision_records(meta)
    yield police_inquiries(meta, "customers", _id)
    yield support_measures(meta, "customers", _id)


def _id(person: Person) -> int:
    return _PEOPLE.index(person) + 1


def _customers(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), *_REACH), "employer": "株式会社見本商事 広報部"}
        for person in _PEOPLE
    ]
    return fill(meta, "customers", words(*_REACH, "employer"), rows)


def _seminar_applications(meta: sa.MetaData) -> Filled:
    signed_in = (cast.HANAKO, cast.AOI, cast.AKANE)
    linked = [(_id(person), person) for person in signed_in]
    rows: Rows = [
        {
            "customer_id": customer,
            **only(whole(person), "name", "email"),
            "seminar": f"見本セミナー第{n}回",
            "applied_at": with_offset(210 + n),
        }
        for n, (customer, person) in enumerate([*linked, (None, cast.ICHIRO_ON_FILE)], 1)
    ]
    named = words("name", "email", "seminar", "applied_at")
    return fill(meta, "seminar_applications", [to("customer_id", "customers"), *named], rows)


def _transactions(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            "customer_id": n,
            "billed_on": days_on(40 + n),
            "yen": 55000,
            "subject": f"見本広告の運用 {n}月分",
        }
        for n in range(1, 41)
    ]
    columns: Columns = [to("customer_id", "customers"), day("billed_on"), amount("yen")]
    return fill(meta, "transactions", [*columns, *words("subject")], rows)


def _advertising_ids(meta: sa.MetaData) -> Filled:
    """Kept together with the customer's registration, and therefore personal data here."""
    rows: Rows = [
        {"customer_id": n, "ad_id": f"00000000-0000-4000-8000-{n:012}", "last_seen": at(300 + n, 3)}
        for n in range(1, 31)
    ]
    columns: Columns = [to("customer_id", "customers"), *words("ad_id"), moment("last_seen")]
    return fill(meta, "advertising_ids", columns, rows)


def _inquiries(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), "name", "email", "phone"),
            "body": f"見本の問い合わせ{n}：広告の掲載料について",
            "received_at": with_offset(220 + n),
        }
        for n, person in enumerate((cast.HANAKO, cast.ICHIRO_ON_FILE, cast.TARO_YOUNGER), 1)
    ]
    return fill(meta, "inquiries", words("name", "email", "phone", "body", "received_at"), rows)


def _applicants(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *_REACH),
            "resume": f"見本大学卒業、例示工業に{n}年勤務",
            "screening": "一次面接を通過",
        }
        for n, person in enumerate((cast.MISAKI_ON_FILE, cast.TARO_YOUNGER, *_PEOPLE[50:53]), 1)
    ]
    return fill(meta, "applicants", words(*_REACH, "resume", "screening"), rows)


def _employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *_REACH),
            "attendance": "見本年度 出勤240日",
            "evaluation": "見本評価 標準",
            "monthly_pay": 300000,
            "photo": f"photos/{n:03}.jpg",
        }
        for n, person in enumerate(_PEOPLE[55:58], 1)
    ]
    columns: Columns = [*words(*_REACH, "attendance", "evaluation", "photo"), amount("monthly_pay")]
    return fill(meta, "employees", columns, rows)


def _provision_records(meta: sa.MetaData) -> Filled:
    """Provision to a third party with consent (APPI Art. 29(1), Rule 20)."""
    named = words("recipient", "recipient_address", "recipient_representative", "items", "consent")
    rows: Rows = [
        {
            "customer_id": _id(person),
            "recipient": "株式会社例示メディア",
            "recipient_address": "東京都架空区提供三丁目3番3号",
            "recipient_representative": "代表取締役 例示 四郎",
            "items": "氏名、電子メールアドレス",
            "consent": "セミナーの申込画面で本人の同意を得た",
            "provided_on": days_on(230 + n),
        }
        for n, person in enumerate((cast.HANAKO, cast.AOI, cast.AKANE), 1)
    ]
    columns: Columns = [to("customer_id", "customers"), *named, day("provided_on")]
    return fill(meta, "provision_records", columns, rows)
