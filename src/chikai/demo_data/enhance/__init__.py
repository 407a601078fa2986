"""Enhance: customers, seminar applications, inquiries, applicants, employees, advertising ids."""

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
_MEDIA = Provision(
    recipient="株式会社例示メディア",
    recipient_address="東京都架空区提供三丁目3番3号",
    recipient_representative="代表取締役 例示 四郎",
    items="氏名、電子メールアドレス",
    consent="セミナーの申込画面で本人の同意を得た",
)


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _customers(meta)
    yield _seminar_applications(meta)
    yield _transactions(meta)
    yield _advertising_ids(meta)
    yield _inquiries(meta)
    yield applicants(meta, "一次面接を通過")
    yield _employees(meta)
    yield provision_records(meta, "customers", provided(_MEDIA, cast.HANAKO, cast.AOI, cast.AKANE))
    yield police_inquiries(meta, "customers")
    yield support_measures(meta, "customers")


def _customers(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {**only(whole(person), *WHOLE), "employer": "株式会社見本商事 広報部"} for person in _PEOPLE
    ]
    return fill(meta, "customers", words(*WHOLE, "employer"), rows)


def _seminar_applications(meta: sa.MetaData) -> Filled:
    people = signed_in(cast.HANAKO, cast.AOI, cast.AKANE, typed=[cast.ICHIRO_ON_FILE])
    rows: Rows = [
        {
            "customer_id": customer,
            **only(whole(person), "name", "email"),
            "seminar": f"見本セミナー第{n}回",
            "applied_at": with_offset(210 + n),
        }
        for n, (customer, person) in enumerate(people, 1)
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


def _employees(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), *WHOLE),
            "attendance": "見本年度 出勤240日",
            "evaluation": "見本評価 標準",
            "monthly_pay": 300000,
            "photo": f"photos/{n:03}.jpg",
        }
        for n, person in enumerate(_PEOPLE[55:58], 1)
    ]
    columns: Columns = [*words(*WHOLE, "attendance", "evaluation", "photo"), amount("monthly_pay")]
    return fill(meta, "employees", columns, rows)
